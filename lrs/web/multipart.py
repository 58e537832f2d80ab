"""multipart/mixed: statements in the first part, attachment data behind (Communication 1.5.2)."""

from __future__ import annotations

import re
from itertools import pairwise

from werkzeug.http import parse_options_header

from lrs.rules.attachments import Part
from lrs.rules.merging import is_json
from schemas.clauses import clause
from schemas.refusals import Malformed
from schemas.values import Violation

FIRST_IS_JSON = clause("XAPI-00132")
ENCODING = clause("XAPI-00130")
HASH = clause("XAPI-00131")
BOUNDARY = clause("XAPI-00134")

_LINE = re.compile(rb"\r?\n")
_HEADERS_END = re.compile(rb"\r?\n\r?\n")


def parts(body: bytes, content_type: str) -> tuple[bytes, list[Part]]:
    """Return the JSON of the first part of *body* and the attachment data of the others.

    Raises Malformed with everything that is wrong with the parts.
    """
    found: list[Violation] = []
    pieces = _pieces(body, content_type)
    first_headers, first = pieces[0]
    if not is_json(first_headers.get("content-type", "")):
        found.append(Violation(FIRST_IS_JSON, "part 1", "the first part is not application/json"))
    attached: list[Part] = []
    for number, (headers, content) in enumerate(pieces[1:], start=2):
        where = f"part {number}"
        if headers.get("content-transfer-encoding", "").lower() != "binary":
            found.append(Violation(ENCODING, where, "Content-Transfer-Encoding: binary is missing"))
        sha2 = headers.get("x-experience-api-hash", "").lower()
        if not sha2:
            found.append(Violation(HASH, where, "X-Experience-API-Hash is missing"))
        attached.append(
            Part(sha2, headers.get("content-type", "application/octet-stream"), content)
        )
    if found:
        raise Malformed(str(found[0]), code="multipart", violations=found)
    return first, attached


def _pieces(body: bytes, content_type: str) -> list[tuple[dict[str, str], bytes]]:
    """Split *body* at its boundary into (headers by lower-case name, content)."""
    boundary = parse_options_header(content_type)[1].get("boundary")
    if not boundary or len(boundary) > 70:
        raise _broken("the Content-Type names no boundary")
    delimiter = re.compile(
        rb"(?:\A|\r?\n)--" + re.escape(boundary.encode()) + rb"(--)?[ \t]*(?:\r?\n|\Z)"
    )
    marks = list(delimiter.finditer(body))
    if len(marks) < 2 or marks[-1][1] is None:
        raise _broken("the body is not closed by its boundary")
    pieces: list[tuple[dict[str, str], bytes]] = []
    for mark, following in pairwise(marks):
        if mark[1] is not None:
            raise _broken("something follows the closing boundary")
        piece = body[mark.end() : max(mark.end(), following.start())]
        if piece.startswith((b"\r\n", b"\n")):
            pieces.append(({}, _LINE.sub(b"", piece, count=1)))
            continue
        end = _HEADERS_END.search(piece)
        if end is None:
            raise _broken("a part has no blank line after its headers")
        pieces.append((_headers(piece[: end.start()]), piece[end.end() :]))
    return pieces


def _headers(block: bytes) -> dict[str, str]:
    found: dict[str, str] = {}
    for line in _LINE.split(block):
        name, colon, value = line.partition(b":")
        if not colon:
            raise _broken("a header of a part has no colon")
        found[name.strip().decode("latin-1").lower()] = value.strip().decode("latin-1")
    return found


def _broken(reason: str) -> Malformed:
    return Malformed(reason, code="multipart", violations=[Violation(BOUNDARY, "body", reason)])
