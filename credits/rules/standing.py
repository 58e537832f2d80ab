"""Where a learner stands: what is done, what is owed, by when, and whether the pace will do.

Kinds are judged apart: a surplus of one never pays for another (Measures, Art. 7).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from credits.rules.days import Day, days_of
from credits.rules.rule_document import RuleDocument

_MS_OF_DAY = 86_400_000
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


class Forecast(StrEnum):
    """What becomes of the year at the present pace."""

    DONE = "done"
    ON_PACE = "on_pace"
    BEHIND = "behind"
    NOT_STARTED = "not_started"
    MISSED = "missed"


@dataclass(frozen=True, slots=True)
class Target:
    """At least *min_milli* of *category*."""

    category: str
    min_milli: int


@dataclass(frozen=True, slots=True)
class Window:
    """A period *name* whose learning time is [opens_at, closes_at), in Unix ms."""

    name: str
    opens_at: int
    closes_at: int


@dataclass(frozen=True, slots=True)
class Part:
    """One kind of credit: *target_milli* asked for, *done_milli* there."""

    category: str
    target_milli: int
    done_milli: int

    @property
    def owed_milli(self) -> int:
        return max(0, self.target_milli - self.done_milli)

    @property
    def met(self) -> bool:
        return self.owed_milli == 0


@dataclass(frozen=True, slots=True)
class Standing:
    """A learner's standing in one period.

    *days_left* counts the local days until learning ends, today included; 0 once it is over.
    *weekly_milli* is the pace (milli-credits in seven days) that finishes in time,
    *present_weekly_milli* the pace so far, *projected_milli* what the present pace leads to by
    the end, of what is asked for. *other* holds credit of kinds that no target asks for.
    """

    window: Window
    as_of: int
    parts: tuple[Part, ...]
    other: Mapping[str, int]
    days_left: int
    weekly_milli: int
    present_weekly_milli: int
    projected_milli: int
    forecast: Forecast

    @property
    def owed_milli(self) -> int:
        """What is still owed over all kinds; each kind owes for itself."""
        return sum(part.owed_milli for part in self.parts)

    @property
    def target_milli(self) -> int:
        return sum(part.target_milli for part in self.parts)

    @property
    def useful_milli(self) -> int:
        """What counts towards the targets: surplus of one kind is not in it."""
        return sum(min(part.done_milli, part.target_milli) for part in self.parts)

    @property
    def qualified(self) -> bool:
        """True when every kind is finished."""
        return all(part.met for part in self.parts)


def standing(
    done: Mapping[str, int],
    targets: Sequence[Target],
    window: Window,
    *,
    as_of: int,
    since: int | None = None,
    zone: str = "Asia/Shanghai",
) -> Standing:
    """Return the standing of who has *done* milli-credits by kind in *window*, at *as_of*.

    *since* is when the learner was admitted, if that was later than the window opened: the
    present pace is measured from there. At 31 days into a window of 354 with 4.0 of 50.0 done
    the pace is 0.9 a week, 45.6 by the end: behind.
    """
    parts = tuple(
        Part(target.category, target.min_milli, done.get(target.category, 0)) for target in targets
    )
    asked = {part.category for part in parts}
    useful = sum(min(part.done_milli, part.target_milli) for part in parts)
    owed = sum(part.owed_milli for part in parts)
    opens = min(max(window.opens_at, since or window.opens_at), window.closes_at)
    elapsed = min(max(as_of, opens), window.closes_at) - opens
    left = window.closes_at - min(max(as_of, window.opens_at), window.closes_at)
    projected = useful + (useful * left // elapsed if elapsed else 0)
    return Standing(
        window=window,
        as_of=as_of,
        parts=parts,
        other={kind: milli for kind, milli in sorted(done.items()) if kind not in asked},
        days_left=_days_left(as_of, window, zone),
        weekly_milli=-(-owed * 7 * _MS_OF_DAY // left) if left else 0,
        present_weekly_milli=useful * 7 * _MS_OF_DAY // elapsed if elapsed else 0,
        projected_milli=min(projected, useful + owed),
        forecast=_forecast(useful, owed, left, projected),
    )


def window_at(rules: RuleDocument, at: int) -> Window:
    """Return the annual period in whose year *at* lies, with its learning window.

    After 20 Dec 24:00 it is still that year's, until the year ends.
    """
    return window_of(rules, days_of(rules.zone).of(at).year)


def window_of(rules: RuleDocument, year: int) -> Window:
    """Return the learning window of *year*."""
    rule = rules.periods[0]
    first = _day(year, rule.learn_from, rules.zone)
    last = _day(year, rule.learn_to_inclusive, rules.zone)
    return Window(f"{year:04d}", first.start, last.end)


def targets_for(rules: RuleDocument, *, grade: str | None, category: str | None) -> list[Target]:
    """Return what the first target row that applies to the person asks for.

    A row names the grades or categories of person it applies to; one that names none applies
    to everybody. Who fits no row is asked for nothing.
    """
    for row in rules.document["targets"]:
        applies = row["applies"]
        fits = all(
            value in applies.get(member, (value,))
            for member, value in (("grades", grade), ("categories", category))
        )
        if fits and row["period"] == rules.periods[0].id:
            return [Target(part["category"], part["min_milli"]) for part in row["all"]]
    return []


def _forecast(useful: int, owed: int, left: int, projected: int) -> Forecast:
    if owed == 0:
        return Forecast.DONE
    if left == 0:
        return Forecast.MISSED
    if useful == 0:
        return Forecast.NOT_STARTED
    return Forecast.ON_PACE if projected >= useful + owed else Forecast.BEHIND


def _days_left(as_of: int, window: Window, zone: str) -> int:
    """Local days from *as_of*'s own to the last of the window, both included."""
    if as_of >= window.closes_at:
        return 0
    start = days_of(zone).of(max(as_of, window.opens_at)).start
    # Days need not have 24 hours; none is shorter or longer by as much as half a day.
    return (window.closes_at - start + _MS_OF_DAY // 2) // _MS_OF_DAY


def _day(year: int, month_day: str, zone: str) -> Day:
    month, day = (int(part) for part in month_day.split("-"))
    noon = datetime(year, month, day, 12, tzinfo=ZoneInfo(zone))
    return days_of(zone).of((noon.astimezone(UTC) - _EPOCH) // timedelta(milliseconds=1))
