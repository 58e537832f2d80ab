"""The two editions of xAPI that one endpoint speaks, and how a request names one.

1.0.3 and 2.0 (IEEE 9274.1.1-2023) differ in little: ``contextAgents``, ``contextGroups``,
the Alternate Request Syntax, and how a time zone is kept.
"""

from __future__ import annotations

import re
from enum import Enum
from typing import Any


class Edition(Enum):
    """An edition of the specification; the value is what a response header says."""

    ONE = "1.0.3"
    TWO = "2.0.0"


SPOKEN = ("2.0.0", "1.0.3", "1.0.2", "1.0.1", "1.0.0")
"""Every version that the About resource names."""

UNNAMED = Edition.TWO
"""What the answer to a request without a version calls itself (see docs/decisions/0010)."""

_ONE = re.compile(r"1\.0(?:\.[0-9]+)?")
_TWO = re.compile(r"2\.0(?:\.[0-9]+)?")


def edition_of(version: Any) -> Edition | None:
    """Return the edition that *version* (``1.0``, ``1.0.x``, ``2.0``, ``2.0.x``) belongs to."""
    if not isinstance(version, str):
        return None
    if _ONE.fullmatch(version):
        return Edition.ONE
    if _TWO.fullmatch(version):
        return Edition.TWO
    return None
