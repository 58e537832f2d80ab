"""What comes through a door: vetted, stored and answered for in one unit of work."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from lrs.rules.scopes import may_define
from lrs.rules.versions import Edition
from lrs.services import documents, statements
from lrs.services.callers import Caller, Door
from schemas.write_door import UnitOfWork


def receive(unit: UnitOfWork, caller: Caller, door: Door, batch: statements.Batch) -> list[UUID]:
    """Store *batch* as far as *door* lets *caller*; return the ids of all its statements.

    Statements that are stored already are neither vetted again nor told of again, so that a
    sender who missed the answer may repeat.
    """
    ids, new = statements.put(
        unit,
        caller.store_id,
        batch,
        defines=may_define(caller.scopes),
        vetted=lambda found: door.vet_statements(unit, caller, found),
    )
    door.statements_stored(unit, caller, new, ids)
    return ids


def change_document(
    unit: UnitOfWork,
    caller: Caller,
    door: Door,
    method: str,
    key: documents.Key,
    named: dict[str, Any],
    conditions: documents.Conditions,
    content: bytes,
    content_type: str,
    edition: Edition,
) -> str | None:
    """Carry out PUT, POST or DELETE (*method*) on the document of *key*; return its new tag."""
    door.vet_document(unit.session, caller, key.kind, named, method)
    if method == "DELETE":
        documents.delete(unit, caller.store_id, key, conditions)
        return None
    if method == "PUT":
        return documents.put(unit, caller.store_id, key, content, content_type, conditions, edition)
    return documents.post(unit, caller.store_id, key, content, content_type, conditions)
