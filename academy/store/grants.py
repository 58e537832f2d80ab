"""Roles that people hold at units."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from academy.store.scopes import ancestors
from academy.store.tables import GrantRow


def of(session: Session, person_id: UUID) -> tuple[tuple[str, UUID], ...]:
    """Return the (role, unit) pairs that the person holds now, in order of granting."""
    rows = session.execute(
        select(GrantRow.role, GrantRow.unit_id)
        .where(GrantRow.person_id == person_id, GrantRow.ended_at.is_(None))
        .order_by(GrantRow.id)
    )
    return tuple((role, unit_id) for role, unit_id in rows)


def over(session: Session, person_id: UUID, unit_id: UUID, on: date) -> frozenset[str]:
    """Return the roles that the person holds at the unit or above it on the day *on*."""
    rows = session.scalars(
        select(GrantRow.role).where(
            GrantRow.person_id == person_id,
            GrantRow.unit_id.in_(ancestors(unit_id, on)),
            GrantRow.ended_at.is_(None),
        )
    )
    return frozenset(rows)


def add(
    session: Session, person_id: UUID, role: str, unit_id: UUID, by: UUID | None, now: datetime
) -> None:
    """Grant *role* at the unit."""
    session.add(
        GrantRow(person_id=person_id, role=role, unit_id=unit_id, granted_at=now, granted_by=by)
    )
    session.flush()


def end(
    session: Session, person_id: UUID, role: str, unit_id: UUID, by: UUID, now: datetime
) -> bool:
    """End the grant; False where there was none."""
    row = session.scalar(
        select(GrantRow).where(
            GrantRow.person_id == person_id,
            GrantRow.role == role,
            GrantRow.unit_id == unit_id,
            GrantRow.ended_at.is_(None),
        )
    )
    if row is None:
        return False
    row.ended_at, row.ended_by = now, by
    session.flush()
    return True
