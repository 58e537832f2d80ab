"""What the library's services give out: frozen values, no rows."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from content_packages.readers.findings import Finding
from content_packages.readers.structure import Course

VIDEO, ARTICLE = "video", "article"
REQUIRED, ELECTIVE = "required", "elective"


@dataclass(frozen=True, slots=True)
class Study:
    """How much a unit is to be studied: its approved length, and what bounds it.

    *kind* is ``video`` (the media position counts) or ``article``; *media_length_ms* is the
    medium's own length where there is one; with *quiz* a passed quiz is needed too.
    """

    kind: str
    approved_ms: int
    media_length_ms: int | None = None
    quiz: bool = False


@dataclass(frozen=True, slots=True)
class CourseVersion:
    """One version of a course, as it stands now; *course*, files and *number* never change.

    *label* is the DNS label of its content origin; *package* the digest of the upload;
    *studies* goes by unit identifier and is empty until publication.
    """

    id: UUID
    family_id: UUID
    number: int
    label: str
    state: str
    course: Course
    findings: tuple[Finding, ...]
    package: str
    title: str
    teacher: str
    summary: str
    subject_area: str
    kind: str
    price_note: str
    studies: Mapping[str, Study]
    approved_ms: int
    cover: str | None
    vendor_id: UUID
    recommended_by: UUID | None
    created_at: datetime
    published_at: datetime | None


@dataclass(frozen=True, slots=True)
class Card:
    """A published course as a catalogue shows it, without its structure.

    *cover* is the digest of its picture, None where the package brought none.
    """

    version_id: UUID
    family_id: UUID
    number: int
    title: str
    teacher: str
    summary: str
    subject_area: str
    kind: str
    format: str
    approved_ms: int
    recommended_by: UUID | None
    published_at: datetime
    cover: str | None = None


@dataclass(frozen=True, slots=True)
class CatalogueQuery:
    """What someone looks for; empty fields do not narrow.

    *order* is ``best`` (best answer first, newest where nothing was asked), ``new``,
    ``title`` or ``length``. *page* counts from 1. *kinds* is what courses are to the asker
    where that differs from their own kind, by family: *kind* narrows by it.
    """

    words: str = ""
    subject_area: str = ""
    kind: str = ""
    teacher: str = ""
    shortest_ms: int = 0
    longest_ms: int | None = None
    since: datetime | None = None
    recommended: bool = False
    families: frozenset[UUID] | None = None
    order: str = "best"
    page: int = 1
    size: int = 24
    kinds: Mapping[UUID, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class CataloguePage:
    """One page of finds, how many there are, and how many in each subject area.

    *areas* counts without regard to the area that was asked for, so that tabs can show it.
    """

    cards: tuple[Card, ...]
    total: int
    page: int
    size: int
    areas: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Act:
    """One line of a version's history."""

    at: datetime
    by: UUID
    act: str
    remarks: str
    details: Mapping[str, object]


@dataclass(frozen=True, slots=True)
class StoredFile:
    """A path of a version and the content that answers to it; *size* in octets."""

    path: str
    sha256: str
    size: int
    media_type: str


@dataclass(frozen=True, slots=True)
class ImportState:
    """How far an import is: *done* of *total* files, and what was found.

    *state* is ``waiting``, ``running``, ``refused`` (see *findings*), ``ready`` (see
    *version_id*) or ``failed`` (our fault; it may be started again).
    """

    id: UUID
    state: str
    name: str
    size: int
    by: UUID
    family_id: UUID | None
    done: int
    total: int
    findings: tuple[Finding, ...]
    course: Course | None
    version_id: UUID | None
    created_at: datetime
    finished_at: datetime | None
