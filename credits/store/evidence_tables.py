"""Tables of what is studied and of the evidence, which only grows until it is packed."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy import (
    CheckConstraint,
    ForeignKey,
    Index,
    LargeBinary,
    String,
    Text,
    Uuid,
)
from sqlalchemy.orm import Mapped, mapped_column

from schemas.tables import Base, Serial


class CourseRow(Base):
    """A published course version that can be earned."""

    __tablename__ = "credits_courses"

    version_id: Mapped[UUID] = mapped_column(Uuid, primary_key=True)
    family_id: Mapped[UUID] = mapped_column(Uuid, index=True)
    title: Mapped[str] = mapped_column(Text)
    category: Mapped[str] = mapped_column(String(64))
    registered_at: Mapped[datetime]


class UnitRow(Base):
    """One unit of study; *ordinal* is its place in the course, from 0."""

    __tablename__ = "credits_units"
    __table_args__ = (
        CheckConstraint("kind IN ('video', 'article')", name="kind"),
        CheckConstraint("approved_ms > 0", name="approved"),
    )

    unit_id: Mapped[str] = mapped_column(String(512), primary_key=True)
    version_id: Mapped[UUID] = mapped_column(Uuid, index=True)
    family_id: Mapped[UUID] = mapped_column(Uuid)
    ordinal: Mapped[int]
    kind: Mapped[str] = mapped_column(String(16))
    approved_ms: Mapped[int] = mapped_column(Serial)
    media_length_ms: Mapped[int | None] = mapped_column(Serial)
    category: Mapped[str] = mapped_column(String(64))
    quiz: Mapped[bool]


class SessionRow(Base):
    """One stretch of a learner's study of one unit; *anchor_at* is its monotonic zero.

    *packed* holds the spans of a closed session once their rows were folded into it, and
    *evidence_digest* the SHA-256 of what it held when it was packed.
    """

    __tablename__ = "credits_sessions"
    __table_args__ = (
        CheckConstraint("anchor_at >= opened_at", name="anchor"),
        Index("ix_credits_sessions_learner_opened_at", "learner", "opened_at"),
    )

    id: Mapped[UUID] = mapped_column(Uuid, primary_key=True)
    learner: Mapped[UUID] = mapped_column(Uuid)
    unit_id: Mapped[str] = mapped_column(ForeignKey("credits_units.unit_id"), index=True)
    opened_at: Mapped[datetime]
    anchor_at: Mapped[datetime]
    closed_at: Mapped[datetime | None]
    packed: Mapped[bytes | None] = mapped_column(LargeBinary, deferred=True)
    evidence_digest: Mapped[bytes | None] = mapped_column(LargeBinary(32))


class SpanRow(Base):
    """One content received under one (session, seq); conflicting contents are all kept."""

    __tablename__ = "credits_spans"
    __table_args__ = ({"sqlite_with_rowid": False},)

    session_id: Mapped[UUID] = mapped_column(ForeignKey("credits_sessions.id"), primary_key=True)
    seq: Mapped[int] = mapped_column(Serial, primary_key=True)
    digest: Mapped[bytes] = mapped_column(LargeBinary(32), primary_key=True)
    from_ms: Mapped[int] = mapped_column(Serial)
    to_ms: Mapped[int] = mapped_column(Serial)
    media_from: Mapped[int | None] = mapped_column(Serial)
    media_to: Mapped[int | None] = mapped_column(Serial)
    rate_milli: Mapped[int] = mapped_column(Serial)
    visible: Mapped[bool]
    received_at: Mapped[datetime]


class LeaseRow(Base):
    """From *at* on, *session_id* holds the learner's single lease; None releases it."""

    __tablename__ = "credits_leases"
    __table_args__ = (Index("ix_credits_leases_learner_at", "learner", "at"),)

    id: Mapped[int] = mapped_column(Serial, primary_key=True)
    learner: Mapped[UUID] = mapped_column(Uuid)
    at: Mapped[datetime]
    session_id: Mapped[UUID | None] = mapped_column(Uuid)


class ChallengeRow(Base):
    """A presence challenge that is proven to have been shown."""

    __tablename__ = "credits_challenges"
    __table_args__ = (Index("ix_credits_challenges_learner_issued_at", "learner", "issued_at"),)

    id: Mapped[UUID] = mapped_column(Uuid, primary_key=True)
    learner: Mapped[UUID] = mapped_column(Uuid)
    session_id: Mapped[UUID] = mapped_column(ForeignKey("credits_sessions.id"))
    issued_at: Mapped[datetime]
    window_ms: Mapped[int] = mapped_column(Serial)


class AnswerRow(Base):
    """One try at a challenge; the last one counts, and nothing follows a right one."""

    __tablename__ = "credits_answers"

    challenge_id: Mapped[UUID] = mapped_column(
        ForeignKey("credits_challenges.id"), primary_key=True
    )
    answered_at: Mapped[datetime] = mapped_column(primary_key=True)
    correct: Mapped[bool] = mapped_column(primary_key=True)


class InteractionRow(Base):
    """A sign of life in a session, at server time, and when the server learnt of it."""

    __tablename__ = "credits_interactions"
    __table_args__ = ({"sqlite_with_rowid": False},)

    session_id: Mapped[UUID] = mapped_column(ForeignKey("credits_sessions.id"), primary_key=True)
    at: Mapped[datetime] = mapped_column(primary_key=True)
    received_at: Mapped[datetime]


class QuizPassRow(Base):
    """A passed quiz of a unit."""

    __tablename__ = "credits_quiz_passes"

    learner: Mapped[UUID] = mapped_column(Uuid, primary_key=True)
    unit_id: Mapped[str] = mapped_column(ForeignKey("credits_units.unit_id"), primary_key=True)
    passed_at: Mapped[datetime] = mapped_column(primary_key=True)
