"""Tidying up: uploads that nobody finished, and contents that no version and no import needs."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from itertools import islice
from uuid import UUID

from sqlalchemy import delete, select, union
from sqlalchemy.orm import Session

from content_packages.services.files import shelf
from content_packages.services.uploads import folder
from content_packages.store.tables import FileRow, ImportRow, UploadRow, VersionRow
from schemas.jobs import RunningJob, job
from schemas.write_door import UnitOfWork, door

SWEEP = "content.sweep"

UNFINISHED = timedelta(days=7)
"""How long an upload may lie unfinished."""

UNUSED = timedelta(days=2)
"""How long a content stays that nobody needs: far longer than any import takes."""

REFUSED = timedelta(days=30)
"""How long the package of a refused import is kept, for questions about its report."""

_BATCH = 200


@job(SWEEP, every=timedelta(hours=1))
def tidy_up(running: RunningJob) -> None:
    """Remove what is old and unneeded; whatever a version serves stays for ever."""
    for upload_id in door().run(_unfinished):
        (folder() / str(upload_id)).unlink(missing_ok=True)
    kept = shelf().listed()
    while batch := list(islice(kept, _BATCH)):
        found = door().run(_droppable, batch)
        if found is None:
            return  # a package is being read: another time
        digests, kept_before = found
        for sha256 in digests:
            shelf().drop(sha256, kept_before=kept_before)
        running.renew()


def _unfinished(unit: UnitOfWork) -> list[UUID]:
    """Forget old uploads, finished ones too, and return their ids."""
    old = UploadRow.created_at < unit.now - UNFINISHED
    found = list(unit.session.scalars(select(UploadRow.id).where(old)))
    unit.session.execute(delete(UploadRow).where(old))
    return found


def _droppable(
    unit: UnitOfWork, batch: list[tuple[str, datetime]]
) -> tuple[list[str], datetime] | None:
    """Return which contents of *batch* are old and unneeded, None while an import is under way."""
    session, kept_before = unit.session, unit.now - UNUSED
    active = select(ImportRow.id).where(ImportRow.state.in_(("waiting", "running"))).limit(1)
    if session.scalar(active) is not None:
        return None
    old = [sha256 for sha256, kept_at in batch if kept_at < kept_before]
    needed = set(_needed(session, old, unit.now - REFUSED))
    return [sha256 for sha256 in old if sha256 not in needed], kept_before


def _needed(session: Session, digests: list[str], since: datetime) -> Iterator[str]:
    if not digests:
        return
    yield from session.scalars(
        union(
            select(FileRow.sha256).where(FileRow.sha256.in_(digests)),
            select(VersionRow.package).where(VersionRow.package.in_(digests)),
            select(VersionRow.cover).where(VersionRow.cover.in_(digests)),
            select(ImportRow.package).where(
                ImportRow.package.in_(digests),
                (ImportRow.created_at >= since) | (ImportRow.state == "failed"),
            ),
        )
    )
