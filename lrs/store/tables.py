"""The tables of the record store (prefix ``lrs_``); every key begins with the store.

The statement table only grows. Its order is ``seq``: without gaps, assigned inside the order
lock, so that a reader with a cursor misses nothing. Texts that may be long (IRIs, account
names) are looked up by digest; the filters of the Statement resource are integers.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import (
    BigInteger,
    Boolean,
    Dialect,
    ForeignKeyConstraint,
    Index,
    LargeBinary,
    SmallInteger,
    String,
    Text,
    TypeDecorator,
    UniqueConstraint,
    Uuid,
    text,
)
from sqlalchemy.orm import Mapped, mapped_column

from schemas.tables import Base, Document, Serial


class Identifier(TypeDecorator[UUID]):
    """A UUID in 16 octets on both databases (SQLite's own spelling takes 32)."""

    impl = LargeBinary(16)
    cache_ok = True

    def load_dialect_impl(self, dialect: Dialect) -> Any:
        if dialect.name == "postgresql":
            return dialect.type_descriptor(Uuid())
        return dialect.type_descriptor(LargeBinary(16))

    def process_bind_param(self, value: UUID | None, dialect: Dialect) -> Any:
        if value is None or dialect.name == "postgresql":
            return value
        return value.bytes

    def process_result_value(self, value: Any, dialect: Dialect) -> UUID | None:
        if value is None or isinstance(value, UUID):
            return value
        return UUID(bytes=bytes(value))


class Statement(Base):
    """One statement for ever: its place in the order, what filters ask, and its bytes.

    *payload* is the statement without ``stored`` (and without ``timestamp`` where it is the
    stored time), compressed as *codec* says: 0 plain, else a row of ``lrs_dictionary``.
    *edition* is 1 or 2. Only *voided* and, at an erasure, *payload* ever change.
    """

    __tablename__ = "lrs_statement"
    __table_args__ = (
        UniqueConstraint("store_id", "sid"),
        Index(None, "store_id", "stored", "seq"),
        Index(None, "actor_id", "seq"),
        Index(None, "authority_id", "seq"),
        Index(None, "verb_id", "seq"),
        Index(None, "activity_id", "seq"),
        Index(
            None,
            "registration",
            "seq",
            sqlite_where=text("registration IS NOT NULL"),
            postgresql_where=text("registration IS NOT NULL"),
        ),
    )

    store_id: Mapped[int] = mapped_column(SmallInteger, primary_key=True)
    seq: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    stored: Mapped[datetime]
    sid: Mapped[UUID] = mapped_column(Identifier)
    actor_id: Mapped[int | None] = mapped_column(BigInteger)
    authority_id: Mapped[int | None] = mapped_column(BigInteger)
    verb_id: Mapped[int] = mapped_column(BigInteger)
    activity_id: Mapped[int | None] = mapped_column(BigInteger)
    registration: Mapped[UUID | None] = mapped_column(Identifier)
    edition: Mapped[int] = mapped_column(SmallInteger)
    voided: Mapped[bool] = mapped_column(Boolean(create_constraint=False))
    codec: Mapped[int] = mapped_column(SmallInteger)
    payload: Mapped[bytes] = mapped_column(LargeBinary)


class Shadow(Base):
    """What a statement inherits for filters from one that it refers to, directly or not.

    The statement *seq* meets a filter also where its target *origin* meets it
    (Communication 2.1.3.s3); the columns are the target's.
    """

    __tablename__ = "lrs_shadow"
    __table_args__ = (
        Index(None, "actor_id", "seq"),
        Index(None, "authority_id", "seq"),
        Index(None, "verb_id", "seq"),
        Index(None, "activity_id", "seq"),
        Index(None, "registration", "seq"),
    )

    store_id: Mapped[int] = mapped_column(SmallInteger, primary_key=True)
    seq: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    origin: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    actor_id: Mapped[int | None] = mapped_column(BigInteger)
    authority_id: Mapped[int | None] = mapped_column(BigInteger)
    verb_id: Mapped[int] = mapped_column(BigInteger)
    activity_id: Mapped[int | None] = mapped_column(BigInteger)
    registration: Mapped[UUID | None] = mapped_column(Identifier)


class Reference(Base):
    """The statement *seq* has a StatementRef to *target* as its object, come or not yet come."""

    __tablename__ = "lrs_reference"
    __table_args__ = (Index(None, "store_id", "target"),)

    store_id: Mapped[int] = mapped_column(SmallInteger, primary_key=True)
    seq: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    target: Mapped[UUID] = mapped_column(Identifier)
    voids: Mapped[bool] = mapped_column(Boolean(create_constraint=False))


class AgentMention(Base):
    """An agent mentioned beyond actor and authority; *direct* where the agent filter looks.

    *origin* is the statement whose words these are: *seq* itself, or one it refers to. The
    agent's id says which store.
    """

    __tablename__ = "lrs_agent_mention"
    __table_args__ = ({"sqlite_with_rowid": False},)

    agent_id: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    seq: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    origin: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    direct: Mapped[bool] = mapped_column(Boolean(create_constraint=False))


class ActivityMention(Base):
    """An activity mentioned beyond the object; found by ``related_activities``."""

    __tablename__ = "lrs_activity_mention"
    __table_args__ = ({"sqlite_with_rowid": False},)

    activity_id: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    seq: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    origin: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)


