"""What the store adds to a statement before it keeps it, and nothing more.

``stored`` is missing here: it is assigned inside the order lock and joined to the bytes when
they are read (see ``lrs.store.payloads``).
"""

from __future__ import annotations

from typing import Any
from uuid import UUID

from lrs.rules.data_types import in_utc
from lrs.rules.versions import Edition

Statement = dict[str, Any]


def prepared(
    statement: Statement, *, new_id: UUID | None, authority: dict[str, Any], edition: Edition
) -> Statement:
    """Return the valid *statement* as it will be kept.

    It gains an id (*new_id*, needed only there) and a version where it has none, always the
    *authority* of the credential that brought it, and arrays for contextActivities. A
    statement of 2.0 has its timestamp converted to UTC (IEEE 4.2.7). All else stays as it
    came; the given object is left alone.
    """
    kept: Statement = {"id": statement["id"].lower() if "id" in statement else str(new_id)}
    for name, value in statement.items():
        if name not in ("id", "stored", "authority"):
            kept[name] = value
    kept.setdefault("version", "1.0.0" if edition is Edition.ONE else "2.0.0")
    if edition is Edition.TWO and "timestamp" in kept:
        kept["timestamp"] = in_utc(kept["timestamp"])
    _arrays(kept)
    thing = kept["object"]
    if thing.get("objectType") == "SubStatement":
        inner = dict(thing)
        if edition is Edition.TWO and "timestamp" in inner:
            inner["timestamp"] = in_utc(inner["timestamp"])
        _arrays(inner)
        kept["object"] = inner
    kept["authority"] = authority
    return kept


def _arrays(statement: Statement) -> None:
    """Put single context activities into arrays (Data 2.4.6.2)."""
    given = statement.get("context", {}).get("contextActivities")
    if given and not all(isinstance(listed, list) for listed in given.values()):
        statement["context"] = {
            **statement["context"],
            "contextActivities": {
                name: listed if isinstance(listed, list) else [listed]
                for name, listed in given.items()
            },
        }
