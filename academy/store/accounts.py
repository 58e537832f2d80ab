"""Accounts, sessions and the waiting of names that failed to sign in."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from academy.store.inserts import inserted
from academy.store.tables import AccountRow, BackOffRow, PersonRow, SessionRow


def by_username(session: Session, username: str) -> AccountRow | None:
    """Return the open account of the canonical *username*."""
    return session.scalar(
        select(AccountRow).where(AccountRow.username == username, AccountRow.closed_at.is_(None))
    )


def session_by_digest(session: Session, digest: str) -> tuple[SessionRow, PersonRow] | None:
    """Return the session that has not ended, with its person."""
    row = session.execute(
        select(SessionRow, PersonRow)
        .join(PersonRow, PersonRow.id == SessionRow.person_id)
        .where(SessionRow.token_digest == digest, SessionRow.ended_at.is_(None))
    ).one_or_none()
    return None if row is None else (row[0], row[1])


def open_sessions(session: Session, person_id: UUID) -> tuple[SessionRow, ...]:
    """Return the person's complete sessions that nothing has ended, the last used first."""
    rows = session.scalars(
        select(SessionRow)
        .where(
            SessionRow.person_id == person_id,
            SessionRow.ended_at.is_(None),
            SessionRow.stage == "full",
        )
        .order_by(SessionRow.seen_at.desc(), SessionRow.token_digest)
    )
    return tuple(rows)


def end_sessions(
    session: Session, person_id: UUID, why: str, now: datetime, *, but: str | None = None
) -> int:
    """End every session of the person except the one with digest *but*; return how many."""
    query = (
        update(SessionRow)
        .where(SessionRow.person_id == person_id, SessionRow.ended_at.is_(None))
        .values(ended_at=now, ended_why=why)
    )
    if but is not None:
        query = query.where(SessionRow.token_digest != but)
    return session.connection().execute(query).rowcount


def back_off(session: Session, name_digest: str, now: datetime) -> BackOffRow:
    """Return the failures under a name, none at first, locked for this unit of work."""
    inserted(session, BackOffRow, name_digest=name_digest, failures=0, last_at=now, next_at=now)
    return session.scalars(
        select(BackOffRow).where(BackOffRow.name_digest == name_digest).with_for_update()
    ).one()


def close(session: Session, person_id: UUID, now: datetime) -> None:
    """Close the person's account; its user name is never given to another."""
    account = session.get(AccountRow, person_id)
    if account is not None:
        account.closed_at = now
        session.flush()
