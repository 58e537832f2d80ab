"""The files of a version: which content answers to a path, and the content itself."""

from __future__ import annotations

from pathlib import Path
from typing import BinaryIO
from uuid import UUID

from flask import current_app
from sqlalchemy import select
from sqlalchemy.orm import Session

from content_packages.readers.names import folded, tidy
from content_packages.services.values import StoredFile
from content_packages.store.s3_shelf import S3Shelf
from content_packages.store.shelves import FolderShelf, Shelf
from content_packages.store.tables import FileRow
from schemas.refusals import NotFound
from schemas.settings import settings

__all__ = ["StoredFile", "file_of", "files_of", "opened", "part", "shelf"]

_SHELF = "content_shelf"


def shelf() -> Shelf:
    """Return the shelf of the current application: what ``FILES`` names, a folder or S3."""
    found: Shelf | None = current_app.extensions.get(_SHELF)
    if found is None:
        given = settings()
        if given.files.startswith("s3://"):
            found = S3Shelf(given.files)
        else:
            found = FolderShelf(Path(given.files or given.data / "files").absolute())
        current_app.extensions[_SHELF] = found
    return found


def file_of(session: Session, version_id: UUID, path: str) -> StoredFile:
    """Return the file that *path* (decoded, no query) means in the version; raise NotFound.

    Where no file has exactly that path, the only one that differs in case is meant, because
    many vendors' packages were only ever tried on Windows.
    """
    wanted = tidy(path)
    row = session.get(FileRow, (version_id, wanted))
    if row is None:
        alike = session.scalars(
            select(FileRow)
            .where(FileRow.version_id == version_id, FileRow.folded == folded(wanted))
            .limit(2)
        ).all()
        if len(alike) != 1:
            raise NotFound(f"version {version_id} has no file {wanted!r}")
        row = alike[0]
    return _value(row)


def files_of(session: Session, version_id: UUID) -> tuple[StoredFile, ...]:
    """Return every file of the version by path."""
    rows = session.scalars(
        select(FileRow).where(FileRow.version_id == version_id).order_by(FileRow.path)
    )
    return tuple(_value(row) for row in rows)


def opened(sha256: str) -> BinaryIO:
    """Return the content as a seekable file; raise NotFound where it is not kept."""
    return shelf().opened(sha256)


def part(sha256: str, start: int, size: int) -> bytes:
    """Return at most *size* octets of the content from *start* on, for ranges."""
    return shelf().part(sha256, start, size)


def _value(row: FileRow) -> StoredFile:
    return StoredFile(row.path, row.sha256, row.size, row.media_type)
