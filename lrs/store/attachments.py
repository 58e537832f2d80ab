"""Attachment data: octets in files named by their hash, and a row that says the store has them.

The file is written and flushed before the row is committed; a file without a row is harmless
and is overwritten by equal octets when they come again.
"""

from __future__ import annotations

import os
from collections.abc import Collection
from datetime import datetime
from pathlib import Path
from typing import Protocol
from uuid import uuid4

from sqlalchemy import delete, select
from sqlalchemy.dialects.postgresql import insert as postgresql_insert
from sqlalchemy.dialects.sqlite import insert as sqlite_insert
from sqlalchemy.orm import Session

from lrs.rules.attachments import Part
from lrs.store.tables import Attachment


class Files(Protocol):
    """Where octets lie, by name."""

    def keep(self, name: str, content: bytes) -> None:
        """Keep *content* durably under *name*; equal content may be there already."""

    def content(self, name: str) -> bytes:
        """Return what was kept under *name*; raise FileNotFoundError when nothing was."""

    def forget(self, name: str) -> None:
        """Delete what is kept under *name*, if anything is."""


class LocalFiles:
    """A folder with 256 subfolders."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def keep(self, name: str, content: bytes) -> None:
        place = self._place(name)
        if place.exists() and place.stat().st_size == len(content):
            return
        place.parent.mkdir(parents=True, exist_ok=True)
        draft = place.with_name(f".{name}.{uuid4().hex}")
        with draft.open("wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        draft.replace(place)
        folder = os.open(place.parent, os.O_RDONLY)
        try:
            os.fsync(folder)
        finally:
            os.close(folder)

    def content(self, name: str) -> bytes:
        return self._place(name).read_bytes()

    def forget(self, name: str) -> None:
        self._place(name).unlink(missing_ok=True)

    def _place(self, name: str) -> Path:
        return self._folder / name[:2] / name


def record(session: Session, store_id: int, parts: Collection[Part], now: datetime) -> None:
    """Write down that the store has *parts*, whose files are kept."""
    if not parts:
        return
    made = sqlite_insert if session.get_bind().dialect.name == "sqlite" else postgresql_insert
    session.execute(
        made(Attachment).on_conflict_do_nothing(),
        [
            {
                "store_id": store_id,
                "sha2": sha2,
                "content_type": part.content_type,
                "length": len(part.content),
                "stored_at": now,
            }
            for sha2, part in sorted({part.sha2: part for part in parts}.items())
        ],
    )


def content_types(session: Session, store_id: int, hashes: Collection[str]) -> dict[str, str]:
    """Return hash → content type of the data that the store has of *hashes*."""
    if not hashes:
        return {}
    rows = session.execute(
        select(Attachment.sha2, Attachment.content_type).where(
            Attachment.store_id == store_id, Attachment.sha2.in_(list(hashes))
        )
    )
    return {row.sha2: row.content_type for row in rows}


def forget(session: Session, store_id: int, hashes: Collection[str]) -> list[str]:
    """Let the store have the data of *hashes* no longer; return those that no store has now."""
    if not hashes:
        return []
    session.execute(
        delete(Attachment)
        .where(Attachment.store_id == store_id, Attachment.sha2.in_(list(hashes)))
        .execution_options(synchronize_session=False)
    )
    rows = session.scalars(select(Attachment.sha2).where(Attachment.sha2.in_(list(hashes))))
    return sorted(set(hashes) - set(rows))
