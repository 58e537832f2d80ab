"""Reminding people of what they owe, and giving them courses to study (Measures, Art. 10)."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import and_
from sqlalchemy.orm import Session

from academy.rules.calendar import shanghai_date
from academy.services import notices
from academy.services.principals import falls_under, refuse_outside
from academy.store import audit, people, scopes
from academy.store.inserts import inserted
from academy.store.tables import AssignmentRow, PersonRow, UnitRow
from content_packages.services import courses
from schemas.values import Principal
from schemas.write_door import UnitOfWork


def send(
    unit: UnitOfWork, principal: Principal, unit_id: UUID, person_ids: Collection[UUID]
) -> int:
    """Remind those of *person_ids* whose accounts the principal looks after; return how many.

    The work unit reminds: who only is managed here, and works elsewhere, is left out.
    Raises NotFound where the unit is outside the principal's scope.
    """
    reached = _reached(unit, principal, "reminder.send", unit_id, person_ids)
    facts = _sender(unit.session, principal, unit_id)
    for person_id in reached:
        notices.tell(unit, person_id, "reminder", facts, principal.id)
    audit.append(
        unit,
        "reminder.sent",
        actor=principal.id,
        unit_id=unit_id,
        detail={"people": sorted(map(str, reached))},
    )
    return len(reached)


def assign(
    unit: UnitOfWork,
    principal: Principal,
    unit_id: UUID,
    person_ids: Collection[UUID],
    family_id: UUID,
    due_on: date | None,
) -> int:
    """Give a published course to people of the unit; return how many did not have it yet.

    Raises NotFound outside the scope and for a course that is not published.
    """
    version = courses.current(unit.session, family_id)
    reached = _reached(unit, principal, "assignment.give", unit_id, person_ids)
    facts = _sender(unit.session, principal, unit_id) | {
        "course": version.title,
        "family": str(family_id),
        "due": due_on.isoformat() if due_on else None,
    }
    fresh = [
        person_id
        for person_id in reached
        if inserted(
            unit.session,
            AssignmentRow,
            id=uuid4(),
            person_id=person_id,
            family_id=family_id,
            due_on=due_on,
            given_at=unit.now,
            given_by=principal.id,
        )
    ]
    for person_id in fresh:
        notices.tell(unit, person_id, "assignment", facts, principal.id)
    audit.append(
        unit,
        "assignment.given",
        actor=principal.id,
        unit_id=unit_id,
        subject=family_id,
        detail={"people": sorted(map(str, fresh))},
    )
    return len(fresh)


def _reached(
    unit: UnitOfWork,
    principal: Principal,
    policy: str,
    unit_id: UUID,
    person_ids: Collection[UUID],
) -> list[UUID]:
    on = shanghai_date(unit.now)
    refuse_outside(unit.session, principal, policy, unit_id, on)
    below = scopes.subtree(scopes.one_unit(unit_id), on)
    condition = and_(
        people.among(person_ids),
        falls_under(principal, policy, on),
        scopes.belongs(PersonRow.id, below, ("work", "managing"), on),
    )
    return [person.id for person in people.as_of(unit.session, condition, on)]


def _sender(session: Session, principal: Principal, unit_id: UUID) -> dict[str, Any]:
    return {"by": principal.name, "unit": session.get_one(UnitRow, unit_id).name}
