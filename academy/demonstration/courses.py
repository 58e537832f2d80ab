"""The project's own courses, imported, reviewed and published as any vendor's would be."""

from __future__ import annotations

from pathlib import Path
from uuid import UUID

from academy.services import publication
from content_packages.services import courses, imports, review
from content_packages.services.values import CourseVersion, Study
from demonstration import DemonstrationCourse, built
from schemas.database import database
from schemas.jobs import run_due
from schemas.refusals import Conflict
from schemas.write_door import write

BUILT = Path(__file__).parents[2] / "build" / "courses"


def publish_missing(vendor: UUID, staff: UUID) -> list[str]:
    """Publish every course of the demonstration that is not; return their titles."""
    known = {version.title for version in courses.of_vendor(database.session(), vendor)}
    missing = [(file, course) for _, file, course in built(BUILT) if course.title not in known]
    for file, course in missing:
        publish(_imported(file, vendor), course, staff)
    return [course.title for _, course in missing]


def publish(version_id: UUID, course: DemonstrationCourse, staff: UUID) -> CourseVersion:
    """Publish the imported version with what the course's own sheet says of it."""
    units = courses.version(database.session(), version_id).course.units()
    proposed = review.proposed(courses.version(database.session(), version_id).course)
    studies = {
        found.identifier: Study(
            kind=length.kind,
            approved_ms=length.approved_ms,
            media_length_ms=proposed[found.identifier].media_length_ms,
            quiz=length.quiz,
        )
        for found, length in zip(units, course.studies, strict=True)
    }
    return write(
        publication.publish,
        version_id,
        staff,
        subject_area=course.subject_area,
        kind=course.kind,
        studies=studies,
        title=course.title,
        teacher=course.teacher,
        summary=course.summary,
    )


def _imported(file: Path, vendor: UUID) -> UUID:
    with file.open("rb") as stream:
        received = imports.receive(stream, file.name)
    import_id = write(imports.begin, received, vendor)
    run_due()
    database.session.rollback()
    state = imports.state(database.session(), import_id)
    if state.version_id is None:
        raise Conflict(
            f"{file.name} was not imported: {state.state} {list(state.findings)}", code="import"
        )
    return state.version_id
