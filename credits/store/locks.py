"""Locks that order writers on PostgreSQL: the learner's first, the ledger's last.

SQLite has one writer at a time and needs none.
"""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import text
from sqlalchemy.orm import Session

_LEDGER = 0x58756573
"""First half of the advisory key of the ledger; learners have keys of 64 bits."""


def lock_learner(session: Session, learner: UUID) -> None:
    """Let nobody else write of *learner* until this unit of work ends."""
    if session.get_bind().dialect.name == "postgresql":
        key = int.from_bytes(learner.bytes[8:], "big", signed=True)
        session.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": key})


def lock_ledger(session: Session) -> None:
    """Let nobody else append to the ledger until this unit of work ends."""
    if session.get_bind().dialect.name == "postgresql":
        session.execute(text("SELECT pg_advisory_xact_lock(:space, 1)"), {"space": _LEDGER})
