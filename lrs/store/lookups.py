"""Agents, verbs and activities as small numbers: text → row, made when first met."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from hashlib import sha256
from typing import Any
from weakref import WeakKeyDictionary

from sqlalchemy import Engine, insert, select
from sqlalchemy.dialects.postgresql import insert as postgresql_insert
from sqlalchemy.dialects.sqlite import insert as sqlite_insert
from sqlalchemy.orm import Session

from lrs.store.tables import Activity, Agent, AgentName, Verb

CACHED = 100_000
"""Texts of one kind that a process remembers; then it starts anew."""

AT_ONCE = 500
"""Values in one IN list: SQLite and PostgreSQL both allow far more."""

Table = type[Agent] | type[Verb] | type[Activity]
Known = dict[tuple[int, str], int]

_known: WeakKeyDictionary[Engine, dict[str, Known]] = WeakKeyDictionary()


def digest(text: str) -> bytes:
    """Return the 16 octets by which a text is looked up."""
    return sha256(text.encode()).digest()[:16]


def ids(session: Session, table: Table, store_id: int, texts: Collection[str]) -> dict[str, int]:
    """Return text → id for those *texts* that the store has met."""
    known = _of(session, table)
    found: dict[str, int] = {}
    wanted: dict[bytes, str] = {}
    for text in texts:
        at_hand = known.get((store_id, text))
        if at_hand is None:
            wanted[digest(text)] = text
        else:
            found[text] = at_hand
    missing = list(wanted)
    for start in range(0, len(missing), AT_ONCE):
        rows = session.execute(
            select(table.digest, table.id).where(
                table.store_id == store_id, table.digest.in_(missing[start : start + AT_ONCE])
            )
        )
        for key, row_id in rows:
            found[wanted[bytes(key)]] = row_id
    return found


def met(
    session: Session, table: Table, store_id: int, texts: Collection[str]
) -> tuple[dict[str, int], dict[str, int]]:
    """Return text → id for all *texts*, and which of them are new to this process.

    New rows are made; hand the second mapping to ``remember`` once they are durable.
    """
    found = ids(session, table, store_id, texts)
    known = _of(session, table)
    missing = [text for text in texts if text not in found]
    if missing:
        column = "ifi" if table is Agent else "iri"
        rows = session.execute(
            insert(table).returning(table.digest, table.id),
            [
                {"store_id": store_id, "digest": digest(text), column: text}
                for text in sorted(set(missing))
            ],
        )
        by_digest = {bytes(key): row_id for key, row_id in rows}
        for text in missing:
            found[text] = by_digest[digest(text)]
    return found, {text: row_id for text, row_id in found.items() if (store_id, text) not in known}


def remember(session: Session, table: Table, store_id: int, fresh: Mapping[str, int]) -> None:
    """Keep *fresh* (text → id, durable) at hand in this process."""
    known = _of(session, table)
    if len(known) + len(fresh) > CACHED:
        known.clear()
    known.update({(store_id, text): row_id for text, row_id in fresh.items()})


def name_agents(session: Session, names: Collection[tuple[int, str]]) -> None:
    """Record that agents (id, name) were called so; what is known already stays."""
    if not names:
        return
    made = sqlite_insert if session.get_bind().dialect.name == "sqlite" else postgresql_insert
    session.execute(
        made(AgentName).on_conflict_do_nothing(index_elements=["agent_id", "digest"]),
        [
            {"agent_id": agent_id, "digest": digest(name), "name": name.replace("\0", "�")}
            for agent_id, name in sorted(set(names))
        ],
    )


def names_of(session: Session, store_id: int, ifi: str) -> list[str]:
    """Return the names of the agent *ifi*, in the order in which they were met."""
    rows = session.scalars(
        select(AgentName.name)
        .join(Agent, Agent.id == AgentName.agent_id)
        .where(Agent.store_id == store_id, Agent.digest == digest(ifi))
        .order_by(AgentName.id)
    )
    return list(rows)


def cache(session: Session, name: str) -> dict[Any, Any]:
    """Return this process's cache *name* for the database behind *session*."""
    found: dict[Any, Any] = _known.setdefault(session.get_bind().engine, {}).setdefault(name, {})
    return found


def _of(session: Session, table: Table) -> Known:
    return cache(session, table.__tablename__)
