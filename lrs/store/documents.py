"""State and profile documents, found by the digest of everything that names them."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from uuid import UUID

from sqlalchemy import ColumnElement, delete, select, text
from sqlalchemy.orm import Session

from lrs.store.tables import StoredDocument


@dataclass(frozen=True, slots=True)
class Place:
    """Where a document lies: *kind* with activity, agent (canonical IFI) and registration."""

    kind: str
    activity: str | None
    agent: str | None
    registration: UUID | None = None

    def context(self) -> bytes:
        """Digest of what documents of one listing share."""
        named = json.dumps([self.kind, self.activity, self.agent], ensure_ascii=False)
        return sha256(named.encode()).digest()

    def of(self, document_id: str) -> bytes:
        """Digest of everything that names one document."""
        named = json.dumps(
            [
                self.kind,
                self.activity,
                self.agent,
                self.registration and str(self.registration),
                document_id,
            ],
            ensure_ascii=False,
        )
        return sha256(named.encode()).digest()


def found(session: Session, store_id: int, place: Place, document_id: str) -> StoredDocument | None:
    """Return the document, None when there is none."""
    return session.get(StoredDocument, (store_id, place.of(document_id)))


def ids(
    session: Session, store_id: int, place: Place, since: datetime | None
) -> list[tuple[str, datetime]]:
    """Return (id, updated) of the documents at *place* changed after *since*, by id."""
    conditions = _listing(store_id, place)
    if since is not None:
        conditions.append(StoredDocument.updated_at > since)
    rows = session.execute(
        select(StoredDocument.document_id, StoredDocument.updated_at)
        .where(*conditions)
        .order_by(StoredDocument.document_id)
    )
    return [(row.document_id, row.updated_at) for row in rows]


def clear(session: Session, store_id: int, place: Place) -> None:
    """Delete every document at *place*."""
    session.execute(
        delete(StoredDocument)
        .where(*_listing(store_id, place))
        .execution_options(synchronize_session=False)
    )


def has_agent(session: Session, store_id: int, agent: str) -> bool:
    """Say whether there is any document of *agent* (canonical IFI)."""
    query = select(StoredDocument.place).where(
        StoredDocument.store_id == store_id, StoredDocument.agent == agent
    )
    return session.execute(query.limit(1)).first() is not None


def forget_agent(session: Session, store_id: int, agent: str) -> int:
    """Delete every document of *agent* (canonical IFI); return how many there were."""
    gone = session.scalars(
        delete(StoredDocument)
        .where(StoredDocument.store_id == store_id, StoredDocument.agent == agent)
        .returning(StoredDocument.place)
        .execution_options(synchronize_session=False)
    )
    return len(gone.all())


def _listing(store_id: int, place: Place) -> list[ColumnElement[bool]]:
    conditions: list[ColumnElement[bool]] = [
        StoredDocument.store_id == store_id,
        StoredDocument.context == place.context(),
    ]
    if place.registration is not None:
        conditions.append(StoredDocument.registration == place.registration)
    return conditions


def lock(session: Session, place: bytes) -> None:
    """Let no other transaction look at the document of *place* until this one ends.

    What is decided from an entity tag must still be true when it is written.
    """
    if session.get_bind().dialect.name == "postgresql":
        session.execute(
            text("SELECT pg_advisory_xact_lock(:place)"),
            {"place": int.from_bytes(place[:8], "big", signed=True)},
        )
