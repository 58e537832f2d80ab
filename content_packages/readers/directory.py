"""The directory of a zip file, read by ourselves and compared with the local headers.

The standard library believes the directory; this module wants both to agree, finds entries
that share bytes, and never holds more of a hostile directory than its limit allows.
Structures and names of fields: PKWARE's APPNOTE 6.3, sections 4.3 and 4.4.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import BinaryIO

from content_packages.readers import names
from content_packages.readers.findings import Finding, finding

_END = struct.Struct("<4s4H2LH")
_END64_LOCATOR = struct.Struct("<4sLQL")
_END64 = struct.Struct("<4sQ2H2L4Q")
_CENTRAL = struct.Struct("<4s6H3L5H2L")
_LOCAL = struct.Struct("<4s5H3L2H")
_MAX16, _MAX32 = 0xFFFF, 0xFFFFFFFF
_ENCRYPTED = 0x0001 | 0x0040 | 0x2000
_DESCRIPTOR = 0x0008
_UNIX_MADE = (3, 19)
_REGULAR, _FOLDER, _KIND = 0o100000, 0o040000, 0o170000
_AVERAGE_RECORD = 1200
"""Octets of directory allowed for each entry; names are below 1,000 characters."""


class Unreadable(Exception):
    """The directory cannot be read, or contradicts the file."""

    def __init__(self, found: Finding) -> None:
        super().__init__(str(found))
        self.finding = found


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry: *name* as written with slashes, *path* clean; sizes in octets."""

    name: str
    path: str
    encoding: str
    backslashed: bool
    directory: bool
    special: bool
    encrypted: bool
    method: int
    crc: int
    packed: int
    size: int
    header_offset: int
    data_offset: int = 0


def entries(file: BinaryIO, most: int) -> list[Entry]:
    """Return the entries of the seekable *file* in the order of its directory.

    Raises Unreadable for a file that is no zip, is split, has more than *most* entries,
    or whose directory and local headers differ or share bytes.
    """
    file.seek(0, 2)
    length = file.tell()
    count, size, offset, end = _end(file, length)
    if count > most:
        raise Unreadable(finding("archive.too_many", found=count, expected=most))
    if size > most * _AVERAGE_RECORD or offset + size > end:
        raise _not_zip("the directory does not fit the file")
    if offset + size != end:
        raise _ambiguous("data lie between the directory and its end record")
    file.seek(offset)
    directory = file.read(size)
    listed = list(_listed(directory, count))
    return _located(file, listed, offset)


def _not_zip(why: str) -> Unreadable:
    return Unreadable(finding("archive.not_zip", found=why))


def _ambiguous(why: str, path: str = "") -> Unreadable:
    return Unreadable(finding("archive.ambiguous", file=path, found=why))


def _end(file: BinaryIO, length: int) -> tuple[int, int, int, int]:
    """Return entry count, size and offset of the directory, and where its end record begins."""
    tail_size = min(length, _END.size + _MAX16)
    file.seek(length - tail_size)
    tail = file.read(tail_size)
    place = tail.rfind(b"PK\x05\x06")
    if place < 0 or place + _END.size > len(tail):
        raise _not_zip("no directory at its end")
    (_, disk, first_disk, here, count, size, offset, comment) = _END.unpack_from(tail, place)
    if place + _END.size + comment != len(tail):
        raise _ambiguous("data follow the end record")
    if tail.find(b"PK\x05\x06") != place and comment:
        raise _ambiguous("two end records")
    if disk or first_disk or here != count:
        raise _not_zip("split over several volumes")
    end = length - tail_size + place
    if count != _MAX16 and size != _MAX32 and offset != _MAX32:
        return count, size, offset, end
    return _end64(file, end)


def _end64(file: BinaryIO, end: int) -> tuple[int, int, int, int]:
    start = end - _END64_LOCATOR.size
    if start < 0:
        raise _not_zip("no zip64 locator")
    file.seek(start)
    signature, disk, record, disks = _END64_LOCATOR.unpack(file.read(_END64_LOCATOR.size))
    if signature != b"PK\x06\x07" or disk or disks > 1 or record > start - _END64.size:
        raise _not_zip("no zip64 directory")
    file.seek(record)
    fields = _END64.unpack(file.read(_END64.size))
    if fields[0] != b"PK\x06\x06" or record + 12 + fields[1] != start:
        raise _not_zip("no zip64 directory")
    if fields[6] != fields[7]:
        raise _not_zip("split over several volumes")
    return fields[7], fields[8], fields[9], record


