"""Tables of what people are to study: plans, enrolments, assignments, and notices to them."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, Text, UniqueConstraint, Uuid
from sqlalchemy.orm import Mapped, mapped_column

from schemas.tables import Base, Document, Serial


class PlanRow(Base):
    """A teaching plan of a year for a unit and those below (教学计划, Art. 7)."""

    __tablename__ = "academy_plans"
    __table_args__ = (Index(None, "unit_id", "year"),)

    id: Mapped[UUID] = mapped_column(Uuid, primary_key=True)
    unit_id: Mapped[UUID] = mapped_column(Uuid, ForeignKey("academy_units.id"))
    year: Mapped[int]
    title: Mapped[str] = mapped_column(Text)
    published_at: Mapped[datetime | None]
    published_by: Mapped[UUID | None] = mapped_column(Uuid)


class PlanCourseRow(Base):
    """That a plan makes a course family required or elective."""

    __tablename__ = "academy_plan_courses"
    __table_args__ = (
        UniqueConstraint("plan_id", "family_id"),
        CheckConstraint("kind IN ('required', 'elective')", name="kind"),
    )

    id: Mapped[int] = mapped_column(Serial, primary_key=True)
    plan_id: Mapped[UUID] = mapped_column(Uuid, ForeignKey("academy_plans.id"))
    family_id: Mapped[UUID] = mapped_column(Uuid)
    kind: Mapped[str] = mapped_column(Text)


class EnrolmentRow(Base):
    """That a person has taken up a course family, pinned to the version begun."""

    __tablename__ = "academy_enrolments"
    __table_args__ = (UniqueConstraint("person_id", "family_id"), Index(None, "family_id"))

    id: Mapped[UUID] = mapped_column(Uuid, primary_key=True)
    person_id: Mapped[UUID] = mapped_column(Uuid, ForeignKey("academy_people.id"))
    family_id: Mapped[UUID] = mapped_column(Uuid)
    version_id: Mapped[UUID] = mapped_column(Uuid)
    enrolled_at: Mapped[datetime]


class AssignmentRow(Base):
    """A course that an administrator gave a person to study, by a day."""

    __tablename__ = "academy_assignments"
    __table_args__ = (UniqueConstraint("person_id", "family_id"),)

    id: Mapped[UUID] = mapped_column(Uuid, primary_key=True)
    person_id: Mapped[UUID] = mapped_column(Uuid, ForeignKey("academy_people.id"))
    family_id: Mapped[UUID] = mapped_column(Uuid)
    due_on: Mapped[date | None]
    given_at: Mapped[datetime]
    given_by: Mapped[UUID] = mapped_column(Uuid)


class NoticeRow(Base):
    """A notice: to everyone, to the people of a unit and those below, or to one person.

    Those to one person that the school itself writes (a re-issued password, a reminder)
    carry *kind* and *facts*, and the page words them in the reader's language; others carry
    title and body as their author wrote them.
    """

    __tablename__ = "academy_notices"
    __table_args__ = (
        CheckConstraint("audience IN ('public', 'unit', 'person')", name="audience"),
        CheckConstraint("(audience = 'person') = (person_id IS NOT NULL)", name="addressee"),
        Index(None, "person_id"),
        Index(None, "unit_id", "published_at"),
    )

    id: Mapped[UUID] = mapped_column(Uuid, primary_key=True)
    audience: Mapped[str] = mapped_column(Text)
    unit_id: Mapped[UUID | None] = mapped_column(Uuid, ForeignKey("academy_units.id"))
    person_id: Mapped[UUID | None] = mapped_column(Uuid, ForeignKey("academy_people.id"))
    kind: Mapped[str] = mapped_column(Text)
    title: Mapped[str] = mapped_column(Text, default="")
    body: Mapped[str] = mapped_column(Text, default="")
    facts: Mapped[dict[str, Any]] = mapped_column(Document, default=dict)
    published_at: Mapped[datetime]
    published_by: Mapped[UUID | None] = mapped_column(Uuid)


class NoticeReadRow(Base):
    """That a person has read a notice."""

    __tablename__ = "academy_notices_read"

    notice_id: Mapped[UUID] = mapped_column(
        Uuid, ForeignKey("academy_notices.id"), primary_key=True
    )
    person_id: Mapped[UUID] = mapped_column(Uuid, ForeignKey("academy_people.id"), primary_key=True)
    read_at: Mapped[datetime]
