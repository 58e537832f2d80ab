"""Uploads that may be interrupted: a file arrives in pieces and goes on where it stopped.

The pieces lie in ``DATA_DIR/uploads`` until the last one; how much of an upload has arrived
is the length of its file, which a crash cannot make wrong.
"""

from __future__ import annotations

import fcntl
import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import IO
from uuid import UUID

from sqlalchemy.orm import Session

from content_packages.services.files import shelf
from content_packages.services.imports import MAX_OCTETS, Received, begin, shown_name
from content_packages.store.tables import UploadRow
from schemas.identifiers import new_id
from schemas.refusals import Conflict, Malformed, NotFound, PreconditionFailed
from schemas.settings import settings
from schemas.write_door import UnitOfWork

PIECE = 8 * 1024 * 1024
"""Octets of a piece that a browser is asked to send at once."""

CHUNK = 256 * 1024


@dataclass(frozen=True, slots=True)
class Upload:
    """How much of an upload is here: *received* of *size* octets.

    *import_id* is the import that began when it was complete.
    """

    id: UUID
    name: str
    size: int
    received: int
    import_id: UUID | None


def announced(
    unit: UnitOfWork,
    by: UUID,
    name: str,
    size: int,
    family_id: UUID | None = None,
    recommended_by: UUID | None = None,
) -> Upload:
    """Prepare for a file of *size* octets; raise Malformed where it is empty or too large."""
    if not 0 < size <= MAX_OCTETS:
        raise Malformed(
            f"an upload has 1 to {MAX_OCTETS} octets, this one {size}", code="upload-size"
        )
    row = UploadRow(
        id=new_id(unit.now),
        name=shown_name(name),
        size=size,
        by=by,
        family_id=family_id,
        recommended_by=recommended_by,
        created_at=unit.now,
    )
    unit.session.add(row)
    unit.session.flush()
    return Upload(row.id, row.name, size, 0, None)


def state(session: Session, upload_id: UUID, by: UUID) -> Upload:
    """Return how much of the upload of the person *by* is here; raise NotFound."""
    row = _found(session, upload_id, by)
    place = _place(upload_id)
    received = place.stat().st_size if place.exists() else 0
    if row.import_id is not None:
        received = row.size
    return Upload(row.id, row.name, row.size, received, row.import_id)


def append(upload: Upload, offset: int, stream: IO[bytes]) -> Upload:
    """Write what *stream* gives at *offset* and return the upload as it is then.

    Raises PreconditionFailed where *offset* is not where the upload stopped, Conflict where
    it is complete or another request is writing, Malformed where it would grow too long.
    What arrived before a broken connection stays.
    """
    if upload.import_id is not None:
        raise Conflict("this upload is complete", code="upload-complete")
    place = _place(upload.id)
    place.parent.mkdir(parents=True, exist_ok=True)
    with place.open("ab") as file:
        _hold(file)
        received = os.fstat(file.fileno()).st_size
        if offset != received:
            raise PreconditionFailed(
                f"the upload stopped at {received}, not at {offset}", code="upload-offset"
            )
        while chunk := stream.read(CHUNK):
            if received + len(chunk) > upload.size:
                raise Malformed(
                    f"more than the {upload.size} octets announced", code="upload-too-large"
                )
            file.write(chunk)
            received += len(chunk)
    return Upload(upload.id, upload.name, upload.size, received, None)


def kept(upload: Upload) -> Received:
    """Put the complete upload on the shelf and return its name there; Conflict if incomplete."""
    place = _place(upload.id)
    if not place.exists() or place.stat().st_size != upload.size:
        raise Conflict("the upload is not complete", code="upload-incomplete")
    found = shelf().put(_chunks(place))
    return Received(found.sha256, found.size, upload.name)


def completed(unit: UnitOfWork, upload_id: UUID, by: UUID, received: Received) -> UUID:
    """Begin the import of the upload that was *received*; return its id, the same each time."""
    row = _found(unit.session, upload_id, by, locked=True)
    if row.import_id is None:
        row.import_id = begin(unit, received, by, row.family_id, recommended_by=row.recommended_by)
        place = _place(upload_id)
        unit.after_commit(lambda: place.unlink(missing_ok=True))
    return row.import_id


def _found(session: Session, upload_id: UUID, by: UUID, *, locked: bool = False) -> UploadRow:
    row = session.get(UploadRow, upload_id, with_for_update=locked or None)
    if row is None or row.by != by:
        raise NotFound(f"no upload {upload_id}")
    return row


def folder() -> Path:
    """Return where incomplete uploads lie."""
    return settings().data / "uploads"


def _place(upload_id: UUID) -> Path:
    return folder() / str(upload_id)


def _hold(file: IO[bytes]) -> None:
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        raise Conflict("another request is writing this upload", code="upload-busy") from None


def _chunks(place: Path) -> Iterator[bytes]:
    with place.open("rb") as file:
        while chunk := file.read(CHUNK):
            yield chunk
