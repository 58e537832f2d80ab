"""The readers: one for each format, all of them ending in the same ``Course``.

A new format is one reader and one line in ``READERS``.
"""

from __future__ import annotations

import io
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import BinaryIO

from content_packages.readers import aicc, archive, cmi5, media, scorm, tincan
from content_packages.readers.archive import Archive, Damaged, Limits
from content_packages.readers.directory import Entry
from content_packages.readers.findings import Finding, finding, ordered, refusing
from content_packages.readers.package import Package, described_at
from content_packages.readers.pictures import cover
from content_packages.readers.structure import Course

Read = Callable[[Package, str], tuple[Course | None, list[Finding]]]

READERS: dict[str, Read] = {
    "cmi5.xml": cmi5.read,
    "imsmanifest.xml": scorm.read,
    "tincan.xml": tincan.read,
    ".crs": aicc.read,
}
"""Readers by the file that makes a package theirs; of several the first here is used."""


@dataclass(frozen=True, slots=True)
class Reading:
    """What became of a package: its files, the course where one was understood, the findings.

    *course* may be there beside errors, so that a vendor sees how far the reader came;
    only *accepted* may become a version.
    """

    package: Package | None
    course: Course | None
    findings: tuple[Finding, ...]

    @property
    def accepted(self) -> bool:
        """True when the package may become a version of a course."""
        return self.course is not None and not refusing(self.findings)


def read(file: BinaryIO, name: str, limits: Limits | None = None) -> Reading:
    """Read the package in the seekable *file*, whose upload was called *name*.

    Zips are read in every format; a bare ``.xml`` is a cmi5 course structure, a bare medium
    a course of one unit. Nothing is written and nothing is fetched.
    """
    if archive.looks_like_zip(file) or not _bare(name):
        opened, findings = archive.opened(file, limits)
        if opened is None:
            return Reading(None, None, ordered(findings))
        return _read(opened, findings, name)
    return _read_bare(file, name)


def _read(opened: Archive, findings: list[Finding], name: str) -> Reading:
    described = described_at(opened)
    chosen = [key for key in READERS if key in described]
    try:
        if not chosen:
            return _read_media(opened, findings, name)
        path = described[chosen[0]]
        if len(chosen) > 1:
            findings.append(finding("package.several", found=", ".join(chosen), expected=chosen[0]))
        root, slash, file = path.rpartition("/")
        strict_root = chosen[0] == "cmi5.xml"
        package = Package(opened, "" if strict_root else root + slash)
        if root and not strict_root:
            findings.append(finding("archive.subfolder", file=path, found=root))
        if package.left_out:
            findings.append(finding("archive.outside_root", found=package.left_out))
        course, more = READERS[chosen[0]](package, path if strict_root else file)
        return _finished(package, course, [*findings, *more], path)
    except Damaged as damage:
        return Reading(None, None, ordered([*findings, damage.finding]))


def _finished(
    package: Package, course: Course | None, findings: list[Finding], file: str
) -> Reading:
    """Add what holds for every format: a picture, and one name for each unit."""
    if course is None:
        return Reading(package, None, ordered(findings))
    seen: set[str] = set()
    told = refusing(findings)  # a format's own reader says it better, with the line
    for unit in course.units():
        if unit.identifier in seen and not told:
            findings.append(finding("ims_cp.duplicate_item", file=file, found=unit.identifier))
        seen.add(unit.identifier)
    pictured = replace(course, cover=cover(package))
    return Reading(package, pictured, ordered(findings))


def _read_media(opened: Archive, findings: list[Finding], name: str) -> Reading:
    package = Package(opened)
    if not media.media_paths(package):
        return Reading(package, None, ordered([*findings, finding("package.unknown")]))
    course, more = media.read(package, name)
    return _finished(package, course, [*findings, *more], name)


def _bare(name: str) -> bool:
    return name.rpartition(".")[2].lower() in ("xml", *media.MEDIA_TYPES)


def _read_bare(file: BinaryIO, name: str) -> Reading:
    """Read a file that is no zip as a package that holds it alone."""
    path = name.replace("\\", "/").rpartition("/")[2]
    package = Package(_One(file, path), bare=True)
    reader = cmi5.read if path.lower().endswith(".xml") else media.read
    course, findings = reader(package, path)
    return Reading(package, course, ordered(findings))


class _One(Archive):
    """A file that is no zip, in the place of an archive of one entry."""

    def __init__(self, file: BinaryIO, path: str) -> None:
        size = file.seek(0, io.SEEK_END)
        entry = Entry(path, path, "utf-8", False, False, False, False, 0, 0, size, size, 0)
        super().__init__(file, {path: entry})
        self.checked = False
