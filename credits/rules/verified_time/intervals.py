"""Half-open intervals [start, end) of integers, in lists that are sorted and disjoint."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence

Interval = tuple[int, int]

FOREVER = 1 << 62
"""Later than any instant that evidence can name."""


def merged(intervals: Iterable[Interval]) -> list[Interval]:
    """Return the union of *intervals*, sorted and without touching neighbours."""
    union: list[Interval] = []
    for start, end in sorted(intervals):
        if end <= start:
            continue
        if union and start <= union[-1][1]:
            if end > union[-1][1]:
                union[-1] = (union[-1][0], end)
        else:
            union.append((start, end))
    return union


def split(piece: Interval, union: Sequence[Interval]) -> tuple[list[Interval], list[Interval]]:
    """Return the parts of *piece* inside *union* and the parts outside it, each in order."""
    start, end = piece
    inside: list[Interval] = []
    outside: list[Interval] = []
    at = start
    # The last interval that begins at or before the piece may reach into it.
    for low, high in _from(union, bisect_right(union, (start, FOREVER)) - 1):
        if low >= end:
            break
        if high <= at:
            continue
        if low > at:
            outside.append((at, low))
            at = low
        inside.append((at, min(high, end)))
        at = min(high, end)
    if at < end:
        outside.append((at, end))
    return inside, outside


def _from(union: Sequence[Interval], first: int) -> Iterable[Interval]:
    for index in range(max(0, first), len(union)):
        yield union[index]


def inserted(union: list[Interval], new: Interval) -> None:
    """Add *new* to *union* in place; neighbours that touch become one."""
    start, end = new
    first = bisect_left(union, start, key=_end)
    last = bisect_right(union, end, key=_start)
    if first < last:
        start, end = min(start, union[first][0]), max(end, union[last - 1][1])
    union[first:last] = [(start, end)]


def _start(interval: Interval) -> int:
    return interval[0]


def _end(interval: Interval) -> int:
    return interval[1]
