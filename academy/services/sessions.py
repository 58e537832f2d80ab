"""Sessions: which browser is whose, for how long, and what ends it."""

from __future__ import annotations

import hashlib
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy.orm import Session

from academy.rules.passwords import IDLE_LOGOUT, LONGEST_SESSION
from academy.rules.permissions import granted
from academy.store import accounts, grants
from academy.store.tables import PersonRow, SessionRow
from schemas.refusals import NotFound
from schemas.values import Principal
from schemas.write_door import UnitOfWork

SEEN_EVERY = timedelta(minutes=1)
"""A session's last sight is written at most this often."""

WAITING_STAGE_ENDS = timedelta(minutes=10)
"""A sign-in that stops half-way is forgotten after this."""


@dataclass(frozen=True, slots=True)
class Begun:
    """A session just begun: its *token*, for the browser alone, and the *stage* it is in."""

    token: str
    stage: str
    person_id: UUID


@dataclass(frozen=True, slots=True)
class Present:
    """A session as a request finds it; *principal* only where nothing is lacking."""

    stage: str
    person_id: UUID
    digest: str
    principal: Principal | None
    seen_at: datetime


@dataclass(frozen=True, slots=True)
class OwnSession:
    """A living session in its person's own list; *handle* names it there and opens nothing."""

    handle: str
    browser: str
    began_at: datetime
    seen_at: datetime
    here: bool


HANDLE = 16
"""Digits of the digest that name a session to its own person."""


def digest_of(token: str) -> str:
    """Return what stands in the table for *token*."""
    return hashlib.sha256(token.encode()).hexdigest()


def begin(unit: UnitOfWork, person_id: UUID, stage: str, browser: str) -> Begun:
    """Begin a session in *stage*; *browser* is its User-Agent, for the person's own list."""
    token = secrets.token_urlsafe(32)
    unit.session.add(
        SessionRow(
            token_digest=digest_of(token),
            person_id=person_id,
            stage=stage,
            began_at=unit.now,
            seen_at=unit.now,
            browser=browser[:200],
        )
    )
    unit.session.flush()
    return Begun(token, stage, person_id)


def rotated(unit: UnitOfWork, row: SessionRow, stage: str) -> Begun:
    """End the session of *row* and begin the one that follows it, under a new token."""
    row.ended_at, row.ended_why = unit.now, "rotated"
    return begin(unit, row.person_id, stage, row.browser)


def present(session: Session, token: str | None, now: datetime) -> Present | None:
    """Return the living session of *token*, or None."""
    if not token:
        return None
    found = accounts.session_by_digest(session, digest_of(token))
    if found is None or not _alive(found[0], now) or found[1].left_at is not None:
        return None
    row, person = found
    principal = None
    if row.stage == "full":
        roles = [role for role, _ in grants.of(session, person.id)]
        principal = Principal(person.id, person.name, granted(roles))
    return Present(row.stage, person.id, row.token_digest, principal, row.seen_at)


def waiting(
    session: Session, token: str | None, stage: str, now: datetime
) -> tuple[SessionRow, PersonRow]:
    """Return the session of *token* that waits in *stage*; raises NotFound without one."""
    found = accounts.session_by_digest(session, digest_of(token)) if token else None
    if found is None or found[0].stage != stage or not _alive(found[0], now):
        raise NotFound("登录已过期，请重新登录。", code="sign-in-again")
    return found


def seen(unit: UnitOfWork, digest: str) -> None:
    """Write down that the session was used now."""
    row = unit.session.get(SessionRow, digest)
    if row is not None:
        row.seen_at = unit.now


def end(unit: UnitOfWork, token: str, why: str) -> None:
    """End the session of *token*; harmless where there is none."""
    row = unit.session.get(SessionRow, digest_of(token))
    if row is not None and row.ended_at is None:
        row.ended_at, row.ended_why = unit.now, why


def own(session: Session, person_id: UUID, here: str, now: datetime) -> tuple[OwnSession, ...]:
    """Return the person's living sessions, the one with digest *here* first."""
    found = [
        OwnSession(
            row.token_digest[:HANDLE],
            row.browser,
            row.began_at,
            row.seen_at,
            row.token_digest == here,
        )
        for row in accounts.open_sessions(session, person_id)
        if _alive(row, now)
    ]
    return tuple(sorted(found, key=lambda one: not one.here))


def end_own(unit: UnitOfWork, person_id: UUID, handle: str) -> None:
    """End the person's session of that *handle*; raises NotFound for another's or none."""
    for row in accounts.open_sessions(unit.session, person_id):
        if row.token_digest[:HANDLE] == handle:
            row.ended_at, row.ended_why = unit.now, "ended-by-person"
            return
    raise NotFound("这个登录已经退出。", code="session")


def end_others(unit: UnitOfWork, person_id: UUID, here: str) -> int:
    """End every session of the person except the one with digest *here*; return how many."""
    return accounts.end_sessions(unit.session, person_id, "ended-by-person", unit.now, but=here)


def _alive(row: SessionRow, now: datetime) -> bool:
    if row.stage != "full" and now - row.began_at >= WAITING_STAGE_ENDS:
        return False
    return now - row.seen_at < IDLE_LOGOUT and now - row.began_at < LONGEST_SESSION
