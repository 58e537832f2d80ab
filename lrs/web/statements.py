"""The Statement resource (Communication 2.1)."""

from __future__ import annotations

import json
import secrets
from dataclasses import replace
from typing import Any
from uuid import UUID

from flask import Response

from lrs.rules import formats
from lrs.rules.actors import ifi
from lrs.rules.attachments import Part, attached, joined
from lrs.rules.data_types import written
from lrs.rules.mentions import activities
from lrs.rules.merging import is_json
from lrs.rules.versions import Edition
from lrs.services import attachments, intake, statements
from lrs.services.activities import known_definitions
from lrs.services.callers import Caller, Door
from lrs.services.statements import Filters, Kept, Page
from lrs.web import cursors, multipart, params
from lrs.web.asked import Asked
from schemas.clauses import clause
from schemas.database import database
from schemas.refusals import Malformed, NotFound
from schemas.settings import settings
from schemas.strict_json import parsed
from schemas.tables import EPOCH
from schemas.values import Violation
from schemas.write_door import now, write

CONSISTENT_THROUGH = "X-Experience-API-Consistent-Through"

FILTERS = (
    "agent",
    "verb",
    "activity",
    "registration",
    "related_agents",
    "related_activities",
    "since",
    "until",
    "limit",
    "format",
    "attachments",
    "ascending",
)

JSON_BODY = clause("XAPI-00127")
MIXED_BODY = clause("XAPI-00133")


def post(asked: Asked, caller: Caller, door: Door) -> Response:
    """Store one statement or an array of them; answer with their ids."""
    asked.known(())
    value, parts = _body(asked)
    ids = _stored(asked, caller, door, value if isinstance(value, list) else [value], parts)
    return _json(json.dumps([str(sid) for sid in ids]).encode())


def put(asked: Asked, caller: Caller, door: Door) -> Response:
    """Store one statement under the id of the parameter."""
    args = asked.known(("statementId",))
    sid = params.uuid("statementId", params.needed(args, "statementId", "XAPI-00144"))
    value, parts = _body(asked)
    if isinstance(value, dict):
        own = value.get("id", str(sid))
        if isinstance(own, str) and own.lower() != str(sid):
            raise params.refused("statementId", f"the statement itself says {own!r}", "XAPI-00144")
        value = {**value, "id": own}
    _stored(asked, caller, door, [value], parts)
    return Response(status=204)


def get(asked: Asked, caller: Caller, door: Door) -> Response:
    """Answer a query, or one statement by its id."""
    through = consistency(caller)
    args = asked.known((*FILTERS, "statementId", "voidedStatementId"))
    if "statementId" in args or "voidedStatementId" in args:
        response = _one(asked, caller, door, args)
    else:
        response = _page(asked, caller, door, _filters(args), args)
    response.headers[CONSISTENT_THROUGH] = through
    return response


def more(asked: Asked, caller: Caller, door: Door) -> Response:
    """Answer with the page behind a ``more`` link; it works only for whoever got it."""
    asked.known(())
    args = cursors.opened(asked.place["cursor"], caller, settings().secret("lrs-more"))
    place = int(args.pop("seq"))
    filters = _filters(args)
    continued = (
        replace(filters, after_seq=place)
        if filters.ascending
        else replace(filters, before_seq=place)
    )
    through = consistency(caller)
    response = _page(asked, caller, door, continued, args)
    response.headers[CONSISTENT_THROUGH] = through
    return response


def consistency(caller: Caller | None) -> str:
    """Return the Consistent-Through header for what is read after this call."""
    if caller is None:
        return written(EPOCH)
    found = statements.consistent_through(database.session(), caller.store_id, now())
    return written(found or EPOCH)


def _stored(
    asked: Asked, caller: Caller, door: Door, found: list[Any], parts: list[Part]
) -> list[UUID]:
    batch = statements.prepared(
        found,
        authority=caller.authority,
        version=asked.edition.value,
        now=now(),
        parts=parts,
    )
    attachments.keep(attachments.files(settings()), parts)
    return write(intake.receive, caller, door, statements.packed(database.session(), batch))


def _body(asked: Asked) -> tuple[Any, list[Part]]:
    """Return the JSON value of the body and the attachment data beside it."""
    if is_json(asked.content_type):
        return _parsed(asked.body), []
    if asked.content_type.partition(";")[0].strip().lower() == "multipart/mixed":
        first, parts = multipart.parts(asked.body, asked.content_type)
        return _parsed(first), parts
    reason = f"{asked.content_type!r} is neither application/json nor multipart/mixed"
    raise Malformed(
        reason, code="content-type", violations=[Violation(JSON_BODY, "Content-Type", reason)]
    )


def _parsed(text: bytes) -> Any:
    try:
        return parsed(text)
    except Malformed as refusal:
        raise Malformed(
            refusal.reason,
            code=refusal.code,
            violations=[Violation(clause("house xapi-strict-json"), "body", refusal.reason)],
        ) from None


