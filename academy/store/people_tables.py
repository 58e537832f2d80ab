"""Tables of people: who they are, where they belong, and since when.

What changes over the years is dated: ``valid_from`` is the first day, ``valid_to`` the
first day on which it no longer holds (Asia/Shanghai).
"""

from __future__ import annotations

from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, Text, UniqueConstraint, Uuid
from sqlalchemy.orm import Mapped, mapped_column

from schemas.tables import Base, Document, Serial


class PersonRow(Base):
    """A person; *id* is random and the only name that reaches a record."""

    __tablename__ = "academy_people"

    id: Mapped[UUID] = mapped_column(Uuid, primary_key=True)
    name: Mapped[str] = mapped_column(Text)
    registered_at: Mapped[datetime]
    left_at: Mapped[datetime | None]


class AffiliationRow(Base):
    """A person's work unit or managing unit (干部管理权限) in a stretch of days."""

    __tablename__ = "academy_affiliations"
    __table_args__ = (
        UniqueConstraint("person_id", "relation", "valid_from"),
        CheckConstraint("relation IN ('work', 'managing')", name="relation"),
        CheckConstraint("valid_to IS NULL OR valid_to > valid_from", name="dates"),
        Index(None, "unit_id", "relation"),
    )

    id: Mapped[int] = mapped_column(Serial, primary_key=True)
    person_id: Mapped[UUID] = mapped_column(Uuid, ForeignKey("academy_people.id"))
    unit_id: Mapped[UUID] = mapped_column(Uuid, ForeignKey("academy_units.id"))
    relation: Mapped[str] = mapped_column(Text)
    valid_from: Mapped[date]
    valid_to: Mapped[date | None]
    recorded_at: Mapped[datetime]
    recorded_by: Mapped[UUID | None] = mapped_column(Uuid)


class FactRow(Base):
    """A person's grade (职级) or category (人员类别) in a stretch of days."""

    __tablename__ = "academy_person_facts"
    __table_args__ = (
        UniqueConstraint("person_id", "fact", "valid_from"),
        CheckConstraint("fact IN ('grade', 'category')", name="fact"),
        CheckConstraint("valid_to IS NULL OR valid_to > valid_from", name="dates"),
    )

    id: Mapped[int] = mapped_column(Serial, primary_key=True)
    person_id: Mapped[UUID] = mapped_column(Uuid, ForeignKey("academy_people.id"))
    fact: Mapped[str] = mapped_column(Text)
    value: Mapped[str] = mapped_column(Text)
    valid_from: Mapped[date]
    valid_to: Mapped[date | None]
    recorded_at: Mapped[datetime]
    recorded_by: Mapped[UUID | None] = mapped_column(Uuid)


class CvRow(Base):
    """One line of a CV as it was once recorded; a correction replaces it and keeps it."""

    __tablename__ = "academy_cv_lines"
    __table_args__ = (Index(None, "person_id"), UniqueConstraint("replaces_id"))

    id: Mapped[int] = mapped_column(Serial, primary_key=True)
    person_id: Mapped[UUID] = mapped_column(Uuid, ForeignKey("academy_people.id"))
    began_on: Mapped[date]
    ended_on: Mapped[date | None]
    organisation: Mapped[str] = mapped_column(Text)
    position: Mapped[str] = mapped_column(Text)
    withdrawn: Mapped[bool] = mapped_column(default=False)
    replaces_id: Mapped[int | None] = mapped_column(Serial, ForeignKey("academy_cv_lines.id"))
    recorded_at: Mapped[datetime]
    recorded_by: Mapped[UUID | None] = mapped_column(Uuid)


class RegistrationRow(Base):
    """A request to be registered, until the unit's administrator decides on it (Art. 10)."""

    __tablename__ = "academy_registrations"
    __table_args__ = (
        CheckConstraint("state IN ('waiting', 'accepted', 'refused')", name="state"),
        Index(None, "unit_id", "state"),
    )

    id: Mapped[UUID] = mapped_column(Uuid, primary_key=True)
    name: Mapped[str] = mapped_column(Text)
    username: Mapped[str] = mapped_column(Text)
    unit_id: Mapped[UUID] = mapped_column(Uuid, ForeignKey("academy_units.id"))
    grade: Mapped[str] = mapped_column(Text)
    category: Mapped[str] = mapped_column(Text)
    position: Mapped[str] = mapped_column(Text)
    state: Mapped[str] = mapped_column(Text, default="waiting")
    asked_at: Mapped[datetime]
    decided_at: Mapped[datetime | None]
    decided_by: Mapped[UUID | None] = mapped_column(Uuid)
    remarks: Mapped[str] = mapped_column(Text, default="")
    person_id: Mapped[UUID | None] = mapped_column(Uuid, ForeignKey("academy_people.id"))


class AuditRow(Base):
    """One act of an administrator, chained to the one before it by its digest."""

    __tablename__ = "academy_audit"
    __table_args__ = (UniqueConstraint("previous"), Index(None, "subject"))

    n: Mapped[int] = mapped_column(Serial, primary_key=True)
    at: Mapped[datetime]
    actor: Mapped[UUID | None] = mapped_column(Uuid)
    action: Mapped[str] = mapped_column(Text)
    unit_id: Mapped[UUID | None] = mapped_column(Uuid)
    subject: Mapped[str] = mapped_column(Text, default="")
    detail: Mapped[dict[str, Any]] = mapped_column(Document)
    previous: Mapped[str] = mapped_column(Text)
    digest: Mapped[str] = mapped_column(Text)
