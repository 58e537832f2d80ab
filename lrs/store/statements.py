"""The statement table: append, and read back by id or by place."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from lrs.rules.consistency import VOIDED
from lrs.rules.mentions import Mentions
from lrs.store import activities, bulk, lookups, payloads, references
from lrs.store.order import Head, head
from lrs.store.tables import Activity, ActivityMention, Agent, AgentMention, Statement, Verb

MILLISECOND = timedelta(milliseconds=1)


@dataclass(frozen=True, slots=True)
class Entry:
    """A statement ready to be appended: everything that could be done before the lock is done.

    *plain* is its JSON without ``stored``; *definitions* are (activity IRI, definition);
    *packed*, where it is given, is *plain* compressed: codec and payload.
    """

    sid: UUID
    plain: bytes
    mentions: Mentions
    edition: int
    definitions: tuple[tuple[str, dict[str, Any]], ...] = ()
    packed: tuple[int, bytes] | None = None


@dataclass(frozen=True, slots=True)
class Kept:
    """A statement as it was read: *whole* is its complete JSON, ``stored`` included."""

    seq: int
    sid: UUID
    stored: datetime
    edition: int
    voided: bool
    whole: bytes


@dataclass(frozen=True, slots=True)
class Fresh:
    """What a process may remember once the append is durable."""

    agents: dict[str, int]
    verbs: dict[str, int]
    activities: dict[str, int]
    definitions: dict[int, dict[str, Any]]
    names: set[tuple[int, str]]


STATEMENT_COLUMNS = (
    "store_id",
    "seq",
    "stored",
    "sid",
    "actor_id",
    "authority_id",
    "verb_id",
    "activity_id",
    "registration",
    "edition",
    "voided",
    "codec",
    "payload",
)
AGENT_COLUMNS = ("agent_id", "seq", "origin", "direct")
ACTIVITY_COLUMNS = ("activity_id", "seq", "origin")


def append(
    session: Session, store_id: int, entries: Sequence[Entry], now: datetime
) -> tuple[Head, Fresh]:
    """Put *entries*, all of new ids, at the end of the store; the order lock is held.

    ``stored`` is *now*, or a millisecond more than the newest ``stored`` where that is later:
    who follows with ``since`` and the last ``stored`` they saw then misses nothing. Returns
    the new head and what may be remembered after the commit.
    """
    before = head(session, store_id)
    stored = now if before.stored is None else max(now, before.stored + MILLISECOND)
    time = bulk.kept_time(stored)
    agents, fresh_agents = lookups.met(session, Agent, store_id, _agents(entries))
    verbs, fresh_verbs = lookups.met(
        session, Verb, store_id, {entry.mentions.verb for entry in entries}
    )
    things, fresh_activities = lookups.met(session, Activity, store_id, _activities(entries))
    rows: list[tuple[Any, ...]] = []
    agent_rows: list[tuple[Any, ...]] = []
    activity_rows: list[tuple[Any, ...]] = []
    for seq, entry in enumerate(entries, start=before.seq + 1):
        told = entry.mentions
        codec, payload = entry.packed or payloads.compressed(session, entry.plain)
        rows.append(
            (
                store_id,
                seq,
                time,
                bulk.kept_id(session, entry.sid),
                agents[told.actor] if told.actor is not None else None,
                agents[told.authority] if told.authority is not None else None,
                verbs[told.verb],
                things[told.activity] if told.activity is not None else None,
                bulk.kept_id(session, told.registration),
                entry.edition,
                False,
                codec,
                payload,
            )
        )
        agent_rows.extend((agents[ifi], seq, seq, direct) for ifi, direct in told.agents.items())
        activity_rows.extend((things[iri], seq, seq) for iri in told.activities)
    bulk.insert(session, Statement, STATEMENT_COLUMNS, rows)
    bulk.insert(session, AgentMention, AGENT_COLUMNS, agent_rows)
    bulk.insert(session, ActivityMention, ACTIVITY_COLUMNS, activity_rows)
    names = _fresh_names(session, entries, agents)
    lookups.name_agents(session, names)
    definitions = activities.learn(
        session,
        [(things[iri], definition) for entry in entries for iri, definition in entry.definitions],
    )
    references.append(
        session,
        store_id,
        [
            references.Referring(
                before.seq + index, entry.sid, entry.mentions.target, entry.mentions.verb == VOIDED
            )
            for index, entry in enumerate(entries, start=1)
        ],
        voiding_verb=verbs.get(VOIDED),
    )
    return (
        Head(before.seq + len(entries), stored),
        Fresh(fresh_agents, fresh_verbs, fresh_activities, definitions, names),
    )


def remember(session: Session, store_id: int, fresh: Fresh) -> None:
    """Let this process remember what an append, now durable, has met."""
    lookups.remember(session, Agent, store_id, fresh.agents)
    lookups.remember(session, Verb, store_id, fresh.verbs)
    lookups.remember(session, Activity, store_id, fresh.activities)
    activities.remember(session, fresh.definitions)
    known = lookups.cache(session, "names")
    if len(known) > lookups.CACHED:
        known.clear()
    known.update(dict.fromkeys(fresh.names))


def by_ids(session: Session, store_id: int, sids: Collection[UUID]) -> dict[UUID, Kept]:
    """Return id → statement for those *sids* that the store has, voided ones too."""
    found: dict[UUID, Kept] = {}
    wanted = list(sids)
    for start in range(0, len(wanted), lookups.AT_ONCE):
        for kept in _read(
            session,
            Statement.store_id == store_id,
            Statement.sid.in_(wanted[start : start + lookups.AT_ONCE]),
        ):
            found[kept.sid] = kept
    return found


def taken(session: Session, store_id: int, sids: Sequence[UUID]) -> set[UUID]:
    """Return those of *sids* that the store has."""
    select_sid = "SELECT sid FROM lrs_statement WHERE store_id = ? AND sid"
    found = bulk.matching(session, select_sid, store_id, sids)
    return {sid if isinstance(sid, UUID) else UUID(bytes=sid) for (sid,) in found}


def by_places(session: Session, store_id: int, seqs: Sequence[int]) -> list[Kept]:
    """Return the statements at *seqs*, in the order of *seqs*."""
    found = {
        kept.seq: kept
        for kept in _read(session, Statement.store_id == store_id, Statement.seq.in_(seqs))
    }
    return [found[seq] for seq in seqs]


def parsed(kept: Kept) -> dict[str, Any]:
    """Return the statement *kept* as a JSON object."""
    value: dict[str, Any] = json.loads(kept.whole)
    return value


def _read(session: Session, *conditions: Any) -> Iterable[Kept]:
    rows = session.execute(
        select(
            Statement.seq,
            Statement.sid,
            Statement.stored,
            Statement.edition,
            Statement.voided,
            Statement.codec,
            Statement.payload,
        ).where(*conditions)
    )
    for seq, sid, stored, edition, voided, codec, payload in rows:
        plain = payloads.decompressed(session, codec, payload)
        yield Kept(seq, sid, stored, edition, voided, payloads.whole(plain, stored))


def _agents(entries: Sequence[Entry]) -> set[str]:
    found: set[str] = set()
    for entry in entries:
        told = entry.mentions
        found.update(told.agents)
        if told.actor is not None:
            found.add(told.actor)
        if told.authority is not None:
            found.add(told.authority)
    return found


def _activities(entries: Sequence[Entry]) -> set[str]:
    found: set[str] = set()
    for entry in entries:
        found.update(entry.mentions.activities)
        if entry.mentions.activity is not None:
            found.add(entry.mentions.activity)
        found.update(iri for iri, _ in entry.definitions)
    return found


def _fresh_names(
    session: Session, entries: Sequence[Entry], agents: dict[str, int]
) -> set[tuple[int, str]]:
    """Return the (agent id, name) pairs that this process has not written before."""
    known = lookups.cache(session, "names")
    pairs = {(agents[ifi], name) for entry in entries for ifi, name in entry.mentions.names}
    return {pair for pair in pairs if pair not in known}
