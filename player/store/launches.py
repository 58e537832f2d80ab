"""Launches and the attempts that they run."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from player.store.tables import AttemptRow, LaunchRow


def digest(secret: str) -> str:
    """Return what the tables keep of a key of 256 random bits: its SHA-256."""
    return hashlib.sha256(secret.encode()).hexdigest()


def by_capability(session: Session, capability: str, *, lock: bool = False) -> LaunchRow | None:
    """Return the launch whose address holds *capability*."""
    wanted = select(LaunchRow).where(LaunchRow.capability == digest(capability))
    return session.scalar(wanted.with_for_update() if lock else wanted)


def open_of_learner(session: Session, learner: UUID) -> Sequence[LaunchRow]:
    """Return the launches of *learner* that have not ended."""
    return session.scalars(
        select(LaunchRow).where(LaunchRow.learner == learner, LaunchRow.ended_at.is_(None))
    ).all()


def silent_since(session: Session, moment: datetime, limit: int) -> Sequence[LaunchRow]:
    """Return launches that have neither ended nor been heard of since *moment*."""
    return session.scalars(
        select(LaunchRow)
        .where(LaunchRow.ended_at.is_(None), LaunchRow.seen_at < moment)
        .order_by(LaunchRow.seen_at)
        .limit(limit)
    ).all()


def revoked(session: Session, now: datetime, limit: int) -> Sequence[LaunchRow]:
    """Return launches whose token has died and which have not been ended yet."""
    return session.scalars(
        select(LaunchRow)
        .where(LaunchRow.ended_at.is_(None), LaunchRow.revoked_at <= now)
        .order_by(LaunchRow.revoked_at)
        .limit(limit)
    ).all()


def latest_attempt(session: Session, registration_id: UUID, unit: str) -> AttemptRow | None:
    """Return the newest attempt at *unit*, held against others who would write it."""
    return session.scalar(
        select(AttemptRow)
        .where(AttemptRow.registration_id == registration_id, AttemptRow.unit == unit)
        .order_by(AttemptRow.number.desc())
        .limit(1)
        .with_for_update()
    )


def attempt(session: Session, attempt_id: UUID) -> AttemptRow | None:
    """Return the attempt, held against others who would write it."""
    return session.scalar(select(AttemptRow).where(AttemptRow.id == attempt_id).with_for_update())
