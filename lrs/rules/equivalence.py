"""When two statements with one id are the same statement (Data 2.3.1, Statement Comparison).

What the store assigns or may change makes no difference: id, authority, stored, version, a
defaulted timestamp, the arrays of contextActivities, definitions of activities, displays of
verbs, and the order of a group's members. Attachments make none either, because they may be
added and taken away. Everything else does.
"""

from __future__ import annotations

from typing import Any

from lrs.rules.actors import ifi
from lrs.rules.data_types import hundredths, instant

_ASSIGNED = frozenset({"id", "authority", "stored", "version", "attachments", "timestamp"})


def same(one: dict[str, Any], other: dict[str, Any]) -> bool:
    """Say whether the prepared statements *one* and *other* are the same."""
    both = "timestamp" in one and "timestamp" in other
    if both and instant(one["timestamp"]) != instant(other["timestamp"]):
        return False
    return _statement(one) == _statement(other)


def _statement(statement: dict[str, Any]) -> dict[str, Any]:
    seen: dict[str, Any] = {
        name: _plain(value) for name, value in statement.items() if name not in _ASSIGNED
    }
    seen["actor"] = _actor(statement["actor"])
    seen["verb"] = statement["verb"]["id"]
    seen["object"] = _object(statement["object"])
    if "result" in statement:
        seen["result"] = _result(statement["result"])
    if "context" in statement:
        seen["context"] = _context(statement["context"])
    return seen


def _object(thing: dict[str, Any]) -> Any:
    match thing.get("objectType", "Activity"):
        case "Activity":
            return ("Activity", thing["id"])
        case "Agent" | "Group":
            return ("Actor", _actor(thing))
        case "StatementRef":
            return ("StatementRef", thing["id"].lower())
        case _:
            when = instant(thing["timestamp"]) if "timestamp" in thing else None
            return ("SubStatement", when, _statement(thing))


def _actor(actor: dict[str, Any]) -> Any:
    own = ifi(actor)
    members = frozenset(ifi(member) for member in actor.get("member", ()))
    return (actor.get("objectType", "Agent"), own, members)


def _result(result: dict[str, Any]) -> dict[str, Any]:
    seen: dict[str, Any] = {name: _plain(value) for name, value in result.items()}
    if "duration" in result:
        seen["duration"] = hundredths(result["duration"])
    return seen


def _context(context: dict[str, Any]) -> dict[str, Any]:
    seen: dict[str, Any] = {name: _plain(value) for name, value in context.items()}
    for name in ("instructor", "team"):
        if name in context:
            seen[name] = _actor(context[name])
    if "contextActivities" in context:
        seen["contextActivities"] = {
            name: frozenset(
                activity["id"] for activity in (listed if isinstance(listed, list) else [listed])
            )
            for name, listed in context["contextActivities"].items()
        }
    if "statement" in context:
        seen["statement"] = context["statement"]["id"].lower()
    if "registration" in context:
        seen["registration"] = context["registration"].lower()
    return seen


def _plain(value: Any) -> Any:
    """Return *value* so that 1 and true are different things, as in JSON."""
    if isinstance(value, bool):
        return ("boolean", value)
    if isinstance(value, dict):
        return {name: _plain(content) for name, content in value.items()}
    if isinstance(value, list):
        return [_plain(content) for content in value]
    return value
