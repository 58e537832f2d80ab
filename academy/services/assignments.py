"""Assignments as administrators see them: whom a course can be given, and what was given."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import and_
from sqlalchemy.orm import Session

from academy.rules.calendar import shanghai_date
from academy.rules.people import Person
from academy.rules.units import Branch
from academy.services import units
from academy.services.principals import falls_under, refuse_outside
from academy.store import assignments, people, scopes
from academy.store.tables import PersonRow
from content_packages.services import courses
from content_packages.services.values import Card, CatalogueQuery
from schemas.refusals import NotFound
from schemas.values import Principal

POLICY = "assignment.give"
CATALOGUE = CatalogueQuery(order="title", size=2000)
SHOWN = 50


@dataclass(frozen=True, slots=True)
class Given:
    """A course that was given together to *people* of the unit, by a day or without one."""

    family_id: UUID
    title: str
    people: int
    due_on: date | None
    given_at: datetime
    by: str


@dataclass(frozen=True, slots=True)
class Desk:
    """The page of one unit: *given* the newest first, *people* by name."""

    tree: tuple[Branch, ...]
    unit_id: UUID
    courses: tuple[Card, ...]
    people: tuple[Person, ...]
    given: tuple[Given, ...]


def desk(session: Session, principal: Principal, unit_id: UUID | None, now: datetime) -> Desk:
    """Return the page of the unit asked for, else of the first in scope.

    The people are those whose work unit it is, or lies below: who only is managed there is
    given courses where the work is. Raises NotFound outside the principal's scope.
    """
    on = shanghai_date(now)
    tree = units.tree(session, principal, on, POLICY)
    if not tree:
        raise NotFound("您没有管理的单位。", code="unit")
    chosen = unit_id or tree[0].unit.id
    refuse_outside(session, principal, POLICY, chosen, on)
    below = scopes.subtree(scopes.one_unit(chosen), on)
    condition = and_(
        falls_under(principal, POLICY, on), scopes.belongs(PersonRow.id, below, ("work",), on)
    )
    found = people.as_of(session, condition, on)
    return Desk(
        tree,
        chosen,
        courses.published(session, CATALOGUE).cards,
        found,
        _given(session, [one.id for one in found]),
    )


def _given(session: Session, person_ids: list[UUID]) -> tuple[Given, ...]:
    rows = assignments.together(session, person_ids, SHOWN)
    titles = {family_id: _title(session, family_id) for family_id in {row[0] for row in rows}}
    return tuple(
        Given(family_id, titles[family_id], count, due_on, given_at, by)
        for family_id, due_on, given_at, by, count in rows
    )


def _title(session: Session, family_id: UUID) -> str:
    every = courses.versions_of(session, family_id)
    return every[0].title if every else ""
