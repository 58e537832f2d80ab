"""Erase a person from a store: statements stay, and say a pseudonym instead."""

from __future__ import annotations

import json
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from lrs.rules.actors import bare, ifi
from lrs.rules.erasure import pseudonymised, signed_hashes
from lrs.services.statements import Kept, entry_of
from lrs.store import attachments, documents, lookups, order
from lrs.store import erasures as store
from lrs.store.attachments import Files
from lrs.store.tables import Agent, Erasure
from schemas.identifiers import new_id
from schemas.refusals import Malformed, NotFound
from schemas.write_door import UnitOfWork

AT_ONCE = 200
"""Statements changed in one unit of work: other writers wait no longer than that takes."""


@dataclass(frozen=True, slots=True)
class Progress:
    """How far an erasure has come."""

    id: int
    statements: int
    documents: int
    begun_at: datetime
    finished_at: datetime | None


def begin(
    unit: UnitOfWork, store_id: int, agent: dict[str, Any], *, iri_base: str, texts: bool = False
) -> int:
    """Begin to erase *agent* from the store; return the id to go on with ``proceed``.

    The pseudonym is an account of this installation (*iri_base*) that nothing links to the
    person. Raises NotFound when the store never met the agent.
    """
    person = ifi(agent)
    if person is None:
        raise Malformed("an anonymous group identifies nobody", code="agent")
    order.lock(unit.session, store_id)
    agent_id = lookups.ids(unit.session, Agent, store_id, [person]).get(person)
    if agent_id is None and not documents.has_agent(unit.session, store_id, person):
        raise NotFound("the store knows no such agent", code="agent")
    account = {"homePage": f"{iri_base}/lrs/erased", "name": str(new_id(unit.now))}
    pseudonym = ifi({"account": account})
    assert pseudonym is not None
    ids, _ = lookups.met(unit.session, Agent, store_id, [person, pseudonym])
    store.name(unit.session, ids[person], person)
    row = Erasure(
        store_id=store_id,
        agent_id=ids[person],
        pseudonym_id=ids[pseudonym],
        texts=texts,
        statements=0,
        documents=0,
        begun_at=unit.now,
    )
    unit.session.add(row)
    unit.session.flush()
    return row.id


def proceed(unit: UnitOfWork, erasure_id: int, kept_in: Files) -> Progress:
    """Change the next statements of the erasure, the last time its documents and names too.

    Call it, each time in a unit of work of its own, until ``finished_at`` is set. Ids,
    places, times and the number of statements stay.
    """
    row = store.get(unit.session, erasure_id)
    if row.finished_at is not None:
        return _progress(row)
    order.lock(unit.session, row.store_id)
    person = store.ifi_of(unit.session, row.agent_id)
    pseudonym = bare(store.ifi_of(unit.session, row.pseudonym_id))
    seqs = store.saying(unit.session, row.store_id, row.agent_id, AT_ONCE)
    signatures: set[str] = set()
    for seq, plain in store.plain(unit.session, row.store_id, seqs).items():
        statement = json.loads(plain)
        signatures.update(signed_hashes(statement))
        changed = pseudonymised(statement, person, pseudonym, texts=row.texts)
        store.rewrite(unit.session, row.store_id, seq, entry_of(changed).plain)
    store.exchange(unit.session, row, seqs)
    row.statements += len(seqs)
    for name in attachments.forget(unit.session, row.store_id, signatures):
        unit.after_commit(partial(kept_in.forget, name))
    if len(seqs) < AT_ONCE:
        row.documents = documents.forget_agent(unit.session, row.store_id, person)
        store.blank(unit.session, row.agent_id)
        unit.after_commit(partial(store.forget_names, unit.session, row.agent_id))
        row.finished_at = unit.now
    return _progress(row)


def listed(session: Session, store_id: int) -> list[Progress]:
    """Return the erasures of the store, oldest first; they do not say who was erased."""
    return [_progress(row) for row in store.listed(session, store_id)]


def marked(session: Session, store_id: int, kept: Collection[Kept]) -> set[UUID]:
    """Return the ids of those of *kept* that an erasure changed."""
    places = store.marked(session, store_id, [one.seq for one in kept])
    return {one.sid for one in kept if one.seq in places}


def _progress(row: Erasure) -> Progress:
    return Progress(row.id, row.statements, row.documents, row.begun_at, row.finished_at)
