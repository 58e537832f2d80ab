"""The xAPI resources as a blueprint, to be mounted behind any door."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from flask import Blueprint, Response, g, request
from werkzeug.exceptions import HTTPException

from lrs.rules.versions import UNNAMED, edition_of
from lrs.services import forwarding as _forwarding  # noqa: F401 (registers the recurring job)
from lrs.services.callers import Caller, Door
from lrs.web import documents, errors, knowledge, statements
from lrs.web.asked import VERSION, Asked, asked
from lrs.web.doors import CredentialDoor
from schemas.policies import OWN_GUARD, policy
from schemas.refusals import Malformed, Refusal

Handler = Callable[[Asked, Caller, Door], Response]

STATEMENTS: Mapping[str, Handler] = {
    "GET": statements.get,
    "POST": statements.post,
    "PUT": statements.put,
}


def _documents(resource: documents.Resource) -> Mapping[str, Handler]:
    def get(asked: Asked, caller: Caller, door: Door) -> Response:
        return documents.get(asked, caller, door, resource)

    def change(asked: Asked, caller: Caller, door: Door) -> Response:
        return documents.change(asked, caller, door, resource)

    return {"GET": get, "PUT": change, "POST": change, "DELETE": change}


RESOURCES: Mapping[str, tuple[str, Mapping[str, Handler]]] = {
    "statements": ("/statements", STATEMENTS),
    "more": ("/statements/more/<cursor>", {"GET": statements.more}),
    "state": ("/activities/state", _documents(documents.STATE)),
    "activity_profile": ("/activities/profile", _documents(documents.ACTIVITY_PROFILE)),
    "agent_profile": ("/agents/profile", _documents(documents.AGENT_PROFILE)),
    "agents": ("/agents", {"GET": knowledge.agent}),
    "activities": ("/activities", {"GET": knowledge.activity}),
}

HARMLESS = {
    "X-Content-Type-Options": "nosniff",
    "Content-Security-Policy": "sandbox; default-src 'none'",
    "Content-Disposition": "attachment",
}
"""What senders store comes back with their own media type, and a form can ask for it (the
Alternate Request Syntax): nothing of it may run on this origin (SECURITY C12)."""

EVERY_METHOD = ["GET", "HEAD", "POST", "PUT", "DELETE"]


def xapi_blueprint(name: str, url_prefix: str, door: Door | None = None) -> Blueprint:
    """Return the xAPI resources under *url_prefix*, guarded by *door* (default: credentials).

    *url_prefix* may hold variables (``/cmi5/<session>/xapi``); the door finds them in
    ``request.place``. Every view guards itself by the door.
    """
    blueprint = Blueprint(name, __name__, url_prefix=url_prefix)
    guard = door or CredentialDoor()
    for endpoint, (path, methods) in RESOURCES.items():
        blueprint.add_url_rule(
            path,
            endpoint,
            _view(path, methods, guard),
            methods=EVERY_METHOD,
            strict_slashes=False,
        )
    blueprint.add_url_rule("/about", "about", _about, methods=["GET", "HEAD"])
    blueprint.register_error_handler(Refusal, _refused)
    blueprint.register_error_handler(HTTPException, errors.answer_http)
    blueprint.after_request(_with_version)
    return blueprint


def _view(path: str, methods: Mapping[str, Handler], door: Door) -> Callable[..., Response]:
    about_statements = path.startswith("/statements")
    tail = path.partition("/<")[0]

    @policy(OWN_GUARD)
    def view(**_place: Any) -> Response:
        g.xapi_statements = about_statements
        root = request.path.rpartition(tail)[0]
        found = asked(request, root)
        g.xapi_edition = found.edition
        caller = door.admitted(found)
        g.xapi_caller = caller
        handler = methods.get("GET" if found.method == "HEAD" else found.method)
        if handler is None:
            raise Malformed(f"{found.method} is no method of this resource", code="method")
        return handler(found, caller, door)

    return view


@policy(OWN_GUARD)
def _about(**_place: Any) -> Response:
    """Guarded by nothing: who speaks what is for everyone to know."""
    return knowledge.about(asked(request, ""))


def _refused(refusal: Refusal) -> Response:
    return errors.answer(refusal)


def _with_version(response: Response) -> Response:
    edition = g.get("xapi_edition") or edition_of(request.headers.get(VERSION)) or UNNAMED
    response.headers[VERSION] = edition.value
    if g.get("xapi_statements"):
        response.headers.setdefault(
            statements.CONSISTENT_THROUGH, statements.consistency(g.get("xapi_caller"))
        )
    response.headers.update(HARMLESS)
    return response
