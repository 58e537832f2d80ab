"""Statements that refer to statements: what they inherit for filters, and what they void.

A statement shares the matches of the one that its StatementRef object targets, and of that
one's target, however they arrive (Communication 2.1.3.s3). This is written down when the
later of the two comes, so that a query stays one look into an index.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import insert, literal, select, update
from sqlalchemy.dialects.postgresql import insert as postgresql_insert
from sqlalchemy.dialects.sqlite import insert as sqlite_insert
from sqlalchemy.orm import Session

from lrs.rules.mentions import mentions
from lrs.store import bulk, lookups, payloads
from lrs.store.tables import (
    Activity,
    ActivityMention,
    Agent,
    AgentMention,
    Reference,
    Shadow,
    Statement,
)

DEEPEST = 32
"""Links of a chain of references that filters follow; longer chains would let a sender make
the store write without bound."""


@dataclass(frozen=True, slots=True)
class Referring:
    """A statement just appended: its place and id, the id it refers to, whether it voids it."""

    seq: int
    sid: UUID
    target: UUID | None
    voids: bool


def append(
    session: Session, store_id: int, new: Sequence[Referring], *, voiding_verb: int | None
) -> None:
    """Write down the references of *new* statements, and those that waited for them."""
    outgoing = [one for one in new if one.target is not None]
    if outgoing:
        session.execute(
            insert(Reference),
            [
                {"store_id": store_id, "seq": one.seq, "target": one.target, "voids": one.voids}
                for one in outgoing
            ],
        )
    awaited = _referred(session, store_id, [one.sid for one in new])
    for one in new:
        if one.target is None and one.sid not in awaited:
            continue
        above = _chain(session, store_id, one) if one.target is not None else []
        for origin in above:
            _inherit(session, store_id, one.seq, origin)
        if one.sid in awaited:
            for referring in _descendants(session, store_id, one):
                for origin in (one.seq, *above):
                    if origin != referring:
                        _inherit(session, store_id, referring, origin)
    targets = {one.target for one in outgoing if one.voids and one.target is not None}
    targets |= {sid for sid, voids in awaited.items() if voids}
    if targets:
        _void(session, store_id, targets, voiding_verb)


def _referred(session: Session, store_id: int, sids: Collection[UUID]) -> dict[UUID, bool]:
    """Return those of *sids* to which a reference points, with True where one of them voids."""
    pointing = "SELECT target, voids FROM lrs_reference WHERE store_id = ? AND target"
    found: dict[UUID, bool] = {}
    for target, voids in bulk.matching(session, pointing, store_id, list(sids)):
        sid = target if isinstance(target, UUID) else UUID(bytes=target)
        found[sid] = found.get(sid, False) or bool(voids)
    return found


def _chain(session: Session, store_id: int, one: Referring) -> list[int]:
    """Return the places of the statements that *one* refers to, from near to far."""
    places: list[int] = []
    target = one.target
    while target is not None and len(places) < DEEPEST:
        row = session.execute(
            select(Statement.seq, Reference.target)
            .outerjoin(
                Reference,
                (Reference.store_id == Statement.store_id) & (Reference.seq == Statement.seq),
            )
            .where(Statement.store_id == store_id, Statement.sid == target)
        ).first()
        if row is None or row.seq == one.seq or row.seq in places:
            break
        places.append(row.seq)
        target = row.target
    return places


def _descendants(session: Session, store_id: int, one: Referring) -> Iterable[int]:
    """Return the places of all statements that refer to *one*, directly or not."""
    seen: dict[int, None] = {}
    level = [one.sid]
    for _ in range(DEEPEST):
        rows = session.execute(
            select(Statement.seq, Statement.sid)
            .join(
                Reference,
                (Reference.store_id == Statement.store_id) & (Reference.seq == Statement.seq),
            )
            .where(Reference.store_id == store_id, Reference.target.in_(level))
        ).all()
        level = [row.sid for row in rows if row.seq not in seen and row.seq != one.seq]
        seen.update(dict.fromkeys(row.seq for row in rows if row.seq != one.seq))
        if not level:
            break
    return seen


def _inherit(session: Session, store_id: int, seq: int, origin: int) -> None:
    """Let the statement at *seq* share the matches of the one at *origin*, once."""
    made = sqlite_insert if session.get_bind().dialect.name == "sqlite" else postgresql_insert
    there = (Statement.store_id == store_id, Statement.seq == origin)
    columns = ("actor_id", "authority_id", "verb_id", "activity_id", "registration")
    session.execute(
        made(Shadow)
        .from_select(
            ["store_id", "seq", "origin", *columns],
            select(
                literal(store_id),
                literal(seq),
                literal(origin),
                *(getattr(Statement, name) for name in columns),
            ).where(*there),
        )
        .on_conflict_do_nothing()
    )
    told = mentions(_statement(session, store_id, origin))
    agents = lookups.ids(session, Agent, store_id, told.agents)
    things = lookups.ids(session, Activity, store_id, told.activities)
    bulk.insert(
        session,
        AgentMention,
        ("agent_id", "seq", "origin", "direct"),
        [(agents[ifi], seq, origin, direct) for ifi, direct in told.agents.items()],
        once=True,
    )
    bulk.insert(
        session,
        ActivityMention,
        ("activity_id", "seq", "origin"),
        [(things[iri], seq, origin) for iri in told.activities],
        once=True,
    )


def _statement(session: Session, store_id: int, seq: int) -> dict[str, Any]:
    """Return the statement at *seq*, without ``stored``."""
    codec, payload = session.execute(
        select(Statement.codec, Statement.payload).where(
            Statement.store_id == store_id, Statement.seq == seq
        )
    ).one()
    found: dict[str, Any] = json.loads(payloads.decompressed(session, codec, payload))
    return found


def _void(
    session: Session, store_id: int, targets: Collection[UUID], voiding_verb: int | None
) -> None:
    """Take *targets* out of force, except those that themselves void (Data 2.3.2)."""
    condition = [Statement.store_id == store_id, Statement.sid.in_(list(targets))]
    if voiding_verb is not None:
        condition.append(Statement.verb_id != voiding_verb)
    session.execute(
        update(Statement)
        .where(*condition)
        .values(voided=True)
        .execution_options(synchronize_session=False)
    )
