"""The AU's own way to the record: the fetch URL, and the xAPI resources behind its door.

The resources are those of ``lrs``, mounted once more; the door lets a session's token speak for
its own learner, registration and activity, by the rules of cmi5.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import replace
from typing import Any
from uuid import UUID

from flask import Blueprint, Response, jsonify, request
from sqlalchemy.orm import Session

from lrs import xapi_blueprint
from lrs.services.callers import Caller
from lrs.services.statements import Filters
from player.rules.cmi5 import preferences
from player.services import au_sessions, au_statements, content, records
from player.services.au_statements import Au
from player.web import errors
from player.web.cors import admitted as admit_origin
from player.web.forms import identifier
from schemas import strict_json
from schemas.clauses import clause
from schemas.database import database
from schemas.installation import iri_base
from schemas.policies import OWN_GUARD, policy
from schemas.refusals import Malformed, NotPermitted
from schemas.settings import settings
from schemas.values import Violation
from schemas.write_door import UnitOfWork, write

SCOPES = frozenset({"statements/write", "statements/read", "state", "profile"})
HAS_ID = clause("cmi5 9.1.0.0-1 (d)")

ONCE_ONLY = {"error-code": "1", "error-text": "The authorization token was handed out already."}
NOT_TO_BE_HAD = {"error-code": "2", "error-text": "There is no token to be had at this address."}


class AuDoor:
    """Lets in an AU by the token of its session; its rules are those of ``au_statements``."""

    def admitted(self, asked: Any) -> Caller:
        session_id = identifier(str(asked.place.get("session", "")))
        au = au_statements.admitted(database.session(), session_id, _token(asked.headers))
        if asked.method in ("POST", "PUT") and request.path.endswith("/statements"):
            _refuse_nameless(asked)
        if asked.method in ("POST", "PUT") and request.path.endswith("/agents/profile"):
            self._refuse_bad_preferences(asked)
        base = iri_base(database.session())
        return Caller(
            store_id=records.ACADEMY_STORE,
            name=f"au session {au.session}",
            authority={
                "objectType": "Agent",
                "account": {"homePage": base, "name": f"au/{au.registration}"},
            },
            scopes=SCOPES,
            detail=au,
        )

    def vet_statements(
        self, unit: UnitOfWork, caller: Caller, statements: Sequence[dict[str, Any]]
    ) -> None:
        au_statements.vetted(unit, _au(caller), statements)

    def statements_stored(
        self,
        unit: UnitOfWork,
        caller: Caller,
        statements: Sequence[dict[str, Any]],
        ids: Sequence[UUID],
    ) -> None:
        au_statements.followed(unit, _au(caller), statements)

    def vet_query(self, session: Session, caller: Caller, filters: Filters) -> Filters:
        au = _au(caller)
        if filters.registration not in (None, au.registration):
            raise NotPermitted("another registration", code="cmi5")
        return replace(filters, registration=au.registration, agent=dict(au.actor))

    def vet_document(
        self, session: Session, caller: Caller, kind: str, key: dict[str, Any], method: str
    ) -> None:
        au = _au(caller)
        au_statements.refuse_document(au, kind, key, method)
        read = key.get("id")
        watched = (au_sessions.LAUNCH_DATA, preferences.PROFILE_ID)
        if method == "GET" and au.standard == "cmi5" and read in watched:
            write(au_statements.note_read, au.session, read)

    @staticmethod
    def _refuse_bad_preferences(asked: Any) -> None:
        if asked.args.get("profileId") != preferences.PROFILE_ID:
            return
        document = None
        if asked.content_type.partition(";")[0].strip() == "application/json":
            try:
                document = strict_json.parsed(asked.body)
            except Malformed:
                document = None
        if "agent" in asked.args:
            au_statements.refuse_preferences(document)


def blueprints() -> list[Blueprint]:
    """Return the routes under ``/cmi5`` and ``/tincan``."""
    made = [_fetching()]
    for standard in ("cmi5", "tincan"):
        resources = xapi_blueprint(f"{standard}_xapi", f"/{standard}/<session>/xapi", AuDoor())
        resources.after_request(_admit_au)
        made.append(resources)
    return made


def _fetching() -> Blueprint:
    routes = Blueprint("cmi5_fetch", __name__, url_prefix="/cmi5/<session>")
    errors.register(routes)
    routes.after_request(_admit_au)

    @routes.post("/fetch")
    @policy(OWN_GUARD)
    def fetch(session: str) -> Response:
        """The key in the address guards this, once."""
        token = write(au_sessions.fetched, identifier(session), request.args.get("key", ""))
        response = jsonify(ONCE_ONLY if token is None else {"auth-token": token})
        response.headers["Cache-Control"] = "no-store"
        return response

    return routes


def _admit_au(response: Response) -> Response:
    """Let the AU's own origin read the answer: the content origin, or where a remote AU lives."""
    if "Origin" not in request.headers:
        return response
    session_id = (request.view_args or {}).get("session", "")
    origin = content.au_origin(database.session(), settings(), str(session_id))
    return admit_origin(response, origin)


def _refuse_nameless(asked: Any) -> None:
    """Refuse statements that leave their id to the record (9.1)."""
    if "json" not in asked.content_type or "statementId" in asked.args:
        return
    try:
        body = json.loads(asked.body)
    except ValueError:
        return  # the resource says what is wrong with it
    for index, statement in enumerate(body if isinstance(body, list) else [body]):
        if isinstance(statement, dict) and "id" not in statement:
            found = [Violation(HAS_ID, f"[{index}]", "the statement has no id")]
            raise NotPermitted(str(found[0]), code="cmi5", violations=found)


def _token(headers: Any) -> str:
    scheme, _, credentials = headers.get("Authorization", "").partition(" ")
    return credentials.strip() if scheme.lower() in ("basic", "bearer") else ""


def _au(caller: Caller) -> Au:
    au: Au = caller.detail
    return au
