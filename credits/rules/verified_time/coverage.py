"""Which part of a medium's time line has been covered.

``verified`` needs M, the length of the union of everything counted time has shown, and the
exact millisecond at which M reaches a threshold; so the union is kept sorted, and asked for
the position where the uncovered length first adds up to what is missing.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right

from credits.rules.verified_time.intervals import Interval


class Coverage:
    """The union of half-open stretches of one time line, and its length."""

    __slots__ = ("_ends", "_starts", "length")

    def __init__(self) -> None:
        self._starts: list[int] = []
        self._ends: list[int] = []
        self.length = 0

    @property
    def stretches(self) -> tuple[Interval, ...]:
        """What is covered, in order, without touching neighbours."""
        return tuple(zip(self._starts, self._ends, strict=True))

    @property
    def frontier(self) -> int:
        """How far the time line is covered without a hole from its beginning."""
        return self._ends[0] if self._starts and self._starts[0] == 0 else 0

    def gain(self, start: int, end: int) -> int:
        """Return how much of [start, end) is not covered yet."""
        if end <= start:
            return 0
        missing = end - start
        index = bisect_right(self._ends, start)
        while index < len(self._starts) and self._starts[index] < end:
            missing -= min(self._ends[index], end) - max(self._starts[index], start)
            index += 1
        return missing

    def reach(self, start: int, missing: int) -> int:
        """Return the first position p with *missing* (> 0) uncovered ms in [start, p).

        The time line has no end here; the caller compares p with the end of the stretch that it
        is about to cover.
        """
        at = start
        index = bisect_right(self._ends, start)
        while True:
            gap_end = self._starts[index] if index < len(self._starts) else None
            if gap_end is None or gap_end - at >= missing:
                return at + missing
            if gap_end > at:
                missing -= gap_end - at
            at = self._ends[index]
            index += 1

    def add(self, start: int, end: int) -> tuple[int, int, list[int], list[int]] | None:
        """Cover [start, end); return what :meth:`undo` needs to take it back.

        None says that nothing changed.
        """
        if end <= start:
            return None
        starts, ends = self._starts, self._ends
        # Everything that overlaps or touches [start, end) becomes one stretch with it.
        first = bisect_left(ends, start)
        last = bisect_right(starts, end)
        old_starts, old_ends = starts[first:last], ends[first:last]
        if old_starts:
            if old_starts[0] <= start and end <= old_ends[0]:
                return None
            start, end = min(start, old_starts[0]), max(end, old_ends[-1])
        before = self.length
        self.length += (end - start) - (sum(old_ends) - sum(old_starts))
        starts[first:last] = [start]
        ends[first:last] = [end]
        return first, before, old_starts, old_ends

    def undo(self, change: tuple[int, int, list[int], list[int]]) -> None:
        """Take back the latest change that :meth:`add` returned."""
        first, before, old_starts, old_ends = change
        self._starts[first : first + 1] = old_starts
        self._ends[first : first + 1] = old_ends
        self.length = before