def _one(asked: Asked, caller: Caller, door: Door, args: Any) -> Response:
    voided = "voidedStatementId" in args
    name = "voidedStatementId" if voided else "statementId"
    for other in args:
        if other not in (name, "attachments", "format"):
            raise params.refused(
                other, f"does not go with {name}", "XAPI-00150" if voided else "XAPI-00151"
            )
    how = _format(args)
    with_data = params.optional(args, "attachments", params.boolean) or False
    sid = params.uuid(name, args[name])
    filters = door.vet_query(database.session(), caller, Filters())
    kept = statements.by_id(database.session(), caller.store_id, sid, voided=voided)
    if filters != Filters() and not _within(filters, kept):
        raise NotFound(f"there is no statement with id {sid}", code="statement")
    body = _written(asked, caller, [kept], how)[0]
    response = _answer(asked, caller, [kept], body, with_data=with_data)
    response.last_modified = kept.stored
    return response


def _within(filters: Filters, kept: Kept) -> bool:
    """Say whether the single statement *kept* lies within what a door narrowed to."""
    own = json.loads(kept.whole)
    wanted = (
        (filters.authority, ifi(own.get("authority", {}))),
        (filters.agent and ifi(filters.agent), ifi(own["actor"])),
        (filters.activity, own["object"].get("id")),
        (
            filters.registration and str(filters.registration),
            own.get("context", {}).get("registration", "").lower(),
        ),
    )
    return all(need is None or need == there for need, there in wanted)


def _page(asked: Asked, caller: Caller, door: Door, filters: Filters, args: Any) -> Response:
    session = database.session()
    narrowed = door.vet_query(session, caller, filters)
    page = statements.query(session, caller.store_id, narrowed)
    bodies = _written(asked, caller, page.statements, _format(args))
    link = _more(asked, caller, page, args)
    body = b'{"statements":[' + b",".join(bodies) + b'],"more":' + json.dumps(link).encode() + b"}"
    with_data = params.optional(args, "attachments", params.boolean) or False
    return _answer(asked, caller, page.statements, body, with_data=with_data)


def _more(asked: Asked, caller: Caller, page: Page, args: Any) -> str:
    if page.next_seq is None:
        return ""
    kept = {**args, "seq": str(page.next_seq)}
    token = cursors.sealed(kept, caller, settings().secret("lrs-more"))
    return f"{asked.root}/statements/more/{token}"


def _filters(args: Any) -> Filters:
    given: dict[str, Any] = {
        "agent": params.optional(args, "agent", params.agent),
        "verb": params.optional(args, "verb", params.iri),
        "activity": params.optional(args, "activity", params.iri),
        "registration": params.optional(args, "registration", params.uuid),
        "related_agents": params.optional(args, "related_agents", params.boolean) or False,
        "related_activities": params.optional(args, "related_activities", params.boolean) or False,
        "since": params.optional(args, "since", params.time),
        "until": params.optional(args, "until", params.time),
        "ascending": params.optional(args, "ascending", params.boolean) or False,
    }
    _format(args)
    params.optional(args, "attachments", params.boolean)
    limit = params.optional(args, "limit", params.count) or USUAL_PAGE
    return Filters(**given, limit=min(limit, statements.MOST_AT_ONCE))


USUAL_PAGE = 100
"""Statements of a page where the request names no limit, or zero."""


def _format(args: Any) -> str:
    how = str(args.get("format", "exact"))
    if how not in formats.FORMATS:
        raise params.refused("format", f"{how!r} is not one of {', '.join(formats.FORMATS)}")
    return how


def _written(asked: Asked, caller: Caller, found: Any, how: str) -> list[bytes]:
    """Return the JSON of each statement; exact ones of a fitting version as they lie there."""
    one = asked.edition is Edition.ONE
    if how == "exact":
        return [
            _dumped(formats.for_edition_one(json.loads(kept.whole)))
            if one and kept.edition == 2
            else kept.whole
            for kept in found
        ]
    values = [json.loads(kept.whole) for kept in found]
    if one:
        values = [
            formats.for_edition_one(value) if kept.edition == 2 else value
            for kept, value in zip(found, values, strict=True)
        ]
    if how == "ids":
        return [_dumped(formats.ids_only(value)) for value in values]
    iris = {thing["id"] for value in values for thing in activities(value)}
    known = known_definitions(database.session(), caller.store_id, iris)
    languages = formats.preferred(asked.headers.get("Accept-Language", ""))
    return [_dumped(formats.canonical(value, known, languages)) for value in values]


def _answer(asked: Asked, caller: Caller, found: Any, body: bytes, *, with_data: bool) -> Response:
    if not with_data:
        return _json(body)
    hashes = [
        attachment["sha2"].lower()
        for kept in found
        if b'"sha2"' in kept.whole
        for attachment in attached(json.loads(kept.whole))
    ]
    data = attachments.parts(
        database.session(), attachments.files(settings()), caller.store_id, hashes
    )
    content_type, mixed = joined(body, data, secrets.token_hex(16))
    return Response(mixed, content_type=content_type)


def _json(body: bytes) -> Response:
    return Response(body, content_type="application/json")


def _dumped(value: Any) -> bytes:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode()
