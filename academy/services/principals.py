"""Acting within one's scope: the units and people that a principal's policy reaches."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from sqlalchemy import ColumnElement, Select, select
from sqlalchemy.orm import Session

from academy.rules.permissions import EITHER, RELATION, roles_with
from academy.store import scopes
from academy.store.tables import PersonRow, UnitRow
from schemas.refusals import NotFound
from schemas.values import Principal


def units_of(principal: Principal, policy: str, on: date) -> Select[UUID]:
    """Select the units over which *principal* holds *policy* on the day *on*."""
    return scopes.units_in_scope(principal.id, roles_with(policy), on)


def refuse_outside(
    session: Session, principal: Principal, policy: str, unit_id: UUID, on: date
) -> None:
    """Raise NotFound unless the unit exists and lies in scope: outside, nothing is known."""
    inside = session.scalar(
        select(UnitRow.id).where(
            UnitRow.id == unit_id, UnitRow.id.in_(units_of(principal, policy, on))
        )
    )
    if inside is None:
        raise NotFound("没有这个单位，或它不在您的管理范围内。", code="unit")


def falls_under(principal: Principal, policy: str, on: date) -> ColumnElement[bool]:
    """Return the condition that a person (``PersonRow.id``) falls under *principal*'s *policy*.

    Which of work unit and managing unit decides is the policy's own matter.
    """
    return scopes.belongs(
        PersonRow.id, units_of(principal, policy, on), RELATION.get(policy, EITHER), on
    )


def refuse_stranger(
    session: Session, principal: Principal, policy: str, person_id: UUID, on: date
) -> PersonRow:
    """Return the person's row; raise NotFound unless the person falls under the policy."""
    row = session.scalar(
        select(PersonRow).where(PersonRow.id == person_id, falls_under(principal, policy, on))
    )
    if row is None:
        raise NotFound("没有这个人，或不在您的管理范围内。", code="person")
    return row
