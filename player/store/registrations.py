"""Registrations: who studies which version of which course."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from player.store.tables import AttemptRow, AuResultRow, RegistrationRow
from schemas.identifiers import new_id


def latest(session: Session, learner: UUID, version_id: UUID, mode: str) -> RegistrationRow | None:
    """Return the newest registration of *learner* for the version in *mode*."""
    return session.scalar(
        select(RegistrationRow)
        .where(
            RegistrationRow.learner == learner,
            RegistrationRow.version_id == version_id,
            RegistrationRow.mode == mode,
        )
        .order_by(RegistrationRow.number.desc())
        .limit(1)
    )


def of_family(session: Session, learner: UUID, family_id: UUID) -> RegistrationRow | None:
    """Return the registration, in any version of the family, that *learner* used last."""
    return session.scalar(
        select(RegistrationRow)
        .where(
            RegistrationRow.learner == learner,
            RegistrationRow.family_id == family_id,
            RegistrationRow.mode == "normal",
        )
        .order_by(RegistrationRow.last_at.desc())
        .limit(1)
    )


def add(
    session: Session,
    *,
    learner: UUID,
    family_id: UUID,
    version_id: UUID,
    mode: str,
    number: int,
    now: datetime,
) -> RegistrationRow:
    """Register *learner*; the number tells a renewed registration from the one before."""
    row = RegistrationRow(
        id=new_id(now),
        learner=learner,
        family_id=family_id,
        version_id=version_id,
        mode=mode,
        number=number,
        created_at=now,
        last_at=now,
    )
    session.add(row)
    session.flush()
    return row


def of_versions(
    session: Session, learner: UUID, version_ids: Iterable[UUID]
) -> Sequence[RegistrationRow]:
    """Return the registrations of *learner* in normal mode for any of *version_ids*."""
    return session.scalars(
        select(RegistrationRow)
        .where(
            RegistrationRow.learner == learner,
            RegistrationRow.version_id.in_(list(version_ids)),
            RegistrationRow.mode == "normal",
        )
        .order_by(RegistrationRow.number)
    ).all()


def recent(session: Session, learner: UUID, limit: int) -> Sequence[RegistrationRow]:
    """Return what *learner* studied last, newest first."""
    return session.scalars(
        select(RegistrationRow)
        .where(RegistrationRow.learner == learner, RegistrationRow.mode == "normal")
        .order_by(RegistrationRow.last_at.desc())
        .limit(limit)
    ).all()


def attempts(session: Session, registration_ids: Iterable[UUID]) -> Sequence[AttemptRow]:
    """Return every attempt of the registrations, earlier ones first."""
    return session.scalars(
        select(AttemptRow)
        .where(AttemptRow.registration_id.in_(list(registration_ids)))
        .order_by(AttemptRow.unit, AttemptRow.number)
    ).all()


def au_results(session: Session, registration_ids: Iterable[UUID]) -> Sequence[AuResultRow]:
    """Return what was reached in the AUs of the registrations, in order of time."""
    return session.scalars(
        select(AuResultRow)
        .where(AuResultRow.registration_id.in_(list(registration_ids)))
        .order_by(AuResultRow.at, AuResultRow.id)
    ).all()
