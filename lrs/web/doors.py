"""The door of the public endpoint: a key and a secret, and what its scopes open."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from lrs.rules.actors import ifi
from lrs.rules.scopes import permits, reads_only_own
from lrs.services import credentials
from lrs.services.callers import Caller
from lrs.services.statements import Filters
from lrs.web.asked import Asked
from schemas.database import database
from schemas.refusals import NotPermitted
from schemas.write_door import UnitOfWork, now, write

_WRITING = frozenset({"PUT", "POST", "DELETE"})


class CredentialDoor:
    """Lets in who knows a credential (HTTP Basic); its scopes say to what."""

    def admitted(self, request: Asked) -> Caller:
        given = request.authorization
        if given is None or given.type != "basic" or given.username is None:
            raise NotPermitted("a key and secret are needed (HTTP Basic)", code="credentials")
        known = credentials.checked(database.session(), given.username, given.password or "")
        if credentials.use_is_due(known, now()):
            write(credentials.note_use, known.key)
        return Caller(known.store_id, f"credential {known.key}", known.authority, known.scopes)

    def vet_statements(
        self, unit: UnitOfWork, caller: Caller, statements: Sequence[dict[str, Any]]
    ) -> None:
        if not permits(caller.scopes, "statements", "write"):
            raise _out_of_scope("write statements")

    def statements_stored(
        self,
        unit: UnitOfWork,
        caller: Caller,
        statements: Sequence[dict[str, Any]],
        ids: Sequence[UUID],
    ) -> None:
        """Nothing follows here."""

    def vet_query(self, session: Session, caller: Caller, filters: Filters) -> Filters:
        if not permits(caller.scopes, "statements", "read"):
            raise _out_of_scope("read statements")
        if reads_only_own(caller.scopes):
            return replace(filters, authority=ifi(caller.authority))
        return filters

    def vet_document(
        self, session: Session, caller: Caller, kind: str, key: dict[str, Any], method: str
    ) -> None:
        use = "write" if method in _WRITING else "read"
        if not permits(caller.scopes, kind, use):
            raise _out_of_scope(f"{use} {kind.replace('_', ' ')} documents")


def _out_of_scope(what: str) -> NotPermitted:
    return NotPermitted(f"this credential may not {what}", code="scope")
