"""What the store knows of an agent: the Person behind an identifier."""

from __future__ import annotations

from typing import Any

from sqlalchemy.orm import Session

from lrs.rules.actors import ifi, person
from lrs.store.lookups import names_of
from schemas.refusals import Malformed


def known_person(session: Session, store_id: int, agent: dict[str, Any]) -> dict[str, Any]:
    """Return the Person object of *agent*, which may be unknown to the store."""
    own = ifi(agent)
    if own is None:
        raise Malformed("an anonymous group is nobody in particular", code="agent")
    names = names_of(session, store_id, own)
    if agent.get("name"):
        names.append(agent["name"])
    return person(own, names)
