"""The log of administrators' actions, as a chain that shows every later change to it."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

BEGINNING = "0" * 64
"""What the first act has for the digest of the one before it."""


@dataclass(frozen=True, slots=True)
class Act:
    """What *actor* did to *subject* at *at_ms*, at a unit where there is one."""

    n: int
    at_ms: int
    actor: UUID | None
    action: str
    unit_id: UUID | None
    subject: str
    detail: Mapping[str, Any]
    previous: str
    digest: str = ""


def digest(act: Act) -> str:
    """Return the SHA-256 of the act in canonical JSON, the digest before it included."""
    content = {
        "n": act.n,
        "at": act.at_ms,
        "actor": None if act.actor is None else str(act.actor),
        "action": act.action,
        "unit": None if act.unit_id is None else str(act.unit_id),
        "subject": act.subject,
        "detail": act.detail,
        "previous": act.previous,
    }
    octets = json.dumps(content, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(octets.encode()).hexdigest()


def first_break(acts: Iterable[Act]) -> int | None:
    """Return the number of the first act that is not as it was written, or None.

    *acts* come from the first on, in order; a gap in the numbers is a break too. What is
    missing at the end only a digest kept elsewhere can show.
    """
    previous, expected = BEGINNING, 1
    for act in acts:
        if act.n != expected or act.previous != previous or act.digest != digest(act):
            return expected
        previous, expected = act.digest, expected + 1
    return None
