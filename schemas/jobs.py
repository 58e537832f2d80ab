"""Work that outlives its request: rows that say what is to be done, and a loop that does it.

A use case enqueues in its own transaction. Workers claim a job by a lease, run its handler
outside any transaction, and write down how it ended; a worker that dies loses its lease and
nothing else. So every handler must be idempotent: it may run again.
"""

from __future__ import annotations

import threading
import traceback
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, TypeVar
from uuid import UUID

import structlog
from flask import Flask
from sqlalchemy import or_, select

from schemas.house_tables import JobRow
from schemas.identifiers import new_id
from schemas.write_door import UnitOfWork, door

LEASE = timedelta(minutes=5)
"""How long a claimed job is left to its worker; a long handler renews."""

RETRY_AFTER = (timedelta(seconds=5), timedelta(seconds=30), timedelta(minutes=5))
"""Pauses before the second, third and fourth attempt; after that a job has failed."""

log = structlog.get_logger(__name__)

Handler = Callable[["RunningJob"], None]
H = TypeVar("H", bound=Handler)


@dataclass(frozen=True, slots=True)
class _Kind:
    handler: Handler
    every: timedelta | None


_KINDS: dict[str, _Kind] = {}


@dataclass(frozen=True, slots=True)
class RunningJob:
    """A claimed job: its *payload*, and which *attempt* this is, counted from 1."""

    id: UUID
    kind: str
    payload: dict[str, Any]
    attempt: int

    def renew(self) -> None:
        """Extend the lease by its full length; for handlers that take minutes."""
        door().run(_renewed, self.id)


def job(kind: str, *, every: timedelta | None = None) -> Callable[[H], H]:
    """Register the handler of jobs of *kind*; with *every*, one such job recurs for ever."""

    def registered(handler: H) -> H:
        if kind in _KINDS and _KINDS[kind].handler is not handler:
            raise ValueError(f"two handlers for jobs of kind {kind!r}")
        _KINDS[kind] = _Kind(handler, every)
        return handler

    return registered


def enqueue(
    unit: UnitOfWork,
    kind: str,
    payload: dict[str, Any],
    *,
    key: str | None = None,
    run_at: datetime | None = None,
) -> UUID:
    """Leave a job of *kind* and return its id; with a *key* that exists, that job's id.

    *payload* is JSON. *run_at* (default: now) is the earliest moment to begin.
    """
    if key is not None:
        existing = unit.session.scalar(select(JobRow.id).where(JobRow.key == key))
        if existing is not None:
            return existing
    row = JobRow(
        id=new_id(unit.now),
        kind=kind,
        key=key,
        payload=payload,
        created_at=unit.now,
        run_at=run_at or unit.now,
    )
    unit.session.add(row)
    unit.session.flush()
    return row.id


def work(app: Flask, stop: threading.Event, *, pause: float = 0.5) -> None:
    """Do what is due until *stop* is set, looking again every *pause* seconds when idle."""
    with app.app_context():
        door().run(_recurring)
        while not stop.is_set():
            if not run_next():
                stop.wait(pause)


def run_due() -> int:
    """Run every job that is due now in the current application; return how many ran."""
    count = 0
    while run_next():
        count += 1
    return count


def run_next() -> bool:
    """Claim and run the job that has been due longest; False when none is due."""
    running = door().run(_claimed)
    if running is None:
        return False
    try:
        _KINDS[running.kind].handler(running)
    except Exception as error:  # a handler may fail in any way, and that is written down
        log.exception("job_failed", kind=running.kind, id=str(running.id), attempt=running.attempt)
        door().run(_failed, running, "".join(traceback.format_exception_only(error)).strip())
    else:
        door().run(_done, running)
    return True


def _claimed(unit: UnitOfWork) -> RunningJob | None:
    row = unit.session.scalar(
        select(JobRow)
        .where(
            or_(
                (JobRow.state == "waiting") & (JobRow.run_at <= unit.now),
                (JobRow.state == "running") & (JobRow.leased_until < unit.now),
            ),
            JobRow.kind.in_(_KINDS),
        )
        .order_by(JobRow.run_at)
        .limit(1)
        .with_for_update(skip_locked=True)
    )
    if row is None:
        return None
    row.state = "running"
    row.attempts += 1
    row.leased_until = unit.now + LEASE
    return RunningJob(row.id, row.kind, row.payload, row.attempts)


def _renewed(unit: UnitOfWork, job_id: UUID) -> None:
    unit.session.get_one(JobRow, job_id).leased_until = unit.now + LEASE


def _done(unit: UnitOfWork, running: RunningJob) -> None:
    row = unit.session.get_one(JobRow, running.id)
    row.leased_until = None
    row.finished_at = unit.now
    row.last_error = None
    every = _KINDS[running.kind].every
    if every is None:
        row.state = "done"
        return
    row.state = "waiting"
    row.attempts = 0
    row.run_at = unit.now + every


def _failed(unit: UnitOfWork, running: RunningJob, reason: str) -> None:
    row = unit.session.get_one(JobRow, running.id)
    row.leased_until = None
    row.last_error = reason
    every = _KINDS[running.kind].every
    if every is not None:
        row.state, row.run_at = "waiting", unit.now + every
    elif running.attempt <= len(RETRY_AFTER):
        row.state, row.run_at = "waiting", unit.now + RETRY_AFTER[running.attempt - 1]
    else:
        row.state, row.finished_at = "failed", unit.now


def _recurring(unit: UnitOfWork) -> None:
    for name, kind in _KINDS.items():
        if kind.every is not None:
            enqueue(unit, name, {}, key=f"every:{name}")
