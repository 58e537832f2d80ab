"""What the database holds of one learner's study, fact by fact, as cheaply as it can be read.

The same facts as :func:`credits.store.evidence.evidence` without what no result depends on.
A fact is a hashable value that says everything about its row, so that two readings can be
compared as sets. Spans come as the driver gives them and are made readable only on demand.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import BigInteger, select, type_coerce
from sqlalchemy.orm import Session as DatabaseSession
from sqlalchemy.types import NullType

from credits.rules.evidence import Challenge, Lease, QuizPass, Session, Span, StudyUnit
from credits.store import courses, packing
from credits.store.evidence import study_unit
from credits.store.tables import (
    AnswerRow,
    ChallengeRow,
    InteractionRow,
    LeaseRow,
    QuizPassRow,
    SessionRow,
    SpanRow,
    UnitRow,
)
from schemas.tables import milliseconds


class Facts(NamedTuple):
    """Everything that verified time of one learner depends on; instants are Unix ms.

    *interactions* are (session, at, received_at) in articles only, since nothing else asks for
    signs of life. *rows* are spans as stored, *packed* the folded spans of whole sessions:
    :func:`spans` reads both.
    """

    units: frozenset[tuple[str, StudyUnit]] = frozenset()
    sessions: frozenset[tuple[str, Session]] = frozenset()
    leases: frozenset[tuple[int, Lease]] = frozenset()
    challenges: frozenset[tuple[UUID, Challenge]] = frozenset()
    interactions: frozenset[tuple[str, int, int]] = frozenset()
    quizzes: frozenset[QuizPass] = frozenset()
    rows: frozenset[tuple[Any, ...]] = frozenset()
    packed: frozenset[tuple[str, bytes]] = frozenset()


def of_learner(session: DatabaseSession, learner: UUID) -> Facts:
    """Return the facts of *learner* that this transaction sees.

    What refers to a session is read before the sessions, and they before the units: where
    others commit in between, every reference still holds. A session that is folded in between
    is read twice, and a span that arrives twice changes nothing.
    """
    rows, interactions = _rows(session, learner), _interactions(session, learner)
    challenges, leases = _challenges(session, learner), _leases(session, learner)
    quizzes = frozenset(
        QuizPass(unit, milliseconds(at))
        for unit, at in session.execute(
            select(QuizPassRow.unit_id, QuizPassRow.passed_at).where(QuizPassRow.learner == learner)
        )
    )
    opened = session.execute(
        select(
            SessionRow.id,
            SessionRow.unit_id,
            _epoch(SessionRow.anchor_at),
            _epoch(SessionRow.opened_at),
            SessionRow.packed,
        ).where(SessionRow.learner == learner)
    ).all()
    studied = {row.unit_id for row in opened} | {attempt.unit for attempt in quizzes}
    return Facts(
        units=frozenset(
            (name, study_unit(ref))
            for name, ref in courses.with_siblings(session, sorted(studied)).items()
        ),
        sessions=frozenset(
            (str(name), Session(unit, anchor_at, opened_at))
            for name, unit, anchor_at, opened_at, _ in opened
        ),
        leases=leases,
        challenges=challenges,
        interactions=interactions,
        quizzes=quizzes,
        rows=rows,
        packed=frozenset(
            (str(row.id), bytes(row.packed)) for row in opened if row.packed is not None
        ),
    )


def spans(facts: Facts) -> Iterator[Span]:
    """Yield the spans of *facts*, in no order."""
    for name, *said, visible, received_at in facts.rows:
        session = str(name if isinstance(name, UUID) else UUID(name))
        yield Span._make((session, *said, bool(visible), received_at))
    for session, content in facts.packed:
        yield from packing.unpacked(content, session)


def _rows(session: DatabaseSession, learner: UUID) -> frozenset[tuple[Any, ...]]:
    found = session.execute(
        select(
            type_coerce(SpanRow.session_id, NullType()),
            SpanRow.seq,
            SpanRow.from_ms,
            SpanRow.to_ms,
            SpanRow.media_from,
            SpanRow.media_to,
            SpanRow.rate_milli,
            type_coerce(SpanRow.visible, NullType()),
            _epoch(SpanRow.received_at),
        )
        .join(SessionRow, SessionRow.id == SpanRow.session_id)
        .where(SessionRow.learner == learner)
    )
    return frozenset(map(tuple, found))


def _interactions(session: DatabaseSession, learner: UUID) -> frozenset[tuple[str, int, int]]:
    found = session.execute(
        select(
            InteractionRow.session_id, _epoch(InteractionRow.at), _epoch(InteractionRow.received_at)
        )
        .join(SessionRow, SessionRow.id == InteractionRow.session_id)
        .join(UnitRow, UnitRow.unit_id == SessionRow.unit_id)
        .where(SessionRow.learner == learner, UnitRow.kind != "video")
    )
    return frozenset((str(name), at, received_at) for name, at, received_at in found)


def _leases(session: DatabaseSession, learner: UUID) -> frozenset[tuple[int, Lease]]:
    found = session.execute(
        select(LeaseRow.id, _epoch(LeaseRow.at), LeaseRow.session_id).where(
            LeaseRow.learner == learner
        )
    )
    return frozenset(
        (number, Lease(at, None if holder is None else str(holder))) for number, at, holder in found
    )


def _challenges(session: DatabaseSession, learner: UUID) -> frozenset[tuple[UUID, Challenge]]:
    """Answers are read before the questions, so that each has its own."""
    tries = session.execute(
        select(AnswerRow.challenge_id, _epoch(AnswerRow.answered_at), AnswerRow.correct)
        .join(ChallengeRow, ChallengeRow.id == AnswerRow.challenge_id)
        .where(ChallengeRow.learner == learner)
        .order_by(AnswerRow.answered_at, AnswerRow.correct)
    )
    last = {asked: (answered_at, correct) for asked, answered_at, correct in tries}
    found = session.execute(
        select(
            ChallengeRow.id,
            ChallengeRow.session_id,
            _epoch(ChallengeRow.issued_at),
            ChallengeRow.window_ms,
        ).where(ChallengeRow.learner == learner)
    )
    return frozenset(
        (name, Challenge(str(of), issued_at, *last.get(name, (None, False)), window_ms))
        for name, of, issued_at, window_ms in found
    )


def _epoch(column: Any) -> Any:
    """An instant as the milliseconds that are stored."""
    return type_coerce(column, BigInteger())
