"""A zip file by an unknown hand: everything that can be checked is checked before a byte is used.

Nothing is ever extracted by its name. Entries are read as streams, and the directory,
which an attacker writes too, is believed only where the local headers say the same.
"""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import BinaryIO

from content_packages.readers import names
from content_packages.readers.directory import Entry, Unreadable, entries
from content_packages.readers.findings import Finding, finding, refusing

CHUNK = 256 * 1024
"""Octets read at a time."""

WINDOW = 64 * 1024**2
"""Octets of a compressed medium that are unpacked to find its headers."""


@dataclass(frozen=True, slots=True)
class Limits:
    """How large a package may be. Sizes are octets, *ratio* is unpacked for one packed.

    *ratio* binds entries larger than *ratio_from* only: a small file of spaces is harmless.
    """

    entries: int = 20_000
    total: int = 8 * 1024**3
    entry: int = 4 * 1024**3
    ratio: int = 200
    ratio_from: int = 4 * 1024**2


class Damaged(Exception):
    """An entry whose bytes are not what the directory promised."""

    def __init__(self, found: Finding) -> None:
        super().__init__(str(found))
        self.finding = found


class Archive:
    """The files of an opened zip by their clean paths; see ``opened``."""

    def __init__(self, file: BinaryIO, files: Mapping[str, Entry]) -> None:
        self._file = file
        self.files = files
        self.checked = True

    def size(self, path: str) -> int:
        """Return the unpacked size of *path* in octets."""
        return self.files[path].size

    def chunks(self, path: str) -> Iterator[bytes]:
        """Yield the content of *path*; raise Damaged where it is not as promised.

        The promise bounds the stream: a longer one is cut off and reported.
        """
        entry = self.files[path]
        left, checksum = entry.size, 0
        try:
            for chunk in _unpacked(self._file, entry):
                left -= len(chunk)
                if left < 0:
                    raise _damaged(path, "longer than the directory says")
                checksum = zlib.crc32(chunk, checksum)
                yield chunk
        except zlib.error as error:
            raise _damaged(path, str(error)) from None
        if left:
            raise _damaged(path, "shorter than the directory says")
        if self.checked and checksum != entry.crc:
            raise _damaged(path, "checksum differs")

    def window(self, path: str) -> Callable[[int, int], bytes]:
        """Return a function (offset, size) → octets of *path*, for readers of headers.

        A stored entry is read where it lies. A compressed one is unpacked as far as it is
        asked for, at most ``WINDOW`` octets from its start; beyond that there is nothing.
        """
        entry = self.files[path]
        if entry.method == zipfile.ZIP_STORED:
            return lambda offset, size: self._stored(entry, offset, size)
        start = self.read(path, WINDOW)
        return lambda offset, size: start[offset : offset + size]

    def _stored(self, entry: Entry, offset: int, size: int) -> bytes:
        self._file.seek(entry.data_offset + offset)
        return self._file.read(max(0, min(size, entry.size - offset)))

    def read(self, path: str, most: int) -> bytes:
        """Return the content of *path*, of which at most *most* octets."""
        found = bytearray()
        for chunk in self.chunks(path):
            found += chunk
            if len(found) >= most:
                return bytes(found[:most])
        return bytes(found)


def _damaged(path: str, why: str) -> Damaged:
    return Damaged(finding("archive.damaged", file=path, found=why))


def _unpacked(file: BinaryIO, entry: Entry) -> Iterator[bytes]:
    file.seek(entry.data_offset)
    left = entry.packed
    inflater = zlib.decompressobj(-15) if entry.method == zipfile.ZIP_DEFLATED else None
    while left:
        packed = file.read(min(CHUNK, left))
        if not packed:
            raise _damaged(entry.path, "the archive ends inside it")
        left -= len(packed)
        if inflater is None:
            yield packed
            continue
        while packed and not inflater.eof:
            chunk = inflater.decompress(packed, CHUNK)
            packed = inflater.unconsumed_tail
            if chunk:
                yield chunk
    if inflater is not None:
        yield from _rest(inflater, entry.path)


def _rest(inflater: zlib._Decompress, path: str) -> Iterator[bytes]:
    while not inflater.eof:
        chunk = inflater.decompress(inflater.unconsumed_tail, CHUNK)
        if not chunk and not inflater.eof:
            raise _damaged(path, "the compressed data ends too early")
        if chunk:
            yield chunk
    if inflater.unused_data:
        raise _damaged(path, "data follows the compressed stream")


