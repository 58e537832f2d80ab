"""Rows that two may want to write at once: the database decides, and nobody fails."""

from __future__ import annotations

from typing import Any

from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from schemas.tables import Base


def inserted(session: Session, table: type[Base], **values: Any) -> bool:
    """Insert a row of *table*; False where one with the same unique key is there already."""
    if session.get_bind().dialect.name == "postgresql":
        statement: Any = postgresql.insert(table)
    else:
        statement = sqlite.insert(table)
    session.flush()
    statement = statement.values(**values).on_conflict_do_nothing()
    key = list(table.__table__.primary_key)
    return session.connection().execute(statement.returning(*key)).first() is not None
