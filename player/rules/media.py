"""Media: what a page may play as one medium, and where it was left."""

from __future__ import annotations

from collections.abc import Mapping

from player.rules.progress import COMPLETED, INCOMPLETE, UNTOUCHED, Progress

NEARLY_ALL_MILLI = 980
"""Thousandths of a file after which its player calls it watched; credit asks the evidence."""


def moved(state: Mapping[str, str], position_ms: int, length_ms: int) -> dict[str, str]:
    """Return *state* with the place where the learner is, and the farthest one reached."""
    farthest = max(position_ms, int(state.get("farthest_ms", "0")))
    return {
        "position_ms": str(position_ms),
        "farthest_ms": str(farthest),
        "length_ms": str(length_ms or int(state.get("length_ms", "0"))),
    }


def progress(state: Mapping[str, str]) -> Progress:
    """Return what the *state* of a medium says."""
    if not state:
        return UNTOUCHED
    length, farthest = int(state.get("length_ms", "0")), int(state.get("farthest_ms", "0"))
    watched = length > 0 and farthest * 1000 >= length * NEARLY_ALL_MILLI
    return Progress(
        completion=COMPLETED if watched else INCOMPLETE,
        location=state.get("position_ms", "0"),
        total_ms=farthest,
    )
