"""People: registering them, reading them in scope, and what changes about them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from uuid import UUID, uuid4

from sqlalchemy import ColumnElement, and_
from sqlalchemy.orm import Session

from academy.rules.calendar import shanghai_date
from academy.rules.people import Person, Registration
from academy.services import accounts
from academy.services.principals import falls_under, refuse_outside, refuse_stranger
from academy.store import audit, grants, people, scopes
from academy.store.tables import PersonRow, UnitRow
from schemas.refusals import Malformed, NotFound
from schemas.values import Principal
from schemas.write_door import UnitOfWork

PAGE = 50


@dataclass(frozen=True, slots=True)
class Listed:
    """One page of people, and how many there are in all."""

    people: tuple[Person, ...]
    total: int
    page: int
    pages: int


def listed(
    session: Session,
    principal: Principal,
    on: date,
    *,
    unit_id: UUID | None = None,
    search: str = "",
    page: int = 1,
    policy: str = "people.read",
) -> Listed:
    """Return the people in scope on the day *on*, those of one subtree or name where asked for.

    Raises NotFound for a unit outside the scope.
    """
    condition: ColumnElement[bool] = falls_under(principal, policy, on)
    if unit_id is not None:
        refuse_outside(session, principal, policy, unit_id, on)
        below = scopes.subtree(scopes.one_unit(unit_id), on)
        condition = and_(condition, scopes.belongs(PersonRow.id, below, ("work", "managing"), on))
    if search.strip():
        condition = and_(condition, people.named_like(search.strip()))
    total = people.count(session, condition)
    pages = max(1, -(-total // PAGE))
    page = min(max(1, page), pages)
    found = people.as_of(session, condition, on, limit=PAGE, offset=(page - 1) * PAGE)
    return Listed(found, total, page, pages)


def person(
    session: Session,
    principal: Principal,
    person_id: UUID,
    on: date,
    policy: str = "people.read",
) -> Person:
    """Return the person as of *on*: oneself, or one who falls under the principal's *policy*."""
    if person_id != principal.id:
        refuse_stranger(session, principal, policy, person_id, on)
    return known(session, person_id, on)


def known(session: Session, person_id: UUID, on: date) -> Person:
    """Return the person as of *on*, whoever asks: for the school's own reckoning."""
    found = people.as_of(session, PersonRow.id == person_id, on)
    if not found:
        raise NotFound("没有这个人。", code="person")
    return found[0]


def register(
    unit: UnitOfWork,
    principal: Principal | None,
    given: Registration,
    password_hash: str,
    *,
    one_time: bool = True,
) -> UUID:
    """Register a person as a learner with an account, and return the person's random id.

    *principal* None is the installation itself, at seeding. Raises NotFound for units outside
    the scope, Malformed and Conflict for what is wrong with name or user name.
    """
    on = shanghai_date(unit.now)
    belonging = {"work": given.work_unit_id}
    if given.learner:
        belonging["managing"] = given.managing_unit_id or given.work_unit_id
    for unit_id in set(belonging.values()):
        if principal is not None:
            refuse_outside(unit.session, principal, "people.register", unit_id, on)
        elif unit.session.get(UnitRow, unit_id) is None:
            raise NotFound("没有这个单位。", code="unit")
    if not given.name.strip():
        raise Malformed("姓名不能为空。", code="name")
    person_id, actor = uuid4(), principal.id if principal else None
    unit.session.add(PersonRow(id=person_id, name=given.name.strip(), registered_at=unit.now))
    unit.session.flush()
    for relation, unit_id in belonging.items():
        people.affiliate(unit.session, person_id, unit_id, relation, given.since, actor, unit.now)
    for fact, value in (("grade", given.grade), ("category", given.category)):
        if value:
            people.state(unit.session, person_id, fact, value, given.since, actor, unit.now)
    accounts.open_account(unit, person_id, given.username, password_hash, one_time=one_time)
    if given.learner:
        grants.add(unit.session, person_id, "learner", given.work_unit_id, actor, unit.now)
    audit.append(
        unit, "person.registered", actor=actor, unit_id=given.work_unit_id, subject=person_id
    )
    return person_id
