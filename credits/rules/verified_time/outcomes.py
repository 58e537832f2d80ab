"""What becomes of a stretch of study: counted, review, or the reason why neither."""

from __future__ import annotations

from enum import StrEnum
from typing import NamedTuple


class Outcome(StrEnum):
    """The fate of a stretch of server time, in the order in which the tests are made."""

    COUNTED = "COUNTED"
    REVIEW = "REVIEW"
    SEQ_CONFLICT = "SEQ_CONFLICT"
    SPAN_TOO_SHORT = "SPAN_TOO_SHORT"
    SPAN_TOO_LONG = "SPAN_TOO_LONG"
    FROM_FUTURE = "FROM_FUTURE"
    STALE = "STALE"
    HIDDEN = "HIDDEN"
    RATE_TOO_LOW = "RATE_TOO_LOW"
    RATE_TOO_HIGH = "RATE_TOO_HIGH"
    MEDIA_DISCONTINUITY = "MEDIA_DISCONTINUITY"
    OUTSIDE_HOURS = "OUTSIDE_HOURS"
    IDLE = "IDLE"
    NOT_LEASE_HOLDER = "NOT_LEASE_HOLDER"
    CHALLENGE_MISSED = "CHALLENGE_MISSED"
    COURSE_FAILED = "COURSE_FAILED"
    SESSION_TOO_SHORT = "SESSION_TOO_SHORT"
    SESSION_TOO_LONG = "SESSION_TOO_LONG"
    REPEATED_TODAY = "REPEATED_TODAY"
    OVERLAP = "OVERLAP"
    SEEK_AHEAD = "SEEK_AHEAD"
    UNPROVEN = "UNPROVEN"
    OVER_DAILY_CAP = "OVER_DAILY_CAP"
    OVER_ROLLING_CAP = "OVER_ROLLING_CAP"
    OVER_COURSE_CAP = "OVER_COURSE_CAP"
    OVER_PERIOD_CAP = "OVER_PERIOD_CAP"


GAINED = frozenset({Outcome.COUNTED, Outcome.REVIEW})
"""The outcomes that are no refusal."""


class Piece(NamedTuple):
    """A stretch [start, end) of server time of one span, all of which met the same fate."""

    start: int
    end: int
    session: str
    seq: int
    outcome: Outcome

    @property
    def length(self) -> int:
        return self.end - self.start
