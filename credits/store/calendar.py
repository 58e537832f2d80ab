"""The calendar of working days that staff keep."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from credits.rules.working_days import WorkingDays
from credits.store.tables import CalendarDayRow, CalendarYearRow


def publish(session: Session, year: int, exceptions: Mapping[date, bool], now: datetime) -> None:
    """Keep the *exceptions* of *year* and note that its calendar is complete."""
    for day, worked in exceptions.items():
        session.merge(CalendarDayRow(day=day, worked=worked))
    session.merge(CalendarYearRow(year=year, published_at=now))
    session.flush()


def working_days(session: Session) -> WorkingDays:
    """Return the calendar as far as it was published."""
    return WorkingDays(
        {row.day: row.worked for row in session.scalars(select(CalendarDayRow))},
        frozenset(session.scalars(select(CalendarYearRow.year))),
    )
