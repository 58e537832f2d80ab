"""What can be earned: the courses of study, registered when they are published."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy.orm import Session

from credits.rules import study
from credits.rules.study import CourseOfStudy
from credits.store import courses as store
from schemas.refusals import Conflict, Malformed, NotFound
from schemas.write_door import UnitOfWork


def register(unit: UnitOfWork, course: CourseOfStudy) -> None:
    """Make *course* earnable; saying the same again changes nothing.

    Raises Malformed for a course that nobody could complete, and Conflict when the version
    is registered with other units: what was published does not change, a change is a new
    version.
    """
    found = study.violations(course)
    if found:
        raise Malformed("the course cannot be earned as it is", violations=found)
    store.add_course(unit.session, course, unit.now)
    kept = store.courses(unit.session, [course.version_id])[course.version_id]
    if kept.units != course.units or kept.family_id != course.family_id:
        raise Conflict(
            f"course version {course.version_id} is registered with other units",
            code="course-registered-otherwise",
        )


def course(session: Session, version_id: UUID) -> CourseOfStudy:
    """Return the registered course version, or raise NotFound."""
    found = store.courses(session, [version_id]).get(version_id)
    if found is None:
        raise NotFound(f"no course of study {version_id}", code="course-unknown")
    return found
