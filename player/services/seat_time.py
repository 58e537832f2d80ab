"""The live STUDY value: what the accounts make of the evidence, in the words of the protocol."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from content_packages.services.courses import CourseVersion
from credits.rules.study import StudyRef, unit_key
from credits.services import accrual, seat_time
from player.rules.presence import Presence


@dataclass(frozen=True, slots=True)
class Study:
    """How much of one unit of study is verified, whether time counts now, and why not.

    *test_missing* says that the time is reached and that only the unit's test is still to be
    passed. *counted_since_proof_ms* runs across all units of the learner; it stays on the server.
    """

    unit: str
    kind: str
    approved_ms: int
    counted_ms: int = 0
    review_ms: int = 0
    verified_ms: int = 0
    media_ms: int = 0
    state: str = "counting"
    reason: str | None = None
    completed_at: int | None = None
    confirmed_at: int | None = None
    credit_milli: int | None = None
    not_counted: tuple[tuple[str, int], ...] = ()
    test_missing: bool = False
    counted_since_proof_ms: int = 0

    @property
    def completed(self) -> bool:
        return self.completed_at is not None

    @property
    def confirmed(self) -> bool:
        return self.confirmed_at is not None

    def as_document(self) -> dict[str, Any]:
        """Return the STUDY of the protocol."""
        return {
            "unit": self.unit,
            "kind": self.kind,
            "approved_ms": self.approved_ms,
            "counted_ms": self.counted_ms,
            "review_ms": self.review_ms,
            "verified_ms": self.verified_ms,
            "media_ms": self.media_ms,
            "state": self.state,
            "reason": self.reason,
            "completed_at": self.completed_at,
            "confirmed_at": self.confirmed_at,
            "credit": None if self.credit_milli is None else {"milli": self.credit_milli},
            "not_counted": dict(self.not_counted),
        }


def presence_rules(session: Session, learner: UUID, now: datetime) -> Presence | None:
    """Return the presence methods that govern *learner* now, None where nobody is asked."""
    rules = seat_time.evidence_rules(session, learner, now).presence
    if rules is None or rules.min_gap is None or rules.max_gap is None:
        return None
    return Presence(rules.min_gap, rules.max_gap, rules.answer_window)


@dataclass(frozen=True, slots=True)
class SpanLimits:
    """What the page must know to cut its spans so that they count; ms, and thousandths of speed."""

    shortest_ms: int
    longest_ms: int
    offline_ms: int
    max_rate_milli: int


def span_limits(session: Session, learner: UUID, now: datetime) -> SpanLimits:
    """Return the limits that the rule document sets for *learner* now."""
    rules = seat_time.evidence_rules(session, learner, now)
    return SpanLimits(rules.min_span, rules.max_span, rules.offline_grace, rules.max_rate)


def studies(
    session: Session, learner: UUID, version: CourseVersion, now: datetime
) -> dict[str, dict[str, Any]]:
    """Return for each unit of study of *version* what the outline shows of it."""
    units = seat_time.units(session, learner, now)
    rows: dict[str, dict[str, Any]] = {}
    for identifier, study in version.studies.items():
        found = units.get(unit_key(version.id, identifier))
        rows[identifier] = {
            "approved_ms": study.approved_ms,
            "verified_ms": 0 if found is None else found.verified,
            "completed_at": None if found is None else found.completed_at,
            "confirmed_at": None if found is None else found.confirmed_at,
        }
    return rows


def study(session: Session, learner: UUID, ref: StudyRef, identifier: str, now: datetime) -> Study:
    """Return what *learner* has of the unit of study *ref*."""
    found = seat_time.progress(session, learner, ref.unit_id, now)
    confirmed = found.confirmed_at is not None
    award = accrual.awarded(session, learner, ref.family_id) if confirmed else None
    return Study(
        unit=identifier,
        kind=ref.kind,
        approved_ms=found.approved,
        counted_ms=found.counted,
        review_ms=found.review,
        verified_ms=found.verified,
        media_ms=found.media,
        completed_at=found.completed_at,
        confirmed_at=found.confirmed_at,
        credit_milli=None if award is None else award.milli,
        not_counted=tuple(sorted(found.not_counted.items())),
        test_missing=found.quiz_missing,
        counted_since_proof_ms=found.counted_since_proof,
    )


def told(study: Study, before: Mapping[str, Any] | None, *, owed: bool, lease: bool) -> Study:
    """Return *study* with the state and reason of what arrived since the STUDY *before*.

    What is owed or held elsewhere speaks first; else the reason that grew, unless time was
    counted too.
    """
    if owed:
        return replace(study, state="paused", reason="CHALLENGE_OPEN")
    if not lease:
        return replace(study, state="paused", reason="NOT_LEASE_HOLDER")
    counted = before is None or study.counted_ms > int(before["counted_ms"])
    grown = _grown(study.not_counted, {} if before is None else before["not_counted"])
    if not counted and grown:
        return replace(study, state="paused", reason=grown)
    if study.test_missing:
        full = study.verified_ms >= study.approved_ms
        return replace(study, state="review" if full else "counting", reason="TEST_MISSING")
    if study.confirmed or study.verified_ms >= study.approved_ms:
        if study.completed and not study.confirmed:
            return replace(study, state="review", reason="AWAITING_CONFIRMATION")
        return replace(study, state="review", reason="REVIEW")
    if study.completed:
        return replace(study, reason="AWAITING_CONFIRMATION")
    return study


def _grown(now: tuple[tuple[str, int], ...], before: Mapping[str, int]) -> str | None:
    """Return the reason that took most of what was not counted since *before*."""
    most = max(now, key=lambda pair: pair[1] - before.get(pair[0], 0), default=None)
    if most is None or most[1] <= before.get(most[0], 0):
        return None
    return most[0]


def unobserved(identifier: str, reason: str) -> Study:
    """Return the STUDY of a unit in which no time can be verified."""
    return Study(unit=identifier, kind="article", approved_ms=0, state="paused", reason=reason)
