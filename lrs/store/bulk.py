"""Many rows at once by the driver itself, where the cost of each row counts.

SQLite takes tuples through ``executemany``; PostgreSQL takes one array for each column, which
is one statement to parse and one round trip. Ids and times are given as they are kept:
``kept_id`` and ``kept_time``.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from functools import cache
from typing import Any
from uuid import UUID

from sqlalchemy import Table
from sqlalchemy.orm import Session
from sqlalchemy.types import BigInteger, Boolean, LargeBinary, SmallInteger, Text, TypeEngine

from lrs.store.tables import Identifier
from schemas.tables import Base, Instant, milliseconds

_ARRAYS: tuple[tuple[type[TypeEngine[Any]], str], ...] = (
    (Identifier, "uuid[]"),
    (Instant, "bigint[]"),
    (SmallInteger, "smallint[]"),
    (BigInteger, "bigint[]"),
    (Boolean, "boolean[]"),
    (LargeBinary, "bytea[]"),
    (Text, "text[]"),
)


def insert(
    session: Session,
    table: type[Base],
    names: tuple[str, ...],
    rows: Sequence[tuple[Any, ...]],
    *,
    once: bool = False,
) -> None:
    """Insert *rows* with the columns *names*; with *once*, leave out those that are there."""
    if not rows:
        return
    connection = session.connection()
    ending = " ON CONFLICT DO NOTHING" if once else ""
    if connection.dialect.name == "sqlite":
        connection.exec_driver_sql(_values(table.__table__, names) + ending, list(rows))
    else:
        columns = tuple(list(column) for column in zip(*rows, strict=True))
        connection.exec_driver_sql(_unnested(table.__table__, names) + ending, columns)


def matching(session: Session, select: str, store_id: int, sids: Sequence[UUID]) -> list[Any]:
    """Return the rows of *select*, whose text ends before the list of *sids* to look for.

    *select* has one question mark, for the store.
    """
    connection = session.connection()
    if connection.dialect.name == "sqlite":
        found: list[Any] = []
        for start in range(0, len(sids), _AT_ONCE):
            some = sids[start : start + _AT_ONCE]
            marks = ",".join("?" * len(some))
            found += connection.exec_driver_sql(
                f"{select} IN ({marks})", (store_id, *(sid.bytes for sid in some))
            ).all()
        return found
    text = select.replace("?", "%s") + " = ANY(%s)"
    return list(connection.exec_driver_sql(text, (store_id, list(sids))).all())


def kept_id(session: Session, value: UUID | None) -> Any:
    """Return *value* as the driver of *session* takes it."""
    if value is None or session.get_bind().dialect.name != "sqlite":
        return value
    return value.bytes


def kept_time(moment: datetime) -> int:
    """Return *moment* as it is kept: Unix milliseconds."""
    return milliseconds(moment)


_AT_ONCE = 500


@cache
def _values(table: Table, names: tuple[str, ...]) -> str:
    marks = ",".join("?" * len(names))
    return f"INSERT INTO {table.name} ({','.join(names)}) VALUES ({marks})"


@cache
def _unnested(table: Table, names: tuple[str, ...]) -> str:
    arrays = ",".join(f"%s::{_array(table.c[name].type)}" for name in names)
    return f"INSERT INTO {table.name} ({','.join(names)}) SELECT * FROM unnest({arrays})"


def _array(kind: TypeEngine[Any]) -> str:
    return next(name for found, name in _ARRAYS if isinstance(kind, found))
