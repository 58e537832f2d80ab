"""Learning periods: in which period, if any, an instant of completion falls."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from credits.rules.days import Day


class PeriodKind(StrEnum):
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


@dataclass(frozen=True, slots=True)
class PeriodRule:
    """One kind of period of a rule document; days of the year are ``MM-DD``, both included."""

    id: str
    kind: PeriodKind
    learn_from: str = "01-01"
    learn_to_inclusive: str = "12-31"
    out_of_window: OutOfWindow = OutOfWindow.ARCHIVE_ONLY
    completion_test: CompletionTest = CompletionTest.FINISH_IN_WINDOW
    years: int = 1
    anchor: str | None = None
    also_counts_towards: tuple[str, ...] = ()

    def name_on(self, day: Day) -> str | None:
        """Return the period whose learning window *day* lies in, None outside of every window.

        A year is named ``2017``.
        """
        if self.kind is not PeriodKind.ANNUAL:
            return None
        if self.learn_from <= day.month_day <= self.learn_to_inclusive:
            return f"{day.year:04d}"
        return None
