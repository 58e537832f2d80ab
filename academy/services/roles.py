"""Granting and ending roles, each at a unit of the granter's own subtree."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from sqlalchemy.orm import Session

from academy.rules.calendar import shanghai_date
from academy.rules.permissions import GRANTABLE, ROLES, WHOLE, refuse_grant
from academy.services.principals import refuse_outside, refuse_stranger
from academy.services.units import top
from academy.store import accounts, audit, grants
from academy.store.tables import UnitRow
from schemas.refusals import Malformed, NotFound
from schemas.values import Principal
from schemas.write_door import UnitOfWork


@dataclass(frozen=True, slots=True)
class Held:
    """A role that a person holds at a unit."""

    role: str
    unit_id: UUID
    unit_name: str


def held(session: Session, person_id: UUID) -> tuple[Held, ...]:
    """Return the roles that the person holds now."""
    return tuple(
        Held(role, unit_id, session.get_one(UnitRow, unit_id).name)
        for role, unit_id in grants.of(session, person_id)
    )


def grantable(session: Session, principal: Principal) -> tuple[str, ...]:
    """Return the roles that *principal* may grant somewhere, for a form to offer."""
    own = {role for role, _ in grants.of(session, principal.id)}
    offered = frozenset().union(*(GRANTABLE.get(role, frozenset()) for role in own))
    return tuple(role for role in ROLES if role in offered)


def grant(
    unit: UnitOfWork, principal: Principal | None, person_id: UUID, role: str, unit_id: UUID
) -> None:
    """Let the person hold *role* at the unit; a role that is held already stays as it is.

    *principal* None is the installation itself, at seeding. Raises Malformed for a role that
    is none, NotFound outside the granter's scope, NotPermitted for a role that is not the
    granter's to give, Conflict for two of the three separated roles in one hand.
    """
    if role not in ROLES:
        raise Malformed(f"没有“{role}”这个角色。", code="role")
    if role in WHOLE and unit_id != top(unit.session).id:
        raise Malformed("这个角色只能在省级单位授予。", code="role-at-the-top")
    already = grants.of(unit.session, person_id)
    if principal is not None:
        _refuse_foreign(unit, principal, person_id, role, unit_id)
    if (role, unit_id) in already:
        return
    actor = principal.id if principal else None
    grants.add(unit.session, person_id, role, unit_id, actor, unit.now)
    audit.append(
        unit,
        "role.granted",
        actor=actor,
        unit_id=unit_id,
        subject=person_id,
        detail={"role": role},
    )


def end(unit: UnitOfWork, principal: Principal, person_id: UUID, role: str, unit_id: UUID) -> None:
    """End the role, and the person's sessions with it; raises as ``grant`` does."""
    _refuse_foreign(unit, principal, person_id, role, unit_id)
    if not grants.end(unit.session, person_id, role, unit_id, principal.id, unit.now):
        raise NotFound("此人在该单位没有这个角色。", code="role")
    accounts.end_sessions(unit.session, person_id, "role-ended", unit.now)
    audit.append(
        unit,
        "role.ended",
        actor=principal.id,
        unit_id=unit_id,
        subject=person_id,
        detail={"role": role},
    )


def _refuse_foreign(
    unit: UnitOfWork, principal: Principal, person_id: UUID, role: str, unit_id: UUID
) -> None:
    on = shanghai_date(unit.now)
    refuse_outside(unit.session, principal, "roles.grant", unit_id, on)
    refuse_stranger(unit.session, principal, "roles.grant", person_id, on)
    own = grants.over(unit.session, principal.id, unit_id, on)
    already = [held_role for held_role, _ in grants.of(unit.session, person_id)]
    refuse_grant(own, already, role)
