"""What went wrong while a package ran, kept for the staff who look after it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from player.services import scorm_commit
from player.store.tables import DiagnosticRow
from schemas.write_door import UnitOfWork

MOST_PER_VERSION = 5_000
"""Rows of one course version at most: a page that fails in a loop must not fill the disk."""


def noted(unit: UnitOfWork, capability: str, token: str, events: Iterable[tuple[str, str]]) -> None:
    """Keep *events* (kind, detail) that the wrapper saw in the launch."""
    launch = scorm_commit.guarded(unit.session, unit.now, capability, token)
    held = unit.session.scalar(
        select(func.count())
        .select_from(DiagnosticRow)
        .where(DiagnosticRow.version_id == launch.version_id)
    )
    for kind, detail in list(events)[: max(0, MOST_PER_VERSION - (held or 0))]:
        unit.session.add(
            DiagnosticRow(
                version_id=launch.version_id,
                unit=launch.unit,
                kind=kind,
                detail=detail,
                at=unit.now,
            )
        )
    unit.session.flush()


def of_version(session: Session, version_id: UUID) -> Sequence[tuple[str, str, str, int]]:
    """Return (unit, kind, detail, how often) of a version, the most frequent first."""
    times = func.count().label("times")
    rows = session.execute(
        select(DiagnosticRow.unit, DiagnosticRow.kind, DiagnosticRow.detail, times)
        .where(DiagnosticRow.version_id == version_id)
        .group_by(DiagnosticRow.unit, DiagnosticRow.kind, DiagnosticRow.detail)
        .order_by(times.desc())
        .limit(200)
    )
    return [(row[0], row[1], row[2], row[3]) for row in rows]
