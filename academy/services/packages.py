"""Packages as vendors and reviewers see them: uploads, reports, what is to be settled."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Session

from academy.rules.calendar import shanghai_date
from academy.services import units
from academy.store import grants
from content_packages.readers.findings import ERROR, NOTE, WARNING, Finding
from content_packages.readers.structure import Block, Course, Unit
from content_packages.services import courses, imports, review
from content_packages.services.values import CourseVersion, ImportState, Study
from schemas.refusals import NotFound
from schemas.values import Principal

RUNNING = ("waiting", "running")


@dataclass(frozen=True, slots=True)
class TreeLine:
    """A line of a course's tree as the reader understood it."""

    depth: int
    title: str
    is_unit: bool
    kind: str = ""
    length_ms: int | None = None


@dataclass(frozen=True, slots=True)
class Upload:
    """An upload in a vendor's list; *state* is the version's once there is one."""

    id: UUID
    title: str
    file_name: str
    state: str
    findings: int
    received_at: datetime


@dataclass(frozen=True, slots=True)
class Recommended:
    """A course that a unit recommended, and the reply to it: the version's state and the last
    remarks that came with a decision."""

    version_id: UUID
    family_id: UUID
    title: str
    unit: str
    state: str
    remarks: str
    at: datetime

    @property
    def is_open(self) -> bool:
        """True where learners find it in the catalogue."""
        return self.state == "published"


@dataclass(frozen=True, slots=True)
class Report:
    """What was found in a package, and what may be done with it now.

    *percent* is how far the check is while it runs, None where nobody can tell.
    """

    id: UUID
    title: str
    file_name: str
    size: int
    state: str
    percent: int | None
    errors: tuple[Finding, ...]
    warnings: tuple[Finding, ...]
    notes: tuple[Finding, ...]
    course: Course | None
    tree: tuple[TreeLine, ...]
    version_id: UUID | None
    family_id: UUID | None
    remarks: str
    may_submit: bool
    may_review: bool

    @property
    def running(self) -> bool:
        return self.state in RUNNING


@dataclass(frozen=True, slots=True)
class Waiting:
    """A version that waits for the staff."""

    version_id: UUID
    title: str
    format: str
    number: int
    state: str
    at: datetime


@dataclass(frozen=True, slots=True)
class UnitToSettle:
    """A unit with the study that is proposed for it."""

    identifier: str
    title: str
    study: Study
    claimed_ms: int | None


@dataclass(frozen=True, slots=True)
class ToReview:
    """A version with everything that a reviewer decides."""

    version: CourseVersion
    units: tuple[UnitToSettle, ...]
    tree: tuple[TreeLine, ...]
    errors: tuple[Finding, ...]
    warnings: tuple[Finding, ...]
    notes: tuple[Finding, ...]


def uploads(session: Session, principal: Principal) -> tuple[Upload, ...]:
    """Return what *principal* uploaded, the newest first."""
    return tuple(_upload(session, found) for found in imports.listed(session, principal.id))


def recommending_unit(session: Session, person_id: UUID) -> UUID | None:
    """Return the unit in whose name the person recommends, None for who does not."""
    held = grants.of(session, person_id)
    return next((unit_id for role, unit_id in held if role == "recommender"), None)


def recommended(session: Session, person_id: UUID, now: datetime) -> tuple[Recommended, ...]:
    """Return what the person's unit recommended and what became of it (Measures, Art. 8).

    Colleagues of one unit see each other's: the unit recommends, not the person.
    """
    unit_id = recommending_unit(session, person_id)
    if unit_id is None:
        return ()
    name = unit_name(session, unit_id, now)
    return tuple(
        _recommended(session, found, name) for found in courses.recommended_by(session, {unit_id})
    )


def unit_name(session: Session, unit_id: UUID | None, now: datetime) -> str:
    """Return the name of the unit, '' for none."""
    path = () if unit_id is None else units.path(session, unit_id, shanghai_date(now))
    return path[-1].name if path else ""


def _recommended(session: Session, version: CourseVersion, unit: str) -> Recommended:
    acts = courses.history(session, version.id)
    decided = [act for act in acts if act.act in ("returned", "published", "retired")]
    return Recommended(
        version_id=version.id,
        family_id=version.family_id,
        title=version.title,
        unit=unit,
        state=version.state,
        remarks=decided[-1].remarks if decided else "",
        at=acts[-1].at if acts else version.created_at,
    )


