"""Where file contents are kept: by their SHA-256, once, and never changed.

A shelf takes a stream and gives back a digest. What stands on it is complete: a content
appears under its digest only after its last octet is on the disk.
"""

from __future__ import annotations

import fcntl
import hashlib
import os
import secrets
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import BinaryIO, Protocol

from schemas.refusals import NotFound
from schemas.tables import moment


@dataclass(frozen=True, slots=True)
class Kept:
    """A content on a shelf: its digest (64 hexadecimal digits) and its size in octets."""

    sha256: str
    size: int


class Shelf(Protocol):
    """What both shelves can do."""

    def put(self, chunks: Iterable[bytes]) -> Kept:
        """Keep what *chunks* yield and return its name; keeping it twice is harmless."""

    def opened(self, sha256: str) -> BinaryIO:
        """Return the content as a seekable file; raise NotFound where it is not kept."""

    def part(self, sha256: str, start: int, size: int) -> bytes:
        """Return at most *size* octets from *start*; raise NotFound where it is not kept."""

    def has(self, sha256: str) -> bool:
        """True when the content is kept."""

    def drop(self, sha256: str, *, kept_before: datetime) -> bool:
        """Remove the content unless it was kept (again) at or after *kept_before*."""

    def listed(self) -> Iterator[tuple[str, datetime]]:
        """Yield every digest and when its content was kept (or kept again) last."""


class FolderShelf:
    """A folder of this machine: ``ab/cd/abcd…``, written aside and renamed into place."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def place(self, sha256: str) -> Path:
        """Return where the content stands, whether it is there or not."""
        if len(sha256) != 64 or not sha256.isascii() or not sha256.isalnum():
            raise NotFound(f"{sha256!r} is no digest")
        return self._folder / sha256[:2] / sha256[2:4] / sha256

    def put(self, chunks: Iterable[bytes]) -> Kept:
        drafts = self._folder / "drafts"
        drafts.mkdir(parents=True, exist_ok=True)
        draft = drafts / secrets.token_hex(16)
        digest, size = hashlib.sha256(), 0
        try:
            with draft.open("xb") as file:
                for chunk in chunks:
                    digest.update(chunk)
                    size += len(chunk)
                    file.write(chunk)
                file.flush()
                os.fsync(file.fileno())
            return Kept(self._placed(draft, digest.hexdigest()), size)
        finally:
            draft.unlink(missing_ok=True)

    def _placed(self, draft: Path, sha256: str) -> str:
        place = self.place(sha256)
        with self._held(fcntl.LOCK_SH):
            if place.exists():
                os.utime(place)
                return sha256
            place.parent.mkdir(parents=True, exist_ok=True)
            draft.replace(place)
            _sync(place.parent)
        return sha256

    @contextmanager
    def _held(self, kind: int) -> Iterator[None]:
        """Hold the shelf: together with others who keep, alone when dropping."""
        with (self._folder / "lock").open("ab") as lock:
            fcntl.flock(lock, kind)
            yield

    def opened(self, sha256: str) -> BinaryIO:
        try:
            return self.place(sha256).open("rb")
        except FileNotFoundError:
            raise NotFound(f"no content {sha256}") from None

    def part(self, sha256: str, start: int, size: int) -> bytes:
        with self.opened(sha256) as file:
            file.seek(start)
            return file.read(size)

    def has(self, sha256: str) -> bool:
        return self.place(sha256).is_file()

    def drop(self, sha256: str, *, kept_before: datetime) -> bool:
        place = self.place(sha256)
        with self._held(fcntl.LOCK_EX):
            try:
                if moment(place.stat().st_mtime_ns // 1_000_000) >= kept_before:
                    return False
            except FileNotFoundError:
                return False
            place.unlink()
        return True

    def listed(self) -> Iterator[tuple[str, datetime]]:
        for place in self._folder.glob("??/??/*"):
            with suppress(FileNotFoundError):
                yield place.name, moment(place.stat().st_mtime_ns // 1_000_000)


def _sync(folder: Path) -> None:
    """Make a rename durable: the folder's own entry has to reach the disk too."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
