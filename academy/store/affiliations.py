"""Who belongs where and since when, read for many people at once."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from academy.store.dated import holds
from academy.store.scopes import above
from academy.store.tables import AffiliationRow, UnitParentRow


def parents(session: Session, on: date) -> dict[UUID, UUID]:
    """Return the whole tree as it stood on *on*: unit → its parent."""
    rows = session.execute(
        select(UnitParentRow.unit_id, UnitParentRow.parent_id).where(holds(UnitParentRow, on))
    )
    return dict(rows.all())


def parents_above(session: Session, people: Sequence[UUID], on: date) -> dict[UUID, UUID]:
    """Return that part of the tree which stood above those who manage *people* on *on*."""
    managing = select(AffiliationRow.unit_id.label("unit_id")).where(
        AffiliationRow.person_id.in_(people),
        AffiliationRow.relation == "managing",
        holds(AffiliationRow, on),
    )
    rows = session.execute(
        select(UnitParentRow.unit_id, UnitParentRow.parent_id).where(
            UnitParentRow.unit_id.in_(above(managing, on)), holds(UnitParentRow, on)
        )
    )
    return dict(rows.all())


def managed_since(session: Session, people: Sequence[UUID]) -> dict[UUID, date]:
    """Return the first day on which anybody answered for the results of each of *people*."""
    rows = session.execute(
        select(AffiliationRow.person_id, func.min(AffiliationRow.valid_from))
        .where(AffiliationRow.person_id.in_(people), AffiliationRow.relation == "managing")
        .group_by(AffiliationRow.person_id)
    )
    return dict(rows.all())
