"""What has been counted of one unit so far: W, M, verified time, and when they reach a mark."""

from __future__ import annotations

from credits.rules.evidence import StudyUnit
from credits.rules.verified_time.coverage import Coverage
from credits.rules.verified_time.cuts import Origin
from credits.rules.verified_time.intervals import FOREVER
from credits.rules.verified_time.parameters import CompletionRules


class Tally:
    """What has been counted of one unit so far.

    *complete_time* and *complete_media* are the thresholds (ms) of completion, *reached_at* is
    the first millisecond before which both were met.
    """

    __slots__ = (
        "approved",
        "category",
        "complete_media",
        "complete_time",
        "counted",
        "coverage",
        "file_length",
        "first_at",
        "frontier",
        "reached_at",
        "review",
    )

    def __init__(self, unit: StudyUnit, completion: CompletionRules) -> None:
        self.category = unit.category
        self.approved = unit.approved
        self.file_length = unit.file_length
        self.coverage = Coverage() if unit.kind == "video" else None
        self.counted = 0
        self.review = 0
        self.frontier = 0
        self.first_at: int | None = None
        self.reached_at: int | None = None
        time = _ceiling(unit.approved * completion.min_verified_ratio_milli, 1000)
        media = _ceiling(unit.approved * completion.min_coverage_milli, 1000)
        # verified = min(W, M, N): a share above the whole is never reached.
        self.complete_time = FOREVER if time > unit.approved else time
        self.complete_media = max(media, self.complete_time)

    @property
    def media(self) -> int:
        """M: the length of the union of covered media; of an article, the counted time."""
        return self.counted if self.coverage is None else self.coverage.length

    @property
    def verified(self) -> int:
        """min(W, M, N)."""
        return min(self.counted, self.media, self.approved)

    def position(self, origin: Origin, at: int) -> int:
        """The media position at server time *at*, held inside the file."""
        position = origin.media_from + (at - origin.start) * origin.rate_milli // 1000
        return min(max(position, 0), self.file_length)

    def ahead_at(self, origin: Origin, tolerance: int) -> int:
        """Return when *origin* is more than *tolerance* beyond everything that was seen."""
        target = self.frontier + tolerance + 1
        if target > self.file_length:
            return FOREVER
        if target <= origin.media_from:
            return origin.start
        return origin.start + _ceiling((target - origin.media_from) * 1000, origin.rate_milli)

    def reach(self, origin: Origin, at: int, end: int, time: int, media: int) -> int:
        """Return the first instant from *at* on with W >= *time* and M >= *media*.

        It is reckoned as if everything along *origin* counted; an instant after *end* stands for
        "not before the end", FOREVER where the medium ends before.
        """
        by_time = at + max(0, time - self.counted)
        if by_time > end:
            return by_time
        if self.coverage is None:
            return max(by_time, at + max(0, media - self.counted))
        missing = media - self.coverage.length
        if missing <= 0:
            return by_time
        target = self.coverage.reach(self.position(origin, at), missing)
        if target > self.file_length:
            return FOREVER
        by_media = origin.start + _ceiling((target - origin.media_from) * 1000, origin.rate_milli)
        return max(by_time, by_media)


def _ceiling(dividend: int, divisor: int) -> int:
    return -(-dividend // divisor)
