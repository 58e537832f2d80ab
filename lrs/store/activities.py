"""What the store knows of activities."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Mapping
from typing import Any

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from lrs.rules.activities import merged
from lrs.store.lookups import CACHED, cache, digest
from lrs.store.tables import Activity

Definition = dict[str, Any]


def learn(session: Session, told: Iterable[tuple[int, Definition]]) -> dict[int, Definition]:
    """Merge the definitions *told* (activity id, definition) into what is known.

    Returns the definitions that were read or changed, for ``remember`` once durable.
    """
    told = list(told)
    at_hand = cache(session, "definitions")
    seen = {activity_id: at_hand[activity_id] for activity_id, _ in told if activity_id in at_hand}
    seen |= _known(session, {activity_id for activity_id, _ in told} - seen.keys())
    changed: set[int] = set()
    for activity_id, definition in told:
        grown = merged(seen[activity_id], definition)
        if grown is not seen[activity_id]:
            changed.add(activity_id)
            seen[activity_id] = grown
    if changed:
        session.execute(
            update(Activity),
            [
                {"id": activity_id, "definition": _written(seen[activity_id])}
                for activity_id in sorted(changed)
            ],
        )
    return seen


def remember(session: Session, known: Mapping[int, Definition]) -> None:
    """Keep the durable definitions *known* at hand in this process."""
    at_hand = cache(session, "definitions")
    if len(at_hand) + len(known) > CACHED:
        at_hand.clear()
    at_hand.update(known)


def definition(session: Session, store_id: int, iri: str) -> Definition | None:
    """Return the definition of the activity *iri*: empty when only its id is known, None
    when no statement ever named it."""
    row = session.execute(
        select(Activity.definition).where(
            Activity.store_id == store_id, Activity.digest == digest(iri)
        )
    ).first()
    if row is None:
        return None
    found: Definition = json.loads(row.definition or "{}")
    return found


def definitions(session: Session, store_id: int, iris: Iterable[str]) -> dict[str, Definition]:
    """Return iri → definition for those *iris* of which something is known."""
    rows = session.execute(
        select(Activity.iri, Activity.definition).where(
            Activity.store_id == store_id,
            Activity.digest.in_([digest(iri) for iri in iris]),
            Activity.definition.is_not(None),
        )
    )
    return {row.iri: json.loads(row.definition) for row in rows}


def _known(session: Session, ids: Collection[int]) -> dict[int, Definition]:
    """Return id → definition, empty where nothing is known yet."""
    if not ids:
        return {}
    rows = session.execute(
        select(Activity.id, Activity.definition).where(Activity.id.in_(list(ids)))
    )
    return {activity_id: json.loads(text or "{}") for activity_id, text in rows}


def _written(definition: Definition) -> str:
    return json.dumps(definition, ensure_ascii=False)
