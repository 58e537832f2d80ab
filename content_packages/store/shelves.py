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
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import BinaryIO, Protocol

from schemas.refusals import NotFound
from schemas.tables import moment

GROUP = 128
GROUP_OCTETS = 64 * 1024 * 1024
"""How many contents, or octets, are flushed together."""

FLUSHERS = 8


@dataclass(frozen=True, slots=True)
class Kept:
    """A content on a shelf: its digest (64 hexadecimal digits) and its size in octets."""

    sha256: str
    size: int


class Shelf(Protocol):
    """What both shelves can do."""

    def put(self, chunks: Iterable[bytes]) -> Kept:
        """Keep what *chunks* yield and return its name; keeping it twice is harmless."""

    def put_all(self, contents: Iterable[Iterable[bytes]]) -> Iterator[Kept]:
        """Keep each of *contents* and yield its name, in their order; groups share the waiting."""

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
        return next(self.put_all([chunks]))

    def put_all(self, contents: Iterable[Iterable[bytes]]) -> Iterator[Kept]:
        """Write a group of drafts, flush them together, rename them, flush their folders.

        A disk that has to wait for its platter or its cells waits once for many.
        """
        waiting = iter(contents)
        with ThreadPoolExecutor(FLUSHERS) as flushers:
            while group := self._kept(waiting, flushers):
                yield from group

    def _kept(self, waiting: Iterator[Iterable[bytes]], flushers: ThreadPoolExecutor) -> list[Kept]:
        """Keep as many of *waiting* as make a group; an empty list at their end."""
        drafts: list[Path] = []
        kept: list[Kept] = []
        try:
            for chunks in waiting:
                kept.append(self._drafted(chunks, drafts))
                if len(kept) == GROUP or sum(found.size for found in kept) >= GROUP_OCTETS:
                    break
            list(flushers.map(_sync, drafts))
            folders: set[Path] = set()
            for draft, found in zip(drafts, kept, strict=True):
                folders |= self._placed(draft, found.sha256)
            list(flushers.map(_sync, folders))
            return kept
        finally:
            for draft in drafts:
                draft.unlink(missing_ok=True)

    def _drafted(self, chunks: Iterable[bytes], drafts: list[Path]) -> Kept:
        draft = self._folder / "drafts" / secrets.token_hex(16)
        draft.parent.mkdir(parents=True, exist_ok=True)
        digest, size = hashlib.sha256(), 0
        drafts.append(draft)
        with draft.open("xb") as file:
            for chunk in chunks:
                digest.update(chunk)
                size += len(chunk)
                file.write(chunk)
        return Kept(digest.hexdigest(), size)

    def _placed(self, draft: Path, sha256: str) -> set[Path]:
        """Move the draft into place and return the folders whose entries changed."""
        place = self.place(sha256)
        with self._held(fcntl.LOCK_SH):
            if place.exists():
                os.utime(place)
                return set()
            place.parent.mkdir(parents=True, exist_ok=True)
            draft.replace(place)
        return {place.parent, place.parent.parent, self._folder}

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


def _sync(place: Path) -> None:
    """Make a file's content, or a folder's entries, durable."""
    descriptor = os.open(place, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