def report(session: Session, principal: Principal, import_id: UUID) -> Report:
    """Return the report of an import: to who uploaded it, and to reviewers.

    Raises NotFound for anybody else.
    """
    found = imports.state(session, import_id)
    reviewer = "package.review" in principal.permissions
    if found.by != principal.id and not reviewer:
        raise NotFound("没有这个课件。", code="import")
    version = _version(session, found)
    errors, warnings, notes = grouped(found.findings)
    acts = [] if version is None else courses.history(session, version.id)
    return Report(
        id=found.id,
        title=_title(found, version),
        file_name=found.name,
        size=found.size,
        state=found.state if version is None else version.state,
        percent=100 * found.done // found.total if found.total else None,
        errors=errors,
        warnings=warnings,
        notes=notes,
        course=found.course,
        tree=() if found.course is None else tree(found.course),
        version_id=None if version is None else version.id,
        family_id=version.family_id if version is not None and version.published_at else None,
        remarks=next((act.remarks for act in reversed(acts) if act.act == "returned"), ""),
        may_submit=version is not None and version.state == "checked" and not reviewer,
        may_review=reviewer and version is not None and version.state in ("checked", "in_review"),
    )


def waiting(session: Session) -> tuple[Waiting, ...]:
    """Return the versions that wait for review, the oldest first."""
    return tuple(
        Waiting(
            version_id=found.id,
            title=found.title,
            format=found.course.format,
            number=found.number,
            state=found.state,
            at=found.created_at,
        )
        for found in courses.waiting_for_review(session)
    )


def to_review(session: Session, version_id: UUID) -> ToReview:
    """Return the version with the lengths that its package claims; raises NotFound."""
    version = courses.version(session, version_id)
    proposed = version.studies or review.proposed(version.course)
    errors, warnings, notes = grouped(version.findings)
    return ToReview(
        version=version,
        units=tuple(
            UnitToSettle(
                identifier=unit.identifier,
                title=unit.title or version.title,
                study=proposed[unit.identifier],
                claimed_ms=unit.length_ms,
            )
            for unit in version.course.units()
        ),
        tree=tree(version.course),
        errors=errors,
        warnings=warnings,
        notes=notes,
    )


def settled(
    session: Session, version_id: UUID, given: Mapping[str, tuple[str, int, bool]]
) -> dict[str, Study]:
    """Return the studies of a version from what staff *given*: kind, approved ms, quiz by unit.

    A medium's own length stays what its file says.
    """
    version = courses.version(session, version_id)
    return {
        unit.identifier: Study(
            kind=given[unit.identifier][0],
            approved_ms=given[unit.identifier][1],
            media_length_ms=unit.length_ms if unit.kind == "media" else None,
            quiz=given[unit.identifier][2],
        )
        for unit in version.course.units()
        if unit.identifier in given
    }


def grouped(
    findings: Sequence[Finding],
) -> tuple[tuple[Finding, ...], tuple[Finding, ...], tuple[Finding, ...]]:
    """Return errors, warnings and notes."""
    errors, warnings, notes = (
        tuple(item for item in findings if item.severity == severity)
        for severity in (ERROR, WARNING, NOTE)
    )
    return errors, warnings, notes


def tree(course: Course) -> tuple[TreeLine, ...]:
    """Return the lines of the course's tree, its root first."""

    def walked(block: Block, depth: int) -> Iterator[TreeLine]:
        yield TreeLine(depth, block.title or course.title, is_unit=False)
        for child in block.children:
            if isinstance(child, Unit):
                title = child.title or course.title
                yield TreeLine(depth + 1, title, True, child.kind, child.length_ms)
            else:
                yield from walked(child, depth + 1)

    return tuple(walked(course.root, 0))


def _version(session: Session, found: ImportState) -> CourseVersion | None:
    return None if found.version_id is None else courses.version(session, found.version_id)


def _title(found: ImportState, version: CourseVersion | None) -> str:
    if version is not None:
        return version.title
    return "" if found.course is None else found.course.title


def _upload(session: Session, found: ImportState) -> Upload:
    version = _version(session, found)
    return Upload(
        id=found.id,
        title=_title(found, version),
        file_name=found.name,
        state=found.state if version is None else version.state,
        findings=len(found.findings),
        received_at=found.created_at,
    )
