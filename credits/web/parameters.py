"""What may be asked of the accounts: query parameters, each with its bounds."""

from __future__ import annotations

from typing import Any

from flask import request
from marshmallow import RAISE, Schema, ValidationError, fields, validate

from schemas.refusals import Malformed
from schemas.values import Violation


class Strict(Schema):
    """Unknown parameters are refused, not ignored."""

    class Meta:
        unknown = RAISE


class PageOfEntries(Strict):
    after = fields.Integer(load_default=0, validate=validate.Range(min=0, max=2**53))
    limit = fields.Integer(load_default=100, validate=validate.Range(min=1, max=1000))


class TwoSizes(Strict):
    first = fields.Integer(required=True, validate=validate.Range(min=1, max=2**53))
    second = fields.Integer(required=True, validate=validate.Range(min=1, max=2**53))


class OneUnit(Strict):
    unit = fields.String(load_default=None, validate=validate.Length(max=512))


def asked(schema: type[Strict]) -> dict[str, Any]:
    """Return the request's parameters as *schema* reads them; raise Malformed with every fault."""
    try:
        found: dict[str, Any] = schema().load(request.args.to_dict(flat=True))
    except ValidationError as error:
        raise Malformed(
            "a parameter is not as it should be",
            code="parameters",
            violations=[
                Violation("own api", name, " ".join(map(str, said)))
                for name, said in sorted(error.normalized_messages().items())
            ],
        ) from None
    return found
