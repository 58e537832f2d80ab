"""Keep what the player sees of a learner: sessions, spans, leases, challenges, signs of life.

Nothing is judged here. Every call may be repeated: what is known already stays as it is.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from credits.rules.evidence import Evidence
from credits.rules.study import SpanContent, StudyRef
from credits.store import courses, folding
from credits.store import evidence as store
from credits.store.inserts import add_missing
from credits.store.tables import (
    AnswerRow,
    ChallengeRow,
    LeaseRow,
    QuizPassRow,
    SessionRow,
)
from schemas.jobs import RunningJob, job
from schemas.refusals import Conflict, NotFound
from schemas.write_door import UnitOfWork, write

FOLDED_AFTER = timedelta(days=2)
FOLDED_AT_ONCE = 100
"""Sessions in one unit of work, so that the writer is soon free for beats."""


def open_session(
    unit: UnitOfWork, session_id: UUID, learner: UUID, study: StudyRef, anchor_at: datetime
) -> None:
    """Open a session of *learner* with one unit; *anchor_at* is its monotonic zero.

    The unit is registered here if publication did not; where it did, that registration
    prevails over *study*. Raises Conflict when the id names another session.
    """
    courses.add_unit(unit.session, study, 0)
    add_missing(
        unit.session,
        SessionRow,
        [
            {
                "id": session_id,
                "learner": learner,
                "unit_id": study.unit_id,
                "opened_at": min(unit.now, anchor_at),
                "anchor_at": anchor_at,
            }
        ],
    )
    row = unit.session.get_one(SessionRow, session_id)
    if (row.learner, row.unit_id, row.anchor_at) != (learner, study.unit_id, anchor_at):
        raise Conflict(f"session {session_id} is another one", code="session-known-otherwise")


def record(
    unit: UnitOfWork,
    session_id: UUID,
    spans: Iterable[SpanContent],
    interactions: Iterable[int],
    received_at: datetime,
) -> int:
    """Keep *spans* and signs of life as received; return how many spans were new.

    *interactions* are milliseconds on the session's monotonic clock; one that claims to lie
    after its receipt is kept at its receipt. Raises Conflict for a session whose spans were
    packed, long after anything that arrives could still count.
    """
    row = _session(unit.session, session_id)
    if row.evidence_digest is not None:
        raise Conflict(f"session {session_id} is packed", code="session-packed")
    added = store.add_spans(unit.session, session_id, spans, received_at)
    store.add_interactions(
        unit.session,
        session_id,
        (min(row.anchor_at + timedelta(milliseconds=at), received_at) for at in interactions),
        received_at,
    )
    return added


def close_session(unit: UnitOfWork, session_id: UUID) -> None:
    """Note that the player ended the session; spans on their way are still received."""
    row = _session(unit.session, session_id)
    if row.closed_at is None:
        row.closed_at = unit.now
        unit.session.flush()


def grant_lease(unit: UnitOfWork, learner: UUID, session_id: UUID | None) -> None:
    """Give the learner's single lease to *session_id* from now on; None releases it."""
    unit.session.add(LeaseRow(learner=learner, at=unit.now, session_id=session_id))
    unit.session.flush()


def issue_challenge(
    unit: UnitOfWork, challenge_id: UUID, session_id: UUID, issued_at: datetime, window_ms: int
) -> None:
    """Note a challenge that is proven to have been shown at *issued_at*.

    Raises Conflict when the id names another challenge.
    """
    learner = _session(unit.session, session_id).learner
    add_missing(
        unit.session,
        ChallengeRow,
        [
            {
                "id": challenge_id,
                "learner": learner,
                "session_id": session_id,
                "issued_at": issued_at,
                "window_ms": window_ms,
            }
        ],
    )
    row = unit.session.get_one(ChallengeRow, challenge_id)
    if (row.session_id, row.issued_at, row.window_ms) != (session_id, issued_at, window_ms):
        raise Conflict(f"challenge {challenge_id} is another one", code="challenge-otherwise")


def extend_challenge(unit: UnitOfWork, challenge_id: UUID, window_ms: int) -> None:
    """Give an issued challenge a window of *window_ms*, for someone who needs more time.

    A window only grows. Raises NotFound for a challenge that was never issued.
    """
    row = unit.session.get(ChallengeRow, challenge_id)
    if row is None:
        raise NotFound(f"no challenge {challenge_id}", code="challenge-unknown")
    row.window_ms = max(row.window_ms, window_ms)
    unit.session.flush()


def answer_challenge(
    unit: UnitOfWork, challenge_id: UUID, answered_at: datetime, correct: bool
) -> None:
    """Note a try, right or wrong; after a right one nothing is added.

    Raises NotFound for a challenge that was never issued, Conflict for an answer that would
    come before the question.
    """
    row = unit.session.get(ChallengeRow, challenge_id)
    if row is None:
        raise NotFound(f"no challenge {challenge_id}", code="challenge-unknown")
    if answered_at < row.issued_at:
        raise Conflict("the answer lies before the question", code="answer-too-early")
    met = unit.session.scalar(
        select(AnswerRow.answered_at)
        .where(AnswerRow.challenge_id == challenge_id, AnswerRow.correct)
        .limit(1)
    )
    if met is None:
        add_missing(
            unit.session,
            AnswerRow,
            [{"challenge_id": challenge_id, "answered_at": answered_at, "correct": correct}],
        )


def record_quiz_pass(unit: UnitOfWork, learner: UUID, unit_id: str, passed_at: datetime) -> None:
    """Note that *learner* passed the quiz of a unit."""
    if courses.unit(unit.session, unit_id) is None:
        raise NotFound(f"no unit of study {unit_id}", code="unit-unknown")
    add_missing(
        unit.session,
        QuizPassRow,
        [{"learner": learner, "unit_id": unit_id, "passed_at": passed_at}],
    )


def of_learner(session: Session, learner: UUID, *, as_of: datetime | None = None) -> Evidence:
    """Return everything known of *learner*, or what was known at *as_of*."""
    return store.evidence(session, learner, as_of=as_of)


def fold(unit: UnitOfWork) -> int:
    """Fold the spans of sessions that were opened more than two days ago; return how many.

    Nothing that could still arrive for them would count: it would be stale.
    """
    return folding.fold(unit.session, unit.now - FOLDED_AFTER, FOLDED_AT_ONCE)


@job("credits.fold", every=timedelta(hours=1))
def fold_all(_: RunningJob) -> None:
    """Fold, in small units of work, until nothing is left to fold."""
    while write(fold) == FOLDED_AT_ONCE:
        pass


def _session(session: Session, session_id: UUID) -> SessionRow:
    row = session.get(SessionRow, session_id)
    if row is None:
        raise NotFound(f"no session {session_id}", code="session-unknown")
    return row
