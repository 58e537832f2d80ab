"""Units, people and their accounts, all in one unit of work."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

import pyotp

from academy.demonstration.cast import CAST, GRANTED_AT_THE_TOP, PROVINCE, UNITS, Character
from academy.rules.passwords import drawn
from academy.rules.people import Registration
from academy.rules.permissions import needs_second_factor
from academy.services import people, roles, second_factors, units
from academy.services.hashing import Hashing
from schemas.write_door import UnitOfWork

SINCE = date(2017, 1, 12)
"""The day on which the measures came into force: what the demonstration knows of its people
holds from then on."""


@dataclass(frozen=True, slots=True)
class Account:
    """A character with the secrets drawn for it; *password_hash* is what the table gets."""

    character: Character
    password: str
    password_hash: str
    totp_secret: str | None


def accounts_drawn(hashing: Hashing) -> tuple[Account, ...]:
    """Return an account with fresh secrets for everyone in the cast."""
    found = []
    for character in CAST:
        password = drawn(secrets.choice)
        secret = pyotp.random_base32() if needs_second_factor((character.role,)) else None
        found.append(Account(character, password, hashing.hashed(password), secret))
    return tuple(found)


def settle(unit: UnitOfWork, accounts: Sequence[Account], factors_key: bytes) -> dict[str, UUID]:
    """Found the units and register everyone; return the person ids by user name."""
    ids = {PROVINCE: units.found_top(unit, PROVINCE).id}
    for name, level, parent in UNITS:
        ids[name] = units.found(unit, None, name, level, ids[parent], SINCE).id
    return {
        account.character.username: _settled(unit, account, ids, factors_key)
        for account in accounts
    }


def _settled(unit: UnitOfWork, account: Account, ids: dict[str, UUID], factors_key: bytes) -> UUID:
    character = account.character
    given = Registration(
        name=character.name,
        username=character.username,
        work_unit_id=ids[character.unit],
        grade=character.grade if character.learner else "",
        category=character.category if character.learner else "",
        since=SINCE,
        learner=character.learner,
    )
    person_id = people.register(unit, None, given, account.password_hash, one_time=False)
    if character.role != "learner":
        at = PROVINCE if character.role in GRANTED_AT_THE_TOP else character.unit
        roles.grant(unit, None, person_id, character.role, ids[at])
    if account.totp_secret is not None:
        second_factors.give(unit, person_id, account.totp_secret, factors_key)
    return person_id
