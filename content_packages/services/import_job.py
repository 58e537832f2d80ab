"""The background job that reads a package; it may be killed at any point and run again."""

from __future__ import annotations

import time
from collections.abc import Iterator
from typing import Any
from uuid import UUID

from sqlalchemy import insert

from content_packages import readers
from content_packages.readers import names
from content_packages.readers.archive import Damaged
from content_packages.readers.course_document import as_document
from content_packages.readers.findings import Finding, as_documents, ordered
from content_packages.readers.media_types import media_type
from content_packages.readers.package import Package
from content_packages.services.files import shelf
from content_packages.store import versions
from content_packages.store.tables import FamilyRow, FileRow, HistoryRow, ImportRow, VersionRow
from schemas.identifiers import new_id
from schemas.jobs import RETRY_AFTER, RunningJob, job
from schemas.write_door import UnitOfWork, door

IMPORT = "content.import"

PROGRESS_EVERY = 1.0
"""Seconds between two marks of progress; the lease is renewed with every thirtieth."""


@job(IMPORT)
def import_package(running: RunningJob) -> None:
    """Read the package of the import that the payload names, and write down what became of it."""
    import_id = UUID(running.payload["import"])
    started = door().run(_started, import_id)
    if started is None:
        return
    package, name = started
    try:
        with shelf().opened(package) as file:
            reading = readers.read(file, name)
            if not reading.accepted or reading.package is None:
                door().run(_refused, import_id, reading)
                return
            door().run(_progressed, import_id, 0, len(reading.package.paths))
            rows = list(_stored(running, import_id, reading.package))
        door().run(_finished, import_id, reading, rows)
    except Damaged as damage:
        door().run(_damaged, import_id, damage.finding)
    except Exception:
        if running.attempt > len(RETRY_AFTER):
            door().run(_failed, import_id)
        raise


def _started(unit: UnitOfWork, import_id: UUID) -> tuple[str, str] | None:
    """Return package and name of the import, or None where it is over already."""
    row = unit.session.get_one(ImportRow, import_id)
    if row.state not in ("waiting", "running"):
        return None
    row.state = "running"
    return row.package, row.name


def _progressed(unit: UnitOfWork, import_id: UUID, done: int, total: int) -> None:
    row = unit.session.get_one(ImportRow, import_id)
    row.done, row.total = done, total


def _stored(running: RunningJob, import_id: UUID, package: Package) -> Iterator[dict[str, Any]]:
    """Yield a row for each file of *package*, once its content is on the shelf."""
    marked, marks = time.monotonic(), 0
    kept_in_order = shelf().put_all(package.chunks(path) for path in package.paths)
    for done, (path, kept) in enumerate(zip(package.paths, kept_in_order, strict=True)):
        if time.monotonic() - marked >= PROGRESS_EVERY:
            door().run(_progressed, import_id, done, len(package.paths))
            marked, marks = time.monotonic(), marks + 1
            if marks % 30 == 0:
                running.renew()
        yield {
            "path": path,
            "folded": names.folded(path),
            "sha256": kept.sha256,
            "size": kept.size,
            "media_type": media_type(path),
        }


def _refused(unit: UnitOfWork, import_id: UUID, reading: readers.Reading) -> None:
    row = unit.session.get_one(ImportRow, import_id)
    row.state = "refused"
    row.findings = as_documents(reading.findings)
    row.course = None if reading.course is None else as_document(reading.course)
    row.finished_at = unit.now


def _damaged(unit: UnitOfWork, import_id: UUID, found: Finding) -> None:
    row = unit.session.get_one(ImportRow, import_id)
    row.state = "refused"
    row.findings = as_documents([found])
    row.finished_at = unit.now


def _failed(unit: UnitOfWork, import_id: UUID) -> None:
    row = unit.session.get_one(ImportRow, import_id)
    row.state = "failed"
    row.finished_at = unit.now


def _finished(
    unit: UnitOfWork, import_id: UUID, reading: readers.Reading, files: list[dict[str, Any]]
) -> None:
    """Write the version with all its files, and say so in the import: all of it or nothing."""
    session = unit.session
    row = session.get_one(ImportRow, import_id, with_for_update=True)
    course = reading.course
    if row.state != "running" or course is None:
        return  # another worker was faster
    family_id = row.family_id or _new_family(unit, row)
    versions.family(session, family_id, locked=True)
    version = VersionRow(
        id=new_id(unit.now),
        family_id=family_id,
        number=versions.next_number(session, family_id),
        label=versions.drawn_label(),
        state="checked",
        format=course.format,
        course=as_document(course),
        findings=as_documents(ordered(reading.findings)),
        package=row.package,
        title=course.title,
        summary=course.description,
        cover=next((file["sha256"] for file in files if file["path"] == course.cover), None),
        vendor_id=row.by,
        recommended_by=row.recommended_by,
        created_at=unit.now,
    )
    session.add(version)
    session.flush()
    session.execute(insert(FileRow), [{"version_id": version.id, **file} for file in files])
    session.add(
        HistoryRow(
            version_id=version.id,
            at=unit.now,
            by=row.by,
            act="uploaded",
            details={"name": row.name, "package": row.package},
        )
    )
    row.state = "ready"
    row.findings = version.findings
    row.course = version.course
    row.version_id = version.id
    row.done = row.total = len(files)
    row.finished_at = unit.now


def _new_family(unit: UnitOfWork, row: ImportRow) -> UUID:
    family = FamilyRow(id=new_id(unit.now), vendor_id=row.by, created_at=unit.now)
    unit.session.add(family)
    unit.session.flush()
    row.family_id = family.id
    return family.id
