"""Tables of units, and of the roles that are granted at them."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, Text, UniqueConstraint, Uuid
from sqlalchemy.orm import Mapped, mapped_column

from schemas.tables import Base, Serial


class UnitRow(Base):
    """A unit: a province, city, county, or an office in one of them."""

    __tablename__ = "academy_units"
    __table_args__ = (
        CheckConstraint("level IN ('province', 'city', 'county', 'unit')", name="level"),
    )

    id: Mapped[UUID] = mapped_column(Uuid, primary_key=True)
    name: Mapped[str] = mapped_column(Text)
    level: Mapped[str] = mapped_column(Text)
    founded_at: Mapped[datetime]


class UnitParentRow(Base):
    """Under which parent a unit stood, from a day to the day before another; tops have none."""

    __tablename__ = "academy_unit_parents"
    __table_args__ = (
        UniqueConstraint("unit_id", "valid_from"),
        CheckConstraint("valid_to IS NULL OR valid_to > valid_from", name="dates"),
        CheckConstraint("unit_id <> parent_id", name="not_itself"),
        Index(None, "parent_id"),
    )

    id: Mapped[int] = mapped_column(Serial, primary_key=True)
    unit_id: Mapped[UUID] = mapped_column(Uuid, ForeignKey("academy_units.id"))
    parent_id: Mapped[UUID] = mapped_column(Uuid, ForeignKey("academy_units.id"))
    valid_from: Mapped[date]
    valid_to: Mapped[date | None]


class GrantRow(Base):
    """A role that a person holds at a unit, and so in everything below it."""

    __tablename__ = "academy_grants"
    __table_args__ = (Index(None, "person_id"), Index(None, "unit_id"))

    id: Mapped[int] = mapped_column(Serial, primary_key=True)
    person_id: Mapped[UUID] = mapped_column(Uuid, ForeignKey("academy_people.id"))
    role: Mapped[str] = mapped_column(Text)
    unit_id: Mapped[UUID] = mapped_column(Uuid, ForeignKey("academy_units.id"))
    granted_at: Mapped[datetime]
    granted_by: Mapped[UUID | None] = mapped_column(Uuid)
    ended_at: Mapped[datetime | None]
    ended_by: Mapped[UUID | None] = mapped_column(Uuid)