def opened(file: BinaryIO, limits: Limits | None = None) -> tuple[Archive | None, list[Finding]]:
    """Return the archive in the seekable *file*, and what was found; None if it is refused.

    Directories and the leavings of operating systems are left out.
    """
    limits = limits or Limits()
    try:
        found = entries(file, limits.entries)
    except Unreadable as error:
        return None, [error.finding]
    findings = [*_size_findings(found, limits), *_entry_findings(found)]
    kept, name_findings = _kept(found)
    findings += name_findings
    if refusing(findings):
        return None, findings
    return Archive(file, kept), findings


def _size_findings(found: list[Entry], limits: Limits) -> Iterator[Finding]:
    total = sum(entry.size for entry in found)
    if total > limits.total:
        yield finding("archive.too_large", found=total, expected=limits.total)
    for entry in found:
        if entry.size > limits.entry:
            yield finding(
                "archive.too_large", file=entry.path, found=entry.size, expected=limits.entry
            )
        if entry.size > limits.ratio_from and entry.size > limits.ratio * max(entry.packed, 1):
            yield finding(
                "archive.bomb",
                file=entry.path,
                found=f"{entry.size // max(entry.packed, 1)}:1",
                expected=f"{limits.ratio}:1",
            )
    packed = sum(entry.packed for entry in found)
    if total > limits.ratio_from * 8 and total > limits.ratio * max(packed, 1):
        yield finding(
            "archive.bomb",
            file="*",
            found=f"{total // max(packed, 1)}:1",
            expected=f"{limits.ratio}:1",
        )


def _entry_findings(found: list[Entry]) -> Iterator[Finding]:
    for entry in found:
        if entry.encrypted:
            yield finding("archive.encrypted", file=entry.path)
        if entry.special:
            yield finding("archive.symlink", file=entry.path)
        if entry.method not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
            yield finding("archive.method", file=entry.path, found=entry.method)
        if entry.method == zipfile.ZIP_STORED and entry.size != entry.packed:
            yield finding("archive.ambiguous", file=entry.path, found="stored with two sizes")
        why = names.unsafe(entry.name)
        if why:
            yield finding("archive.unsafe_name", file=entry.name, found=why)


def _kept(found: list[Entry]) -> tuple[dict[str, Entry], list[Finding]]:
    """Return the files worth keeping by clean path, and what their names say."""
    findings: list[Finding] = []
    kept: dict[str, Entry] = {}
    by_folded: dict[str, str] = {}
    junk = 0
    for entry in found:
        if entry.directory or not entry.path:
            continue
        if names.junk(entry.path):
            junk += 1
            continue
        twin = by_folded.setdefault(names.folded(entry.path), entry.path)
        if entry.path in kept:
            findings.append(finding("archive.duplicate", file=entry.path))
        elif twin != entry.path:
            findings.append(finding("archive.case_clash", file=entry.path, found=twin))
        kept[entry.path] = entry
    findings += _crossed(kept)
    backslashed = [entry for entry in found if entry.backslashed]
    if backslashed:
        findings.append(finding("archive.backslash", found=backslashed[0].name.replace("/", "\\")))
    legacy = [entry for entry in found if entry.encoding != "utf-8"]
    if legacy:
        findings.append(
            finding("archive.legacy_names", found=legacy[0].path, expected=legacy[0].encoding)
        )
    if junk:
        findings.append(finding("archive.junk", found=junk))
    return kept, findings


def _crossed(kept: Mapping[str, Entry]) -> Iterator[Finding]:
    """A path that is a file and a folder at once."""
    for path in kept:
        step = path.rpartition("/")[0]
        while step:
            if step in kept:
                yield finding("archive.duplicate", file=step)
            step = step.rpartition("/")[0]


def looks_like_zip(file: BinaryIO) -> bool:
    """True when the seekable *file* begins as a zip does (or as an empty or split one)."""
    file.seek(0)
    start = file.read(4)
    file.seek(0)
    return start[:2] == b"PK" and len(start) == 4 and struct.unpack("<H", start[2:])[0] in _SECONDS


_SECONDS = frozenset({0x0403, 0x0605, 0x0807})


def of_bytes(data: bytes, limits: Limits | None = None) -> tuple[Archive | None, list[Finding]]:
    """Return the archive that *data* is, as ``opened`` does."""
    return opened(io.BytesIO(data), limits)
