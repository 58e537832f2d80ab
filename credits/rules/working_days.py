"""Deadlines in working days, by a calendar that staff keep (调休).

A year for which nobody published anything has Monday to Friday as working days, and the
deadline says that it was reckoned so.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

SATURDAY = 5


@dataclass(frozen=True, slots=True)
class Deadline:
    """The last *day* on which something is in time; *published* says by an official calendar."""

    day: date
    published: bool


@dataclass(frozen=True, slots=True)
class WorkingDays:
    """*exceptions* say of single days whether they are worked; *published* years are complete."""

    exceptions: Mapping[date, bool]
    published: frozenset[int]

    def worked(self, day: date) -> bool:
        """True when offices work on *day*."""
        return self.exceptions.get(day, day.weekday() < SATURDAY)

    def after(self, day: date, count: int) -> Deadline:
        """Return the *count*-th working day after *day*, which itself does not count.

        Five working days after Friday 29 September 2017, with the holiday of 1 to 8 October
        published and Saturday 30 September worked, are 30 September and 9 to 12 October.
        """
        left, published = count, day.year in self.published
        while left > 0:
            day += timedelta(days=1)
            published = published and day.year in self.published
            left -= self.worked(day)
        return Deadline(day, published)


MONDAY_TO_FRIDAY = WorkingDays({}, frozenset())
"""What holds while no calendar was published."""
