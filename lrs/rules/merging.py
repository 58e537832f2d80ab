"""POST onto a document: two JSON objects become one (Communication 2.2)."""

from __future__ import annotations

import json
from typing import Any

from schemas.clauses import clause
from schemas.refusals import Malformed
from schemas.strict_json import parsed
from schemas.values import Violation

BOTH_ARE_JSON = clause("XAPI-00232")
WELL_FORMED = clause("XAPI-00235")


def is_json(content_type: str) -> bool:
    """Say whether *content_type* is application/json, with or without parameters."""
    return content_type.partition(";")[0].strip().lower() == "application/json"


def merged(known: bytes, known_type: str, told: bytes, told_type: str) -> bytes:
    """Return the document *known* with the members of *told* put in or replaced.

    Only whole members at the first level are exchanged. Raises Malformed where either is
    not a JSON object of type application/json.
    """
    for whose, content_type in (("the stored", known_type), ("the sent", told_type)):
        if not is_json(content_type):
            raise _refused(f"{whose} document is {content_type!r}; only JSON can be merged")
    grown = {**_object(known, "the stored"), **_object(told, "the sent")}
    return json.dumps(grown, ensure_ascii=False, separators=(",", ":")).encode()


def object_in(content: bytes) -> dict[str, Any]:
    """Return the JSON object in *content*; raise Malformed when it holds something else."""
    return _object(content, "the sent")


def _object(content: bytes, whose: str) -> dict[str, Any]:
    try:
        value = parsed(content)
    except Malformed as refusal:
        raise Malformed(
            refusal.reason,
            code=refusal.code,
            violations=[Violation(WELL_FORMED, "body", refusal.reason)],
        ) from None
    if not isinstance(value, dict):
        raise _refused(f"{whose} document is not a JSON object")
    return value


def _refused(reason: str) -> Malformed:
    return Malformed(
        reason, code="not-mergeable", violations=[Violation(BOTH_ARE_JSON, "body", reason)]
    )
