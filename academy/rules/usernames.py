"""User names in their one canonical form."""

from __future__ import annotations

import re
import unicodedata

_ALLOWED = re.compile(r"[a-z0-9][a-z0-9._-]{2,63}")


def canonical(username: str) -> str:
    """Return *username* as it is compared and kept: NFKC, no case, no blanks around it."""
    return unicodedata.normalize("NFKC", username).strip().casefold()


def well_formed(username: str) -> bool:
    """True for 3 to 64 small letters, digits, dots, hyphens and underscores in canonical form."""
    return _ALLOWED.fullmatch(username) is not None
