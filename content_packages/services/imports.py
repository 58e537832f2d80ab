"""Imports: a package comes in as a stream, is read by a background job, and becomes a version.

Either the whole version is there or none of it: contents go to the shelf first, where they
harm nobody, and one unit of work at the end writes the version with all its files.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import IO
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from content_packages.readers.course_document import from_document
from content_packages.readers.findings import from_documents
from content_packages.services.files import shelf
from content_packages.services.import_job import IMPORT
from content_packages.services.values import ImportState
from content_packages.store import versions
from content_packages.store.tables import ImportRow
from schemas.identifiers import new_id
from schemas.jobs import enqueue
from schemas.refusals import Conflict, Malformed, NotFound, NotPermitted
from schemas.write_door import UnitOfWork

__all__ = ["ImportState", "Received", "again", "begin", "listed", "receive", "state"]

MAX_OCTETS = 2 * 1024**3
"""Size of an upload at most."""

CHUNK = 1024 * 1024
MAX_NAME = 200


@dataclass(frozen=True, slots=True)
class Received:
    """An upload that arrived whole: its digest, its size in octets, and its name."""

    sha256: str
    size: int
    name: str


def receive(stream: IO[bytes], name: str) -> Received:
    """Keep what *stream* gives and return its name on the shelf.

    Never more than a chunk is held in memory. Raises Malformed for an empty upload and for
    one that exceeds ``MAX_OCTETS``; nothing of it is kept then.
    """
    kept = shelf().put(_limited(stream))
    if kept.size == 0:
        raise Malformed("the upload is empty", code="upload-empty")
    return Received(kept.sha256, kept.size, shown_name(name))


def shown_name(name: str) -> str:
    """Return the last step of the path that was given, without control characters."""
    last = name.replace("\\", "/").rpartition("/")[2]
    return "".join(letter for letter in last if letter.isprintable())[-MAX_NAME:] or "package.zip"


def _limited(stream: IO[bytes]) -> Iterator[bytes]:
    size = 0
    while chunk := stream.read(CHUNK):
        size += len(chunk)
        if size > MAX_OCTETS:
            raise Malformed(
                f"an upload may have at most {MAX_OCTETS} octets", code="upload-too-large"
            )
        yield chunk


def begin(
    unit: UnitOfWork,
    upload: Received,
    by: UUID,
    family_id: UUID | None = None,
    *,
    recommended_by: UUID | None = None,
) -> UUID:
    """Have the *upload* of the person *by* read in the background; return the import's id.

    With *family_id* it becomes the next version of that course, else a course of its own.
    *recommended_by* is the unit that recommends it (Measures, Art. 8).
    Raises NotPermitted where the course belongs to another vendor.
    """
    if family_id is not None and versions.family(unit.session, family_id).vendor_id != by:
        raise NotPermitted(f"course {family_id} is another vendor's", code="not-your-course")
    row = ImportRow(
        id=new_id(unit.now),
        state="waiting",
        name=upload.name,
        package=upload.sha256,
        size=upload.size,
        by=by,
        family_id=family_id,
        recommended_by=recommended_by,
        created_at=unit.now,
    )
    unit.session.add(row)
    unit.session.flush()
    enqueue(unit, IMPORT, {"import": str(row.id)}, key=f"{IMPORT}:{row.id}")
    return row.id


def again(unit: UnitOfWork, import_id: UUID) -> None:
    """Start a failed import once more; raise Conflict for any other."""
    row = _found(unit.session, import_id)
    if row.state != "failed":
        raise Conflict(f"import {import_id} is {row.state}", code="import-not-failed")
    row.state = "waiting"
    row.finished_at = None
    enqueue(unit, IMPORT, {"import": str(row.id)})


def state(session: Session, import_id: UUID) -> ImportState:
    """Return how far the import is; raise NotFound."""
    return _value(_found(session, import_id))


def listed(session: Session, by: UUID, *, limit: int = 50) -> tuple[ImportState, ...]:
    """Return the newest imports of the person *by*, the newest first."""
    rows = session.scalars(
        select(ImportRow)
        .where(ImportRow.by == by)
        .order_by(ImportRow.created_at.desc(), ImportRow.id.desc())
        .limit(limit)
    )
    return tuple(_value(row) for row in rows)


def _found(session: Session, import_id: UUID) -> ImportRow:
    row = session.get(ImportRow, import_id)
    if row is None:
        raise NotFound(f"no import {import_id}")
    return row


def _value(row: ImportRow) -> ImportState:
    return ImportState(
        id=row.id,
        state=row.state,
        name=row.name,
        size=row.size,
        by=row.by,
        family_id=row.family_id,
        done=row.done,
        total=row.total,
        findings=from_documents(row.findings),
        course=None if row.course is None else from_document(row.course),
        version_id=row.version_id,
        created_at=row.created_at,
        finished_at=row.finished_at,
    )
