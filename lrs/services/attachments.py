"""Attachment data: kept before the statement that names it, read back by its hash."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from functools import cache
from pathlib import Path

from sqlalchemy.orm import Session

from lrs.rules.attachments import Part, true_hash
from lrs.store import attachments as store
from lrs.store.attachments import Files, LocalFiles
from lrs.store.s3_files import S3Files
from schemas.settings import Settings

__all__ = ["Part", "files", "keep", "parts"]


def files(given: Settings) -> Files:
    """Return where attachment data lie: what ``ATTACHMENTS`` names, a folder or S3."""
    if given.attachments.startswith("s3://"):
        return _in_s3(given.attachments)
    return LocalFiles(Path(given.attachments or given.data / "attachments").absolute())


@cache
def _in_s3(address: str) -> S3Files:
    """Making a client takes longer than using it, and threads may share one."""
    return S3Files(address)


def keep(kept_in: Files, found: Sequence[Part]) -> None:
    """Keep the octets of *found* durably; parts with a false hash are left to be refused."""
    for part in found:
        if true_hash(part):
            kept_in.keep(part.sha2, part.content)


def parts(session: Session, kept_in: Files, store_id: int, hashes: Collection[str]) -> list[Part]:
    """Return the data of those *hashes* that the store has, in the order of *hashes*."""
    types = store.content_types(session, store_id, hashes)
    return [
        Part(sha2, types[sha2], kept_in.content(sha2))
        for sha2 in dict.fromkeys(hashes)
        if sha2 in types
    ]
