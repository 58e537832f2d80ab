"""JSON as RFC 8259 and I-JSON (RFC 7493) mean it, with the place of every fault.

The standard parser lets duplicate names, NaN, infinities and lone surrogates through,
and recurses without a limit. A record that must be equal to itself in ten years cannot.
"""

from __future__ import annotations

import json
import re
from typing import Any, NoReturn

from schemas.refusals import Malformed

MAX_DEPTH = 64
"""Levels of nesting; no xAPI statement or rule document of any peer comes near it."""

_LONE_SURROGATE = re.compile("[\ud800-\udfff]")
_BRACKETS = re.compile(r'"(?:[^"\\]|\\.)*"|[\[\]{}]', re.DOTALL)


def parsed(text: bytes | str, *, max_depth: int = MAX_DEPTH) -> Any:
    """Return the value that *text* (UTF-8, no byte order mark) denotes.

    Integers stay integers of any size; other numbers become floats.
    Raises Malformed for anything that is not JSON, for a name that occurs twice in one
    object, for NaN and infinities, for lone surrogates and for nesting beyond *max_depth*.
    """
    if isinstance(text, bytes):
        try:
            text = text.decode("utf-8")
        except UnicodeDecodeError as error:
            raise Malformed(f"not UTF-8 at byte {error.start}", code="not-utf-8") from None
    _refuse_deep(text, max_depth)
    try:
        value = json.loads(text, object_pairs_hook=_object, parse_constant=_refuse_constant)
    except json.JSONDecodeError as error:
        raise Malformed(
            f"not JSON: {error.msg} at line {error.lineno}, column {error.colno}", code="not-json"
        ) from None
    except ValueError as error:  # an integer longer than Python is willing to convert
        raise Malformed(f"not JSON: {error}", code="not-json") from None
    if "\\u" in text and _LONE_SURROGATE.search(json.dumps(value, ensure_ascii=False)):
        raise Malformed("a string holds half of a surrogate pair", code="lone-surrogate")
    return value


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    members = dict(pairs)
    if len(members) != len(pairs):
        seen: set[str] = set()
        for name, _ in pairs:
            if name in seen:
                raise Malformed(
                    f"the name {name!r} occurs twice in one object", code="duplicate-name"
                )
            seen.add(name)
    return members


def _refuse_constant(literal: str) -> NoReturn:
    raise Malformed(f"{literal} is not a JSON number", code="not-a-number")


def _refuse_deep(text: str, max_depth: int) -> None:
    if text.count("[") + text.count("{") <= max_depth:
        return
    depth = 0
    for token in _BRACKETS.finditer(text):
        match token.group():
            case "[" | "{":
                depth += 1
                if depth > max_depth:
                    raise Malformed(f"nested deeper than {max_depth} levels", code="too-deep")
            case "]" | "}":
                depth -= 1
