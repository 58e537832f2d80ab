"""The requests of the protocol, member by member; anything else is refused."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from flask import request
from marshmallow import RAISE, Schema, fields, validate

from credits.rules.study import SpanContent
from schemas import strict_json
from schemas.refusals import Malformed

MOST_MS = 2**53
ANY_POSITION = validate.Range(-MOST_MS, MOST_MS)
MOST_OCTETS = 8 * 1024 * 1024


class Form(Schema):
    """A JSON object with these members and no others."""

    class Meta:
        unknown = RAISE


def milliseconds(**more: Any) -> fields.Integer:
    given: dict[str, Any] = {"required": True, "validate": validate.Range(0, MOST_MS)}
    return fields.Integer(strict=True, **(given | more))


class LaunchForm(Form):
    version = fields.UUID(required=True)
    unit = fields.String(load_default=None, allow_none=True, validate=validate.Length(1, 4000))
    mode = fields.String(load_default="normal")
    request = fields.String(load_default=None, allow_none=True)
    left = fields.String(data_key="from", load_default=None, allow_none=True)
    more_time = fields.Boolean(load_default=False)


class ReanchorForm(Form):
    reason = fields.String(load_default="", validate=validate.Length(max=32))


class SpanForm(Form):
    seq = fields.Integer(required=True, strict=True, validate=validate.Range(0, 2**31 - 1))
    start = milliseconds(data_key="from")
    to = milliseconds()
    media_from = milliseconds(
        required=False, load_default=None, allow_none=True, validate=ANY_POSITION
    )
    media_to = milliseconds(
        required=False, load_default=None, allow_none=True, validate=ANY_POSITION
    )
    rate_milli = fields.Integer(
        strict=True, load_default=1000, validate=validate.Range(-100_000, 100_000)
    )
    visible = fields.Boolean(required=True, truthy={True}, falsy={False})


class BeatForm(Form):
    request = fields.String(required=True, validate=validate.Length(1, 64))
    nonce = fields.String(required=True, validate=validate.Length(1, 32))
    spans = fields.List(
        fields.Nested(SpanForm), load_default=list, validate=validate.Length(max=200)
    )
    interactions = fields.List(
        milliseconds(),
        load_default=list,
        validate=validate.Length(max=200),
    )
    csrf_token = fields.String(load_default=None, allow_none=True)


class AnswerForm(Form):
    answer = fields.String(required=True, validate=validate.Length(1, 64))
    nonce = fields.String(required=True, validate=validate.Length(1, 32))


class AskForm(Form):
    nonce = fields.String(required=True, validate=validate.Length(1, 32))


class JournalForm(Form):
    attempt = fields.UUID(required=True)
    seq = fields.Integer(required=True, strict=True, validate=validate.Range(1, 2**31 - 1))
    changes = fields.List(
        fields.Tuple((fields.String(validate=validate.Length(1, 512)), fields.String())),
        data_key="set",
        load_default=list,
        validate=validate.Length(max=20_000),
    )
    commit = fields.Boolean(load_default=False)
    terminate = fields.Boolean(load_default=False)
    nav = fields.String(load_default=None, allow_none=True, validate=validate.Length(max=4100))
    token = fields.String(load_default=None, allow_none=True)


class MediaForm(Form):
    position_ms = milliseconds()
    length_ms = milliseconds(required=False, load_default=0)
    playing = fields.Boolean(load_default=False)
    token = fields.String(load_default=None, allow_none=True)


class EventForm(Form):
    kind = fields.String(required=True, validate=validate.Length(1, 32))
    detail = fields.String(load_default="", validate=validate.Length(max=1000))


class DiagnosticsForm(Form):
    events = fields.List(fields.Nested(EventForm), required=True, validate=validate.Length(max=50))
    token = fields.String(load_default=None, allow_none=True)


def sent(form: type[Form]) -> dict[str, Any]:
    """Return the body of the request by *form*; whatever its content type, it is JSON.

    Raises Malformed for what is no JSON object, and marshmallow's ValidationError.
    """
    if (request.content_length or 0) > MOST_OCTETS:
        raise Malformed("the body is too large", code="too-large")
    body = strict_json.parsed(request.get_data(cache=False) or b"{}")
    if not isinstance(body, dict):
        raise Malformed("a JSON object is expected", code="not-an-object")
    loaded: dict[str, Any] = form().load(body)
    return loaded


def spans(loaded: dict[str, Any]) -> tuple[SpanContent, ...]:
    """Return the spans of a beat; pages without a timeline send no media positions."""
    return tuple(
        SpanContent(
            seq=span["seq"],
            from_ms=span["start"],
            to_ms=span["to"],
            media_from=span["media_from"] or 0,
            media_to=span["media_to"] or 0,
            rate_milli=span["rate_milli"],
            visible=span["visible"],
        )
        for span in loaded["spans"]
    )


def identifier(text: str) -> UUID:
    """Return the UUID that *text* writes, or raise Malformed."""
    try:
        return UUID(text)
    except ValueError:
        raise Malformed(f"{text!r} is no UUID") from None
