"""Refusals as answers: the only place of this package that knows their status codes."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, Flask, Response, jsonify
from marshmallow import ValidationError

from player.services.beats import WrongNonce
from player.services.scorm_commit import Gap
from schemas.refusals import (
    Conflict,
    Malformed,
    NotFound,
    NotPermitted,
    PreconditionFailed,
    Refusal,
)
from schemas.values import Violation, listed

STATUS = {
    Malformed: 400,
    NotPermitted: 403,
    NotFound: 404,
    Conflict: 409,
    PreconditionFailed: 412,
}
BY_CODE = {"token": 401, "ended": 410}
"""Codes whose status says more than their kind."""


def answer(refusal: Refusal) -> tuple[Response, int]:
    """Return the protocol's error for *refusal*."""
    kind = next(kind for kind in type(refusal).__mro__ if kind in STATUS)
    body: dict[str, Any] = {
        "error": refusal.code or kind.__name__.lower(),
        "reason": refusal.reason,
        "violations": listed(refusal.violations),
    }
    if isinstance(refusal, WrongNonce):
        body["nonce"] = refusal.nonce
    if isinstance(refusal, Gap):
        body["expected"] = refusal.expected
    exception = getattr(refusal, "exception", None)
    if exception is not None:
        body["exception"] = exception
    return jsonify(body), BY_CODE.get(refusal.code, STATUS[kind])


def malformed(error: ValidationError) -> tuple[Response, int]:
    """Return what the forms found wrong, one violation for each member."""
    found = [
        Violation("player protocol", str(member), str(problem))
        for member, problem in error.normalized_messages().items()
    ]
    return answer(Malformed("the request breaks the protocol", violations=found))


def register(blueprint: Blueprint | Flask) -> None:
    """Have *blueprint* answer refusals in JSON."""
    blueprint.register_error_handler(Refusal, answer)
    blueprint.register_error_handler(ValidationError, malformed)
