"""Erasures: which statements say a person's identifier, and the change of their rows."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import ColumnElement, delete, select, union, update
from sqlalchemy.orm import Session

from lrs.store import lookups, payloads
from lrs.store.tables import (
    Agent,
    AgentMention,
    AgentName,
    Erasure,
    Pseudonymised,
    Shadow,
    Statement,
)


def get(session: Session, erasure_id: int) -> Erasure:
    """Return the erasure, to be changed by this transaction alone."""
    return session.scalars(select(Erasure).where(Erasure.id == erasure_id).with_for_update()).one()


def listed(session: Session, store_id: int) -> list[Erasure]:
    """Return the erasures of the store, oldest first."""
    query = select(Erasure).where(Erasure.store_id == store_id).order_by(Erasure.id)
    return list(session.scalars(query))


def ifi_of(session: Session, agent_id: int) -> str:
    """Return the canonical IFI in the row *agent_id*."""
    return session.scalars(select(Agent.ifi).where(Agent.id == agent_id)).one()


def name(session: Session, agent_id: int, ifi: str) -> None:
    """Write *ifi* into the row *agent_id*, which an earlier erasure may have blanked."""
    _change(session, Agent, {"ifi": ifi}, Agent.id == agent_id)


def saying(session: Session, store_id: int, agent_id: int, limit: int) -> list[int]:
    """Return the places of at most *limit* statements that say *agent_id* in their own words."""
    there = Statement.store_id == store_id
    found = union(
        *(
            select(stream.limit(limit).subquery().c.seq)
            for stream in (
                select(Statement.seq).where(there, Statement.actor_id == agent_id),
                select(Statement.seq).where(there, Statement.authority_id == agent_id),
                select(AgentMention.seq).where(
                    AgentMention.agent_id == agent_id, AgentMention.origin == AgentMention.seq
                ),
            )
        )
    ).subquery()
    return list(session.scalars(select(found.c.seq).order_by(found.c.seq).limit(limit)))


def plain(session: Session, store_id: int, seqs: Sequence[int]) -> dict[int, bytes]:
    """Return place → the bytes of the statement as they are kept, without ``stored``."""
    rows = session.execute(
        select(Statement.seq, Statement.codec, Statement.payload).where(
            Statement.store_id == store_id, Statement.seq.in_(seqs)
        )
    )
    return {seq: payloads.decompressed(session, codec, kept) for seq, codec, kept in rows}


def rewrite(session: Session, store_id: int, seq: int, bytes_now: bytes) -> None:
    """Put *bytes_now* in the place of the payload at *seq*."""
    codec, payload = payloads.compressed(session, bytes_now)
    _change(
        session,
        Statement,
        {"codec": codec, "payload": payload},
        Statement.store_id == store_id,
        Statement.seq == seq,
    )


def exchange(session: Session, row: Erasure, seqs: Sequence[int]) -> None:
    """Let everything that finds the statements at *seqs*, and what inherits from them, by the
    person find them by the pseudonym; mark them."""
    old, new = row.agent_id, row.pseudonym_id
    for table, place in ((Statement, Statement.seq), (Shadow, Shadow.origin)):
        for column in (table.actor_id, table.authority_id):
            _change(
                session,
                table,
                {column.key: new},
                table.store_id == row.store_id,
                place.in_(seqs),
                column == old,
            )
    _change(
        session,
        AgentMention,
        {"agent_id": new},
        AgentMention.agent_id == old,
        AgentMention.origin.in_(seqs),
    )
    session.add_all(
        Pseudonymised(store_id=row.store_id, seq=seq, erasure_id=row.id) for seq in seqs
    )


def blank(session: Session, agent_id: int) -> None:
    """Take identifier and names out of the row *agent_id*.

    Its digest stays: other processes remember the row, and would refer to nothing when the
    person came again.
    """
    session.execute(delete(AgentName).where(AgentName.agent_id == agent_id))
    _change(session, Agent, {"ifi": ""}, Agent.id == agent_id)


def forget_names(session: Session, agent_id: int) -> None:
    """Let this process forget which names it has written for *agent_id*."""
    known = lookups.cache(session, "names")
    for pair in [pair for pair in known if pair[0] == agent_id]:
        del known[pair]


def marked(session: Session, store_id: int, seqs: Sequence[int]) -> set[int]:
    """Return those of *seqs* whose statements an erasure changed."""
    return set(
        session.scalars(
            select(Pseudonymised.seq).where(
                Pseudonymised.store_id == store_id, Pseudonymised.seq.in_(seqs)
            )
        )
    )


def _change(
    session: Session,
    table: type[Statement] | type[Shadow] | type[AgentMention] | type[Agent],
    values: dict[str, object],
    *where: ColumnElement[bool],
) -> None:
    session.execute(
        update(table).where(*where).values(**values).execution_options(synchronize_session=False)
    )
