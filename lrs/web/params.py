"""Parameters held to the standard of statement values of the same type (Data 2.2.s4.b4)."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any, TypeVar
from uuid import UUID

from lrs.rules.actors import ifi
from lrs.rules.contract import actor_violations
from lrs.rules.data_types import instant, is_iri, is_uuid
from schemas.clauses import clause
from schemas.refusals import Malformed
from schemas.strict_json import parsed
from schemas.values import Violation

SAME_STANDARD = clause("XAPI-00012")

Value = TypeVar("Value")


def needed(args: Mapping[str, str], name: str, clause_id: str) -> str:
    """Return the parameter *name*; raise Malformed when it is missing."""
    if name not in args:
        raise refused(name, "is required and missing", clause_id)
    return args[name]


def optional(args: Mapping[str, str], name: str, read: Callable[[str, str], Value]) -> Value | None:
    """Return the parameter *name* as *read* understands it, None where it is not given."""
    return read(name, args[name]) if name in args else None


def agent(name: str, text: str) -> dict[str, Any]:
    """Read an Agent or identified Group, written in JSON."""
    try:
        value = parsed(text)
    except Malformed as refusal:
        raise refused(name, refusal.reason) from None
    found = actor_violations(value, name)
    if found:
        raise Malformed(str(found[0]), code="parameter", violations=found)
    if ifi(value) is None:
        raise refused(name, "an anonymous group identifies nobody")
    return dict(value)


def iri(name: str, text: str) -> str:
    """Read an IRI."""
    if not is_iri(text):
        raise refused(name, f"{text!r} is not an absolute IRI")
    return text


def uuid(name: str, text: str) -> UUID:
    """Read a UUID."""
    if not is_uuid(text):
        raise refused(name, f"{text!r} is not a UUID")
    return UUID(text)


def time(name: str, text: str) -> datetime:
    """Read a timestamp. A plus sign that a form turned into a blank is understood."""
    found = instant(text)
    if found is None and text[-6:-5] == " ":
        found = instant(f"{text[:-6]}+{text[-5:]}")
    if found is None:
        raise refused(name, f"{text!r} is not a timestamp of ISO 8601")
    return found


def boolean(name: str, text: str) -> bool:
    """Read ``true`` or ``false``."""
    if text not in ("true", "false"):
        raise refused(name, f"{text!r} is neither true nor false")
    return text == "true"


def count(name: str, text: str) -> int:
    """Read a whole number that is not negative."""
    if not (text.isascii() and text.isdecimal() and len(text) < 10):
        raise refused(name, f"{text!r} is not a count")
    return int(text)


def refused(name: str, reason: str, clause_id: str = SAME_STANDARD) -> Malformed:
    """Return the refusal of the parameter *name*."""
    return Malformed(
        f"{name}: {reason}",
        code="parameter",
        violations=[Violation(clause(clause_id), name, reason)],
    )
