"""Forwarders: where each stands, and what the other store would not take."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy import delete, func, or_, select
from sqlalchemy.orm import Session

from lrs.store.tables import Forwarder, ForwardingRefusal, Statement


def get(session: Session, forwarder_id: int, *, lock: bool = False) -> Forwarder | None:
    """Return the forwarder; with *lock*, no other transaction changes it until this one ends."""
    query = select(Forwarder).where(Forwarder.id == forwarder_id)
    return session.scalar(query.with_for_update() if lock else query)


def listed(session: Session, store_id: int | None = None) -> list[Forwarder]:
    """Return the forwarders of the store (None: of all), oldest first."""
    query = select(Forwarder).order_by(Forwarder.id)
    if store_id is not None:
        query = query.where(Forwarder.store_id == store_id)
    return list(session.scalars(query))


def due(session: Session, now: datetime) -> list[int]:
    """Return the ids of those that are neither paused nor waiting."""
    return list(
        session.scalars(
            select(Forwarder.id)
            .where(
                Forwarder.paused_at.is_(None),
                or_(Forwarder.retry_at.is_(None), Forwarder.retry_at <= now),
            )
            .order_by(Forwarder.id)
        )
    )


def remove(session: Session, forwarder_id: int) -> None:
    """Delete the forwarder and the list of what was refused."""
    forget_refusals(session, forwarder_id, after=0)
    session.execute(delete(Forwarder).where(Forwarder.id == forwarder_id))


def set_aside(
    session: Session, forwarder_id: int, seq: int, sid: UUID, reason: str, now: datetime
) -> None:
    """Write down that the statement at *seq* was refused for *reason*."""
    session.add(
        ForwardingRefusal(
            forwarder_id=forwarder_id, seq=seq, sid=sid, reason=reason, refused_at=now
        )
    )


def forget_refusals(session: Session, forwarder_id: int, *, after: int) -> None:
    """Delete what is written about refused statements after the place *after*."""
    session.execute(
        delete(ForwardingRefusal)
        .where(ForwardingRefusal.forwarder_id == forwarder_id, ForwardingRefusal.seq > after)
        .execution_options(synchronize_session=False)
    )


def refusals(session: Session, forwarder_id: int) -> list[ForwardingRefusal]:
    """Return what was refused, in order."""
    return list(
        session.scalars(
            select(ForwardingRefusal)
            .where(ForwardingRefusal.forwarder_id == forwarder_id)
            .order_by(ForwardingRefusal.seq)
        )
    )


def refusal_counts(session: Session) -> dict[int, int]:
    """Return forwarder → number of statements set aside, where there are any."""
    rows = session.execute(
        select(ForwardingRefusal.forwarder_id, func.count()).group_by(
            ForwardingRefusal.forwarder_id
        )
    )
    return {forwarder_id: int(number) for forwarder_id, number in rows}


def stored_after(session: Session, store_id: int, seq: int) -> datetime | None:
    """Return when the statement that follows the place *seq* was stored; None: none does."""
    return session.scalar(
        select(Statement.stored)
        .where(Statement.store_id == store_id, Statement.seq == seq + 1)
        .limit(1)
    )
