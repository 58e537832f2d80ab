"""Archives that mean harm, written here octet by octet, because no honest tool writes them."""

from __future__ import annotations

import io
import stat
import struct
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from tests.content_packages.builders import HTML, scorm_1_2

_ABOVE = (
    "../evil.txt",
    "../../evil.txt",
    "../../../../../../../../tmp/evil.txt",
    "a/../../evil.txt",
    "a/b/../../../evil.txt",
    "./../evil.txt",
    "a/./../../evil.txt",
    "..",
    "a/..",
    "../",
    "a//../../evil.txt",
    "imsmanifest.xml/../../evil.txt",
)
_ABSOLUTE = (
    "/evil.txt",
    "//evil.txt",
    "/etc/passwd",
    "/tmp/../etc/passwd",
    "//server/share/evil.txt",
    "///evil.txt",
)
_DRIVES = ("C:/evil.txt", "c:evil.txt", "C:/../evil.txt", "D:/Windows/evil.dll", "Z:", "a:b")
_CONTROL = (
    "evil\x00.txt",
    "\x00",
    "evil.html\x00.txt",
    "evil\n.txt",
    "evil\r.txt",
    "\x1b[2Jevil.txt",
    "evil\x7f.txt",
    "a/\x01/evil.txt",
)


@dataclass(frozen=True)
class Written:
    """One entry as its two headers say it; by default both say the truth."""

    name: bytes
    data: bytes = b"x"
    local_name: bytes | None = None
    flags: int = 0x800
    local_flags: int | None = None
    method: int = 0
    packed: bytes | None = None
    size: int | None = None
    local_size: int | None = None
    crc: int | None = None
    mode: int = stat.S_IFREG | 0o644
    offset: int | None = None
    extra: bytes = b""


def archive(entries: list[Written], *, prefix: bytes = b"", comment: bytes = b"") -> bytes:
    """A zip whose directory and local headers say what *entries* say."""
    body, directory = bytearray(prefix), bytearray()
    for entry in entries:
        packed = entry.data if entry.packed is None else entry.packed
        size = len(entry.data) if entry.size is None else entry.size
        crc = zlib.crc32(entry.data) if entry.crc is None else entry.crc
        offset = len(body) if entry.offset is None else entry.offset
        local = entry.name if entry.local_name is None else entry.local_name
        flags = entry.flags if entry.local_flags is None else entry.local_flags
        local_size = size if entry.local_size is None else entry.local_size
        if entry.offset is None:
            body += struct.pack(
                "<4s5H3L2H",
                b"PK\x03\x04",
                20,
                flags,
                entry.method,
                0,
                33,
                crc,
                len(packed),
                local_size,
                len(local),
                0,
            )
            body += local + packed
        directory += struct.pack(
            "<4s6H3L5H2L",
            b"PK\x01\x02",
            0x314,
            20,
            entry.flags,
            entry.method,
            0,
            33,
            crc,
            len(packed),
            size,
            len(entry.name),
            len(entry.extra),
            0,
            0,
            0,
            entry.mode << 16,
            offset,
        )
        directory += entry.name + entry.extra
    end = struct.pack(
        "<4s4H2LH",
        b"PK\x05\x06",
        0,
        0,
        len(entries),
        len(entries),
        len(directory),
        len(body),
        len(comment),
    )
    return bytes(body + directory) + end + comment


MANIFEST = Written(b"imsmanifest.xml", scorm_1_2().encode())
PAGE = Written(b"index.html", HTML)


@dataclass
class Attack:
    """A hostile archive and what it tries."""

    name: str
    data: bytes = field(repr=False)


def slips() -> Iterator[Attack]:
    """Names that lead outside, each written in five ways, beside an honest course."""
    for name in (*_ABOVE, *_ABSOLUTE, *_DRIVES, *_CONTROL):
        raw = name.encode()
        ways = {
            "utf-8": Written(raw),
            "no flag": Written(raw, flags=0),
            "backslash": Written(raw.replace(b"/", b"\\")),
            "folder": Written(raw.rstrip(b"/") + b"/", b"", mode=stat.S_IFDIR | 0o755),
            "deflated": _deflated(Written(raw, b"y" * 50)),
        }
        for way, entry in ways.items():
            yield Attack(f"{name!r} {way}", archive([MANIFEST, PAGE, entry]))


