"""The one write door: every change of every package is a unit of work that passes here.

SQLite admits one writer. Transactions that read first and write later fail under WAL as
soon as another writer commits in between, and a caller that waits for a lock while it
holds one never wakes. So a process has one writer thread; it takes a file lock that orders
the processes fairly, opens BEGIN IMMEDIATE, runs every waiting unit of work in a savepoint
of its own, and commits the group once. The answers go out after that commit: what was
acknowledged is on the disk, and many units share one flush.

PostgreSQL orders writers itself: there each unit of work is one transaction.
"""

from __future__ import annotations

import contextvars
import fcntl
import os
import queue
import threading
from collections.abc import Callable
from concurrent.futures import Future
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Concatenate, ParamSpec, Protocol, TypeVar

import structlog
from flask import Flask, current_app
from sqlalchemy import Connection, Engine
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from schemas.database import WRITING, database

P = ParamSpec("P")
T = TypeVar("T")

GROUP_LIMIT = 256
"""Units of work in one commit at most, so that the first of them does not wait long."""

RETRIED_SQLSTATES = frozenset({"40001", "40P01"})
"""PostgreSQL: serialization failure and deadlock; the unit of work is run once more."""

log = structlog.get_logger(__name__)


class UnitOfWork:
    """What a service writes with: a session inside the transaction, and its one *now*.

    A service adds and flushes; it never commits. What must happen only when the change is
    durable (waking a worker, say) is left with ``after_commit``.
    """

    def __init__(self, session: Session, now: datetime) -> None:
        self.session = session
        self.now = now
        self._afterwards: list[Callable[[], None]] = []

    def after_commit(self, action: Callable[[], None]) -> None:
        """Have *action* called once the unit of work is durable; not if it fails."""
        self._afterwards.append(action)

    def finished(self) -> None:
        """Carry out what waited for the commit; a failure there cannot undo the commit."""
        for action in self._afterwards:
            try:
                action()
            except Exception:  # the change stands, whatever follows it
                log.exception("after_commit_failed", action=repr(action))


class WriteDoor(Protocol):
    """Runs use cases ``use_case(unit_of_work, …)`` and returns what they return."""

    def run(
        self,
        use_case: Callable[Concatenate[UnitOfWork, P], T],
        *args: P.args,
        **kwargs: P.kwargs,
    ) -> T:
        """Return *use_case*'s result once it is durable, or raise what it raised."""

    def close(self) -> None:
        """Finish what waits, then stop."""


Clock = Callable[[], datetime]


