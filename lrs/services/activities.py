"""What the store knows of activities: definitions merged from all statements."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from sqlalchemy.orm import Session

from lrs.store.activities import definition, definitions


def known_activity(session: Session, store_id: int, iri: str) -> dict[str, Any]:
    """Return the Activity object of *iri* with everything that statements told of it.

    An activity that no statement named is still an activity: it has its id.
    """
    found: dict[str, Any] = {"objectType": "Activity", "id": iri}
    known = definition(session, store_id, iri)
    if known:
        found["definition"] = known
    return found


def known_definitions(
    session: Session, store_id: int, iris: Iterable[str]
) -> dict[str, dict[str, Any]]:
    """Return iri → merged definition for those *iris* of which something is known."""
    return definitions(session, store_id, iris)
