"""Tables of what people decide: cases, the closing of a period, certificates."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import (
    CheckConstraint,
    Date,
    ForeignKey,
    LargeBinary,
    String,
    Text,
    UniqueConstraint,
    Uuid,
)
from sqlalchemy.orm import Mapped, mapped_column

from schemas.tables import Base


class CaseRow(Base):
    """A case about proxy study of one learner; its steps say how it went."""

    __tablename__ = "credits_cases"

    id: Mapped[UUID] = mapped_column(Uuid, primary_key=True)
    learner: Mapped[UUID] = mapped_column(Uuid, index=True)
    opened_at: Mapped[datetime]
    source: Mapped[str] = mapped_column(String(64))
    summary: Mapped[str] = mapped_column(Text)
    scope: Mapped[str] = mapped_column(String(32))
    family_id: Mapped[UUID | None] = mapped_column(Uuid)
    period: Mapped[str | None] = mapped_column(String(32))
    from_at: Mapped[datetime | None]
    to_at: Mapped[datetime | None]
    rule_digest: Mapped[bytes] = mapped_column(ForeignKey("credits_rule_documents.digest"))


class CaseStepRow(Base):
    """One step of a case; steps are added and never changed."""

    __tablename__ = "credits_case_steps"

    case_id: Mapped[UUID] = mapped_column(ForeignKey("credits_cases.id"), primary_key=True)
    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    step: Mapped[str] = mapped_column(String(16))
    taken_at: Mapped[datetime]
    actor: Mapped[str] = mapped_column(String(128))
    second_approver: Mapped[str | None] = mapped_column(String(128))
    document: Mapped[str | None] = mapped_column(String(255))
    note: Mapped[str] = mapped_column(Text)


class CalendarDayRow(Base):
    """A day that is worked or free against the rule of Monday to Friday (调休)."""

    __tablename__ = "credits_calendar_days"

    day: Mapped[date] = mapped_column(Date, primary_key=True)
    worked: Mapped[bool]


class CalendarYearRow(Base):
    """A year whose calendar of working days is complete."""

    __tablename__ = "credits_calendar_years"

    year: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    published_at: Mapped[datetime]


class ClosingRow(Base):
    """A signed statement of a period's totals: provisional, final, or corrected after that."""

    __tablename__ = "credits_closings"
    __table_args__ = (
        CheckConstraint("stage IN ('provisional', 'final', 'correction')", name="stage"),
        CheckConstraint("stage = 'provisional' OR actor <> second_approver", name="two_persons"),
    )

    period: Mapped[str] = mapped_column(String(32), primary_key=True)
    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    stage: Mapped[str] = mapped_column(String(16))
    made_at: Mapped[datetime]
    actor: Mapped[str] = mapped_column(String(128))
    second_approver: Mapped[str | None] = mapped_column(String(128))
    text: Mapped[str] = mapped_column(Text)
    signature: Mapped[bytes] = mapped_column(LargeBinary)


class CertificateRow(Base):
    """A certificate of the register: what it says, signed, and whose it is."""

    __tablename__ = "credits_certificates"
    __table_args__ = (UniqueConstraint("learner", "period"),)

    number: Mapped[str] = mapped_column(String(32), primary_key=True)
    learner: Mapped[UUID] = mapped_column(Uuid)
    period: Mapped[str] = mapped_column(String(32))
    issued_at: Mapped[datetime]
    text: Mapped[str] = mapped_column(Text)
    signature: Mapped[bytes] = mapped_column(LargeBinary)


class CertificateEventRow(Base):
    """A certificate was suspended, revoked or made valid again."""

    __tablename__ = "credits_certificate_events"
    __table_args__ = (
        CheckConstraint("event IN ('suspended', 'revoked', 'restored')", name="event"),
    )

    number: Mapped[str] = mapped_column(ForeignKey("credits_certificates.number"), primary_key=True)
    ordinal: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    event: Mapped[str] = mapped_column(String(16))
    at: Mapped[datetime]
    reason: Mapped[str] = mapped_column(Text)
    document: Mapped[str | None] = mapped_column(String(255))
    actor: Mapped[str] = mapped_column(String(128))
