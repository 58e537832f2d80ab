"""The order of seeding. Each step looks first whether it was done, so that a second run, or
one after a crash, adds what is missing and keeps what is there."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID

from academy.demonstration import record
from academy.demonstration.courses import publish_missing
from academy.demonstration.people import accounts_drawn, settle
from academy.demonstration.rule import put_into_force
from academy.services import units
from academy.services.accounts import person_named
from academy.services.hashing import hashing
from academy.services.keys import keys
from lrs.services import credentials
from schemas.database import database
from schemas.installation import iri_base
from schemas.refusals import Conflict, NotFound
from schemas.settings import Settings
from schemas.write_door import UnitOfWork, write

Say = Callable[[str], None]

ACADEMY_STORE = 1
"""The record store of the academy itself."""


def seed(given: Settings, say: Say) -> dict[str, Any]:
    """Make the demonstration academy of the current application, and return its record.

    *say* is told what is being done. Raises Conflict where the database belongs to an academy
    in earnest.
    """
    found = _people(given, say)
    found["base"] = given.public_url
    found["lrs"]["endpoint"] = f"{given.public_url}/xapi/"
    if found["lrs"]["key"] is None:
        found["lrs"] |= write(_credential)
    record.keep(given, found)
    write(put_into_force, _id("organiser"), _id("organiser-2"))
    say("looking after courses")
    for title in publish_missing(_id("vendor"), _id("staff")):
        say(f"published {title}")
    return found


def _people(given: Settings, say: Say) -> dict[str, Any]:
    earlier = record.kept(given)
    if _settled():
        if earlier is None:
            raise Conflict(
                "this database holds an academy that was not seeded: its accounts are unknown",
                code="not-a-demonstration",
            )
        return earlier
    say("drawing accounts, founding units")
    accounts = accounts_drawn(hashing())
    fresh = record.of(given, accounts)
    record.keep(given, fresh)  # before the commit: an account nobody knows would be of no use
    write(settle, accounts, keys().factors)
    return fresh


def _settled() -> bool:
    try:
        units.top(database.session())
    except NotFound:
        return False
    return True


def _credential(unit: UnitOfWork) -> dict[str, str]:
    issued = credentials.issue(
        unit, ACADEMY_STORE, label="demonstration", iri_base=iri_base(unit.session)
    )
    return {"key": issued.key, "secret": issued.secret}


def _id(username: str) -> UUID:
    return person_named(database.session(), username)
