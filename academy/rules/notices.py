"""Notices as their readers see them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID


@dataclass(frozen=True, slots=True)
class Notice:
    """A notice to everyone (``public``), to a unit and those below, or to one person.

    *kind* ``notice`` has title and body as its author wrote them; the school's own kinds
    (``password.reissued``, ``reminder``, ``assignment``, ``registration``) have *facts*, and
    the page words them in the reader's language.
    """

    id: UUID
    audience: str
    kind: str
    title: str
    body: str
    facts: Mapping[str, Any]
    unit: str | None
    published_at: datetime
    read: bool
