"""Refusals as HTTP: the only place where this package knows status codes of failure."""

from __future__ import annotations

from flask import Response, jsonify
from werkzeug.exceptions import HTTPException, RequestEntityTooLarge

from schemas.refusals import (
    Conflict,
    Malformed,
    NotFound,
    NotPermitted,
    PreconditionFailed,
    Refusal,
)
from schemas.values import listed

STATUS = {
    Malformed: 400,
    NotPermitted: 403,
    NotFound: 404,
    Conflict: 409,
    PreconditionFailed: 412,
}

BY_CODE = {"credentials": 401, "too-large": 413, "method": 405}
"""Refusals that HTTP tells apart more finely than their kind does."""


def answer(refusal: Refusal) -> Response:
    """Return *refusal* as JSON: a word for machines, the reason, and every violation."""
    status = BY_CODE.get(refusal.code) or next(
        (code for kind, code in STATUS.items() if isinstance(refusal, kind)), 400
    )
    response = jsonify(
        error=refusal.code or type(refusal).__name__.lower(),
        reason=refusal.reason,
        violations=listed(refusal.violations),
    )
    response.status_code = status
    if status == 401:
        response.headers["WWW-Authenticate"] = 'Basic realm="xAPI", charset="UTF-8"'
    return response


def answer_http(error: HTTPException) -> Response:
    """Return Werkzeug's own *error* (a body too large, a method unknown) in the same form."""
    too_large = isinstance(error, RequestEntityTooLarge)
    response = jsonify(
        error="too-large" if too_large else (error.name or "error").lower().replace(" ", "-"),
        reason=error.description or error.name,
        violations=[],
    )
    response.status_code = error.code or 500
    for name, value in error.get_headers():
        if name.lower() in ("allow", "retry-after"):
            response.headers[name] = value
    return response