class Agent(Base):
    """An agent or identified group, by the canonical text of its IFI (``lrs.rules.actors``)."""

    __tablename__ = "lrs_agent"
    __table_args__ = (UniqueConstraint("store_id", "digest"),)

    id: Mapped[int] = mapped_column(Serial, primary_key=True)
    store_id: Mapped[int] = mapped_column(SmallInteger)
    digest: Mapped[bytes] = mapped_column(LargeBinary(16))
    ifi: Mapped[str] = mapped_column(Text)


class AgentName(Base):
    """A name by which statements called an agent."""

    __tablename__ = "lrs_agent_name"
    __table_args__ = (
        ForeignKeyConstraint(["agent_id"], ["lrs_agent.id"]),
        UniqueConstraint("agent_id", "digest"),
    )

    id: Mapped[int] = mapped_column(Serial, primary_key=True)
    agent_id: Mapped[int] = mapped_column(BigInteger)
    digest: Mapped[bytes] = mapped_column(LargeBinary(16))
    name: Mapped[str] = mapped_column(Text)


class Verb(Base):
    """A verb by its IRI."""

    __tablename__ = "lrs_verb"
    __table_args__ = (UniqueConstraint("store_id", "digest"),)

    id: Mapped[int] = mapped_column(Serial, primary_key=True)
    store_id: Mapped[int] = mapped_column(SmallInteger)
    digest: Mapped[bytes] = mapped_column(LargeBinary(16))
    iri: Mapped[str] = mapped_column(Text)


class Activity(Base):
    """An activity by its IRI, with the definition merged from all that statements told.

    *definition* is JSON text, because PostgreSQL's own type refuses the character U+0000.
    """

    __tablename__ = "lrs_activity"
    __table_args__ = (UniqueConstraint("store_id", "digest"),)

    id: Mapped[int] = mapped_column(Serial, primary_key=True)
    store_id: Mapped[int] = mapped_column(SmallInteger)
    digest: Mapped[bytes] = mapped_column(LargeBinary(16))
    iri: Mapped[str] = mapped_column(Text)
    definition: Mapped[str | None] = mapped_column(Text)


class Dictionary(Base):
    """A compression dictionary. Rows are never deleted: payloads need them for ever."""

    __tablename__ = "lrs_dictionary"

    codec: Mapped[int] = mapped_column(SmallInteger, primary_key=True, autoincrement=False)
    created_at: Mapped[datetime]
    content: Mapped[bytes] = mapped_column(LargeBinary)


class StoredDocument(Base):
    """A state, activity profile or agent profile document.

    *place* is the digest of everything that names it, *context* of all but its own id and
    registration; *agent* is the canonical IFI text.
    """

    __tablename__ = "lrs_document"
    __table_args__ = (Index(None, "store_id", "context", "updated_at"),)

    store_id: Mapped[int] = mapped_column(SmallInteger, primary_key=True)
    place: Mapped[bytes] = mapped_column(LargeBinary(32), primary_key=True)
    context: Mapped[bytes] = mapped_column(LargeBinary(32))
    kind: Mapped[str] = mapped_column(String(20))
    activity: Mapped[str | None] = mapped_column(Text)
    agent: Mapped[str | None] = mapped_column(Text)
    registration: Mapped[UUID | None] = mapped_column(Identifier)
    document_id: Mapped[str] = mapped_column(Text)
    content_type: Mapped[str] = mapped_column(Text)
    etag: Mapped[str] = mapped_column(String(40))
    updated_at: Mapped[datetime]
    content: Mapped[bytes] = mapped_column(LargeBinary)


