"""How much lies in each store, and how new it is."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from lrs.store.order import heads


@dataclass(frozen=True, slots=True)
class Figures:
    """The size of one store and the time of its newest statement."""

    store_id: int
    statements: int
    newest: datetime


def figures(session: Session) -> list[Figures]:
    """Return the figures of every store that has statements.

    The order has no gaps, so its last number is the count.
    """
    return [Figures(store_id, seq, stored) for store_id, seq, stored in heads(session)]
