"""The order of a store: one writer at a time says which statement comes next."""

from __future__ import annotations

import fcntl
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import func, select, text
from sqlalchemy.orm import Session

from lrs.store.tables import Statement
from schemas.write_door import lock_file

LOCK_SPACE = 0x6C7273
"""The first half of the advisory lock's name ("lrs"); the second is the store."""


CLOCKS_AGREE_WITHIN = timedelta(seconds=1)
"""How far apart the clocks of several machines before one PostgreSQL may be."""


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


def heads(session: Session) -> list[tuple[int, int, datetime]]:
    """Return (store, seq, stored) of the newest statement of each store that has any."""
    stores = session.scalars(select(Statement.store_id).distinct().order_by(Statement.store_id))
    found = ((store_id, head(session, store_id)) for store_id in stores)
    return [(store_id, one.seq, one.stored) for store_id, one in found if one.stored is not None]


def complete_through(session: Session, store_id: int, now: datetime) -> datetime | None:
    """Return a time up to which every statement ever stored is visible to what *session*
    reads from here on; None in an empty store that is being written to.

    That is the newest ``stored``, and *now* where nobody is writing at this moment. Call it
    first: on SQLite it ends the session's snapshot, which may be older than the answer.
    """
    quiet: datetime | None = None
    if session.get_bind().dialect.name == "postgresql":
        free = session.scalar(
            text("SELECT pg_try_advisory_xact_lock_shared(:space, :store)"),
            {"space": LOCK_SPACE, "store": store_id},
        )
        session.rollback()
        quiet = now - CLOCKS_AGREE_WITHIN if free else None
    else:
        session.rollback()
        quiet = now if _nobody_writes(session) else None
    newest = head(session, store_id).stored
    known = [moment for moment in (quiet, newest) if moment is not None]
    return max(known, default=None)


def _nobody_writes(session: Session) -> bool:
    """Say whether no writer of the SQLite file is between its first word and its commit."""
    try:
        with lock_file(session.get_bind().engine).open("ab") as file:
            fcntl.flock(file, fcntl.LOCK_SH | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


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
