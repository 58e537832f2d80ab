"""Launch sessions of AUs, and what was reached in their registrations."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import select, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.engine import CursorResult
from sqlalchemy.orm import Session

from player.store.tables import AuResultRow, AuSessionRow


def found(session: Session, session_id: UUID, *, lock: bool = False) -> AuSessionRow | None:
    """Return the session with that id."""
    wanted = select(AuSessionRow).where(AuSessionRow.id == session_id)
    if lock:
        wanted = wanted.with_for_update().execution_options(populate_existing=True)
    return session.scalar(wanted)


def claimed(
    session: Session, session_id: UUID, fetch_key: str, token: str, now: datetime, since: datetime
) -> bool:
    """Claim the fetch URL by one UPDATE; True for the one caller whose claim it was.

    Only an unclaimed, living session launched after *since* is claimed; *token* is a digest.
    """
    result = session.execute(
        update(AuSessionRow)
        .where(
            AuSessionRow.id == session_id,
            AuSessionRow.fetch_key == fetch_key,
            AuSessionRow.fetched_at.is_(None),
            AuSessionRow.abandoned_at.is_(None),
            AuSessionRow.terminated_at.is_(None),
            AuSessionRow.launched_at >= since,
        )
        .values(fetched_at=now, token=token)
        .execution_options(synchronize_session=False)
    )
    assert isinstance(result, CursorResult)
    return result.rowcount == 1


def open_of_registration(session: Session, registration_id: UUID) -> Sequence[AuSessionRow]:
    """Return the sessions of a registration that are neither terminated nor abandoned."""
    return session.scalars(
        select(AuSessionRow)
        .where(
            AuSessionRow.registration_id == registration_id,
            AuSessionRow.terminated_at.is_(None),
            AuSessionRow.abandoned_at.is_(None),
        )
        .with_for_update()
    ).all()


def reached(session: Session, registration_id: UUID) -> dict[str, set[str]]:
    """Return for each AU of the registration the words that were said of it once and for all."""
    words: dict[str, set[str]] = {}
    rows = session.execute(
        select(AuResultRow.unit, AuResultRow.verb).where(
            AuResultRow.registration_id == registration_id
        )
    )
    for unit, verb in rows:
        words.setdefault(unit, set()).add(verb)
    return words


def reach(
    session: Session,
    registration_id: UUID,
    unit: str,
    verb: str,
    at: datetime,
    score_milli: int | None = None,
) -> bool:
    """Note that *verb* was said of *unit*; False where it was said before."""
    insert = postgresql.insert if session.get_bind().dialect.name == "postgresql" else sqlite.insert
    added = session.scalar(
        insert(AuResultRow)
        .values(
            registration_id=registration_id, unit=unit, verb=verb, at=at, score_milli=score_milli
        )
        .on_conflict_do_nothing(index_elements=["registration_id", "unit", "verb"])
        .returning(AuResultRow.id)
    )
    return added is not None
