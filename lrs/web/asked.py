"""A request as the resources see it, however it was written down.

The Alternate Request Syntax of 1.0.3 packs method, headers, parameters and body into a form
(Communication 1.3); it is unpacked here, so that no resource knows of it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from flask import Request
from werkzeug.datastructures import Authorization, Headers

from lrs.rules.versions import Edition, edition_of
from schemas.clauses import clause
from schemas.refusals import Malformed
from schemas.values import Violation

VERSION = "X-Experience-API-Version"

MAX_BODY = 64 * 1024 * 1024
"""Octets of one request, attachments included; more is refused with 413."""

FORM_HEADERS = {
    name.lower(): name
    for name in (
        "Authorization",
        VERSION,
        "Content-Type",
        "Content-Length",
        "If-Match",
        "If-None-Match",
        "Accept-Language",
        "Accept",
    )
}
METHODS = frozenset({"GET", "PUT", "POST", "DELETE", "HEAD"})

ALTERNATE = clause("XAPI-00336")
ONE_BODY = clause("XAPI-00012")
VERSION_IS_NAMED = clause("XAPI-00331")
PARAMETER_IS_KNOWN = clause("XAPI-00324")
PARAMETER_CASE = clause("XAPI-00325")


@dataclass(frozen=True, slots=True)
class Asked:
    """What is asked: *method*, *args* (each parameter once), *headers* and *body*.

    *place* are the variables of the route under which the resources are mounted, *root* the
    path of the endpoint without a slash at its end.
    """

    method: str
    args: Mapping[str, str]
    headers: Headers
    body: bytes
    place: Mapping[str, Any]
    root: str

    @property
    def authorization(self) -> Authorization | None:
        """The parsed Authorization header, None where it is absent or broken."""
        try:
            return Authorization.from_header(self.headers.get("Authorization"))
        except (ValueError, UnicodeDecodeError):
            return None

    @property
    def content_type(self) -> str:
        return self.headers.get("Content-Type", "application/octet-stream")

    @property
    def edition(self) -> Edition:
        """The edition that the version header names; raise Malformed where it names none."""
        given = self.headers.get(VERSION)
        found = edition_of(given)
        if found is None:
            told = "is missing" if given is None else f"{given!r} is not spoken here"
            raise Malformed(
                f"{VERSION} {told}: say 1.0.3 or 2.0.0",
                code="version",
                violations=[Violation(VERSION_IS_NAMED, VERSION, told)],
            )
        return found

    def known(self, names: Iterable[str]) -> Mapping[str, str]:
        """Return the parameters; raise Malformed for one whose name is not among *names*."""
        expected = {name.lower(): name for name in names}
        found: list[Violation] = []
        for name in self.args:
            meant = expected.get(name.lower())
            if meant is None:
                found.append(Violation(PARAMETER_IS_KNOWN, name, "is no parameter of this"))
            elif meant != name:
                found.append(Violation(PARAMETER_CASE, name, f"is written {meant!r}"))
        if found:
            raise Malformed(str(found[0]), code="parameter", violations=found)
        return self.args


def asked(request: Request, root: str) -> Asked:
    """Return what *request* asks for; raise Malformed where its wrapping is broken."""
    request.max_content_length = MAX_BODY
    request.max_form_memory_size = MAX_BODY
    args = _once(request.args.lists())
    plain = Asked(
        method=request.method,
        args=args,
        headers=Headers(request.headers),
        body=b"",
        place=dict(request.view_args or {}),
        root=root,
    )
    if "method" in args:
        return _unpacked(request, plain)
    return _with(plain, body=request.get_data(cache=False))


def _unpacked(request: Request, outer: Asked) -> Asked:
    """Return the request inside the form of *outer*."""
    if request.mimetype != "application/x-www-form-urlencoded":
        raise _broken("Content-Type", "the Alternate Request Syntax is a form")
    form = _once(request.form.lists())
    headers = Headers(outer.headers)
    inner: dict[str, str] = {}
    headers.remove("Content-Type")
    for name, value in form.items():
        header = FORM_HEADERS.get(name.lower())
        if header is not None:
            headers[header] = value
        elif name != "content":
            inner[name] = value
    method = outer.args["method"].upper()
    if edition_of(headers.get(VERSION)) is Edition.TWO:
        raise _broken("method", "the Alternate Request Syntax ended with xAPI 1.0.3")
    if outer.method != "POST":
        raise _broken("method", "the Alternate Request Syntax is a POST")
    if method not in METHODS:
        raise _broken("method", f"{method!r} is no method of a resource")
    if len(outer.args) > 1:
        raise _broken("query", "everything but the method belongs into the form")
    if method in ("PUT", "POST") and "content" not in form:
        raise _broken("content", "the body of the request is missing from the form")
    if "Content-Type" not in headers:
        headers["Content-Type"] = "application/json"
    return _with(
        outer, method=method, args=inner, headers=headers, body=form.get("content", "").encode()
    )


def _once(lists: Iterable[tuple[str, list[str]]]) -> dict[str, str]:
    found: dict[str, str] = {}
    for name, values in lists:
        if len(values) > 1:
            raise Malformed(
                f"the parameter {name!r} is given {len(values)} times",
                code="parameter",
                violations=[Violation(ONE_BODY, name, "is given more than once")],
            )
        if "\0" in values[0] or "\0" in name:
            raise Malformed(
                f"the parameter {name!r} holds the character U+0000",
                code="parameter",
                violations=[Violation(ONE_BODY, name, "holds the character U+0000")],
            )
        found[name] = values[0]
    return found


def _with(asked: Asked, **changes: Any) -> Asked:
    values = {name: getattr(asked, name) for name in Asked.__slots__}
    return Asked(**{**values, **changes})


def _broken(where: str, reason: str) -> Malformed:
    return Malformed(
        reason, code="alternate-request", violations=[Violation(ALTERNATE, where, reason)]
    )