def contradictions() -> Iterator[Attack]:
    """Archives that two programs read differently, links, and secrets."""
    yield Attack("duplicate name", archive([MANIFEST, PAGE, replace(PAGE, data=b"other")]))
    yield Attack(
        "duplicate manifest", archive([MANIFEST, PAGE, replace(MANIFEST, data=b"<other/>")])
    )
    yield Attack("case clash", archive([MANIFEST, PAGE, replace(PAGE, name=b"INDEX.html")]))
    yield Attack("dotted twin", archive([MANIFEST, PAGE, replace(PAGE, name=b"./index.html")]))
    yield Attack(
        "slashed twin", archive([MANIFEST, PAGE, replace(PAGE, name=b"a//b"), Written(b"a/b")])
    )
    yield Attack(
        "composed twin",
        archive([MANIFEST, PAGE, Written("é".encode()), Written("e\u0301".encode())]),
    )
    yield Attack("file and folder", archive([MANIFEST, PAGE, Written(b"a"), Written(b"a/b")]))
    for kind in (stat.S_IFLNK, stat.S_IFIFO, stat.S_IFCHR, stat.S_IFBLK, stat.S_IFSOCK):
        special = Written(b"link", b"/etc/passwd", mode=kind | 0o777)
        yield Attack(f"special file {kind:o}", archive([MANIFEST, PAGE, special]))
    for flags in (0x801, 0x841, 0x2800):
        yield Attack(f"encrypted {flags:x}", archive([MANIFEST, replace(PAGE, flags=flags)]))
    yield Attack(
        "encrypted in its own header", archive([MANIFEST, replace(PAGE, local_flags=0x801)])
    )
    yield Attack("other local name", archive([MANIFEST, replace(PAGE, local_name=b"../../x.html")]))
    yield Attack("other local size", archive([MANIFEST, replace(PAGE, local_size=5)]))
    for method in (9, 12, 14, 93, 95, 97, 98, 99):
        yield Attack(f"method {method}", archive([MANIFEST, replace(PAGE, method=method)]))
    yield Attack("data before the first entry", archive([MANIFEST, PAGE], prefix=b"#!/bin/sh\n"))
    inner = archive([MANIFEST, PAGE])
    yield Attack("an archive in its comment", archive([MANIFEST, PAGE], comment=inner))
    yield Attack("data after the end", archive([MANIFEST, PAGE]) + b"tail")
    yield Attack("two archives in a row", inner + archive([MANIFEST, PAGE]))
    good = archive([MANIFEST, PAGE])
    for cut in range(1, len(good), max(1, len(good) // 20)):
        yield Attack(f"cut after {cut}", good[:cut])
    end = good.rfind(b"PK\x05\x06")
    for place in (8, 10, 12, 16):
        changed = bytearray(good)
        changed[end + place] ^= 0x01
        yield Attack(f"end record changed at {place}", bytes(changed))
    offsets = archive([MANIFEST, PAGE, replace(PAGE, name=b"b.html", offset=0)])
    yield Attack("an entry that points at another", offsets)
    yield Attack("wrong checksum", archive([MANIFEST, replace(PAGE, crc=1)]))
    yield Attack("shorter than promised", archive([MANIFEST, replace(PAGE, size=999)]))
    cheating = _deflated(replace(PAGE, data=b"z" * 100_000))
    yield Attack("longer than promised", archive([MANIFEST, replace(cheating, size=10)]))
    broken = replace(PAGE, method=8, packed=b"\xff\xff\xff\xff")
    yield Attack("no deflate stream", archive([MANIFEST, broken]))
    trailing = _deflated(PAGE)
    assert trailing.packed is not None
    yield Attack(
        "data after the stream",
        archive([MANIFEST, replace(trailing, packed=trailing.packed + b"more")]),
    )
    long_name = Written(b"a/" * 600 + b"x")
    yield Attack("a name of 1,201 characters", archive([MANIFEST, PAGE, long_name]))
    yield Attack("an empty name", archive([MANIFEST, PAGE, Written(b"")]))
    zip64 = replace(PAGE, extra=struct.pack("<HHQ", 1, 8, 1 << 40), size=0xFFFFFFFF)
    yield Attack("zip64 size of a terabyte", archive([MANIFEST, zip64]))
    yield Attack("zip64 field too short", archive([MANIFEST, replace(zip64, extra=b"\1\0\2\0ab")]))


def bombs() -> Iterator[Attack]:
    """Small files that would fill a disk."""
    zeros = bytes(1 << 20)
    packer = zlib.compressobj(9, zlib.DEFLATED, -15)
    packed, crc = bytearray(), 0
    for _ in range(300):
        packed += packer.compress(zeros)
        crc = zlib.crc32(zeros, crc)
    packed += packer.flush()
    bomb = Written(b"zeros.bin", b"", method=8, packed=bytes(packed), size=300 << 20, crc=crc)
    yield Attack("300 MB of zeros", archive([MANIFEST, PAGE, bomb]))
    yield Attack(
        "300 MB that says 1 kB",
        archive([MANIFEST, PAGE, replace(bomb, size=1024, local_size=1024)]),
    )
    many = [replace(bomb, name=b"z%d" % number, packed=bytes(packed)) for number in range(9)]
    yield Attack("nine of them", archive([MANIFEST, PAGE, *many]))
    yield Attack("the manifest itself", archive([replace(bomb, name=b"imsmanifest.xml"), PAGE]))
    for pages in (4, 64):
        small = _deflated(Written(b"p", bytes(pages << 20)))
        rows = [replace(small, name=b"p%d" % number) for number in range(20)]
        yield Attack(f"twenty of {pages} MB", archive([MANIFEST, PAGE, *rows]))
    yield Attack("one kernel shared by 250 names", _overlapping(250))
    yield Attack("quoted overlap", _quoted(60))
    empty = [Written(b"f%d" % number, b"") for number in range(60_000)]
    yield Attack("60,000 empty files", archive([MANIFEST, PAGE, *empty]))
    nested = archive([Written(b"n", bytes(1000))])
    for _ in range(5):
        nested = archive([_deflated(Written(b"%d.zip" % number, nested)) for number in range(10)])
    yield Attack("no course in nested archives", nested)
    for name, method in (("bzip2", zipfile.ZIP_BZIP2), ("lzma", zipfile.ZIP_LZMA)):
        buffer = io.BytesIO()
        with zipfile.ZipFile(buffer, "w", method) as packer_file:
            packer_file.writestr("imsmanifest.xml", scorm_1_2())
            packer_file.writestr("zeros.bin", bytes(50 << 20))
        yield Attack(f"{name} of 50 MB", buffer.getvalue())
    yield Attack("an entry count beyond the file", _counted(65_000))


def _deflated(entry: Written) -> Written:
    packer = zlib.compressobj(9, zlib.DEFLATED, -15)
    return replace(entry, method=8, packed=packer.compress(entry.data) + packer.flush())


def _overlapping(count: int) -> bytes:
    """Every name of the directory means the same local entry."""
    kernel = _deflated(Written(b"k", bytes(1 << 20)))
    rows = [kernel, *(replace(kernel, name=b"k", offset=0) for _ in range(count))]
    return archive(rows)


def _quoted(count: int) -> bytes:
    """Each entry's stored data hold the following entries, headers and all."""
    inner = archive([_deflated(Written(b"k", bytes(1 << 20)))])
    local = inner[: inner.rfind(b"PK\x01\x02")]
    body, rows = b"", []
    pieces = local
    for number in range(count):
        name = b"q%03d" % number
        header = struct.pack(
            "<4s5H3L2H",
            b"PK\x03\x04",
            20,
            0x800,
            0,
            0,
            33,
            zlib.crc32(pieces),
            len(pieces),
            len(pieces),
            len(name),
            0,
        )
        rows.append((name, pieces, len(header + name)))
        pieces = header + name + pieces
    body = pieces
    directory, offset = bytearray(), 0
    for name, data, head in reversed(rows):
        directory += struct.pack(
            "<4s6H3L5H2L",
            b"PK\x01\x02",
            0x314,
            20,
            0x800,
            0,
            0,
            33,
            zlib.crc32(data),
            len(data),
            len(data),
            len(name),
            0,
            0,
            0,
            0,
            (stat.S_IFREG | 0o644) << 16,
            offset,
        )
        directory += name
        offset += head
    end = struct.pack("<4s4H2LH", b"PK\x05\x06", 0, 0, count, count, len(directory), len(body), 0)
    return bytes(body + directory) + end


def _counted(count: int) -> bytes:
    good = bytearray(archive([MANIFEST, PAGE]))
    end = good.rfind(b"PK\x05\x06")
    struct.pack_into("<2H", good, end + 8, count, count)
    return bytes(good)
