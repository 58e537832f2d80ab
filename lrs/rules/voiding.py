"""Which statement a voiding statement takes out of force."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from lrs.rules.consistency import VOIDED


def voided_by(statement: dict[str, Any]) -> UUID | None:
    """Return the id of the statement that *statement* voids; None when it voids nothing.

    A voiding statement cannot itself be voided (Data 2.3.2): whoever applies this leaves
    voiding targets alone.
    """
    if statement["verb"]["id"] != VOIDED:
        return None
    return UUID(statement["object"]["id"])
