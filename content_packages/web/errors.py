"""Refusals as JSON; the only place of this package that knows their status codes."""

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


def install(blueprint: Blueprint) -> None:
    """Let *blueprint* answer refusals as ``{"error", "reason", "violations"}``."""
    blueprint.register_error_handler(Refusal, _answer)


def _answer(refusal: Refusal) -> Response:
    body = {
        "error": refusal.code,
        "reason": refusal.reason,
        "violations": listed(refusal.violations),
    }
    return make_response(jsonify(body), STATUS[type(refusal)])
