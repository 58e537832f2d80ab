"""People and what is dated about them."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import ColumnElement, and_, func, or_, select
from sqlalchemy.orm import Session, aliased

from academy.rules.people import Person
from academy.store.dated import change, holds
from academy.store.tables import (
    AccountRow,
    AffiliationRow,
    FactRow,
    PersonRow,
    UnitRow,
)


def as_of(
    session: Session,
    condition: ColumnElement[bool],
    on: date,
    *,
    limit: int | None = None,
    offset: int = 0,
) -> tuple[Person, ...]:
    """Return the people who meet *condition* (on PersonRow), as they stood on the day *on*.

    In order of name. Each is one row, whatever number of units are concerned.
    """
    work, managing = aliased(AffiliationRow), aliased(AffiliationRow)
    work_unit, managing_unit = aliased(UnitRow), aliased(UnitRow)
    grade, category = aliased(FactRow), aliased(FactRow)
    query = (
        select(
            PersonRow.id,
            PersonRow.name,
            AccountRow.username,
            work_unit.id,
            work_unit.name,
            managing_unit.id,
            managing_unit.name,
            grade.value,
            category.value,
        )
        .outerjoin(AccountRow, AccountRow.person_id == PersonRow.id)
        .outerjoin(
            work,
            and_(work.person_id == PersonRow.id, work.relation == "work", holds(work, on)),
        )
        .outerjoin(
            managing,
            and_(
                managing.person_id == PersonRow.id,
                managing.relation == "managing",
                holds(managing, on),
            ),
        )
        .outerjoin(work_unit, work_unit.id == work.unit_id)
        .outerjoin(managing_unit, managing_unit.id == managing.unit_id)
        .outerjoin(
            grade, and_(grade.person_id == PersonRow.id, grade.fact == "grade", holds(grade, on))
        )
        .outerjoin(
            category,
            and_(
                category.person_id == PersonRow.id,
                category.fact == "category",
                holds(category, on),
            ),
        )
        .where(condition, PersonRow.left_at.is_(None))
        .order_by(PersonRow.name, PersonRow.id)
        .offset(offset)
    )
    if limit is not None:
        query = query.limit(limit)
    return tuple(Person(*row) for row in session.execute(query))


def count(session: Session, condition: ColumnElement[bool]) -> int:
    """Return how many people meet *condition*."""
    return (
        session.scalar(
            select(func.count(PersonRow.id)).where(condition, PersonRow.left_at.is_(None))
        )
        or 0
    )


def named_like(text: str) -> ColumnElement[bool]:
    """Return the condition that a person's name, or user name, contains *text*."""
    return or_(
        PersonRow.name.contains(text, autoescape=True),
        PersonRow.id.in_(
            select(AccountRow.person_id).where(
                AccountRow.username.contains(text.casefold(), autoescape=True)
            )
        ),
    )


def among(ids: Iterable[UUID]) -> ColumnElement[bool]:
    """Return the condition that a person is one of *ids*."""
    return PersonRow.id.in_(list(ids))


def affiliate(
    session: Session,
    person_id: UUID,
    unit_id: UUID,
    relation: str,
    since: date,
    by: UUID | None,
    now: datetime,
) -> None:
    """Let the unit be the person's *relation* (work or managing) unit from *since*."""
    change(
        session,
        select(AffiliationRow).where(
            AffiliationRow.person_id == person_id, AffiliationRow.relation == relation
        ),
        AffiliationRow(
            person_id=person_id,
            unit_id=unit_id,
            relation=relation,
            valid_from=since,
            recorded_at=now,
            recorded_by=by,
        ),
    )


def state(
    session: Session,
    person_id: UUID,
    fact: str,
    value: str,
    since: date,
    by: UUID | None,
    now: datetime,
) -> None:
    """Let the person's *fact* (grade or category) be *value* from *since*."""
    change(
        session,
        select(FactRow).where(FactRow.person_id == person_id, FactRow.fact == fact),
        FactRow(
            person_id=person_id,
            fact=fact,
            value=value,
            valid_from=since,
            recorded_at=now,
            recorded_by=by,
        ),
    )
