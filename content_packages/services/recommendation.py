"""The school's word on whose recommendation an upload is (Measures, Art. 8).

The library knows no school: an application installs what is asked, and without it nothing is
a recommendation. What a sender says of it is not asked.
"""

from __future__ import annotations

from collections.abc import Callable
from uuid import UUID

from flask import Flask, current_app
from sqlalchemy.orm import Session

Recommending = Callable[[Session, UUID], UUID | None]
"""Returns the unit in whose name a person recommends, None for who does not."""

_RECOMMENDING = "content_recommending"


def install(app: Flask, recommending: Recommending) -> None:
    """Have *recommending* asked about the sender of every upload to *app*."""
    app.extensions[_RECOMMENDING] = recommending


def unit_of(session: Session, person_id: UUID) -> UUID | None:
    """Ask the school in whose name the person recommends."""
    recommending: Recommending | None = current_app.extensions.get(_RECOMMENDING)
    return None if recommending is None else recommending(session, person_id)
