"""Signed statements of a period's totals, in the order of their making."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from credits.store.tables import ClosingRow


@dataclass(frozen=True, slots=True)
class Statement:
    """The *number*-th statement of *period*: *text* is canonical JSON, *signature* ours of it."""

    period: str
    number: int
    stage: str
    made_at: datetime
    actor: str
    second_approver: str | None
    text: str
    signature: bytes


def add(session: Session, statement: Statement) -> None:
    """Keep *statement*."""
    session.add(ClosingRow(**{name: getattr(statement, name) for name in Statement.__slots__}))
    session.flush()


def statements(session: Session, period: str) -> Sequence[Statement]:
    """Return the statements of *period*, the first first."""
    rows = session.scalars(
        select(ClosingRow).where(ClosingRow.period == period).order_by(ClosingRow.number)
    )
    return [_statement(row) for row in rows]


def final(session: Session, period: str) -> Statement | None:
    """Return the statement that closed *period*, None while it is open."""
    row = session.scalar(
        select(ClosingRow).where(ClosingRow.period == period, ClosingRow.stage == "final")
    )
    return None if row is None else _statement(row)


def frozen_periods(session: Session) -> frozenset[str]:
    """Return the periods for which a statement was made: nothing is awarded in them any more."""
    return frozenset(session.scalars(select(ClosingRow.period).distinct()))


def closed_periods(session: Session) -> frozenset[str]:
    """Return the periods that are closed."""
    return frozenset(session.scalars(select(ClosingRow.period).where(ClosingRow.stage == "final")))


def _statement(row: ClosingRow) -> Statement:
    return Statement(
        period=row.period,
        number=row.number,
        stage=row.stage,
        made_at=row.made_at,
        actor=row.actor,
        second_approver=row.second_approver,
        text=row.text,
        signature=bytes(row.signature),
    )
