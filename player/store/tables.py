"""The tables of the player: what is studied, where it was left, and who holds which key.

Evidence of time is not here: it lies with ``credits``.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from schemas.tables import Base, Document, Serial


class RegistrationRow(Base):
    """One learner's enrolment in one version of a course; *id* is the xAPI registration.

    The version stays: who has begun one finishes it (pinned).
    """

    __tablename__ = "player_registrations"
    __table_args__ = (
        UniqueConstraint("learner", "version_id", "mode", "number"),
        Index(None, "learner", "family_id"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True)
    learner: Mapped[UUID]
    family_id: Mapped[UUID]
    version_id: Mapped[UUID]
    mode: Mapped[str] = mapped_column(String(8))
    number: Mapped[int]
    created_at: Mapped[datetime]
    last_unit: Mapped[str | None] = mapped_column(String(4000))
    last_at: Mapped[datetime]
    satisfied_at: Mapped[datetime | None]
    sequencing: Mapped[dict[str, Any] | None] = mapped_column(Document)


class AttemptRow(Base):
    """One learner's attempt at one unit: its run-time data and how far the journal is.

    *run* is the id of the present (or last) run, whose journal has reached *seq*; of the run
    before it the highest number is kept too, so that what a browser kept offline can follow.
    """

    __tablename__ = "player_attempts"
    __table_args__ = (UniqueConstraint("registration_id", "unit", "number"),)

    id: Mapped[UUID] = mapped_column(primary_key=True)
    registration_id: Mapped[UUID]
    unit: Mapped[str] = mapped_column(String(4000))
    number: Mapped[int]
    format: Mapped[str] = mapped_column(String(12))
    state: Mapped[dict[str, Any]] = mapped_column(Document)
    run: Mapped[UUID]
    seq: Mapped[int]
    last_answer: Mapped[dict[str, Any] | None] = mapped_column(Document)
    previous_run: Mapped[UUID | None]
    previous_seq: Mapped[int]
    runs: Mapped[int]
    running: Mapped[bool]
    completion: Mapped[str] = mapped_column(String(16))
    success: Mapped[str] = mapped_column(String(16))
    score_milli: Mapped[int | None]
    location: Mapped[str] = mapped_column(String(4000))
    total_ms: Mapped[int]
    started_at: Mapped[datetime]
    changed_at: Mapped[datetime]


class LaunchRow(Base):
    """One opening of one unit. The capability in its addresses and the token are hashes here.

    *label* and *study* are copies of what the version says, for the routes that are asked most.
    """

    __tablename__ = "player_launches"
    __table_args__ = (
        UniqueConstraint("capability"),
        Index(None, "registration_id"),
        Index(None, "ended_at", "seen_at"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True)
    capability: Mapped[str] = mapped_column(String(64))
    token: Mapped[str] = mapped_column(String(64))
    registration_id: Mapped[UUID]
    learner: Mapped[UUID]
    version_id: Mapped[UUID]
    unit: Mapped[str] = mapped_column(String(4000))
    mode: Mapped[str] = mapped_column(String(8))
    label: Mapped[str] = mapped_column(String(63))
    study: Mapped[dict[str, Any] | None] = mapped_column(Document)
    attempt_id: Mapped[UUID | None]
    more_time: Mapped[bool]
    opened_at: Mapped[datetime]
    seen_at: Mapped[datetime]
    revoked_at: Mapped[datetime | None]
    ended_at: Mapped[datetime | None]


class PresenceSessionRow(Base):
    """One stretch of presence: the chain of nonces, and the last answer for a repeated request.

    The id is that of the evidence session in ``credits``. *report_due* is when to look whether
    it can be told to the record, None before its end and afterwards; *reported* the digest of
    the evidence that was told.
    """

    __tablename__ = "player_sessions"
    __table_args__ = (
        Index(None, "launch_id"),
        Index(None, "learner", "ended_at"),
        Index(None, "ended_at", "beaten_at"),
        Index(None, "report_due"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True)
    launch_id: Mapped[UUID]
    learner: Mapped[UUID]
    study_unit: Mapped[str] = mapped_column(String(4100))
    nonce: Mapped[str] = mapped_column(String(32))
    request: Mapped[str | None] = mapped_column(String(64))
    answer: Mapped[dict[str, Any] | None] = mapped_column(Document)
    anchor_at: Mapped[datetime]
    beaten_at: Mapped[datetime]
    last_reason: Mapped[str | None] = mapped_column(String(32))
    ended_at: Mapped[datetime | None]
    end_reason: Mapped[str | None] = mapped_column(String(32))
    report_due: Mapped[datetime | None]
    reported: Mapped[str | None] = mapped_column(String(64))


class PresenceRow(Base):
    """A learner's presence clock: when the next challenge falls due, and which one is open.

    The row is also the learner's lock: who changes presence holds it first.
    """

    __tablename__ = "player_presences"

    learner: Mapped[UUID] = mapped_column(primary_key=True)
    holder: Mapped[UUID | None]
    due_after_ms: Mapped[int]
    owed: Mapped[bool]
    challenge_id: Mapped[UUID | None]


class ChallengeRow(Base):
    """One challenge: the question as it was sent and the right answers, which are not."""

    __tablename__ = "player_challenges"
    __table_args__ = (Index(None, "learner"),)

    id: Mapped[UUID] = mapped_column(primary_key=True)
    learner: Mapped[UUID]
    session_id: Mapped[UUID]
    kind: Mapped[str] = mapped_column(String(16))
    closing: Mapped[bool]
    question: Mapped[dict[str, Any]] = mapped_column(Document)
    right: Mapped[list[str]] = mapped_column(Document)
    window_ms: Mapped[int]
    issued_at: Mapped[datetime]
    proven: Mapped[bool]
    tries_left: Mapped[int]
    extended: Mapped[bool]
    answered_at: Mapped[datetime | None]
    correct: Mapped[bool | None]


class AuSessionRow(Base):
    """One launch session of a cmi5 AU or of an xAPI package: its keys and what was said so far."""

    __tablename__ = "player_au_sessions"
    __table_args__ = (
        UniqueConstraint("fetch_key"),
        UniqueConstraint("token"),
        Index(None, "registration_id", "unit"),
        Index(None, "launch_id"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True)
    launch_id: Mapped[UUID]
    registration_id: Mapped[UUID]
    unit: Mapped[str] = mapped_column(String(4000))
    standard: Mapped[str] = mapped_column(String(8))
    session: Mapped[str] = mapped_column(String(64))
    fetch_key: Mapped[str | None] = mapped_column(String(64))
    fetched_at: Mapped[datetime | None]
    token: Mapped[str | None] = mapped_column(String(64))
    facts: Mapped[dict[str, Any]] = mapped_column(Document)
    launched_at: Mapped[datetime]
    initialized_at: Mapped[datetime | None]
    last_at: Mapped[datetime | None]
    terminated_at: Mapped[datetime | None]
    abandoned_at: Mapped[datetime | None]


class AuResultRow(Base):
    """What was reached in one AU of one registration: each verb once (cmi5 9.5.1)."""

    __tablename__ = "player_au_results"
    __table_args__ = (UniqueConstraint("registration_id", "unit", "verb"),)

    id: Mapped[int] = mapped_column(Serial, primary_key=True)
    registration_id: Mapped[UUID]
    unit: Mapped[str] = mapped_column(String(4000))
    verb: Mapped[str] = mapped_column(String(16))
    at: Mapped[datetime]
    score_milli: Mapped[int | None]


class SharedObjectiveRow(Base):
    """A shared objective that is global to the system: it outlives registrations (SN 3.10.3).

    Its name means something within the deliveries of one *vendor* only: two vendors who both
    call an objective ``obj1`` do not mean the same.
    """

    __tablename__ = "player_shared_objectives"
    __table_args__ = (UniqueConstraint("learner", "vendor", "target"),)

    id: Mapped[int] = mapped_column(Serial, primary_key=True)
    learner: Mapped[UUID]
    vendor: Mapped[UUID]
    target: Mapped[str] = mapped_column(String(4000))
    known: Mapped[dict[str, Any]] = mapped_column(Document)


class DiagnosticRow(Base):
    """Something that went wrong or looked odd while a package ran, for staff."""

    __tablename__ = "player_diagnostics"
    __table_args__ = (Index(None, "version_id", "id"),)

    id: Mapped[int] = mapped_column(Serial, primary_key=True)
    version_id: Mapped[UUID]
    unit: Mapped[str] = mapped_column(String(4000))
    kind: Mapped[str] = mapped_column(String(32))
    detail: Mapped[str] = mapped_column(String(1000))
    at: Mapped[datetime]
