"""Assignments: courses that administrators gave people to study."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from academy.store.people import among
from academy.store.tables import AssignmentRow, PersonRow


def together(
    session: Session, person_ids: Collection[UUID], limit: int
) -> list[tuple[UUID, date | None, datetime, str, int]]:
    """Return what was given to some of the people: course family, due day, moment, giver's name
    and how many of them got it at once; the newest first."""
    giver = (
        select(PersonRow.name)
        .where(PersonRow.id == AssignmentRow.given_by)
        .correlate(AssignmentRow)
        .scalar_subquery()
    )
    rows = session.execute(
        select(
            AssignmentRow.family_id,
            AssignmentRow.due_on,
            AssignmentRow.given_at,
            func.max(giver),
            func.count(),
        )
        .where(AssignmentRow.person_id.in_(select(PersonRow.id).where(among(person_ids))))
        .group_by(AssignmentRow.family_id, AssignmentRow.due_on, AssignmentRow.given_at)
        .order_by(AssignmentRow.given_at.desc(), AssignmentRow.family_id)
        .limit(limit)
    )
    return [tuple(row) for row in rows]