def utc_now() -> datetime:
    """Return the server's clock, in UTC and whole milliseconds."""
    now = datetime.now(UTC)
    return now.replace(microsecond=now.microsecond // 1000 * 1000)


class TransactionDoor:
    """PostgreSQL: one transaction for each unit of work, on the caller's thread."""

    def __init__(self, engine: Engine, clock: Clock = utc_now) -> None:
        self._engine = engine
        self._clock = clock

    def run(
        self,
        use_case: Callable[Concatenate[UnitOfWork, P], T],
        *args: P.args,
        **kwargs: P.kwargs,
    ) -> T:
        for last_try in (False, True):
            with Session(self._engine, expire_on_commit=False) as session:
                unit = UnitOfWork(session, self._clock())
                try:
                    result = use_case(unit, *args, **kwargs)
                    session.commit()
                except DBAPIError as error:
                    if last_try or getattr(error.orig, "sqlstate", None) not in RETRIED_SQLSTATES:
                        raise
                    continue
            unit.finished()
            return result
        raise AssertionError("unreachable: the last try returns or raises")

    def close(self) -> None:
        """Nothing waits here."""


class GroupDoor:
    """SQLite: one writer thread that commits the waiting units of work together."""

    def __init__(self, engine: Engine, lock_file: Path, clock: Clock = utc_now) -> None:
        self._engine = engine
        self._lock_file = lock_file
        self._clock = clock
        self._waiting: queue.SimpleQueue[_Job | None] = queue.SimpleQueue()
        self._starting = threading.Lock()
        self._thread: threading.Thread | None = None
        self._process = os.getpid()

    def run(
        self,
        use_case: Callable[Concatenate[UnitOfWork, P], T],
        *args: P.args,
        **kwargs: P.kwargs,
    ) -> T:
        self._start()
        if threading.current_thread() is self._thread:
            raise RuntimeError(
                "a unit of work asked for another one: pass the unit of work on instead"
            )
        job = _Job(lambda unit: use_case(unit, *args, **kwargs))
        self._waiting.put(job)
        result: T = job.answer.result()
        return result

    def close(self) -> None:
        thread = self._thread
        if thread is not None and thread.is_alive() and self._process == os.getpid():
            self._waiting.put(None)
            thread.join()
        self._thread = None

    def _start(self) -> None:
        with self._starting:
            if self._process != os.getpid():  # a fork keeps the object and loses the thread
                self._process = os.getpid()
                self._waiting = queue.SimpleQueue()
                self._thread = None
            if self._thread is None or not self._thread.is_alive():
                self._thread = threading.Thread(target=self._work, name="writer", daemon=True)
                self._thread.start()

    def _work(self) -> None:
        with self._lock_file.open("ab") as lock:
            while True:
                group, last = self._group()
                if group:
                    self._commit(group, lock.fileno())
                if last:
                    return

    def _group(self) -> tuple[list[_Job], bool]:
        """Wait for one job, then take whatever else is waiting; True says to stop after it."""
        first = self._waiting.get()
        if first is None:
            return [], True
        group = [first]
        with suppress(queue.Empty):
            while len(group) < GROUP_LIMIT:
                job = self._waiting.get_nowait()
                if job is None:
                    return group, True
                group.append(job)
        return group, False

    def _commit(self, group: list[_Job], lock: int) -> None:
        fcntl.flock(lock, fcntl.LOCK_EX)
        try:
            with self._engine.connect().execution_options(**{WRITING: True}) as connection:
                for job in group:
                    job.attempt(connection, self._clock())
                connection.commit()
        except BaseException as error:  # every waiting caller must be answered
            for job in group:
                job.fail(error)
            if not isinstance(error, Exception):
                raise
        finally:
            fcntl.flock(lock, fcntl.LOCK_UN)
        for job in group:
            job.reply()


class _Job:
    """One waiting unit of work and the caller's promise of an answer.

    The work runs on the writer's thread in a copy of the caller's context, so that the
    current application, its settings and the log's request id are the caller's.
    """

    def __init__(self, work: Callable[[UnitOfWork], Any]) -> None:
        self.answer: Future[Any] = Future()
        self._context = contextvars.copy_context()
        self._work = work
        self._unit: UnitOfWork | None = None
        self._result: Any = None
        self._error: BaseException | None = None

    def attempt(self, connection: Connection, now: datetime) -> None:
        """Run the work in a savepoint; its failure undoes it alone."""
        if not connection.in_transaction():
            connection.begin()
        with Session(
            connection, join_transaction_mode="create_savepoint", expire_on_commit=False
        ) as session:
            unit = UnitOfWork(session, now)
            try:
                self._result = self._context.run(self._work, unit)
                session.commit()
                self._unit = unit
            except Exception as error:  # handed to the caller by reply()
                self._error = error
                if not _driver_in_transaction(connection):
                    raise  # a full disk ends the whole transaction: nothing of the group stands
                session.rollback()

    def fail(self, error: BaseException) -> None:
        """The group's own commit failed: nothing of it stands."""
        self._error = self._error or error
        self._unit = None

    def reply(self) -> None:
        """Answer the caller; call only after the group's commit."""
        if self._error is not None:
            self.answer.set_exception(self._error)
            return
        if self._unit is not None:
            self._context.run(self._unit.finished)
        self.answer.set_result(self._result)


def _driver_in_transaction(connection: Connection) -> bool:
    """Ask SQLite itself: after an I/O error it may have rolled everything back unasked."""
    return bool(getattr(connection.connection.driver_connection, "in_transaction", True))


_DOOR = "write_door"
_CLOCK = "clock"


def open_door(app: Flask, clock: Clock = utc_now) -> None:
    """Give *app* its write door, for the database that it is bound to."""
    with app.app_context():
        engine = database.engine
    door: WriteDoor
    if engine.dialect.name == "sqlite":
        file = engine.url.database
        if not file or file == ":memory:":
            raise ValueError("the database must be a file: a second process has to see it")
        door = GroupDoor(engine, lock_file(engine), clock)
    else:
        door = TransactionDoor(engine, clock)
    app.extensions[_DOOR] = door
    app.extensions[_CLOCK] = clock


def lock_file(engine: Engine) -> Path:
    """Return the file whose lock every writer of this SQLite database holds while it writes."""
    return Path(f"{engine.url.database}.write-lock")


def now() -> datetime:
    """Return the clock of the current application, for what is read and not written."""
    clock: Clock = current_app.extensions[_CLOCK]
    return clock()


def door() -> WriteDoor:
    """Return the write door of the current application."""
    found: WriteDoor = current_app.extensions[_DOOR]
    return found


def write(
    use_case: Callable[Concatenate[UnitOfWork, P], T], *args: P.args, **kwargs: P.kwargs
) -> T:
    """Run *use_case* as one unit of work of the current application.

    The request's reading session is ended first, so that what is read afterwards sees the
    change, and so that no long-lived snapshot keeps SQLite's log from being folded in.
    """
    database.session.rollback()
    return door().run(use_case, *args, **kwargs)
