"""Who speaks to the store, and the door that says so.

The xAPI resources exist once; what differs between the public endpoint and a guarded one
(an assignable unit inside a session, say) is the door in front of them.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, Protocol
from uuid import UUID

from sqlalchemy.orm import Session

from schemas.write_door import UnitOfWork


@dataclass(frozen=True, slots=True)
class Caller:
    """Someone who was let in: which store, on whose authority, and with which scopes.

    *name* tells callers apart: a ``more`` link works only for the caller who got it.
    *detail* is the door's own (a session, say); nobody else looks at it.
    """

    store_id: int
    name: str
    authority: dict[str, Any]
    scopes: frozenset[str]
    detail: Any = field(default=None, compare=False)


class Door(Protocol):
    """What stands before the xAPI resources.

    Every method may raise a Refusal; the answer then is what ``lrs.web.errors`` makes of it.
    """

    def admitted(self, request: Any) -> Caller:
        """Return who sends *request* (Flask's), or raise NotPermitted (code ``credentials``
        for 401, any other for 403)."""

    def vet_statements(
        self, unit: UnitOfWork, caller: Caller, statements: Sequence[dict[str, Any]]
    ) -> None:
        """Refuse *statements* (prepared, with ids) that this caller may not send."""

    def statements_stored(
        self,
        unit: UnitOfWork,
        caller: Caller,
        statements: Sequence[dict[str, Any]],
        ids: Sequence[UUID],
    ) -> None:
        """Do, in the same unit of work, what follows from *statements* being stored.

        *ids* are all ids in order; *statements* leaves out those that were stored before."""

    def vet_query(self, session: Session, caller: Caller, filters: Any) -> Any:
        """Return the *filters* (``lrs.services.statements.Filters``) that this caller may
        use, narrowed where needed, or refuse them."""

    def vet_document(
        self, session: Session, caller: Caller, kind: str, key: dict[str, Any], method: str
    ) -> None:
        """Refuse the use of a document; *kind* is state, activity_profile or agent_profile,
        *key* its naming parameters, *method* GET, PUT, POST or DELETE."""
