"""What a rule document fixes for verified time, in milliseconds.

No number here comes from the code: :mod:`credits.rules.rule_document` reads them all.
"""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass
from enum import StrEnum


class OnMiss(StrEnum):
    """What a missed challenge takes away."""

    VOID_SINCE_LAST_PROOF = "void_since_last_proof"
    STOP_AT_ISSUE = "stop_at_issue"
    VOID_SESSION = "void_session"
    FAIL_COURSE = "fail_course"


class Concurrency(StrEnum):
    """Who counts when two sessions ask for the learner's single lease."""

    LATEST_WINS = "latest_wins"
    FIRST_WINS = "first_wins"
    FORBID = "forbid"


@dataclass(frozen=True, slots=True)
class PresenceRules:
    """How presence is proved.

    *answer_window* (ms) holds where a challenge has none of its own; FOREVER sets no limit.
    *max_unproven* (ms) is the counted time allowed between two proofs, the longest gap plus the
    window; None where the document sets no gap. *per_day* challenges belong to each day of
    study, *max_misses* are forgiven under ``fail_course``, each within *makeup_days* working
    days. Under *quiz_proves* a passed quiz is a proof too.
    """

    answer_window: int
    max_unproven: int | None
    min_gap: int | None
    max_gap: int | None
    on_miss: OnMiss
    per_day: int | None = None
    max_misses: int | None = None
    makeup_days: int | None = None
    quiz_proves: bool = False


class CapOf(StrEnum):
    """What a cap on counted time is a cap of.

    A local day, the 24 hours before each instant, a unit of study, or a calendar year.
    """

    DAY = "day"
    ROLLING_24H = "rolling_24h"
    COURSE = "course"
    PERIOD = "period"


@dataclass(frozen=True, slots=True)
class TimeCap:
    """At most *limit* ms of counted time in one *scope*, of *categories* or (None) of all."""

    scope: CapOf
    limit: int
    categories: frozenset[str] | None = None


@dataclass(frozen=True, slots=True)
class EvidenceRules:
    """The tests of a span and of a learner's day; None stands for "no such test".

    *allowed_hours* are pairs of milliseconds since local midnight, days those of *zone*.
    Without *presence* nobody is asked anything, and a unit is confirmed when it is completed.
    *longest_of_day*: of one unit's sessions on one day only the longest counts.
    """

    min_span: int
    max_span: int
    skew_tol: int
    offline_grace: int
    require_visible: bool
    min_rate: int
    max_rate: int
    media_tol: int
    idle_timeout: int | None
    presence: PresenceRules | None
    time_caps: tuple[TimeCap, ...]
    zone: str
    concurrency: Concurrency = Concurrency.LATEST_WINS
    seek_blocked: bool = False
    leave_stop: int | None = None
    min_session: int | None = None
    max_session: int | None = None
    allowed_hours: tuple[tuple[int, int], ...] = ()
    longest_of_day: bool = False

    @property
    def day_cap(self) -> int | None:
        """The smallest cap (ms) on the counted time of a day, whatever is studied."""
        return min(
            (
                cap.limit
                for cap in self.time_caps
                if cap.scope is CapOf.DAY and cap.categories is None
            ),
            default=None,
        )


@dataclass(frozen=True, slots=True)
class DatedRules:
    """The rules that were in force one after the other: each (from, rules), the earliest first.

    A span is judged by the rules in force at the beginning of the local day on which it begins,
    a challenge by those of the day on which it was issued; the earliest rules hold before their
    own beginning too. All versions share one time zone.
    """

    versions: tuple[tuple[int, EvidenceRules], ...]

    @property
    def zone(self) -> str:
        return self.versions[0][1].zone

    def number(self, at: int) -> int:
        """Return the place among ``versions`` of what was in force at the instant *at*."""
        return max(0, bisect_right(self.versions, at, key=_begin) - 1)

    def at(self, at: int) -> EvidenceRules:
        """Return the rules that were in force at the instant *at*."""
        return self.versions[self.number(at)][1]


def dated(rules: EvidenceRules | DatedRules) -> DatedRules:
    """Return *rules* as rules with a date; those without one have always been in force."""
    return rules if isinstance(rules, DatedRules) else DatedRules(((0, rules),))


def _begin(version: tuple[int, EvidenceRules]) -> int:
    return version[0]


@dataclass(frozen=True, slots=True)
class CompletionRules:
    """When a unit is complete: shares (of 1000) of its approved length, and its quiz.

    *quiz_always* asks a passed quiz of every unit, *quiz_never* of none; otherwise of the units
    that have one. An attempt passes from *pass_percent* on, the first *max_attempts* are looked at.
    Where *answers* is set, so many challenges have to be met in the unit for each *answers_per*
    ms of its approved length, a part counting as a whole answer.
    """

    min_coverage_milli: int
    min_verified_ratio_milli: int
    quiz_always: bool = False
    quiz_never: bool = False
    pass_percent: int | None = None
    max_attempts: int | None = None
    answers: int | None = None
    answers_per: int = 1
