"""Rosters: who counts where on a day, each person once."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import and_
from sqlalchemy.orm import Session

from academy.rules.people import Person
from academy.rules.phases import admitted
from academy.rules.units import Unit
from academy.services.principals import falls_under, refuse_outside
from academy.store import people, scopes, units
from academy.store.tables import PersonRow
from schemas.values import Principal


@dataclass(frozen=True, slots=True)
class Member:
    """A person of a roster; only the *admitted* are in a denominator (Measures, Art. 6)."""

    person: Person
    admitted: bool


@dataclass(frozen=True, slots=True)
class Roster:
    """The people whose managing unit is *unit* or below it, on the day *on*."""

    unit: Unit
    on: date
    members: tuple[Member, ...]

    @property
    def denominator(self) -> tuple[Person, ...]:
        """Those who are expected to reach a target."""
        return tuple(member.person for member in self.members if member.admitted)


def roster(
    session: Session,
    principal: Principal,
    unit_id: UUID,
    on: date,
    phases: Sequence[Mapping[str, Any]],
    policy: str = "board.unit",
) -> Roster:
    """Return the roster of the unit and all below it as of *on*.

    *phases* are the governing rule document's ``eligibility.phases``. Raises NotFound where
    the unit is outside the principal's scope.
    """
    refuse_outside(session, principal, policy, unit_id, on)
    below = scopes.subtree(scopes.one_unit(unit_id), on)
    found = people.as_of(
        session,
        and_(
            falls_under(principal, policy, on),
            scopes.belongs(PersonRow.id, below, ("managing",), on),
        ),
        on,
    )
    return Roster(
        units.among(session, scopes.one_unit(unit_id), on)[0],
        on,
        tuple(Member(one, admitted(phases, one.grade, on)) for one in found),
    )
