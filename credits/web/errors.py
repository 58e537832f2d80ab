"""What a refusal looks like to a program: the only place of this package with status codes."""

from __future__ import annotations

from flask import Blueprint, Response, jsonify, make_response

from schemas.refusals import (
    Conflict,
    Malformed,
    NotFound,
    NotPermitted,
    PreconditionFailed,
    Refusal,
)
from schemas.values import listed

STATUS: dict[type[Refusal], int] = {
    Malformed: 400,
    NotPermitted: 403,
    NotFound: 404,
    Conflict: 409,
    PreconditionFailed: 412,
}


def install(blueprint: Blueprint) -> Blueprint:
    """Let *blueprint* answer refusals in JSON, and return it."""
    blueprint.register_error_handler(Refusal, refused)
    return blueprint


def refused(refusal: Refusal) -> Response:
    """Return *refusal* with its status, reason and violations."""
    status = next(code for kind, code in STATUS.items() if isinstance(refusal, kind))
    body = {
        "error": refusal.code,
        "reason": refusal.reason,
        "violations": listed(refusal.violations),
    }
    return make_response(jsonify(body), status)
