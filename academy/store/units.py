"""Reading and changing the tree of units."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import Select, and_, select
from sqlalchemy.orm import Session

from academy.rules.units import Unit
from academy.store.dated import change, holds
from academy.store.tables import UnitParentRow, UnitRow


def among(session: Session, ids: Select[UUID], on: date) -> tuple[Unit, ...]:
    """Return the units whose ids *ids* selects, with their parents on the day *on*."""
    rows = session.execute(
        select(UnitRow, UnitParentRow.parent_id)
        .outerjoin(
            UnitParentRow, and_(UnitParentRow.unit_id == UnitRow.id, holds(UnitParentRow, on))
        )
        .where(UnitRow.id.in_(ids))
        .order_by(UnitRow.name, UnitRow.id)
    )
    return tuple(Unit(row.id, row.name, row.level, parent) for row, parent in rows)


def added(
    session: Session,
    unit_id: UUID,
    name: str,
    level: str,
    parent_id: UUID | None,
    since: date,
    now: datetime,
) -> Unit:
    """Add a unit that stands below *parent_id* from the day *since*."""
    session.add(UnitRow(id=unit_id, name=name, level=level, founded_at=now))
    session.flush()
    if parent_id is not None:
        session.add(UnitParentRow(unit_id=unit_id, parent_id=parent_id, valid_from=since))
        session.flush()
    return Unit(unit_id, name, level, parent_id)


def move(session: Session, unit_id: UUID, parent_id: UUID, since: date) -> None:
    """Let the unit stand below *parent_id* from *since*; the earlier parent stays on record."""
    change(
        session,
        select(UnitParentRow).where(UnitParentRow.unit_id == unit_id),
        UnitParentRow(unit_id=unit_id, parent_id=parent_id, valid_from=since),
    )
