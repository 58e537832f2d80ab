"""Tell the record of sessions that are over, once the evidence of them can no longer change.

A later miss can take back what lies after the last proof, so a session is final when a proof
came after its end; after a month nothing of it can be earned any more, and it is told as it is.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from uuid import UUID

from credits.rules.evidence import Evidence
from credits.rules.evidence_digest import evidence_digest
from credits.rules.verified_time import Outcome
from credits.services import seat_time
from player.rules import iris, report
from player.services import library, records
from player.store import presences
from player.store.tables import LaunchRow, PresenceSessionRow
from schemas.installation import iri_base
from schemas.refusals import NotFound
from schemas.tables import milliseconds
from schemas.write_door import UnitOfWork

LOOK_AGAIN = timedelta(hours=6)
LAST_LOOK = timedelta(days=31)


def reported(unit: UnitOfWork, *, limit: int = 100) -> int:
    """Tell the record of sessions whose report is due; return how many were looked at."""
    rows = presences.due_for_report(unit.session, unit.now, limit)
    for row in rows:
        try:
            _report(unit, row)
        except NotFound:  # no rule document governs the learner now: nothing can be judged
            row.report_due = unit.now + LOOK_AGAIN
    unit.session.flush()
    return len(rows)


def _report(unit: UnitOfWork, row: PresenceSessionRow) -> None:
    assert row.ended_at is not None
    evidence, reckoning = seat_time.reckoning(unit.session, row.learner, unit.now)
    proof = reckoning.last_proof_at
    final = proof is not None and proof >= milliseconds(row.beaten_at)
    if not final and unit.now - row.ended_at < LAST_LOOK:
        row.report_due = unit.now + LOOK_AGAIN
        return
    sums: dict[str, int] = {}
    for piece in reckoning.pieces:
        if piece.session == str(row.id) and piece.length > 0:
            sums[piece.outcome.value] = sums.get(piece.outcome.value, 0) + piece.length
    digest = evidence_digest(only(evidence, row.id)).hex()
    launch = unit.session.get_one(LaunchRow, row.launch_id)
    version = library.version(unit.session, launch.version_id)
    base = iri_base(unit.session)
    is_au = version.course.format in ("cmi5", "tincan")
    name = (iris.au if is_au else iris.unit)(base, version.family_id, launch.unit)
    counted, review = sums.pop(Outcome.COUNTED, 0), sums.pop(Outcome.REVIEW, 0)
    statement = report.studied(
        report.Studied(
            base=base,
            learner=row.learner,
            registration=launch.registration_id,
            activity_id=name,
            course_id=iris.course(base, version.family_id),
            title=library.unit_of(version, launch.unit).title,
            language=version.course.language or "zh-CN",
            session=row.id,
            verified_ms=counted,
            review_ms=review,
            not_counted=sums,
            digest=digest,
            ended_at=row.ended_at,
        )
    )
    records.keep(unit, [statement])
    row.reported, row.report_due = digest, None


def only(evidence: Evidence, session_id: UUID) -> Evidence:
    """Return what *evidence* says of one session."""
    name = str(session_id)
    session = evidence.sessions[name]
    return replace(
        evidence,
        units={session.unit: evidence.units[session.unit]},
        sessions={name: session},
        leases=tuple(one for one in evidence.leases if one.session == name),
        spans=tuple(one for one in evidence.spans if one.session == name),
        challenges=tuple(one for one in evidence.challenges if one.session == name),
        interactions=tuple(one for one in evidence.interactions if one.session == name),
        quizzes=tuple(one for one in evidence.quizzes if one.unit == session.unit),
    )
