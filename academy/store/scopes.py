"""Whom an administrator may see: the condition goes into every query, never after it."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Select, exists, select

from academy.store.dated import holds
from academy.store.tables import AffiliationRow, GrantRow, UnitParentRow, UnitRow


def subtree(tops: Select[UUID], on: date) -> Select[UUID]:
    """Select the ids of *tops* and of every unit below them on the day *on*."""
    below = tops.cte(recursive=True)
    child = (
        select(UnitParentRow.unit_id)
        .join(below, UnitParentRow.parent_id == below.c[0])
        .where(holds(UnitParentRow, on))
    )
    below = below.union(child)
    return select(below.c[0])


def granted_units(person_id: UUID, roles: Iterable[str]) -> Select[UUID]:
    """Select the units at which the person holds one of *roles*."""
    return select(GrantRow.unit_id.label("unit_id")).where(
        GrantRow.person_id == person_id,
        GrantRow.role.in_(sorted(roles)),
        GrantRow.ended_at.is_(None),
    )


def units_in_scope(person_id: UUID, roles: Iterable[str], on: date) -> Select[UUID]:
    """Select the units over which the person's grants of *roles* reach on the day *on*."""
    return subtree(granted_units(person_id, roles), on)


def one_unit(unit_id: UUID) -> Select[UUID]:
    """Select *unit_id* itself, where it exists."""
    return select(UnitRow.id.label("unit_id")).where(UnitRow.id == unit_id)


def ancestors(unit_id: UUID, on: date) -> Select[UUID]:
    """Select *unit_id* and every unit above it on the day *on*."""
    return above(one_unit(unit_id), on)


def above(units: Select[UUID], on: date) -> Select[UUID]:
    """Select the ids of *units* and of every unit above them on the day *on*."""
    found = units.cte(recursive=True)
    parent = (
        select(UnitParentRow.parent_id)
        .join(found, UnitParentRow.unit_id == found.c[0])
        .where(holds(UnitParentRow, on))
    )
    found = found.union(parent)
    return select(found.c[0])


def belongs(
    person: Any, units: Select[UUID], relations: Iterable[str], on: date
) -> ColumnElement[bool]:
    """Return the condition that *person* (a column of ids) belongs to one of *units*.

    *relations* are ``work``, ``managing`` or both; on the day *on*.
    """
    return exists(
        select(AffiliationRow.id).where(
            AffiliationRow.person_id == person,
            AffiliationRow.relation.in_(sorted(relations)),
            AffiliationRow.unit_id.in_(units),
            holds(AffiliationRow, on),
        )
    )
