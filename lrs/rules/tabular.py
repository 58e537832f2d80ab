"""Statements as rows of a table, for people with a spreadsheet.

A cell that begins like a formula is written with an apostrophe before it: names and answers
come from anyone, and a spreadsheet would carry them out (SECURITY C13).
"""

from __future__ import annotations

from typing import Any

COLUMNS = (
    "stored",
    "timestamp",
    "id",
    "actor",
    "verb",
    "object",
    "registration",
    "success",
    "completion",
    "score_scaled",
    "duration",
)

_DANGEROUS = ("=", "+", "-", "@", "\t", "\r", "\n")


def row(statement: dict[str, Any]) -> list[str]:
    """Return *statement* as one cell for each of COLUMNS; empty where it says nothing."""
    result = statement.get("result", {})
    thing = statement["object"]
    cells = (
        statement["stored"],
        statement["timestamp"],
        statement["id"],
        _identity(statement["actor"]),
        statement["verb"]["id"],
        thing["id"] if "id" in thing else _identity(thing),
        statement.get("context", {}).get("registration"),
        result.get("success"),
        result.get("completion"),
        result.get("score", {}).get("scaled"),
        result.get("duration"),
    )
    return [_cell(cell) for cell in cells]


def _identity(actor: dict[str, Any]) -> str:
    if "account" in actor:
        return str(actor["account"]["name"])
    for name in ("mbox", "mbox_sha1sum", "openid"):
        if name in actor:
            return str(actor[name])
    return str(actor.get("objectType", ""))


def _cell(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int | float):
        return str(value)
    text = str(value)
    return f"'{text}" if text.startswith(_DANGEROUS) else text
