"""Publishing a course: the library shows it, and the accounts know what it can earn."""

from __future__ import annotations

from collections.abc import Mapping
from uuid import UUID

from content_packages.services import review
from content_packages.services.values import CourseVersion, Study
from credits.rules.study import CourseOfStudy, StudyRef, unit_key
from credits.services import courses
from schemas.write_door import UnitOfWork


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
) -> CourseVersion:
    """Publish the version with its approved lengths and register it as a course of study.

    Both happen or neither (Measures, Art. 7, 8). Raises Malformed with everything that is
    missing or could never be completed, Conflict from a state in which nothing is published.
    """
    version = review.publish(
        unit,
        version_id,
        by,
        subject_area=subject_area,
        kind=kind,
        studies=studies,
        title=title,
        teacher=teacher,
        summary=summary,
    )
    course = course_of_study(version)
    if course.units:
        courses.register(unit, course)
    return version


def course_of_study(version: CourseVersion) -> CourseOfStudy:
    """Return the published *version* as the accounts know it: units that can be observed.

    Time on somebody else's server cannot be verified, so remote units earn nothing.
    """
    observed = [found for found in version.course.units() if not found.remote]
    return CourseOfStudy(
        family_id=version.family_id,
        version_id=version.id,
        title=version.title,
        category=version.kind,
        units=tuple(
            StudyRef(
                unit_id=unit_key(version.id, found.identifier),
                family_id=version.family_id,
                version_id=version.id,
                kind=version.studies[found.identifier].kind,
                approved_ms=version.studies[found.identifier].approved_ms,
                media_length_ms=version.studies[found.identifier].media_length_ms,
                category=version.kind,
                quiz=version.studies[found.identifier].quiz,
            )
            for found in observed
        ),
    )
