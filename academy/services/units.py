"""The tree of units: founding, moving, and reading what is in scope."""

from __future__ import annotations

from datetime import date
from uuid import UUID, uuid4

from sqlalchemy import select
from sqlalchemy.orm import Session

from academy.rules.calendar import shanghai_date
from academy.rules.units import LEVELS, Branch, Unit, forest, may_stand_below
from academy.services.principals import refuse_outside, units_of
from academy.store import audit, scopes, units
from academy.store.tables import UnitRow
from schemas.refusals import Conflict, Malformed, NotFound
from schemas.values import Principal
from schemas.write_door import UnitOfWork


def tree(
    session: Session, principal: Principal, on: date, policy: str = "people.read"
) -> tuple[Branch, ...]:
    """Return the units over which *principal* holds *policy* on the day *on*, as trees."""
    return forest(units.among(session, units_of(principal, policy, on), on))


def unit_in_scope(
    session: Session, principal: Principal, unit_id: UUID, on: date, policy: str = "people.read"
) -> Unit:
    """Return the unit as of *on*; raises NotFound where it is none of the principal's."""
    refuse_outside(session, principal, policy, unit_id, on)
    return units.among(session, scopes.one_unit(unit_id), on)[0]


def subtree(
    session: Session, principal: Principal, unit_id: UUID, on: date, policy: str = "people.read"
) -> tuple[Unit, ...]:
    """Return the unit and all below it; raises NotFound outside the principal's scope."""
    refuse_outside(session, principal, policy, unit_id, on)
    return units.among(session, scopes.subtree(scopes.one_unit(unit_id), on), on)


def path(session: Session, unit_id: UUID, on: date) -> tuple[Unit, ...]:
    """Return the unit and those above it, the widest first."""
    above = units.among(session, scopes.ancestors(unit_id, on), on)
    return tuple(sorted(above, key=lambda unit: (LEVELS.index(unit.level), unit.id == unit_id)))


def top(session: Session) -> Unit:
    """Return the province, at the top of the tree; raises NotFound before it is founded."""
    row = session.scalar(select(UnitRow).where(UnitRow.level == "province").limit(1))
    if row is None:
        raise NotFound("还没有建立单位。", code="unit")
    return Unit(row.id, row.name, row.level, None)


def found_top(unit: UnitOfWork, name: str) -> Unit:
    """Found the province; raises Conflict where there is one."""
    if unit.session.scalar(select(UnitRow.id).where(UnitRow.level == "province")) is not None:
        raise Conflict("省级单位已经建立。", code="unit")
    founded = units.added(
        unit.session, uuid4(), name, "province", None, shanghai_date(unit.now), unit.now
    )
    audit.append(unit, "unit.founded", actor=None, unit_id=founded.id, detail={"name": name})
    return founded


def found(
    unit: UnitOfWork,
    principal: Principal | None,
    name: str,
    level: str,
    parent_id: UUID,
    since: date | None = None,
) -> Unit:
    """Found a unit below *parent_id* from *since* (default: today).

    The *principal* (None: the installation itself, at seeding) must reach the parent.
    Raises Malformed for a name or level that will not do, NotFound outside the scope.
    """
    on = shanghai_date(unit.now)
    if principal is not None:
        refuse_outside(unit.session, principal, "units.manage", parent_id, on)
    parent = unit.session.get_one(UnitRow, parent_id)
    if not name.strip():
        raise Malformed("单位名称不能为空。", code="unit-name")
    if level not in LEVELS or not may_stand_below(level, parent.level):
        raise Malformed("下级单位的层级必须低于上级单位。", code="unit-level")
    founded = units.added(
        unit.session, uuid4(), name.strip(), level, parent_id, since or on, unit.now
    )
    audit.append(
        unit,
        "unit.founded",
        actor=principal.id if principal else None,
        unit_id=founded.id,
        detail={"name": founded.name, "level": level, "parent": str(parent_id)},
    )
    return founded


def move(
    unit: UnitOfWork, principal: Principal, unit_id: UUID, parent_id: UUID, since: date
) -> None:
    """Put the unit under another parent from *since*; reports of earlier days keep the old one.

    Both must be in scope. Raises Conflict where the parent stands below the unit itself.
    """
    on = shanghai_date(unit.now)
    for touched in (unit_id, parent_id):
        refuse_outside(unit.session, principal, "units.manage", touched, on)
    below = units.among(unit.session, scopes.subtree(scopes.one_unit(unit_id), since), since)
    if parent_id in {other.id for other in below}:
        raise Conflict("不能把单位移到它自己或它的下级之下。", code="unit-circle")
    child, parent = (unit.session.get_one(UnitRow, it) for it in (unit_id, parent_id))
    if not may_stand_below(child.level, parent.level):
        raise Malformed("下级单位的层级必须低于上级单位。", code="unit-level")
    units.move(unit.session, unit_id, parent_id, since)
    audit.append(
        unit,
        "unit.moved",
        actor=principal.id,
        unit_id=unit_id,
        detail={"parent": str(parent_id), "since": since.isoformat()},
    )


def public_tree(session: Session, on: date) -> tuple[Branch, ...]:
    """Return all units as of *on*, by name only: what a visitor may choose from."""
    return forest(units.among(session, select(UnitRow.id), on))
