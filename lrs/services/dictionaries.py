"""Compression dictionaries: learnt from what a store holds, kept for ever."""

from __future__ import annotations

import orjson
from sqlalchemy import func, select

from lrs.rules.scrubbing import scrubbed
from lrs.store import payloads
from lrs.store import statements as table
from lrs.store.order import head, lock
from lrs.store.tables import Dictionary
from schemas.refusals import Conflict
from schemas.write_door import UnitOfWork

SAMPLES = 20_000
"""Statements to learn from at most, the newest."""

LEAST = 1_000
"""Statements below which nothing worth keeping is learnt."""


def train(unit: UnitOfWork, store_id: int) -> int:
    """Learn a dictionary from the store's newest statements, without anything personal in it;
    return its codec. Statements from now on are compressed with it; older ones stay.

    Raises Conflict where there are too few statements.
    """
    session = unit.session
    lock(session, store_id)
    newest = head(session, store_id).seq
    if newest < LEAST:
        raise Conflict(f"{newest} statements are too few to learn from", code="too-few")
    samples: list[bytes] = []
    for start in range(max(1, newest - SAMPLES + 1), newest + 1, 500):
        places = range(start, min(start + 500, newest + 1))
        samples += [
            orjson.dumps(scrubbed(table.parsed(kept)))
            for kept in table.by_places(session, store_id, places)
        ]
    codec = (session.scalar(select(func.max(Dictionary.codec))) or 0) + 1
    session.add(Dictionary(codec=codec, created_at=unit.now, content=payloads.trained(samples)))
    session.flush()
    unit.after_commit(lambda: payloads.forget_newest(session))
    return codec
