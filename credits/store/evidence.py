"""Evidence as rows, and as the value that the rules evaluate."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from sqlalchemy import ColumnElement, select, true
from sqlalchemy.orm import InstrumentedAttribute, undefer
from sqlalchemy.orm import Session as DatabaseSession

from credits.rules.evidence import (
    Challenge,
    Evidence,
    Interaction,
    Lease,
    QuizPass,
    Session,
    Span,
    StudyUnit,
)
from credits.rules.study import SpanContent, StudyRef
from credits.store import courses, packing
from credits.store.inserts import add_missing
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


def add_spans(
    session: DatabaseSession,
    session_id: UUID,
    spans: Iterable[SpanContent],
    received_at: datetime,
) -> int:
    """Keep every distinct content once, with its first time of receipt; return how many are new."""
    return add_missing(
        session,
        SpanRow,
        [
            {
                "session_id": session_id,
                "seq": span.seq,
                "digest": content_digest(span),
                "from_ms": span.from_ms,
                "to_ms": span.to_ms,
                "media_from": span.media_from,
                "media_to": span.media_to,
                "rate_milli": span.rate_milli,
                "visible": span.visible,
                "received_at": received_at,
            }
            for span in spans
        ],
    )


def content_digest(span: SpanContent) -> bytes:
    """Return the SHA-256 of what *span* says; session and receipt are not part of it."""
    said = [
        span.seq,
        span.from_ms,
        span.to_ms,
        span.media_from,
        span.media_to,
        span.rate_milli,
        span.visible,
    ]
    return hashlib.sha256(json.dumps(said).encode()).digest()


def add_interactions(
    session: DatabaseSession, session_id: UUID, moments: Iterable[datetime], received_at: datetime
) -> int:
    """Keep signs of life at *moments*; return how many are new."""
    return add_missing(
        session,
        InteractionRow,
        [
            {"session_id": session_id, "at": at, "received_at": received_at}
            for at in sorted(set(moments))
        ],
    )


def studied_versions(session: DatabaseSession, learner: UUID) -> list[UUID]:
    """Return the course versions that *learner* has opened a session of."""
    return list(
        session.scalars(
            select(UnitRow.version_id)
            .join(SessionRow, SessionRow.unit_id == UnitRow.unit_id)
            .where(SessionRow.learner == learner)
            .distinct()
        )
    )


def passed_units(session: DatabaseSession, learner: UUID) -> frozenset[str]:
    """Return the units whose quiz *learner* has passed."""
    return frozenset(
        session.scalars(select(QuizPassRow.unit_id).where(QuizPassRow.learner == learner))
    )


def lately_answered(session: DatabaseSession, since: datetime) -> list[UUID]:
    """Return the learners who answered a challenge rightly at or after *since*."""
    return list(
        session.scalars(
            select(ChallengeRow.learner)
            .join(AnswerRow, AnswerRow.challenge_id == ChallengeRow.id)
            .where(AnswerRow.answered_at >= since, AnswerRow.correct)
            .distinct()
            .order_by(ChallengeRow.learner)
        )
    )


def evidence(session: DatabaseSession, learner: UUID, *, as_of: datetime | None = None) -> Evidence:
    """Return everything known of *learner*, or what was known at *as_of* (inclusive).

    Units are those that were opened and their siblings in the same course version, since a
    course is earned by all of its units.
    """
    until = None if as_of is None else milliseconds(as_of)
    rows = session.scalars(
        select(SessionRow)
        .where(SessionRow.learner == learner, _by(SessionRow.opened_at, as_of))
        .options(undefer(SessionRow.packed))
        .order_by(SessionRow.opened_at, SessionRow.id)
    ).all()
    folded = (
        span
        for row in rows
        if row.packed is not None
        for span in packing.unpacked(row.packed, str(row.id))
        if until is None or span.received_at <= until
    )
    passes = session.scalars(
        select(QuizPassRow)
        .where(QuizPassRow.learner == learner, _by(QuizPassRow.passed_at, as_of))
        .order_by(QuizPassRow.passed_at, QuizPassRow.unit_id)
    ).all()
    opened = {row.unit_id for row in rows} | {row.unit_id for row in passes}
    return Evidence(
        learner=str(learner),
        units={
            unit_id: study_unit(ref)
            for unit_id, ref in sorted(courses.with_siblings(session, sorted(opened)).items())
        },
        sessions={
            str(row.id): Session(
                unit=row.unit_id,
                anchor_at=milliseconds(row.anchor_at),
                opened_at=milliseconds(row.opened_at),
            )
            for row in rows
        },
        leases=_leases(session, learner, as_of),
        spans=(*folded, *_spans(session, learner, as_of)),
        challenges=_challenges(session, learner, as_of),
        interactions=_interactions(session, learner, as_of),
        quizzes=tuple(QuizPass(row.unit_id, milliseconds(row.passed_at)) for row in passes),
    )


def study_unit(ref: StudyRef) -> StudyUnit:
    """Return *ref* as what evidence says of a unit."""
    return StudyUnit(
        kind="video" if ref.kind == "video" else "article",
        approved=ref.approved_ms,
        category=ref.category,
        media_length=ref.media_length_ms,
        quiz=ref.quiz,
        family=str(ref.family_id),
        version=str(ref.version_id),
    )


def _by(column: InstrumentedAttribute[datetime], as_of: datetime | None) -> ColumnElement[bool]:
    return true() if as_of is None else column <= as_of


def _spans(session: DatabaseSession, learner: UUID, as_of: datetime | None) -> Iterable[Span]:
    rows = session.execute(
        select(
            SpanRow.session_id,
            SpanRow.seq,
            SpanRow.from_ms,
            SpanRow.to_ms,
            SpanRow.media_from,
            SpanRow.media_to,
            SpanRow.rate_milli,
            SpanRow.visible,
            SpanRow.received_at,
        )
        .join(SessionRow, SessionRow.id == SpanRow.session_id)
        .where(SessionRow.learner == learner, _by(SpanRow.received_at, as_of))
        .order_by(SpanRow.session_id, SpanRow.seq, SpanRow.digest)
    )
    for row in rows:
        yield Span(
            session=str(row.session_id),
            seq=row.seq,
            from_ms=row.from_ms,
            to_ms=row.to_ms,
            media_from=row.media_from,
            media_to=row.media_to,
            rate_milli=row.rate_milli,
            visible=row.visible,
            received_at=milliseconds(row.received_at),
        )


def _leases(session: DatabaseSession, learner: UUID, as_of: datetime | None) -> tuple[Lease, ...]:
    rows = session.execute(
        select(LeaseRow.at, LeaseRow.session_id)
        .where(LeaseRow.learner == learner, _by(LeaseRow.at, as_of))
        .order_by(LeaseRow.id)
    )
    return tuple(
        Lease(milliseconds(at), None if holder is None else str(holder)) for at, holder in rows
    )


def _challenges(
    session: DatabaseSession, learner: UUID, as_of: datetime | None
) -> tuple[Challenge, ...]:
    tries = session.execute(
        select(AnswerRow)
        .join(ChallengeRow, ChallengeRow.id == AnswerRow.challenge_id)
        .where(ChallengeRow.learner == learner, _by(AnswerRow.answered_at, as_of))
        .order_by(AnswerRow.answered_at, AnswerRow.correct)
    )
    last = {answer.challenge_id: answer for (answer,) in tries}
    asked = session.scalars(
        select(ChallengeRow)
        .where(ChallengeRow.learner == learner, _by(ChallengeRow.issued_at, as_of))
        .order_by(ChallengeRow.issued_at, ChallengeRow.id)
    )
    return tuple(
        Challenge(
            session=str(row.session_id),
            issued_at=milliseconds(row.issued_at),
            answered_at=milliseconds(last[row.id].answered_at) if row.id in last else None,
            correct=row.id in last and last[row.id].correct,
            window_ms=row.window_ms,
        )
        for row in asked
    )


def _interactions(
    session: DatabaseSession, learner: UUID, as_of: datetime | None
) -> tuple[Interaction, ...]:
    rows = session.execute(
        select(InteractionRow.session_id, InteractionRow.at)
        .join(SessionRow, SessionRow.id == InteractionRow.session_id)
        .where(SessionRow.learner == learner, _by(InteractionRow.received_at, as_of))
        .order_by(InteractionRow.session_id, InteractionRow.at)
    )
    return tuple(Interaction(str(session_id), milliseconds(at)) for session_id, at in rows)
