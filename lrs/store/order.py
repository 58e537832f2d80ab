"""The order of a store: one writer at a time says which statement comes next."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select, text
from sqlalchemy.orm import Session

from lrs.store.tables import Statement

LOCK_SPACE = 0x6C7273
"""The first half of the advisory lock's name ("lrs"); the second is the store."""


@dataclass(frozen=True, slots=True)
class Head:
    """The newest statement's place: *seq* 0 and no *stored* when there is none."""

    seq: int
    stored: datetime | None


def lock(session: Session, store_id: int) -> None:
    """Wait until this transaction alone may append to the store, until it ends.

    Without it a sequence hands out numbers whose transactions commit in another order, and a
    reader with a cursor passes over those that come late. SQLite has one writer anyway.
    """
    if session.get_bind().dialect.name == "postgresql":
        session.execute(
            text("SELECT pg_advisory_xact_lock(:space, :store)"),
            {"space": LOCK_SPACE, "store": store_id},
        )


def head(session: Session, store_id: int) -> Head:
    """Return the newest place of the store, as this transaction sees it."""
    row = session.execute(
        select(Statement.seq, Statement.stored)
        .where(Statement.store_id == store_id)
        .order_by(Statement.seq.desc())
        .limit(1)
    ).first()
    return Head(0, None) if row is None else Head(row.seq, row.stored)


def last_until(session: Session, store_id: int, moment: datetime) -> int:
    """Return the seq of the last statement stored at or before *moment*, 0 when none was.

    ``stored`` never decreases with seq, so a bound of time is a bound of seq.
    """
    found = session.scalar(
        select(func.max(Statement.seq)).where(
            Statement.store_id == store_id,
            Statement.stored
            == select(func.max(Statement.stored))
            .where(Statement.store_id == store_id, Statement.stored <= moment)
            .scalar_subquery(),
        )
    )
    return found or 0
