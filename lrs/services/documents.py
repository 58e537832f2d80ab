"""State, activity profile and agent profile documents, with entity tags."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from lrs.rules.actors import ifi
from lrs.rules.concurrency import etag, heed, refuse_blind_put
from lrs.rules.merging import is_json, merged, object_in
from lrs.rules.versions import Edition
from lrs.store import documents as store
from lrs.store.documents import Place
from lrs.store.tables import StoredDocument
from schemas.refusals import Malformed, NotFound
from schemas.write_door import UnitOfWork

KINDS = ("state", "activity_profile", "agent_profile")


@dataclass(frozen=True, slots=True)
class Key:
    """What names documents: the activity and/or agent, for state perhaps a registration.

    *agent* is an Agent or Group object, *document_id* the stateId or profileId; without it
    the key names all documents of the place.
    """

    kind: str
    activity: str | None = None
    agent: dict[str, Any] | None = None
    registration: UUID | None = None
    document_id: str | None = None

    @property
    def place(self) -> Place:
        agent = None if self.agent is None else ifi(self.agent)
        return Place(self.kind, self.activity, agent, self.registration)


@dataclass(frozen=True, slots=True)
class Conditions:
    """What the request demands of the document that is there: raw header values."""

    if_match: str | None = None
    if_none_match: str | None = None

    @property
    def given(self) -> bool:
        return self.if_match is not None or self.if_none_match is not None


@dataclass(frozen=True, slots=True)
class Found:
    """A document as it lies there; *etag* is without quotes."""

    content: bytes
    content_type: str
    etag: str
    updated_at: datetime


def get(session: Session, store_id: int, key: Key) -> Found:
    """Return the document of *key*; raise NotFound when there is none."""
    row = _row(session, store_id, key)
    if row is None:
        raise NotFound("there is no such document", code="document")
    return Found(bytes(row.content), row.content_type, row.etag, row.updated_at)


def ids(
    session: Session, store_id: int, key: Key, since: datetime | None = None
) -> tuple[list[str], datetime | None]:
    """Return the ids of the documents at *key*'s place changed after *since*, and when the
    last of them was changed."""
    rows = store.ids(session, store_id, key.place, since)
    named = list(dict.fromkeys(document_id for document_id, _ in rows))
    return named, max((updated for _, updated in rows), default=None)


def put(
    unit: UnitOfWork,
    store_id: int,
    key: Key,
    content: bytes,
    content_type: str,
    conditions: Conditions = Conditions(),
    edition: Edition = Edition.ONE,
) -> str:
    """Store *content* as the document of *key*, whatever was there; return its entity tag.

    Raises PreconditionFailed, Conflict or Malformed as the edition's rules of concurrency
    say, and Malformed for JSON that is none.
    """
    if is_json(content_type):
        object_in(content)
    row = _locked(unit, store_id, key)
    current = row.etag if row is not None else None
    heed(conditions.if_match, conditions.if_none_match, current)
    refuse_blind_put(key.kind, edition, conditional=conditions.given, current=current)
    return _write(unit, store_id, key, row, content, content_type)


def post(
    unit: UnitOfWork,
    store_id: int,
    key: Key,
    content: bytes,
    content_type: str,
    conditions: Conditions = Conditions(),
) -> str:
    """Merge *content* into the document of *key*, or store it where there is none."""
    if is_json(content_type):
        object_in(content)
    row = _locked(unit, store_id, key)
    heed(conditions.if_match, conditions.if_none_match, row.etag if row is not None else None)
    if row is not None:
        content = merged(bytes(row.content), row.content_type, content, content_type)
        content_type = row.content_type
    return _write(unit, store_id, key, row, content, content_type)


def delete(
    unit: UnitOfWork, store_id: int, key: Key, conditions: Conditions = Conditions()
) -> None:
    """Delete the document of *key*, or all documents of its place; deleting nothing is fine."""
    if key.document_id is None:
        store.clear(unit.session, store_id, key.place)
        return
    row = _locked(unit, store_id, key)
    heed(conditions.if_match, conditions.if_none_match, row.etag if row is not None else None)
    if row is not None:
        unit.session.delete(row)
        unit.session.flush()


def _row(session: Session, store_id: int, key: Key) -> StoredDocument | None:
    return store.found(session, store_id, key.place, _id(key))


def _locked(unit: UnitOfWork, store_id: int, key: Key) -> StoredDocument | None:
    store.lock(unit.session, key.place.of(_id(key)))
    return _row(unit.session, store_id, key)


def _id(key: Key) -> str:
    if key.document_id is None:
        raise Malformed("one document is meant, and none is named", code="document-id")
    return key.document_id


def _write(
    unit: UnitOfWork,
    store_id: int,
    key: Key,
    row: StoredDocument | None,
    content: bytes,
    content_type: str,
) -> str:
    tag = etag(content)
    if row is None:
        place = key.place
        row = StoredDocument(
            store_id=store_id,
            place=place.of(_id(key)),
            context=place.context(),
            kind=key.kind,
            activity=key.activity,
            agent=place.agent,
            registration=key.registration,
            document_id=_id(key),
        )
        unit.session.add(row)
    row.content = content
    row.content_type = content_type
    row.etag = tag
    row.updated_at = unit.now
    unit.session.flush()
    return tag
