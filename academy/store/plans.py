"""Teaching plans: which courses a year's plan makes required or elective."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import Select, case, func, select
from sqlalchemy.orm import Session

from academy.store.tables import PlanCourseRow, PlanRow, UnitRow


def kinds(
    session: Session, family_id: UUID, year: int, units: Sequence[UUID], at: datetime
) -> dict[UUID, tuple[str, UUID]]:
    """Return what the plans of *units* for *year*, published by *at*, say of a course family.

    Unit → (kind, plan); of several plans of one unit the one published last.
    """
    rows = session.execute(
        select(PlanRow.unit_id, PlanCourseRow.kind, PlanRow.id)
        .join(PlanCourseRow, PlanCourseRow.plan_id == PlanRow.id)
        .where(
            PlanCourseRow.family_id == family_id,
            PlanRow.year == year,
            PlanRow.unit_id.in_(units),
            PlanRow.published_at <= at,
        )
        .order_by(PlanRow.published_at, PlanRow.id)
    )
    return {unit_id: (kind, plan_id) for unit_id, kind, plan_id in rows}


def of_units(
    session: Session, year: int, units: Sequence[UUID], at: datetime
) -> list[tuple[UUID, UUID, str]]:
    """Return (unit, course family, kind) of the plans of *units*, the latest last."""
    rows = session.execute(
        select(PlanRow.unit_id, PlanCourseRow.family_id, PlanCourseRow.kind)
        .join(PlanCourseRow, PlanCourseRow.plan_id == PlanRow.id)
        .where(PlanRow.year == year, PlanRow.unit_id.in_(units), PlanRow.published_at <= at)
        .order_by(PlanRow.published_at, PlanRow.id)
    )
    return [(unit_id, family_id, kind) for unit_id, family_id, kind in rows]


def listed(
    session: Session, units: Select[UUID], limit: int
) -> list[tuple[UUID, str, int, str, datetime, int, int]]:
    """Return the newest plans of *units*: unit, its name, year, title, publication, and how many
    courses the plan makes required and elective."""
    required = func.sum(case((PlanCourseRow.kind == "required", 1), else_=0))
    rows = session.execute(
        select(
            PlanRow.unit_id,
            UnitRow.name,
            PlanRow.year,
            PlanRow.title,
            PlanRow.published_at,
            required,
            func.count() - required,
        )
        .join(UnitRow, UnitRow.id == PlanRow.unit_id)
        .join(PlanCourseRow, PlanCourseRow.plan_id == PlanRow.id)
        .where(PlanRow.unit_id.in_(units))
        .group_by(PlanRow.id, UnitRow.name)
        .order_by(PlanRow.published_at.desc(), PlanRow.id)
        .limit(limit)
    )
    return [tuple(row) for row in rows]


def add(
    session: Session,
    plan_id: UUID,
    unit_id: UUID,
    year: int,
    title: str,
    courses: Mapping[UUID, str],
    by: UUID | None,
    now: datetime,
) -> None:
    """Add a published plan that makes each family of *courses* required or elective."""
    session.add(
        PlanRow(
            id=plan_id,
            unit_id=unit_id,
            year=year,
            title=title,
            published_at=now,
            published_by=by,
        )
    )
    session.flush()
    session.add_all(
        PlanCourseRow(plan_id=plan_id, family_id=family_id, kind=kind)
        for family_id, kind in courses.items()
    )
    session.flush()
