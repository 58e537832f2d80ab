"""Rows of what can be studied, as ``StudyRef`` and ``CourseOfStudy``."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from credits.rules.study import CourseOfStudy, StudyRef
from credits.store.inserts import add_missing
from credits.store.tables import CourseRow, UnitRow


def add_unit(session: Session, unit: StudyRef, ordinal: int) -> None:
    """Keep *unit* unless it is known."""
    add_missing(
        session,
        UnitRow,
        [
            {
                "unit_id": unit.unit_id,
                "version_id": unit.version_id,
                "family_id": unit.family_id,
                "ordinal": ordinal,
                "kind": unit.kind,
                "approved_ms": unit.approved_ms,
                "media_length_ms": unit.media_length_ms,
                "category": unit.category,
                "quiz": unit.quiz,
            }
        ],
    )


def add_course(session: Session, course: CourseOfStudy, now: datetime) -> None:
    """Keep *course* and its units unless they are known."""
    for ordinal, unit in enumerate(course.units):
        add_unit(session, unit, ordinal)
    add_missing(
        session,
        CourseRow,
        [
            {
                "version_id": course.version_id,
                "family_id": course.family_id,
                "title": course.title,
                "category": course.category,
                "registered_at": now,
            }
        ],
    )


def unit(session: Session, unit_id: str) -> StudyRef | None:
    """Return the unit *unit_id*, or None."""
    row = session.get(UnitRow, unit_id)
    return None if row is None else _unit(row)


def with_siblings(session: Session, unit_ids: Sequence[str]) -> dict[str, StudyRef]:
    """Return the units *unit_ids* and every other unit of their course versions."""
    versions = select(UnitRow.version_id).where(UnitRow.unit_id.in_(unit_ids))
    found = session.scalars(select(UnitRow).where(UnitRow.version_id.in_(versions)))
    return {row.unit_id: _unit(row) for row in found}


def courses(session: Session, version_ids: Sequence[UUID]) -> dict[UUID, CourseOfStudy]:
    """Return the registered courses among *version_ids*, their units in order."""
    rows = session.scalars(select(CourseRow).where(CourseRow.version_id.in_(version_ids))).all()
    parts: dict[UUID, list[StudyRef]] = {row.version_id: [] for row in rows}
    for part in session.scalars(
        select(UnitRow)
        .where(UnitRow.version_id.in_(list(parts)))
        .order_by(UnitRow.version_id, UnitRow.ordinal, UnitRow.unit_id)
    ):
        parts[part.version_id].append(_unit(part))
    return {
        row.version_id: CourseOfStudy(
            family_id=row.family_id,
            version_id=row.version_id,
            title=row.title,
            category=row.category,
            units=tuple(parts[row.version_id]),
        )
        for row in rows
    }


def _unit(row: UnitRow) -> StudyRef:
    return StudyRef(
        unit_id=row.unit_id,
        family_id=row.family_id,
        version_id=row.version_id,
        kind=row.kind,
        approved_ms=row.approved_ms,
        media_length_ms=row.media_length_ms,
        category=row.category,
        quiz=row.quiz,
    )
