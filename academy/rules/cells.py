"""Text for the cells of a spreadsheet that somebody else will open."""

from __future__ import annotations

_BEGINNINGS = ("=", "+", "-", "@", "\t", "\r")


def neutral(text: str) -> str:
    """Return *text* so that no spreadsheet takes it for a formula: an apostrophe comes first."""
    return f"'{text}" if text.startswith(_BEGINNINGS) else text
