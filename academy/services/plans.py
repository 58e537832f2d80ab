"""Teaching plans of a year (教学计划): which courses are required, which elective."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID, uuid4

from sqlalchemy.orm import Session

from academy.rules.calendar import shanghai_date
from academy.services.principals import refuse_outside, units_of
from academy.store import audit, plans
from content_packages.services import courses
from credits.services import governance
from schemas.refusals import Malformed
from schemas.values import Principal
from schemas.write_door import UnitOfWork

KINDS = ("required", "elective")
SHOWN = 100
"""Plans in the list."""


@dataclass(frozen=True, slots=True)
class PlanLine:
    """A published plan: whose, for which year, and how many courses it says something about."""

    unit_id: UUID
    unit: str
    year: int
    title: str
    published_at: datetime
    required: int
    elective: int


def listed(session: Session, principal: Principal, on: date) -> tuple[PlanLine, ...]:
    """Return the plans of the units for which *principal* may publish, the newest first."""
    rows = plans.listed(session, units_of(principal, "class.manage", on), SHOWN)
    return tuple(PlanLine(*row) for row in rows)


def of_unit(session: Session, unit_id: UUID, year: int, at: datetime) -> dict[UUID, str]:
    """Return what the unit's own plans for *year* make of course families, as of *at*."""
    rows = plans.of_units(session, year, [unit_id], at)
    return {family_id: kind for _, family_id, kind in rows}


def kinds_for(session: Session, learner: UUID, at: datetime) -> dict[UUID, str]:
    """Return what the plans that govern *learner* at *at* make of course families.

    The plan nearest above the managing unit prevails, and of one unit's plans the latest;
    what no plan names keeps the kind of the course (Measures, Art. 7).
    """
    scopes = governance.learner_at(session, learner, at).scopes
    rows = plans.of_units(session, shanghai_date(at).year, scopes, at)
    kinds: dict[UUID, str] = {}
    for unit_id in reversed(scopes):
        kinds |= {family_id: kind for owner, family_id, kind in rows if owner == unit_id}
    return kinds


def publish(
    unit: UnitOfWork,
    principal: Principal,
    unit_id: UUID,
    year: int,
    title: str,
    kinds: Mapping[UUID, str],
) -> UUID:
    """Publish a plan for the unit and those below it; *kinds* gives a kind to course families.

    A later plan of the same unit and year prevails, and so does one nearer to the learner.
    Raises NotFound for a unit outside the scope or an unpublished course, Malformed for an
    empty plan or a kind that is none.
    """
    refuse_outside(unit.session, principal, "class.manage", unit_id, shanghai_date(unit.now))
    if not title.strip() or not kinds:
        raise Malformed("教学计划需要名称和至少一门课程。", code="plan")
    for family_id, kind in kinds.items():
        courses.current(unit.session, family_id)
        if kind not in KINDS:
            raise Malformed("课程只能是必修或选修。", code="plan-kind")
    plan_id = uuid4()
    plans.add(unit.session, plan_id, unit_id, year, title.strip(), kinds, principal.id, unit.now)
    audit.append(
        unit,
        "plan.published",
        actor=principal.id,
        unit_id=unit_id,
        subject=plan_id,
        detail={"year": year, "courses": {str(key): kind for key, kind in kinds.items()}},
    )
    return plan_id
