"""The log of administrators' actions: appended, chained, never changed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any
from uuid import UUID

from sqlalchemy import select, text
from sqlalchemy.orm import Session

from academy.rules.audit import BEGINNING, Act, digest
from academy.store.tables import AuditRow
from schemas.tables import milliseconds
from schemas.write_door import UnitOfWork

_APPEND_LOCK = 0x58534155
"""PostgreSQL's advisory lock of the chain's end ("XSAU"); taken last of all locks."""


def append(
    unit: UnitOfWork,
    action: str,
    *,
    actor: UUID | None,
    unit_id: UUID | None = None,
    subject: object = "",
    detail: Mapping[str, Any] | None = None,
) -> None:
    """Write down an act; *subject* names what it was done to, *detail* is JSON without secrets."""
    session = unit.session
    if session.get_bind().dialect.name == "postgresql":
        session.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": _APPEND_LOCK})
    last = session.execute(
        select(AuditRow.n, AuditRow.digest).order_by(AuditRow.n.desc()).limit(1)
    ).one_or_none()
    n, previous = (1, BEGINNING) if last is None else (last.n + 1, last.digest)
    act = Act(
        n,
        milliseconds(unit.now),
        actor,
        action,
        unit_id,
        str(subject),
        dict(detail or {}),
        previous,
    )
    session.add(
        AuditRow(
            n=n,
            at=unit.now,
            actor=actor,
            action=action,
            unit_id=unit_id,
            subject=act.subject,
            detail=act.detail,
            previous=previous,
            digest=digest(act),
        )
    )
    session.flush()


def acts(session: Session) -> Iterator[Act]:
    """Yield every act, the first one first."""
    for row in session.scalars(select(AuditRow).order_by(AuditRow.n)).yield_per(1000):
        yield act_of(row)


def latest(session: Session, limit: int, before: int | None = None) -> tuple[Act, ...]:
    """Return up to *limit* acts, the newest first; with *before*, those older than that number."""
    query = select(AuditRow).order_by(AuditRow.n.desc()).limit(limit)
    if before is not None:
        query = query.where(AuditRow.n < before)
    return tuple(act_of(row) for row in session.scalars(query))


def act_of(row: AuditRow) -> Act:
    """Return the row as a value."""
    bare = Act(
        row.n,
        milliseconds(row.at),
        row.actor,
        row.action,
        row.unit_id,
        row.subject,
        row.detail,
        row.previous,
    )
    return replace(bare, digest=row.digest)
