"""The database of an application: engine, connection settings, and the session for reading.

Reads use ``database.session``, one session a request, which Flask-SQLAlchemy closes.
Writes go through the write door (``schemas.write_door``) and nowhere else.
"""

from __future__ import annotations

import sqlite3
from pathlib import Path
from typing import Any

from flask import Flask
from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import Connection, Engine, event

from schemas.tables import Base

database = SQLAlchemy(model_class=Base, disable_autonaming=True)

WRITING = "xueshi_writing"
"""Execution option of the one connection of a process that may take the write lock."""


def connect(app: Flask) -> None:
    """Bind *app* to the database that ``SQLALCHEMY_DATABASE_URI`` names."""
    database.init_app(app)
    with app.app_context():
        prepare(database.engine)


def prepare(engine: Engine) -> None:
    """Make every connection of *engine* durable and its transactions explicit.

    SQLite: write-ahead log, ``synchronous=FULL`` (an acknowledged commit survives a power
    cut), foreign keys on, and BEGIN issued by us, because the driver's own transaction
    control starts a write transaction too late to be refused cleanly.
    """
    if engine.dialect.name != "sqlite":
        return

    @event.listens_for(engine, "do_connect")
    def _make_folder(*_: Any) -> None:
        if engine.url.database:
            Path(engine.url.database).parent.mkdir(parents=True, exist_ok=True)

    @event.listens_for(engine, "connect")
    def _configure(connection: Any, _record: Any) -> None:
        if not isinstance(connection, sqlite3.Connection):
            return
        connection.isolation_level = None
        for pragma in (
            "journal_mode=WAL",
            "synchronous=FULL",
            "foreign_keys=ON",
            "busy_timeout=10000",
            "temp_store=MEMORY",
            "cache_size=-32000",
        ):
            connection.execute(f"PRAGMA {pragma}")

    @event.listens_for(engine, "begin")
    def _begin(connection: Connection) -> None:
        writing = connection.get_execution_options().get(WRITING)
        connection.exec_driver_sql("BEGIN IMMEDIATE" if writing else "BEGIN")