class Attachment(Base):
    """Attachment data that the store holds; the octets are in a file named by their SHA-2."""

    __tablename__ = "lrs_attachment"

    store_id: Mapped[int] = mapped_column(SmallInteger, primary_key=True)
    sha2: Mapped[str] = mapped_column(String(128), primary_key=True)
    content_type: Mapped[str] = mapped_column(Text)
    length: Mapped[int] = mapped_column(BigInteger)
    stored_at: Mapped[datetime]


class Credential(Base):
    """A key for Basic authentication; the secret exists here only as its SHA-256."""

    __tablename__ = "lrs_credential"
    __table_args__ = (UniqueConstraint("key"),)

    id: Mapped[int] = mapped_column(Serial, primary_key=True)
    store_id: Mapped[int] = mapped_column(SmallInteger)
    key: Mapped[str] = mapped_column(String(64))
    secret_sha256: Mapped[bytes] = mapped_column(LargeBinary(32))
    label: Mapped[str] = mapped_column(Text)
    scopes: Mapped[list[str]] = mapped_column(Document)
    authority: Mapped[dict[str, Any]] = mapped_column(Document)
    created_at: Mapped[datetime]
    revoked_at: Mapped[datetime | None]
    last_used_at: Mapped[datetime | None]


class Forwarder(Base):
    """Another store to which statements of this one go, in their order.

    *position* is the last ``seq`` that needs nothing more: the statements after it are the
    outbox, which therefore can neither lose nor reorder anything. *sealed_secret* is
    encrypted, because it must be sent; *filters* are the Statement resource's, in text.
    """

    __tablename__ = "lrs_forwarder"

    id: Mapped[int] = mapped_column(Serial, primary_key=True)
    store_id: Mapped[int] = mapped_column(SmallInteger)
    label: Mapped[str] = mapped_column(Text)
    endpoint: Mapped[str] = mapped_column(Text)
    key: Mapped[str] = mapped_column(Text)
    sealed_secret: Mapped[bytes] = mapped_column(LargeBinary)
    version: Mapped[str] = mapped_column(String(8))
    filters: Mapped[dict[str, Any]] = mapped_column(Document)
    position: Mapped[int] = mapped_column(BigInteger)
    failures: Mapped[int] = mapped_column(BigInteger)
    refused_in_a_row: Mapped[int] = mapped_column(BigInteger)
    retry_at: Mapped[datetime | None]
    last_error: Mapped[str | None] = mapped_column(Text)
    created_at: Mapped[datetime]
    paused_at: Mapped[datetime | None]
    last_taken_at: Mapped[datetime | None]


class ForwardingRefusal(Base):
    """A statement that the other store refused by itself, set aside so that others pass."""

    __tablename__ = "lrs_forwarding_refusal"
    __table_args__ = (
        ForeignKeyConstraint(["forwarder_id"], ["lrs_forwarder.id"], ondelete="CASCADE"),
    )

    forwarder_id: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    seq: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    sid: Mapped[UUID] = mapped_column(Identifier)
    reason: Mapped[str] = mapped_column(Text)
    refused_at: Mapped[datetime]


class Erasure(Base):
    """One person's erasure from a store, done in slices until *finished_at*.

    *agent_id* is the row of the person's identifier, *pseudonym_id* that of what stands in
    its place. *texts* says that free text of the person's own statements goes too.
    """

    __tablename__ = "lrs_erasure"

    id: Mapped[int] = mapped_column(Serial, primary_key=True)
    store_id: Mapped[int] = mapped_column(SmallInteger)
    agent_id: Mapped[int] = mapped_column(BigInteger)
    pseudonym_id: Mapped[int] = mapped_column(BigInteger)
    texts: Mapped[bool] = mapped_column(Boolean(create_constraint=False))
    statements: Mapped[int] = mapped_column(BigInteger)
    documents: Mapped[int] = mapped_column(BigInteger)
    begun_at: Mapped[datetime]
    finished_at: Mapped[datetime | None]


class Pseudonymised(Base):
    """The mark of a statement that an erasure changed."""

    __tablename__ = "lrs_pseudonymised"
    __table_args__ = (ForeignKeyConstraint(["erasure_id"], ["lrs_erasure.id"]),)

    store_id: Mapped[int] = mapped_column(SmallInteger, primary_key=True)
    seq: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    erasure_id: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
