"""Counted time of the last 24 hours, for caps that do not begin anew at midnight."""

from __future__ import annotations

from bisect import bisect_right

from credits.rules.days import MS_OF_DAY
from credits.rules.verified_time.intervals import FOREVER, Interval


class RollingDay:
    """Counted stretches, in order of time and disjoint; those of the last 24 hours limit more.

    *length* (ms) is how far it looks back.
    """

    __slots__ = ("_length", "_stretches")

    def __init__(self, length: int = MS_OF_DAY) -> None:
        self._length = length
        self._stretches: list[Interval] = []

    def add(self, start: int, end: int) -> None:
        """Count [start, end), which lies after everything counted so far."""
        self._stretches.append((start, end))

    def remove(self, start: int) -> None:
        """Take back the last stretch, which began at *start*."""
        assert self._stretches[-1][0] == start
        self._stretches.pop()

    def free(self, at: int, limit: int) -> tuple[int, int]:
        """Return from when on, at or after *at*, time may count again, and until when.

        At an instant t time may count while less than *limit* ms are counted in [t - 24 h, t).
        """
        horizon = at - self._length
        first = bisect_right(self._stretches, (horizon, FOREVER)) - 1
        recent = [
            (max(start, horizon), end)
            for start, end in self._stretches[max(0, first) :]
            if end > horizon
        ]
        over = sum(end - start for start, end in recent) - limit + 1
        # While *over* is positive that much has to leave the 24 hours first.
        for start, end in recent if over > 0 else ():
            if end - start >= over:
                return start + over + self._length, FOREVER
            over -= end - start
        if over > 0:  # a limit of nothing
            return FOREVER, FOREVER
        # Counting goes on while what leaves the 24 hours keeps up with what enters them.
        missing, behind = 1 - over, horizon
        for start, end in recent:
            if start - behind >= missing:
                break
            missing -= start - behind
            behind = end
        return at, at + behind + missing - horizon
