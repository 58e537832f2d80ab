"""Plain media: each video or sound is a unit; subtitles and quizzes are matched by name.

``01 开篇.mp4`` takes ``01 开篇.zh.vtt`` or ``01 开篇.vtt`` as subtitles, ``01 开篇.quiz.json``
as its quiz and the first folder as its block. Without other titles file names are titles.
A ``course.json`` at the root may give ``title``, ``description`` and ``language``.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from hashlib import sha256
from typing import Any

from content_packages.readers import quiz
from content_packages.readers.findings import Finding, finding
from content_packages.readers.media_length import container, length_ms
from content_packages.readers.package import Package
from content_packages.readers.structure import Block, Course, Subtitle, Unit
from schemas.refusals import Malformed
from schemas.strict_json import parsed

MEDIA_TYPES = {
    "mp4": "video/mp4",
    "m4v": "video/mp4",
    "webm": "video/webm",
    "mp3": "audio/mpeg",
    "m4a": "audio/mp4",
    "ogg": "audio/ogg",
    "oga": "audio/ogg",
}
_CONTAINERS = {
    "mp4": "mp4",
    "m4v": "mp4",
    "m4a": "mp4",
    "webm": "webm",
    "mp3": "mp3",
    "ogg": "ogg",
    "oga": "ogg",
}
_LANGUAGES = {"zh": "中文", "en": "English"}
_DESCRIPTION = "course.json"
_MAX_DOCUMENT = 1_000_000
_DIGITS = re.compile(r"(\d+)")


def media_paths(package: Package) -> list[str]:
    """Return the media of *package* in the order in which people number them."""
    found = [path for path in package.paths if _ending(path) in MEDIA_TYPES]
    return sorted(found, key=_numbered)


def _numbered(path: str) -> list[tuple[int, int, str]]:
    return [
        (0, int(part), "") if part.isdecimal() else (1, 0, part.casefold())
        for part in _DIGITS.split(path)
        if part
    ]


def read(package: Package, name: str) -> tuple[Course | None, list[Finding]]:
    """Return the course that the media of *package* make; *name* is the upload's name."""
    findings: list[Finding] = []
    described = _described(package, findings)
    paths = media_paths(package)
    units = {path: _unit(package, path, findings) for path in paths}
    title = described.get("title") or _stem(name) or "media"
    return Course(
        format="media",
        edition="",
        identifier=described.get("identifier") or f"media-{_digest(title)}",
        title=title,
        root=Block("media", title, tuple(_blocks(units))),
        description=described.get("description", ""),
        language=described.get("language", ""),
        length_ms=_sum(unit.length_ms for unit in units.values()),
    ), findings


def _described(package: Package, findings: list[Finding]) -> dict[str, str]:
    if _DESCRIPTION not in package.paths:
        return {}
    try:
        document: Any = parsed(package.read(_DESCRIPTION, _MAX_DOCUMENT))
    except Malformed as refusal:
        findings.append(finding("media.bad_quiz", file=_DESCRIPTION, found=refusal.reason))
        return {}
    if not isinstance(document, dict):
        return {}
    return {key: value.strip() for key, value in document.items() if isinstance(value, str)}


def _blocks(units: dict[str, Unit]) -> list[Block | Unit]:
    """Return *units* in order, those of one folder gathered in a block."""
    parts: list[Block | Unit] = []
    folders: dict[str, list[Unit]] = {}
    for path, unit in units.items():
        folder, slash, _ = path.partition("/")
        if not slash:
            parts.append(unit)
            continue
        if folder not in folders:
            folders[folder] = []
            parts.append(Block(f"folder-{_digest(folder)}", folder))
        folders[folder].append(unit)
    if not any(isinstance(part, Unit) for part in parts) and len(folders) == 1:
        return list(next(iter(folders.values())))
    return [
        Block(part.identifier, part.title, tuple(folders[part.title]))
        if isinstance(part, Block)
        else part
        for part in parts
    ]


def _unit(package: Package, path: str, findings: list[Finding]) -> Unit:
    ending = _ending(path)
    start = package.read(path, 64)
    duration = None
    if container(start) != _CONTAINERS[ending]:
        findings.append(finding("media.not_playable", file=path, found=container(start) or "?"))
    else:
        duration = length_ms(package.window(path), package.size(path))
        if duration is None:
            findings.append(finding("media.no_length", file=path))
    subtitles = _subtitles(package, path, findings)
    if not subtitles and MEDIA_TYPES[ending].startswith("video/"):
        findings.append(finding("media.no_subtitles", file=path))
    return Unit(
        identifier=f"media-{_digest(path)}",
        title=_stem(path),
        kind="media",
        launch=path,
        media_type=MEDIA_TYPES[ending],
        subtitles=subtitles,
        quiz=_quiz(package, path, findings),
        length_ms=duration,
    )


def _subtitles(package: Package, path: str, findings: list[Finding]) -> tuple[Subtitle, ...]:
    stem = path.rpartition(".")[0]
    found = []
    for candidate in sorted(package.paths):
        if not candidate.startswith(f"{stem}.") or not candidate.lower().endswith(".vtt"):
            continue
        language = candidate[len(stem) + 1 : -4] or "zh"
        if not package.read(candidate, 16).removeprefix(b"\xef\xbb\xbf").startswith(b"WEBVTT"):
            findings.append(finding("media.bad_subtitles", file=candidate))
            continue
        found.append(
            Subtitle(candidate, language, _LANGUAGES.get(language.partition("-")[0], language))
        )
    return tuple(found)


def _quiz(package: Package, path: str, findings: list[Finding]) -> str:
    candidate = f"{path.rpartition('.')[0]}.quiz.json"
    if candidate not in package.paths:
        return ""
    try:
        quiz.quiz(package.read(candidate, _MAX_DOCUMENT))
    except Malformed as refusal:
        findings.append(finding("media.bad_quiz", file=candidate, found=refusal.reason))
        return ""
    return candidate


def _sum(lengths: Iterable[int | None]) -> int | None:
    known = list(lengths)
    return sum(length or 0 for length in known) if all(known) and known else None


def _ending(path: str) -> str:
    return path.rpartition(".")[2].lower()


def _stem(path: str) -> str:
    name = path.rpartition("/")[2]
    return (name.rpartition(".")[0] or name).strip()


def _digest(text: str) -> str:
    return sha256(text.encode()).hexdigest()[:16]
