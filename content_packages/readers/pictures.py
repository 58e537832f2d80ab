"""The picture of a course, where its package brings one."""

from __future__ import annotations

from content_packages.readers.package import Package

NAMES = ("cover", "thumbnail", "poster")
FOLDERS = ("", "story_content/", "assets/", "images/")
_STARTS = {
    "image/png": b"\x89PNG\r\n\x1a\n",
    "image/jpeg": b"\xff\xd8\xff",
    "image/webp": b"RIFF",
}
_ENDINGS = {"png": "image/png", "jpg": "image/jpeg", "jpeg": "image/jpeg", "webp": "image/webp"}

MAX_OCTETS = 2_000_000


def cover(package: Package) -> str:
    """Return the path of the first ``cover``, ``thumbnail`` or ``poster`` that is one, or "".

    A picture is what its first octets say, a bitmap, and no larger than ``MAX_OCTETS``;
    SVG is a document that can act and is not taken.
    """
    for folder in FOLDERS:
        for name in NAMES:
            for ending in _ENDINGS:
                path = package.actual(f"{folder}{name}.{ending}")
                if (
                    path
                    and 0 < package.size(path) <= MAX_OCTETS
                    and picture_type(package.read(path, 16))
                ):
                    return path
    return ""


def picture_type(start: bytes) -> str:
    """Return the media type that the first 16 octets of a bitmap say, or ""."""
    for media_type, mark in _STARTS.items():
        if start.startswith(mark) and (media_type != "image/webp" or start[8:12] == b"WEBP"):
            return media_type
    return ""
