"""Rows that hold from a day to a day: the condition of one day, and the change on a day."""

from __future__ import annotations

from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, or_
from sqlalchemy.orm import Session

from academy.store.tables import AffiliationRow, FactRow, UnitParentRow
from schemas.refusals import Conflict

Dated = type[AffiliationRow] | type[FactRow] | type[UnitParentRow]
"""A table whose rows hold on the days [valid_from, valid_to)."""


def holds(table: Dated, on: date) -> ColumnElement[bool]:
    """Return the condition that a row of *table* holds on the day *on*."""
    return and_(table.valid_from <= on, or_(table.valid_to.is_(None), table.valid_to > on))


def change(session: Session, present: Select[Any], new: Any) -> None:
    """Let *new* hold from its ``valid_from`` on, and end what *present* selects that day.

    *present* selects the rows about the same thing. A row of the very same day is replaced.
    Raises Conflict where a later row exists: history is not rewritten behind its back.
    """
    day: date = new.valid_from
    for row in session.scalars(present):
        if row.valid_from > day:
            raise Conflict(f"{row.valid_from} 起已有新的记录，请先更正它。", code="later-record")
        if row.valid_from == day:
            session.delete(row)
            session.flush()
        elif row.valid_to is None or row.valid_to > day:
            row.valid_to = day
    session.add(new)
    session.flush()
