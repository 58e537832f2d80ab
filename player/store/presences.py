"""Presence: the learner's clock, the sessions' chains, the challenges."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import select, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from player.store.tables import ChallengeRow, PresenceRow, PresenceSessionRow


def held(session: Session, learner: UUID, *, due_after_ms: int) -> PresenceRow:
    """Return the learner's presence row, locked; *due_after_ms* is for a learner's first."""
    insert = postgresql.insert if session.get_bind().dialect.name == "postgresql" else sqlite.insert
    session.execute(
        insert(PresenceRow)
        .values(learner=learner, due_after_ms=due_after_ms, owed=False)
        .on_conflict_do_nothing(index_elements=["learner"])
    )
    return session.scalars(
        select(PresenceRow)
        .where(PresenceRow.learner == learner)
        .with_for_update()
        .execution_options(populate_existing=True)
    ).one()


def session_of(session: Session, session_id: UUID) -> PresenceSessionRow | None:
    """Return the presence session, held against others who would move its chain."""
    return session.scalar(
        select(PresenceSessionRow)
        .where(PresenceSessionRow.id == session_id)
        .with_for_update()
        .execution_options(populate_existing=True)
    )


def open_of_learner(session: Session, learner: UUID) -> Sequence[PresenceSessionRow]:
    """Return the sessions of *learner* that have not ended."""
    return session.scalars(
        select(PresenceSessionRow).where(
            PresenceSessionRow.learner == learner, PresenceSessionRow.ended_at.is_(None)
        )
    ).all()


def of_launch(session: Session, launch_id: UUID) -> Sequence[PresenceSessionRow]:
    """Return the sessions of a launch, oldest first."""
    return session.scalars(
        select(PresenceSessionRow)
        .where(PresenceSessionRow.launch_id == launch_id)
        .order_by(PresenceSessionRow.anchor_at, PresenceSessionRow.id)
    ).all()


def silent_since(session: Session, moment: datetime, limit: int) -> Sequence[PresenceSessionRow]:
    """Return sessions that have neither ended nor beaten since *moment*."""
    return session.scalars(
        select(PresenceSessionRow)
        .where(PresenceSessionRow.ended_at.is_(None), PresenceSessionRow.beaten_at < moment)
        .order_by(PresenceSessionRow.beaten_at)
        .limit(limit)
    ).all()


def due_for_report(session: Session, now: datetime, limit: int) -> Sequence[PresenceSessionRow]:
    """Return ended sessions that may be told to the record by *now*."""
    return session.scalars(
        select(PresenceSessionRow)
        .where(PresenceSessionRow.report_due <= now)
        .order_by(PresenceSessionRow.report_due)
        .limit(limit)
        .with_for_update(skip_locked=True)
    ).all()


def hasten_reports(session: Session, learner: UUID, now: datetime) -> None:
    """Have the learner's waiting reports looked at soon: a proof has made them final."""
    session.execute(
        update(PresenceSessionRow)
        .where(PresenceSessionRow.learner == learner, PresenceSessionRow.report_due > now)
        .values(report_due=PresenceSessionRow.ended_at)
        .execution_options(synchronize_session=False)
    )


def challenge(session: Session, challenge_id: UUID) -> ChallengeRow | None:
    """Return the challenge with that id."""
    return session.get(ChallengeRow, challenge_id, populate_existing=True)
