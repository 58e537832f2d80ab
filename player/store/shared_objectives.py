"""Shared objectives that are global to the system, by learner and vendor."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from player.store.tables import SharedObjectiveRow


def known(session: Session, learner: UUID, vendor: UUID) -> dict[str, dict[str, Any]]:
    """Return what is known of each shared objective of *learner* in the vendor's courses."""
    rows = session.scalars(
        select(SharedObjectiveRow).where(
            SharedObjectiveRow.learner == learner, SharedObjectiveRow.vendor == vendor
        )
    )
    return {row.target: row.known for row in rows}


def keep(
    session: Session, learner: UUID, vendor: UUID, shared: Mapping[str, Mapping[str, Any]]
) -> None:
    """Keep *shared*; the caller holds the learner's presence row, so that nobody else writes."""
    rows = {
        row.target: row
        for row in session.scalars(
            select(SharedObjectiveRow).where(
                SharedObjectiveRow.learner == learner, SharedObjectiveRow.vendor == vendor
            )
        )
    }
    for target, value in shared.items():
        if target in rows:
            if rows[target].known != value:
                rows[target].known = dict(value)
        else:
            session.add(
                SharedObjectiveRow(learner=learner, vendor=vendor, target=target, known=dict(value))
            )
    session.flush()
