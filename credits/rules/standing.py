"""Where a learner stands: what is done, what is owed, by when, and whether the pace will do.

Kinds are judged apart: a surplus of one never pays for another (Measures, Art. 7).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from credits.rules.days import MS_OF_DAY, days_of
from credits.rules.evidence import Person
from credits.rules.rule_document import RuleDocument
from credits.rules.targets import Target, assessed

_HALF_DAY = MS_OF_DAY // 2
UNKNOWN = Person()
"""Somebody of whom nothing is known."""


class Forecast(StrEnum):
    """What becomes of the year at the present pace."""

    DONE = "done"
    ON_PACE = "on_pace"
    BEHIND = "behind"
    NOT_STARTED = "not_started"
    MISSED = "missed"


@dataclass(frozen=True, slots=True)
class Window:
    """A period *name* whose learning time is [opens_at, closes_at), in Unix ms."""

    name: str
    opens_at: int
    closes_at: int


@dataclass(frozen=True, slots=True)
class Absence:
    """Approved absence in the period: *exempt_days* prorate the target, *waived* lifts it.

    *leave_days* beyond the share that the target allows spoil it.
    """

    exempt_days: int = 0
    leave_days: int = 0
    waived: bool = False


PRESENT = Absence()


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
    too_much_leave: bool = False

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
        return not self.too_much_leave and all(part.met for part in self.parts)


def standing(
    done: Mapping[str, int],
    target: Target | None,
    window: Window,
    rules: RuleDocument,
    *,
    as_of: int,
    since: int | None = None,
    absence: Absence = PRESENT,
) -> Standing:
    """Return the standing of who has *done* milli-credits by kind in *window*, at *as_of*.

    *target* None asks for nothing. *since* is when the learner was admitted, if that was later
    than the window opened: the present pace is measured from there. At 31 days into a window of
    354 with 4.0 of 50.0 done the pace is 0.9 a week, 45.6 by the end: behind.
    """
    parts: tuple[Part, ...] = ()
    spoilt = False
    if target is not None:
        assessment = assessed(
            target,
            done,
            rules.categories,
            period_days=(window.closes_at - window.opens_at + _HALF_DAY) // MS_OF_DAY,
            exempt_days=absence.exempt_days,
            leave_days=absence.leave_days,
            waived=absence.waived,
            rounding=rules.credit.rounding,
        )
        spoilt = assessment.too_much_leave
        parts = tuple(Part(part.category, part.needed, part.counted) for part in assessment.parts)
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
        other={
            kind: milli
            for kind, milli in sorted(done.items())
            if not any(rules.categories.holds(part.category, kind) for part in parts)
        },
        days_left=_days_left(as_of, window, rules.zone),
        weekly_milli=-(-owed * 7 * MS_OF_DAY // left) if left else 0,
        present_weekly_milli=useful * 7 * MS_OF_DAY // elapsed if elapsed else 0,
        projected_milli=min(projected, useful + owed),
        forecast=Forecast.MISSED if spoilt else _forecast(useful, owed, left, projected),
        too_much_leave=spoilt,
    )


def window_at(rules: RuleDocument, at: int, person: Person = UNKNOWN) -> Window | None:
    """Return the period to whose calendar *at* belongs, with its learning window.

    After 20 December 24:00 it is still that year's, until the year ends. None where the person
    has no period, such as one that begins with a date of their own that nobody noted.
    """
    days = days_of(rules.zone)
    found = rules.main_period(person).window(days.of(at).local_date, person.anchor_on)
    return None if found is None else Window(found.name, *found.bounds(days))


def main_target(rules: RuleDocument, person: Person) -> Target | None:
    """Return what *person* owes in the main period, None who owes nothing."""
    period = rules.main_period(person).id
    for target in rules.targets_of(person):
        if target.period == period:
            return target
    return None


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
    return (window.closes_at - start + _HALF_DAY) // MS_OF_DAY
