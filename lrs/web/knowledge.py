"""The Agents, Activities and About resources (Communication 2.4, 2.5, 2.8)."""

from __future__ import annotations

import json
from typing import Any

from flask import Response

from lrs.rules.scopes import permits
from lrs.rules.versions import SPOKEN
from lrs.services.activities import known_activity
from lrs.services.agents import known_person
from lrs.services.callers import Caller, Door
from lrs.web import params
from lrs.web.asked import Asked
from schemas.database import database
from schemas.refusals import NotPermitted


def agent(asked: Asked, caller: Caller, door: Door) -> Response:
    """Answer with the Person behind an agent."""
    _refuse_beyond(caller, "agents")
    args = asked.known(("agent",))
    found = params.agent("agent", params.needed(args, "agent", "XAPI-00243"))
    return _json(known_person(database.session(), caller.store_id, found))


def activity(asked: Asked, caller: Caller, door: Door) -> Response:
    """Answer with everything known of an activity."""
    _refuse_beyond(caller, "activities")
    args = asked.known(("activityId",))
    iri = params.iri("activityId", params.needed(args, "activityId", "XAPI-00250"))
    return _json(known_activity(database.session(), caller.store_id, iri))


def about(asked: Asked) -> Response:
    """Answer with the versions that are spoken; needs no credential and no version."""
    asked.known(())
    return _json({"version": list(SPOKEN), "extensions": {}})


def _refuse_beyond(caller: Caller, resource: str) -> None:
    if not permits(caller.scopes, resource, "read"):
        raise NotPermitted(f"this credential may not read {resource}", code="scope")


def _json(value: Any) -> Response:
    return Response(json.dumps(value, ensure_ascii=False).encode(), content_type="application/json")
