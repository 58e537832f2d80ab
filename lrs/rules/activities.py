"""What the store knows of an activity: every definition that statements gave it, merged."""

from __future__ import annotations

from typing import Any

_MAPS = ("name", "description", "extensions")


def merged(known: dict[str, Any], told: dict[str, Any]) -> dict[str, Any]:
    """Return the definition *known* with what *told*, a later one, adds or changes.

    Language maps and extensions grow by their keys; other members are replaced.
    Returns *known* itself when nothing is new.
    """
    grown = dict(known)
    for name, value in told.items():
        if name in _MAPS:
            value = {**known.get(name, {}), **value}
        grown[name] = value
    return known if grown == known else grown
