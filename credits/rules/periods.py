"""Learning periods: in which period, if any, an instant of completion falls."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from credits.rules.days import Day, Days


class PeriodKind(StrEnum):
    """A calendar year, several years from an anchor, or a class with a window of its own."""

    ANNUAL = "annual"
    MULTI_YEAR = "multi_year"
    PER_PROGRAM = "per_program"


class OutOfWindow(StrEnum):
    """What becomes of credit that is completed outside the learning window."""

    ARCHIVE_ONLY = "archive_only"
    COUNT_NEXT_PERIOD = "count_next_period"
    REJECT = "reject"


class CompletionTest(StrEnum):
    """Whether the moment of completion decides, or all counted time must lie in the window."""

    FINISH_IN_WINDOW = "finish_in_window"
    ALL_TIME_IN_WINDOW = "all_time_in_window"


PERSON = "person"
"""The anchor of a period that runs from a date of the person's own, such as a licence."""


@dataclass(frozen=True, slots=True)
class Window:
    """A named period and its learning window: local dates, both included."""

    name: str
    learn_from: date
    learn_to: date

    def holds(self, day: date) -> bool:
        return self.learn_from <= day <= self.learn_to

    def extended(self, by: int) -> Window:
        """Return the window with its end moved by *by* days, for an exemption that extends."""
        return Window(self.name, self.learn_from, self.learn_to + timedelta(days=by))

    def bounds(self, days: Days) -> tuple[int, int]:
        """Return the window as instants [start, end)."""
        return days.on(self.learn_from).start, days.on(self.learn_to).end


@dataclass(frozen=True, slots=True)
class PeriodRule:
    """One kind of period of a rule document; days of the year are ``MM-DD``, both included.

    *anchor* is the first day of a period of several years, or None for a person's own. What is
    completed after the window and by *makeup_until* of the same year is made up and counts.
    """

    id: str
    kind: PeriodKind
    learn_from: str = "01-01"
    learn_to_inclusive: str = "12-31"
    out_of_window: OutOfWindow = OutOfWindow.ARCHIVE_ONLY
    completion_test: CompletionTest = CompletionTest.FINISH_IN_WINDOW
    years: int = 1
    anchor: date | None = None
    also_counts_towards: tuple[str, ...] = ()
    makeup_until: str | None = None

    def window(self, day: date, anchor: date | None = None) -> Window | None:
        """Return the period to whose calendar *day* belongs, whether or not its window holds it.

        *anchor* is the person's own. A year is named ``2017``, several years ``2023-2027``, or
        ``2021-07-01/2025-06-30`` where they do not begin with January. None before the anchor,
        without one, and for a class.
        """
        if self.kind is PeriodKind.PER_PROGRAM:
            return None
        if self.kind is PeriodKind.ANNUAL:
            return Window(
                f"{day.year:04d}",
                _date(day.year, self.learn_from),
                _date(day.year, self.learn_to_inclusive),
            )
        first = self.anchor or anchor
        if first is None or day < first:
            return None
        count = (day.year - first.year) // self.years
        if _shifted(first, count * self.years) > day:
            count -= 1
        begin = _shifted(first, count * self.years)
        last = _shifted(first, (count + 1) * self.years) - timedelta(days=1)
        if (begin.month, begin.day) == (1, 1):
            return Window(f"{begin.year:04d}-{last.year:04d}", begin, last)
        return Window(f"{begin.isoformat()}/{last.isoformat()}", begin, last)

    def period_of(self, day: date, anchor: date | None = None) -> str | None:
        """Return the period that something completed on *day* counts for, None for none."""
        window = self.window(day, anchor)
        if window is None:
            return None
        if window.holds(day) or self._made_up(window, day):
            return window.name
        if self.out_of_window is not OutOfWindow.COUNT_NEXT_PERIOD:
            return None
        if day < window.learn_from:
            return window.name
        following = self.window(date(day.year + 1, 1, 1), anchor)
        return None if following is None else following.name

    def following(self, name: str) -> str | None:
        """Return the year after the year *name*; None where periods are no calendar years."""
        return f"{int(name) + 1:04d}" if self.kind is PeriodKind.ANNUAL else None

    def _made_up(self, window: Window, day: date) -> bool:
        if self.makeup_until is None or self.kind is not PeriodKind.ANNUAL:
            return False
        return window.learn_to < day <= _date(day.year, self.makeup_until)

    def name_on(self, day: Day) -> str | None:
        """Return the period that something completed on *day* counts for, None for none."""
        return self.period_of(day.local_date) if day.in_calendar else None

    def counts(self, first_counted: Day, completed: Day, anchor: date | None = None) -> str | None:
        """Return the period of a unit by the local days of its first counted ms and completion."""
        if not completed.in_calendar:
            return None
        period = self.period_of(completed.local_date, anchor)
        if period is not None and self.completion_test is CompletionTest.ALL_TIME_IN_WINDOW:
            began = self.window(first_counted.local_date, anchor)
            if began is None or began.name != period or not began.holds(first_counted.local_date):
                return None
        return period


def _date(year: int, month_day: str) -> date:
    """``MM-DD`` of *year*; 29 February of a common year is its 28th."""
    month, day = map(int, month_day.split("-"))
    try:
        return date(year, month, day)
    except ValueError:
        return date(year, month, day - 1)


def _shifted(day: date, years: int) -> date:
    return _date(day.year + years, f"{day.month:02d}-{day.day:02d}")


def months_after(day: date, months: int) -> date:
    """Return the same day of the month *months* later, the month's last where there is none."""
    years, month = divmod(day.month - 1 + months, 12)
    for last in range(day.day, 27, -1):
        try:
            return date(day.year + years, month + 1, last)
        except ValueError:
            continue
    return date(day.year + years, month + 1, day.day)
