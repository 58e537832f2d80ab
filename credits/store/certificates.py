"""The register of certificates."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from credits.store.tables import CertificateEventRow, CertificateRow


@dataclass(frozen=True, slots=True)
class Registered:
    """A certificate's signed text, whose it is, and the events since."""

    number: str
    learner: UUID
    period: str
    issued_at: datetime
    text: str
    signature: bytes
    events: tuple[str, ...] = ()


def add(session: Session, found: Registered) -> None:
    """Enter a certificate."""
    session.add(
        CertificateRow(
            number=found.number,
            learner=found.learner,
            period=found.period,
            issued_at=found.issued_at,
            text=found.text,
            signature=found.signature,
        )
    )
    session.flush()


def add_event(
    session: Session,
    number: str,
    event: str,
    at: datetime,
    *,
    reason: str,
    document: str | None,
    actor: str,
) -> None:
    """Enter what happened to a certificate."""
    last = session.scalar(
        select(func.max(CertificateEventRow.ordinal)).where(CertificateEventRow.number == number)
    )
    session.add(
        CertificateEventRow(
            number=number,
            ordinal=(last or 0) + 1,
            event=event,
            at=at,
            reason=reason,
            document=document,
            actor=actor,
        )
    )
    session.flush()


def numbered(session: Session, number: str) -> Registered | None:
    """Return the certificate with that number."""
    row = session.get(CertificateRow, number)
    return None if row is None else _registered(session, row)


def of_period(session: Session, learner: UUID, period: str) -> Registered | None:
    """Return the certificate of *learner* for *period*."""
    row = session.scalar(
        select(CertificateRow).where(
            CertificateRow.learner == learner, CertificateRow.period == period
        )
    )
    return None if row is None else _registered(session, row)


def of_learner(session: Session, learner: UUID) -> Sequence[Registered]:
    """Return the certificates of *learner*, the latest first."""
    rows = session.scalars(
        select(CertificateRow)
        .where(CertificateRow.learner == learner)
        .order_by(CertificateRow.issued_at.desc())
    )
    return [_registered(session, row) for row in rows]


def not_valid(session: Session) -> list[tuple[str, str]]:
    """Return number and last event of every certificate that something happened to."""
    rows = session.execute(
        select(CertificateEventRow.number, CertificateEventRow.event).order_by(
            CertificateEventRow.number, CertificateEventRow.ordinal
        )
    )
    last = dict(rows.all())
    return [(number, event) for number, event in sorted(last.items()) if event != "restored"]


def _registered(session: Session, row: CertificateRow) -> Registered:
    events = session.scalars(
        select(CertificateEventRow.event)
        .where(CertificateEventRow.number == row.number)
        .order_by(CertificateEventRow.ordinal)
    ).all()
    return Registered(
        number=row.number,
        learner=row.learner,
        period=row.period,
        issued_at=row.issued_at,
        text=row.text,
        signature=bytes(row.signature),
        events=tuple(events),
    )
