"""Caps: how much time or credit may count in a day, a period, for a course, from a source."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from credits.rules.categories import Categories
from credits.rules.days import MS_OF_DAY, Days
from credits.rules.earnings import Earning


class CapScope(StrEnum):
    DAY = "day"
    ROLLING_24H = "rolling_24h"
    PERIOD = "period"
    SOURCE = "source"
    COURSE = "course"


class CapUnit(StrEnum):
    MINUTE = "minute"
    MILLI_CREDIT = "milli_credit"
    POINT = "point"
    FINAL_EXAM_MILLI_CREDIT = "final_exam_milli_credit"


class Overflow(StrEnum):
    """What becomes of that which does not fit under a cap.

    ``exclude_time``: time beyond it is not counted. ``discard_award``: the part of an earning
    beyond it is lost. ``defer_award``: the earning is dated on the first later day that has room.
    ``block_start``: an earning that would exceed it should not have been begun and is refused
    whole; it is not used up, and of time nothing beyond the cap is counted.
    """

    EXCLUDE_TIME = "exclude_time"
    DISCARD_AWARD = "discard_award"
    DEFER_AWARD = "defer_award"
    BLOCK_START = "block_start"


@dataclass(frozen=True, slots=True)
class Cap:
    """At most *value* of *unit* in one *scope*, of the category or set *applies_to* or of all."""

    scope: CapScope
    unit: CapUnit
    value: int
    overflow: Overflow
    applies_to: str | None = None


EXECUTABLE = frozenset(
    {(scope, CapUnit.MINUTE, overflow)
     for scope in (CapScope.DAY, CapScope.ROLLING_24H, CapScope.COURSE, CapScope.PERIOD)
     for overflow in (Overflow.EXCLUDE_TIME, Overflow.BLOCK_START)}
    | {(scope, CapUnit.MILLI_CREDIT, overflow)
       for scope in CapScope
       for overflow in (Overflow.DISCARD_AWARD, Overflow.BLOCK_START)}
    | {(CapScope.DAY, CapUnit.MILLI_CREDIT, Overflow.DEFER_AWARD)}
    | {(CapScope.DAY, CapUnit.POINT, Overflow.DISCARD_AWARD)}
    | {(scope, CapUnit.FINAL_EXAM_MILLI_CREDIT, Overflow.BLOCK_START)
       for scope in (CapScope.DAY, CapScope.ROLLING_24H)}
)  # fmt: skip
"""The caps that the engine can execute; a document with another one is refused, not ignored."""


def limited(
    awards: Iterable[Earning], caps: Sequence[Cap], categories: Categories, days: Days
) -> list[Earning]:
    """Return *awards*, which are in order of their dates, as far as the credit caps allow.

    An earning that a cap shortens or refuses stays in the list with the cap in ``reduced_by``.
    """
    posted: list[Earning] = []
    of_credit = [cap for cap in caps if cap.unit is CapUnit.MILLI_CREDIT]
    for earning in awards:
        for cap in of_credit:
            if cap.applies_to is None or categories.holds(cap.applies_to, earning.category):
                earning = _under(cap, earning, posted, categories, days)
        posted.append(earning)
    return posted


def _under(
    cap: Cap, earning: Earning, posted: Sequence[Earning], categories: Categories, days: Days
) -> Earning:
    room = max(0, cap.value - _used(cap, earning, posted, categories, days))
    if earning.milli <= room:
        return earning
    reason = f"{cap.scope.value} cap of {cap.value}"
    if cap.overflow is Overflow.DEFER_AWARD:
        wanted = min(earning.milli, cap.value)
        while _used(cap, earning, posted, categories, days) + wanted > cap.value:
            earning = replace(earning, effective_at=days.of(earning.effective_at).end)
        return replace(earning, milli=wanted, reduced_by=reason)
    kept = room if cap.overflow is Overflow.DISCARD_AWARD else 0
    return replace(earning, milli=kept, reduced_by=reason)


def _used(
    cap: Cap, earning: Earning, posted: Sequence[Earning], categories: Categories, days: Days
) -> int:
    """The milli-credits that *posted* awards have taken of the scope that *earning* falls into."""
    day = days.of(earning.effective_at)
    same = {
        CapScope.DAY: lambda other: day.start <= other.effective_at < day.end,
        CapScope.ROLLING_24H: lambda other: other.effective_at > earning.effective_at - MS_OF_DAY,
        CapScope.PERIOD: lambda other: other.period == earning.period,
        CapScope.SOURCE: lambda other: (
            other.source == earning.source and other.period == earning.period
        ),
        CapScope.COURSE: lambda other: other.family == earning.family,
    }[cap.scope]
    return sum(
        other.milli
        for other in posted
        if same(other)
        and (cap.applies_to is None or categories.holds(cap.applies_to, other.category))
    )
