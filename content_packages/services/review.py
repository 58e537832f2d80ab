"""The life of a version: checked → in review → returned or published → superseded or retired.

Every step is written into the version's history with who did it. Files and structure never
change; a mended package is a new version of the same course.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from typing import Any
from uuid import UUID

from content_packages.readers.structure import Course, Unit
from content_packages.services.courses import as_version
from content_packages.services.values import (
    ARTICLE,
    ELECTIVE,
    REQUIRED,
    VIDEO,
    CourseVersion,
    Study,
)
from content_packages.store import versions
from content_packages.store.tables import HistoryRow, VersionRow
from schemas.clauses import clause
from schemas.refusals import Conflict, Malformed
from schemas.values import Violation
from schemas.write_door import UnitOfWork

CHECKLIST = ("content", "technical", "form")
"""What a reviewer answers for each version: yes or no, with remarks."""

_STUDY = clause("measures 7")


def submit(unit: UnitOfWork, version_id: UUID, by: UUID, remarks: str = "") -> CourseVersion:
    """Hand the checked version in for review."""
    return _stepped(unit, version_id, by, "submitted", ("checked",), "in_review", remarks)


def return_with_remarks(
    unit: UnitOfWork,
    version_id: UUID,
    by: UUID,
    remarks: str,
    checklist: Mapping[str, bool] | None = None,
) -> CourseVersion:
    """Send the version back; *remarks* say what is to be mended and must not be empty."""
    if not remarks.strip():
        raise Malformed("say what is to be mended", code="remarks-missing")
    details = {"checklist": dict(checklist or {})}
    return _stepped(
        unit, version_id, by, "returned", ("checked", "in_review"), "returned", remarks, details
    )


def describe(
    unit: UnitOfWork,
    version_id: UUID,
    by: UUID,
    *,
    title: str | None = None,
    teacher: str | None = None,
    summary: str | None = None,
) -> CourseVersion:
    """Correct what people read of the version: title, teacher, summary; None leaves it."""
    row = versions.found(unit.session, version_id, locked=True)
    _refuse_state(row, ("checked", "in_review", "published"))
    given = {"title": title, "teacher": teacher, "summary": summary}
    changed = {
        name: text.strip()
        for name, text in given.items()
        if text is not None and text.strip() != getattr(row, name)
    }
    if changed.get("title") == "":
        raise Malformed("a course needs a title", code="title-missing")
    for name, text in changed.items():
        setattr(row, name, text)
    if changed:
        _write_down(unit, row, by, "described", "", dict(changed))
    if row.state == "published":
        versions.index(unit.session, row)
    return as_version(row)


def publish(
    unit: UnitOfWork,
    version_id: UUID,
    by: UUID,
    *,
    subject_area: str,
    kind: str,
    studies: Mapping[str, Study],
    title: str | None = None,
    teacher: str | None = None,
    summary: str | None = None,
    price_note: str = "",
    checklist: Mapping[str, bool] | None = None,
    remarks: str = "",
) -> CourseVersion:
    """Publish the version under its subject area and kind with the approved lengths *studies*.

    *studies* has every unit of the course by its identifier, and no other. The version that
    was current becomes superseded: attempts that were begun with it go on with it.
    Raises Malformed with all violations at once, Conflict from any other state.
    """
    row = versions.found(unit.session, version_id, locked=True)
    _refuse_state(row, ("checked", "in_review"))
    violations = _study_violations(as_version(row).course, studies)
    if not subject_area.strip():
        violations.append(Violation(_STUDY, "subject_area", "a subject area is needed"))
    if kind not in (REQUIRED, ELECTIVE):
        violations.append(Violation(_STUDY, "kind", f"{kind!r} is neither required nor elective"))
    if violations:
        raise Malformed("this cannot be published yet", code="unfit", violations=violations)
    describe(unit, version_id, by, title=title, teacher=teacher, summary=summary)
    _supersede(unit, row, by)
    row.state = "published"
    row.subject_area = subject_area.strip()
    row.kind = kind
    row.price_note = price_note.strip()
    row.studies = {identifier: asdict(study) for identifier, study in studies.items()}
    row.approved_ms = sum(study.approved_ms for study in studies.values())
    row.published_at = unit.now
    details = {
        "subject_area": row.subject_area,
        "kind": kind,
        "approved_ms": row.approved_ms,
        "checklist": dict(checklist or {}),
    }
    _write_down(unit, row, by, "published", remarks, details)
    versions.index(unit.session, row)
    return as_version(row)


def retire(unit: UnitOfWork, version_id: UUID, by: UUID, remarks: str = "") -> CourseVersion:
    """Take the version out of the catalogue; its records and its files stay."""
    row = versions.found(unit.session, version_id, locked=True)
    family = versions.family(unit.session, row.family_id, locked=True)
    if family.current_id == row.id:
        family.current_id = None
    versions.unindex(unit.session, row.id)
    every = ("checked", "in_review", "returned", "published", "superseded")
    return _stepped(unit, version_id, by, "retired", every, "retired", remarks)


def proposed(course: Course, total_ms: int | None = None) -> dict[str, Study]:
    """Return approved lengths to begin with, for every unit of *course*.

    A unit's own claim is taken (a medium's duration, a typical learning time). What is left
    of *total_ms* (default: the course's own claim) is spread evenly over the others, in
    whole seconds; without any claim they get none, and staff must say.
    """
    units = course.units()
    total = total_ms if total_ms is not None else (course.length_ms or 0)
    silent = [unit for unit in units if not unit.length_ms]
    claimed = sum(unit.length_ms or 0 for unit in units)
    share = max(0, total - claimed) // max(len(silent), 1) // 1000 * 1000
    return {unit.identifier: _study(unit, unit.length_ms or share) for unit in units}


def _study(unit: Unit, approved_ms: int) -> Study:
    medium = unit.kind == "media"
    return Study(
        kind=VIDEO if medium else ARTICLE,
        approved_ms=approved_ms,
        media_length_ms=unit.length_ms if medium else None,
        quiz=bool(unit.quiz),
    )


def _study_violations(course: Course, studies: Mapping[str, Study]) -> list[Violation]:
    wanted = {unit.identifier for unit in course.units()}
    found = [
        Violation(_STUDY, f"studies.{identifier}", "this unit has no approved length")
        for identifier in sorted(wanted - set(studies))
    ]
    found += [
        Violation(_STUDY, f"studies.{identifier}", "the course has no such unit")
        for identifier in sorted(set(studies) - wanted)
    ]
    for identifier, study in studies.items():
        if study.kind not in (VIDEO, ARTICLE):
            found.append(
                Violation(_STUDY, f"studies.{identifier}.kind", f"{study.kind!r} is unknown")
            )
        if study.approved_ms <= 0:
            found.append(
                Violation(
                    _STUDY, f"studies.{identifier}.approved_ms", "more than no time is needed"
                )
            )
    return found


def _supersede(unit: UnitOfWork, row: VersionRow, by: UUID) -> None:
    family = versions.family(unit.session, row.family_id, locked=True)
    if family.current_id is not None and family.current_id != row.id:
        older = versions.found(unit.session, family.current_id, locked=True)
        older.state = "superseded"
        versions.unindex(unit.session, older.id)
        _write_down(unit, older, by, "superseded", "", {"by_version": str(row.id)})
    family.current_id = row.id


def _stepped(
    unit: UnitOfWork,
    version_id: UUID,
    by: UUID,
    act: str,
    before: tuple[str, ...],
    after: str,
    remarks: str,
    details: dict[str, Any] | None = None,
) -> CourseVersion:
    row = versions.found(unit.session, version_id, locked=True)
    _refuse_state(row, before)
    row.state = after
    _write_down(unit, row, by, act, remarks, details or {})
    return as_version(row)


def _refuse_state(row: VersionRow, allowed: tuple[str, ...]) -> None:
    if row.state not in allowed:
        raise Conflict(
            f"version {row.number} is {row.state}; this needs {' or '.join(allowed)}",
            code="wrong-state",
        )


def _write_down(
    unit: UnitOfWork, row: VersionRow, by: UUID, act: str, remarks: str, details: dict[str, Any]
) -> None:
    unit.session.add(
        HistoryRow(
            version_id=row.id,
            at=unit.now,
            by=by,
            act=act,
            remarks=remarks.strip(),
            details=details,
        )
    )
    unit.session.flush()
