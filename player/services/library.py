"""The course versions that the player opens, and the units of study they hold."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from content_packages.readers.structure import Unit
from content_packages.services import courses
from content_packages.services.courses import CourseVersion
from credits.rules.study import StudyRef, unit_key
from schemas.refusals import NotFound


def version(session: Session, version_id: UUID) -> CourseVersion:
    """Return the course version, or raise NotFound."""
    return courses.version(session, version_id)


def unit_of(found: CourseVersion, identifier: str) -> Unit:
    """Return the unit of the version with *identifier*, or raise NotFound."""
    unit = found.course.unit(identifier)
    if unit is None:
        raise NotFound(f"this course has no unit {identifier!r}", code="no-such-unit")
    return unit


def as_document(study: StudyRef | None) -> dict[str, Any] | None:
    """Return *study* as a launch keeps it."""
    if study is None:
        return None
    return asdict(study) | {
        "family_id": str(study.family_id),
        "version_id": str(study.version_id),
    }


def study_in(document: dict[str, Any] | None) -> StudyRef | None:
    """Return the unit of study that a launch has kept, None where no time can be earned."""
    if document is None:
        return None
    ids = {name: UUID(document[name]) for name in ("family_id", "version_id")}
    return StudyRef(**(document | ids))


def study_of(found: CourseVersion, unit: Unit) -> StudyRef | None:
    """Return the unit of study as publication fixed it, None where no time can be earned.

    A remote AU cannot be observed, and a version that was never published has no lengths.
    """
    study = found.studies.get(unit.identifier)
    if study is None or unit.remote:
        return None
    return StudyRef(
        unit_id=unit_key(found.id, unit.identifier),
        family_id=found.family_id,
        version_id=found.id,
        kind=study.kind,
        approved_ms=study.approved_ms,
        media_length_ms=study.media_length_ms,
        category=found.kind,
        quiz=study.quiz,
    )
