"""A statement without anything of a person, good enough to learn compression from.

Dictionaries are kept for ever, so nothing may be in them that somebody may ask to be erased:
names, identifiers, results and values of extensions are replaced, the shape stays.
"""

from __future__ import annotations

from typing import Any

NOBODY = "00000000-0000-7000-8000-000000000000"
MOMENT = "2017-01-01T00:00:00.000Z"


def scrubbed(statement: dict[str, Any]) -> dict[str, Any]:
    """Return *statement* with everything personal replaced."""
    kept: dict[str, Any] = {name: _member(name, value) for name, value in statement.items()}
    if kept["object"].get("objectType") == "SubStatement":
        kept["object"] = scrubbed(kept["object"])
    elif kept["object"].get("objectType") in ("Agent", "Group"):
        kept["object"] = _actor(kept["object"])
    return kept


def _member(name: str, value: Any) -> Any:
    match name:
        case "id" | "registration":
            return NOBODY
        case "timestamp" | "stored":
            return MOMENT
        case "actor" | "authority" | "instructor" | "team":
            return _actor(value)
        case "result":
            return _result(value)
        case "context":
            return {inner: _member(inner, content) for inner, content in value.items()}
        case "extensions":
            return dict.fromkeys(value, 0)
        case "attachments":
            return [{**one, "sha2": "0" * len(one["sha2"]), "length": 0} for one in value]
        case "contextAgents" | "contextGroups":
            return [
                {
                    inner: _actor(content) if inner in ("agent", "group") else content
                    for inner, content in one.items()
                }
                for one in value
            ]
        case "object":
            return _object(value)
        case _:
            return value


def _object(thing: dict[str, Any]) -> dict[str, Any]:
    if thing.get("objectType") == "StatementRef":
        return {**thing, "id": NOBODY}
    definition = thing.get("definition")
    if definition and "extensions" in definition:
        return {
            **thing,
            "definition": {**definition, "extensions": dict.fromkeys(definition["extensions"], 0)},
        }
    return thing


def _actor(actor: dict[str, Any]) -> dict[str, Any]:
    kept = dict(actor)
    replacements: dict[str, Any] = {
        "name": "",
        "mbox": "mailto:nobody@example.com",
        "mbox_sha1sum": "0" * 40,
        "openid": "https://example.com/",
    }
    for name, nothing in replacements.items():
        if name in kept:
            kept[name] = nothing
    if "account" in kept:
        kept["account"] = {"homePage": kept["account"]["homePage"], "name": NOBODY}
    if "member" in kept:
        kept["member"] = [_actor(member) for member in kept["member"]]
    return kept


def _result(result: dict[str, Any]) -> dict[str, Any]:
    kept: dict[str, Any] = {}
    for name, value in result.items():
        if name == "score" or name == "extensions":
            kept[name] = dict.fromkeys(value, 0)
        elif name == "response":
            kept[name] = ""
        elif name == "duration":
            kept[name] = "PT0S"
        else:
            kept[name] = value
    return kept
