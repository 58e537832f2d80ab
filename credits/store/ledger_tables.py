"""Tables of the rule documents and the ledger, which only grow.

The migration adds triggers that refuse anything else.
"""

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
    UniqueConstraint,
    Uuid,
)
from sqlalchemy.orm import Mapped, mapped_column

from schemas.tables import Base, Serial


class RuleDocumentRow(Base):
    """A rule document as adopted, in canonical JSON; a change is another version."""

    __tablename__ = "credits_rule_documents"
    __table_args__ = (UniqueConstraint("rule_id", "version"),)

    digest: Mapped[bytes] = mapped_column(LargeBinary(32), primary_key=True)
    rule_id: Mapped[str] = mapped_column(String(128))
    version: Mapped[str] = mapped_column(String(64))
    title: Mapped[str] = mapped_column(Text)
    text: Mapped[str] = mapped_column(Text)
    adopted_at: Mapped[datetime]
    adopted_by: Mapped[str] = mapped_column(String(128))


class ActivationRow(Base):
    """From *in_force_from* on a rule document governs *scope* (None: the whole academy)."""

    __tablename__ = "credits_activations"
    __table_args__ = (
        CheckConstraint("activated_by <> second_approver", name="two_persons"),
        Index("ix_credits_activations_in_force_from", "in_force_from"),
    )

    id: Mapped[int] = mapped_column(Serial, primary_key=True)
    digest: Mapped[bytes] = mapped_column(ForeignKey("credits_rule_documents.digest"))
    scope: Mapped[UUID | None] = mapped_column(Uuid)
    in_force_from: Mapped[datetime]
    activated_at: Mapped[datetime]
    activated_by: Mapped[str] = mapped_column(String(128))
    second_approver: Mapped[str] = mapped_column(String(128))


class SubjectRow(Base):
    """Whose entries carry the pseudonym *subject*: SHA-256 of *salt* and the learner's id.

    The ledger knows only the pseudonym. Deleting this row makes a person's entries nobody's
    and leaves every hash as it was.
    """

    __tablename__ = "credits_subjects"

    subject: Mapped[bytes] = mapped_column(LargeBinary(32), primary_key=True)
    learner: Mapped[UUID] = mapped_column(Uuid, unique=True)
    salt: Mapped[bytes] = mapped_column(LargeBinary(32))


class EntryRow(Base):
    """One entry of the ledger; ``credits.rules.ledger.entry.Entry`` says what it means."""

    __tablename__ = "credits_entries"
    __table_args__ = (
        CheckConstraint(
            "type IN ('AWARD', 'TRANSFER_IN', 'CARRY_IN', 'CARRY_OUT', 'REVERSAL', 'CANCEL',"
            " 'REINSTATE', 'RECOMPUTE', 'ADJUST')",
            name="type",
        ),
        CheckConstraint(
            "(type IN ('AWARD', 'TRANSFER_IN', 'CARRY_IN', 'REINSTATE') AND milli >= 0)"
            " OR (type IN ('CARRY_OUT', 'REVERSAL', 'CANCEL') AND milli < 0)"
            " OR type IN ('RECOMPUTE', 'ADJUST')",
            name="sign",
        ),
        CheckConstraint(
            "refers IS NOT NULL OR (milli >= 0 AND type IN ('AWARD', 'TRANSFER_IN', 'ADJUST'))",
            name="refers",
        ),
        CheckConstraint(
            "type NOT IN ('CANCEL', 'REINSTATE', 'ADJUST', 'TRANSFER_IN')"
            " OR (second_approver IS NOT NULL AND second_approver <> actor"
            " AND document IS NOT NULL)",
            name="two_persons",
        ),
        CheckConstraint("n >= 1 AND (refers IS NULL OR refers < n)", name="order"),
        Index("ix_credits_entries_subject_family_id", "subject", "family_id"),
    )

    n: Mapped[int] = mapped_column(Serial, primary_key=True, autoincrement=False)
    subject: Mapped[bytes] = mapped_column(LargeBinary(32))
    family_id: Mapped[UUID] = mapped_column(Uuid)
    version_id: Mapped[UUID | None] = mapped_column(Uuid)
    category: Mapped[str] = mapped_column(String(64))
    period: Mapped[str | None] = mapped_column(String(32))
    plan: Mapped[str | None] = mapped_column(String(128))
    milli: Mapped[int] = mapped_column(Serial)
    type: Mapped[str] = mapped_column(String(16))
    idem: Mapped[str] = mapped_column(String(255), unique=True)
    refers: Mapped[int | None] = mapped_column(ForeignKey("credits_entries.n"), index=True)
    rule_id: Mapped[str | None] = mapped_column(String(128))
    rule_version: Mapped[str | None] = mapped_column(String(64))
    rule_digest: Mapped[bytes | None] = mapped_column(LargeBinary(32))
    evidence_digest: Mapped[bytes | None] = mapped_column(LargeBinary(32))
    reason: Mapped[str] = mapped_column(Text)
    document: Mapped[str | None] = mapped_column(String(255))
    actor: Mapped[str] = mapped_column(String(128))
    second_approver: Mapped[str | None] = mapped_column(String(128))
    effective_at: Mapped[datetime]
    posted_at: Mapped[datetime]
    prev_hash: Mapped[bytes] = mapped_column(LargeBinary(32))
    hash: Mapped[bytes] = mapped_column(LargeBinary(32), unique=True)


class NodeRow(Base):
    """The root of a complete subtree of 2**level entries of the Merkle tree (level >= 1)."""

    __tablename__ = "credits_ledger_nodes"
    __table_args__ = ({"sqlite_with_rowid": False},)

    level: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    position: Mapped[int] = mapped_column(Serial, primary_key=True, autoincrement=False)
    hash: Mapped[bytes] = mapped_column(LargeBinary(32))


class CheckpointRow(Base):
    """A signed statement that the ledger had *size* entries under one root."""

    __tablename__ = "credits_checkpoints"

    size: Mapped[int] = mapped_column(Serial, primary_key=True, autoincrement=False)
    root: Mapped[bytes] = mapped_column(LargeBinary(32))
    signed_at: Mapped[datetime]
    note: Mapped[str] = mapped_column(Text)


class BalanceRow(Base):
    """The sum of a person's entries by period and kind: kept for boards, proved by the ledger."""

    __tablename__ = "credits_balances"
    __table_args__ = (
        CheckConstraint("milli >= 0", name="not_negative"),
        Index("ix_credits_balances_period", "period"),
    )

    learner: Mapped[UUID] = mapped_column(Uuid, primary_key=True)
    period: Mapped[str] = mapped_column(String(32), primary_key=True)
    category: Mapped[str] = mapped_column(String(64), primary_key=True)
    milli: Mapped[int] = mapped_column(Serial)