def _listed(directory: bytes, count: int) -> Iterator[Entry]:
    place = 0
    for _ in range(count):
        if place + _CENTRAL.size > len(directory):
            raise _not_zip("the directory is shorter than it says")
        fields = _CENTRAL.unpack_from(directory, place)
        if fields[0] != b"PK\x01\x02":
            raise _not_zip("the directory is damaged")
        name_size, extra_size, comment_size = fields[10:13]
        start = place + _CENTRAL.size
        raw = directory[start : start + name_size]
        extra = directory[start + name_size : start + name_size + extra_size]
        place = start + name_size + extra_size + comment_size
        if place > len(directory):
            raise _not_zip("the directory is shorter than it says")
        yield _entry(fields, raw, extra)
    if place != len(directory):
        raise _ambiguous("the directory holds more than it counts")


def _entry(fields: tuple[int, ...], raw: bytes, extra: bytes) -> Entry:
    made_by, flags, method = fields[1], fields[3], fields[4]
    size, packed, offset = _zip64(extra, fields[9], fields[8], fields[16])
    name, encoding = names.decoded(raw, flags, extra)
    slashed = name.replace("\\", "/")
    mode = fields[15] >> 16 if made_by >> 8 in _UNIX_MADE else 0
    return Entry(
        name=slashed,
        path=names.tidy(slashed),
        encoding=encoding,
        backslashed="\\" in name,
        directory=slashed.endswith("/"),
        special=bool(mode & _KIND) and mode & _KIND not in (_REGULAR, _FOLDER),
        encrypted=bool(flags & _ENCRYPTED),
        method=method,
        crc=fields[7],
        packed=packed,
        size=size,
        header_offset=offset,
    )


def _zip64(extra: bytes, size: int, packed: int, offset: int) -> tuple[int, int, int]:
    """Return the three numbers, taken from the zip64 field where they did not fit."""
    values = [size, packed, offset]
    wanted = [index for index, value in enumerate(values) if value == _MAX32]
    while wanted and len(extra) >= 4:
        tag, length = struct.unpack_from("<HH", extra)
        body, extra = extra[4 : 4 + length], extra[4 + length :]
        if tag != 1:
            continue
        if len(body) < 8 * len(wanted):
            raise _not_zip("a zip64 field is too short")
        for place, index in enumerate(wanted):
            values[index] = struct.unpack_from("<Q", body, 8 * place)[0]
        break
    return values[0], values[1], values[2]


def _located(file: BinaryIO, listed: list[Entry], directory: int) -> list[Entry]:
    """Return *listed* with the places of their data, compared with the local headers."""
    located = []
    spans = []
    for entry in listed:
        found, flags = _local(file, entry, directory)
        located.append(found)
        slack = 0 if not flags & _DESCRIPTOR else 12
        spans.append((entry.header_offset, found.data_offset + entry.packed + slack, entry.name))
    spans.sort()
    for (_, stop, name), (start, _, twin) in pairwise(spans):
        if stop > start:
            raise Unreadable(finding("archive.overlap", file=name, found=f"{name}, {twin}"))
    if spans and spans[-1][1] > directory:
        raise Unreadable(finding("archive.overlap", file=spans[-1][2], found=spans[-1][2]))
    if spans and spans[0][0] > 0:
        raise _ambiguous("data precede the first entry")
    return located


def _local(file: BinaryIO, entry: Entry, directory: int) -> tuple[Entry, int]:
    if entry.header_offset + _LOCAL.size > directory:
        raise _not_zip("an entry lies outside the file")
    file.seek(entry.header_offset)
    fields = _LOCAL.unpack(file.read(_LOCAL.size))
    if fields[0] != b"PK\x03\x04":
        raise _not_zip("an entry does not begin where the directory says")
    flags, method, crc, packed, size = fields[2], fields[3], fields[6], fields[7], fields[8]
    name_size, extra_size = fields[9], fields[10]
    raw = file.read(name_size)
    extra = file.read(extra_size)
    local_name = names.decoded(raw, flags, extra)[0].replace("\\", "/")
    if local_name != entry.name:
        raise _ambiguous(f"named “{local_name}” in its own header", entry.name)
    if method != entry.method or bool(flags & _ENCRYPTED) != entry.encrypted:
        raise _ambiguous("its own header names another method", entry.name)
    if not flags & _DESCRIPTOR:
        size, packed, _ = _zip64(extra, size, packed, 0)
        if (size, packed, crc) != (entry.size, entry.packed, entry.crc):
            raise _ambiguous("its own header gives other sizes", entry.name)
    start = entry.header_offset + _LOCAL.size + name_size + extra_size
    return replace(entry, data_offset=start), flags
