"""The document resources: state, activity profile, agent profile (Communication 2.2-2.7)."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from flask import Response

from lrs.services import documents, intake
from lrs.services.callers import Caller, Door
from lrs.web import params
from lrs.web.asked import Asked
from schemas.clauses import clause
from schemas.database import database
from schemas.write_door import write


@dataclass(frozen=True, slots=True)
class Resource:
    """What one document resource is called and needs: *id_name* names a single document,
    *activity* and *agent* say whether they are required (with the clause that says so)."""

    kind: str
    id_name: str
    id_clause: str
    activity: str | None = None
    agent: str | None = None
    registration: bool = False

    @property
    def parameters(self) -> tuple[str, ...]:
        found = [self.id_name, "since"]
        if self.activity:
            found.append("activityId")
        if self.agent:
            found.append("agent")
        if self.registration:
            found.append("registration")
        return tuple(found)


STATE = Resource(
    "state",
    "stateId",
    clause("XAPI-00206"),
    activity=clause("XAPI-00207"),
    agent=clause("XAPI-00212"),
    registration=True,
)
ACTIVITY_PROFILE = Resource(
    "activity_profile", "profileId", clause("XAPI-00300"), activity=clause("XAPI-00296")
)
AGENT_PROFILE = Resource(
    "agent_profile", "profileId", clause("XAPI-00265"), agent=clause("XAPI-00255")
)


def get(asked: Asked, caller: Caller, door: Door, resource: Resource) -> Response:
    """Answer with one document, or with the ids of all documents of the place."""
    args = asked.known(resource.parameters)
    key = _key(resource, args)
    session = database.session()
    door.vet_document(session, caller, key.kind, _named(key), "GET")
    if key.document_id is not None:
        if "since" in args:
            raise params.refused("since", f"does not go with {resource.id_name}")
        found = documents.get(session, caller.store_id, key)
        response = Response(found.content, content_type=found.content_type)
        response.set_etag(found.etag)
        response.last_modified = found.updated_at
        return response
    since = params.optional(args, "since", params.time)
    ids, updated = documents.ids(session, caller.store_id, key, since)
    response = Response(
        json.dumps(ids, ensure_ascii=False).encode(), content_type="application/json"
    )
    if updated is not None:
        response.last_modified = updated
    return response


def change(asked: Asked, caller: Caller, door: Door, resource: Resource) -> Response:
    """Carry out PUT, POST or DELETE."""
    names = [name for name in resource.parameters if name != "since"]
    key = _key(resource, asked.known(names))
    everything_goes = asked.method == "DELETE" and resource is STATE
    if key.document_id is None and not everything_goes:
        raise params.refused(resource.id_name, "is required and missing", resource.id_clause)
    conditions = documents.Conditions(
        asked.headers.get("If-Match"), asked.headers.get("If-None-Match")
    )
    tag = write(
        intake.change_document,
        caller,
        door,
        asked.method,
        key,
        _named(key),
        conditions,
        asked.body,
        asked.content_type,
        asked.edition,
    )
    response = Response(status=204)
    if tag is not None:
        response.set_etag(tag)
    return response


def _key(resource: Resource, args: Mapping[str, str]) -> documents.Key:
    given: dict[str, Any] = {}
    if resource.activity:
        text = params.needed(args, "activityId", resource.activity)
        given["activity"] = params.iri("activityId", text)
    if resource.agent:
        text = params.needed(args, "agent", resource.agent)
        given["agent"] = params.agent("agent", text)
    if resource.registration:
        given["registration"] = params.optional(args, "registration", params.uuid)
    return documents.Key(resource.kind, document_id=args.get(resource.id_name), **given)


def _named(key: documents.Key) -> dict[str, Any]:
    """Return the parameters of *key* as the door hears of them."""
    return {
        "activity": key.activity,
        "agent": key.agent,
        "registration": key.registration,
        "id": key.document_id,
    }
