"""Pack the source trees: each course becomes one zip, the same octets from the same sources."""

from __future__ import annotations

import zipfile
from collections.abc import Iterator
from pathlib import Path

from demonstration.courses import COURSES, DemonstrationCourse
from demonstration.film import recording, scenes

HERE = Path(__file__).parent
WRITTEN_AT = (2026, 11, 1, 8, 0, 0)
FILM = "山海之间"

Member = tuple[str, bytes]


def built(folder: Path) -> list[tuple[str, Path, DemonstrationCourse]]:
    """Build every course that *folder* lacks; return name, zip and metadata of each, in order.

    A package is built again when one of its sources is newer than the zip.
    """
    folder.mkdir(parents=True, exist_ok=True)
    found: list[tuple[str, Path, DemonstrationCourse]] = []
    for course in COURSES:
        target = folder / f"{course.name}.zip"
        if not _is_fresh(target, course):
            draft = target.with_suffix(".new")
            _pack(draft, _film() if course.name == "fujian" else _lesson(course))
            draft.replace(target)
        found.append((course.name, target, course))
    return found


def _lesson(course: DemonstrationCourse) -> Iterator[Member]:
    source = HERE / "sources" / course.name
    for file in sorted(source.rglob("*")):
        if file.is_file():
            yield file.relative_to(source).as_posix(), file.read_bytes()
    for name in course.deck:
        yield f"deck/{name}", (HERE / "deck" / name).read_bytes()


def _film() -> Iterator[Member]:
    yield f"{FILM}.webm", recording.recorded()
    yield f"{FILM}.zh.vtt", scenes.subtitles().encode()


def _pack(target: Path, members: Iterator[Member]) -> None:
    with zipfile.ZipFile(target, "w") as package:
        for name, content in members:
            entry = zipfile.ZipInfo(name, WRITTEN_AT)
            packed = not name.endswith(".webm")
            entry.compress_type = zipfile.ZIP_DEFLATED if packed else zipfile.ZIP_STORED
            entry.external_attr = 0o644 << 16
            package.writestr(entry, content)


def _is_fresh(target: Path, course: DemonstrationCourse) -> bool:
    if not target.exists():
        return False
    folder = HERE / "film" if course.name == "fujian" else HERE / "sources" / course.name
    sources = [*folder.rglob("*"), *(HERE / "deck").iterdir(), Path(__file__)]
    newest = max(file.stat().st_mtime for file in sources if "__pycache__" not in file.parts)
    return target.stat().st_mtime >= newest
