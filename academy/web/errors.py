"""What a refusal looks like over HTTP: a page for people, JSON for programs.

The only place of this package that knows status codes.
"""

from __future__ import annotations

from collections.abc import Sequence

from flask import Flask, Response, jsonify, make_response, render_template, request
from werkzeug.exceptions import HTTPException

from schemas.refusals import (
    Conflict,
    Malformed,
    NotFound,
    NotPermitted,
    PreconditionFailed,
    Refusal,
)
from schemas.values import Violation, listed

STATUS: dict[type[Refusal], int] = {
    Malformed: 400,
    NotPermitted: 403,
    NotFound: 404,
    Conflict: 409,
    PreconditionFailed: 412,
}


def install(app: Flask) -> None:
    """Let *app* answer refusals, unknown addresses and bugs in the form that was asked for."""
    app.register_error_handler(Refusal, _refusal)
    app.register_error_handler(HTTPException, _http)


def status_of(refusal: Refusal) -> int:
    """Return the status code that says what *refusal* says."""
    return next(code for kind, code in STATUS.items() if isinstance(refusal, kind))


def wants_json() -> bool:
    """True where the caller prefers JSON, or sent some."""
    best = request.accept_mimetypes.best_match(["text/html", "application/json"], "text/html")
    return best == "application/json" or (
        request.is_json and "text/html" not in str(request.accept_mimetypes)
    )


def refused(
    status: int, reason: str, code: str = "", violations: Sequence[Violation] = ()
) -> Response:
    """Return the answer that refuses with *status*."""
    if wants_json():
        body = {"error": code, "reason": reason, "violations": listed(violations)}
        return make_response(jsonify(body), status)
    page = render_template("error.html", status=status, reason=reason, code=code)
    return make_response(page, status)


def _refusal(refusal: Refusal) -> Response:
    return refused(status_of(refusal), refusal.reason, refusal.code, refusal.violations)


def _http(error: HTTPException) -> Response:
    status = error.code or 500
    if status < 400:  # a redirect of the router
        return make_response(error.get_response())
    answer = refused(status, "", (error.name or "").lower().replace(" ", "-"))
    for name, value in error.get_headers():
        if name.lower() not in ("content-type", "content-length"):
            answer.headers[name] = value
    return answer
