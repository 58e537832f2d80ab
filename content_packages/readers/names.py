"""Names inside a zip: what their bytes mean, and which of them are no names for us."""

from __future__ import annotations

import re
import struct
import unicodedata
import zlib

_UTF8_FLAG = 0x800
_UNICODE_PATH = 0x7075
_FORBIDDEN = re.compile("[\x00-\x1f\x7f]")
_DRIVE = re.compile(r"^[A-Za-z]:")

MAX_LENGTH = 1000
"""Characters of a path at most; beyond it no file system would keep the package."""

_JUNK_FILES = frozenset({".ds_store", "thumbs.db", "desktop.ini", "ehthumbs.db"})


def decoded(raw: bytes, flags: int, extra: bytes) -> tuple[str, str]:
    """Return the name that *raw* means, and the encoding by which it was read.

    The UTF-8 flag or Info-ZIP's Unicode path decide; without them the bytes are UTF-8 if
    they can be, else GB 18030 (Chinese Windows), else CP 437 as the first ZIPs had it.
    """
    if flags & _UTF8_FLAG:
        try:
            return raw.decode("utf-8"), "utf-8"
        except UnicodeDecodeError:
            pass
    unicode_path = _unicode_path(raw, extra)
    if unicode_path is not None:
        return unicode_path, "utf-8"
    for encoding in ("utf-8", "gb18030"):
        try:
            return raw.decode(encoding), "utf-8" if raw.isascii() else encoding
        except UnicodeDecodeError:
            continue
    return raw.decode("cp437"), "cp437"


def _unicode_path(raw: bytes, extra: bytes) -> str | None:
    """Return the Info-ZIP Unicode path of *extra* if it belongs to the name *raw*."""
    while len(extra) >= 4:
        tag, size = struct.unpack_from("<HH", extra)
        body, extra = extra[4 : 4 + size], extra[4 + size :]
        if tag == _UNICODE_PATH and len(body) > 5 and body[0] == 1:
            if struct.unpack_from("<I", body, 1)[0] != zlib.crc32(raw):
                return None
            try:
                return body[5:].decode("utf-8")
            except UnicodeDecodeError:
                return None
    return None


def unsafe(name: str) -> str:
    """Return what makes the slash-separated *name* no path inside a package, or ""."""
    if not name:
        return "empty"
    if _FORBIDDEN.search(name):
        return "control character"
    if name.startswith("/"):
        return "absolute path"
    if _DRIVE.match(name):
        return "drive letter"
    if len(name) > MAX_LENGTH:
        return f"longer than {MAX_LENGTH} characters"
    if ".." in name.split("/"):
        return ".."
    if any("\ud800" <= letter <= "\udfff" for letter in name):
        return "half of a surrogate pair"
    return ""


def tidy(name: str) -> str:
    """Return *name* without empty and ``.`` steps, in Unicode's composed form."""
    steps = [step for step in name.split("/") if step not in ("", ".")]
    return unicodedata.normalize("NFC", "/".join(steps))


def folded(path: str) -> str:
    """Return the form in which two paths are equal on a file system that ignores case."""
    return unicodedata.normalize("NFC", path.casefold())


def junk(path: str) -> bool:
    """True for what an operating system left behind."""
    steps = path.lower().split("/")
    return "__macosx" in steps or steps[-1] in _JUNK_FILES or steps[-1].startswith("._")
