"""Tables of accounts and sessions. No secret stands here in clear.

Passwords are argon2id hashes, session tokens their SHA-256, TOTP secrets sealed with a key
that is kept in the data folder and not in the database.
"""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, LargeBinary, Text, UniqueConstraint, Uuid
from sqlalchemy.orm import Mapped, mapped_column

from schemas.tables import Base


class AccountRow(Base):
    """How a person signs in; *username* is kept in its one canonical form."""

    __tablename__ = "academy_accounts"
    __table_args__ = (UniqueConstraint("username"),)

    person_id: Mapped[UUID] = mapped_column(Uuid, ForeignKey("academy_people.id"), primary_key=True)
    username: Mapped[str] = mapped_column(Text)
    password: Mapped[str] = mapped_column(Text)
    password_set_at: Mapped[datetime]
    one_time: Mapped[bool] = mapped_column(default=False)
    totp_sealed: Mapped[bytes | None] = mapped_column(LargeBinary)
    totp_step: Mapped[int | None]
    closed_at: Mapped[datetime | None]


class BackOffRow(Base):
    """Failed sign-ins under one name, known or not; the name stands here as a keyed digest."""

    __tablename__ = "academy_back_off"

    name_digest: Mapped[str] = mapped_column(Text, primary_key=True)
    failures: Mapped[int]
    last_at: Mapped[datetime]
    next_at: Mapped[datetime]


class SessionRow(Base):
    """One sign-in of one browser. *stage* says what it still lacks before it is one."""

    __tablename__ = "academy_sessions"
    __table_args__ = (
        CheckConstraint(
            "stage IN ('second-factor', 'new-factor', 'new-password', 'full')", name="stage"
        ),
        Index(None, "person_id"),
    )

    token_digest: Mapped[str] = mapped_column(Text, primary_key=True)
    person_id: Mapped[UUID] = mapped_column(Uuid, ForeignKey("academy_people.id"))
    stage: Mapped[str] = mapped_column(Text)
    began_at: Mapped[datetime]
    seen_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]
    ended_why: Mapped[str | None] = mapped_column(Text)
    browser: Mapped[str] = mapped_column(Text, default="")
