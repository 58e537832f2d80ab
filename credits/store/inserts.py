"""Inserts that a repetition does not change, said once for both databases."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import Table
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from schemas.tables import Base


def add_missing(session: Session, rows_of: type[Base], rows: Sequence[Mapping[str, Any]]) -> int:
    """Insert those *rows* whose keys do not exist yet; return how many were new."""
    if not rows:
        return 0
    table = rows_of.__table__
    assert isinstance(table, Table)
    engine = postgresql if session.get_bind().dialect.name == "postgresql" else sqlite
    inserting = engine.insert(table).values([dict(row) for row in rows]).on_conflict_do_nothing()
    return len(session.execute(inserting.returning(*table.primary_key)).all())
