"""The tables of the library: courses, their immutable versions, files, imports and history.

A *family* is a course over the years, a *version* one package of it. Files are kept once by
their SHA-256; ``content_file`` says under which path a version serves which of them.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, Index, Text, UniqueConstraint, Uuid
from sqlalchemy.orm import Mapped, mapped_column

from schemas.tables import Base, Document, Serial

STATES = ("checked", "in_review", "returned", "published", "superseded", "retired")
IMPORT_STATES = ("waiting", "running", "refused", "ready", "failed")


def _one_of(words: tuple[str, ...], column: str = "state") -> str:
    return f"{column} IN ({', '.join(repr(word) for word in words)})"


class FamilyRow(Base):
    """A course, whatever its version; *current_id* is the version that new learners get."""

    __tablename__ = "content_family"

    id: Mapped[UUID] = mapped_column(Uuid, primary_key=True)
    vendor_id: Mapped[UUID] = mapped_column(Uuid)
    created_at: Mapped[datetime]
    current_id: Mapped[UUID | None] = mapped_column(Uuid)


class VersionRow(Base):
    """One package of a course; its files and its structure never change."""

    __tablename__ = "content_version"
    __table_args__ = (
        UniqueConstraint("family_id", "number"),
        UniqueConstraint("label"),
        CheckConstraint(_one_of(STATES), name="state"),
        Index(None, "state", "published_at"),
        Index(None, "vendor_id"),
    )

    id: Mapped[UUID] = mapped_column(Uuid, primary_key=True)
    family_id: Mapped[UUID] = mapped_column(Uuid, ForeignKey("content_family.id"))
    number: Mapped[int]
    label: Mapped[str] = mapped_column(Text)
    state: Mapped[str] = mapped_column(Text)
    format: Mapped[str] = mapped_column(Text)
    course: Mapped[dict[str, Any]] = mapped_column(Document)
    findings: Mapped[list[dict[str, Any]]] = mapped_column(Document)
    package: Mapped[str] = mapped_column(Text)
    title: Mapped[str] = mapped_column(Text)
    teacher: Mapped[str] = mapped_column(Text, default="")
    summary: Mapped[str] = mapped_column(Text, default="")
    subject_area: Mapped[str] = mapped_column(Text, default="")
    kind: Mapped[str] = mapped_column(Text, default="")
    price_note: Mapped[str] = mapped_column(Text, default="")
    studies: Mapped[dict[str, Any]] = mapped_column(Document, default=dict)
    approved_ms: Mapped[int] = mapped_column(BigInteger, default=0)
    cover: Mapped[str | None] = mapped_column(Text)
    vendor_id: Mapped[UUID] = mapped_column(Uuid)
    recommended_by: Mapped[UUID | None] = mapped_column(Uuid)
    created_at: Mapped[datetime]
    published_at: Mapped[datetime | None]


class FileRow(Base):
    """A path of a version, and the content that answers to it."""

    __tablename__ = "content_file"
    __table_args__ = (Index(None, "version_id", "folded"), Index(None, "sha256"))

    version_id: Mapped[UUID] = mapped_column(
        Uuid, ForeignKey("content_version.id"), primary_key=True
    )
    path: Mapped[str] = mapped_column(Text, primary_key=True)
    folded: Mapped[str] = mapped_column(Text)
    sha256: Mapped[str] = mapped_column(Text)
    size: Mapped[int] = mapped_column(BigInteger)
    media_type: Mapped[str] = mapped_column(Text)


class TermRow(Base):
    """A term by which a version is found: a pair of Han characters, or a word.

    *weight* orders the finds: a title counts more than a summary.
    """

    __tablename__ = "content_term"

    term: Mapped[str] = mapped_column(Text, primary_key=True)
    version_id: Mapped[UUID] = mapped_column(
        Uuid, ForeignKey("content_version.id"), primary_key=True
    )
    weight: Mapped[int]


class UploadRow(Base):
    """A file on its way in, piece by piece; how much of it is here is what lies in its folder.

    *import_id* is set once it arrived whole and its import began.
    """

    __tablename__ = "content_upload"
    __table_args__ = (Index(None, "created_at"),)

    id: Mapped[UUID] = mapped_column(Uuid, primary_key=True)
    name: Mapped[str] = mapped_column(Text)
    size: Mapped[int] = mapped_column(BigInteger)
    by: Mapped[UUID] = mapped_column(Uuid)
    family_id: Mapped[UUID | None] = mapped_column(Uuid)
    recommended_by: Mapped[UUID | None] = mapped_column(Uuid)
    import_id: Mapped[UUID | None] = mapped_column(Uuid)
    created_at: Mapped[datetime]


class ImportRow(Base):
    """A package being read: what is done of it, and what was found."""

    __tablename__ = "content_import"
    __table_args__ = (
        CheckConstraint(_one_of(IMPORT_STATES), name="state"),
        Index(None, "by", "created_at"),
        Index(None, "package"),
    )

    id: Mapped[UUID] = mapped_column(Uuid, primary_key=True)
    state: Mapped[str] = mapped_column(Text)
    name: Mapped[str] = mapped_column(Text)
    package: Mapped[str] = mapped_column(Text)
    size: Mapped[int] = mapped_column(BigInteger)
    by: Mapped[UUID] = mapped_column(Uuid)
    family_id: Mapped[UUID | None] = mapped_column(Uuid)
    recommended_by: Mapped[UUID | None] = mapped_column(Uuid)
    done: Mapped[int] = mapped_column(default=0)
    total: Mapped[int] = mapped_column(default=0)
    findings: Mapped[list[dict[str, Any]]] = mapped_column(Document, default=list)
    course: Mapped[dict[str, Any] | None] = mapped_column(Document)
    version_id: Mapped[UUID | None] = mapped_column(Uuid)
    created_at: Mapped[datetime]
    finished_at: Mapped[datetime | None]


class HistoryRow(Base):
    """Who did what with a version, and what they remarked; rows are only ever added."""

    __tablename__ = "content_history"
    __table_args__ = (Index(None, "version_id", "id"),)

    id: Mapped[int] = mapped_column(Serial, primary_key=True, autoincrement=True)
    version_id: Mapped[UUID] = mapped_column(Uuid, ForeignKey("content_version.id"))
    at: Mapped[datetime]
    by: Mapped[UUID] = mapped_column(Uuid)
    act: Mapped[str] = mapped_column(Text)
    remarks: Mapped[str] = mapped_column(Text, default="")
    details: Mapped[dict[str, Any]] = mapped_column(Document, default=dict)
