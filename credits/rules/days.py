"""Local days: which date an instant falls on, and where that day begins and ends."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from functools import cache
from typing import NamedTuple
from zoneinfo import ZoneInfo

MS_OF_DAY = 86_400_000
_CYCLE_YEARS = 400
_CYCLE = 146_097 * MS_OF_DAY
"""Milliseconds of 400 Gregorian years, after which dates and weekdays repeat."""
_FIRST = -62_000_000_000_000
"""An instant of the year 5."""
_MOST_KNOWN = 4_000
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MILLISECOND = timedelta(milliseconds=1)


class Day(NamedTuple):
    """The local day [start, end), in milliseconds since the Unix epoch.

    *name* is its date as ISO 8601 writes it.
    """

    start: int
    end: int
    year: int
    name: str

    @property
    def in_calendar(self) -> bool:
        """Whether ``date`` can say it and its neighbours."""
        return 1 <= self.year < 9999

    @property
    def month_day(self) -> str:
        """The part of the date that recurs every year, ``MM-DD``."""
        return self.name[-5:]

    @property
    def local_date(self) -> date:
        return date.fromisoformat(self.name)


class Days:
    """The local days of one time zone, each computed once."""

    def __init__(self, zone: str) -> None:
        self._zone = ZoneInfo(zone)
        self._last = Day(0, 0, 0, "")
        self._known: dict[int, Day] = {}

    def of(self, at: int) -> Day:
        """Return the day on which the instant *at* lies, whatever year it is."""
        day = self._last
        if day.start <= at < day.end:
            return day
        known = self._known.get(at // MS_OF_DAY) or day
        if not known.start <= at < known.end:
            known = self._known.get(at // MS_OF_DAY - 1) or day
        if not known.start <= at < known.end:
            known = self._computed(at)
            if len(self._known) >= _MOST_KNOWN:
                self._known.clear()
            self._known[known.start // MS_OF_DAY] = known
        self._last = known
        return known

    def on(self, day: date) -> Day:
        """Return the local day that is called *day*."""
        noon = datetime(day.year, day.month, day.day, 12, tzinfo=self._zone)
        return self.of((noon.astimezone(UTC) - _EPOCH) // _MILLISECOND)

    def _computed(self, at: int) -> Day:
        # datetime knows the years 1 to 9999; evidence may carry any integer below 2^53.
        # Rules of a zone that are still in force repeat with the calendar.
        cycles = 0 if _FIRST <= at < 2 * _CYCLE else at // _CYCLE - 1
        shifted = at - cycles * _CYCLE
        local = (_EPOCH + timedelta(milliseconds=shifted)).astimezone(self._zone)
        start = datetime(local.year, local.month, local.day, tzinfo=self._zone)
        following = local.date() + timedelta(days=1)
        end = datetime(following.year, following.month, following.day, tzinfo=self._zone)
        year = local.year + cycles * _CYCLE_YEARS
        return Day(
            start=(start.astimezone(UTC) - _EPOCH) // _MILLISECOND + cycles * _CYCLE,
            end=(end.astimezone(UTC) - _EPOCH) // _MILLISECOND + cycles * _CYCLE,
            year=year,
            name=f"{year:04d}-{local.month:02d}-{local.day:02d}",
        )


@cache
def days_of(zone: str) -> Days:
    """Return the days of *zone* (an IANA name); raises ZoneInfoNotFoundError for no zone."""
    return Days(zone)
