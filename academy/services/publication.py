"""Publishing a course: the library shows it, and the accounts know what it can earn."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Session

from content_packages.services import review
from content_packages.services.values import CourseVersion, Study
from credits.rules import publication
from credits.rules.evidence import StudyUnit
from credits.rules.study import CourseOfStudy, StudyRef, unit_key
from credits.services import courses, rule_documents
from schemas.refusals import Malformed, NotFound
from schemas.values import Violation
from schemas.write_door import UnitOfWork

_INDEX = re.compile(r"\[(\d+)\]")


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
    missing, else with everything that the rule document in force has against the course
    (see ``barriers``), Conflict from a state in which nothing is published.
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
        found = barriers(unit.session, version, unit.now)
        if found:
            raise Malformed("这门课程按现行规则不能上线。", code="barred", violations=found)
        courses.register(unit, course)
    return version


def barriers(session: Session, version: CourseVersion, at: datetime) -> Sequence[Violation]:
    """Return what the rule document in force at *at* has against the published *version*.

    ``units[n]`` counts the units of the version from 0. Before the first rule document is in
    force nothing is earned, and nothing bars.
    """
    try:
        rules = rule_documents.in_force(session, at)
    except NotFound:
        return ()
    observed = [(n, unit) for n, unit in enumerate(version.course.units()) if not unit.remote]
    units = []
    for _, unit in observed:
        study = version.studies[unit.identifier]
        units.append(
            StudyUnit(
                kind="video" if study.kind == "video" else "article",
                approved=study.approved_ms,
                category=version.kind,
                media_length=study.media_length_ms,
                quiz=study.quiz,
                areas=(version.subject_area,),
            )
        )
    places = [n for n, _ in observed]
    return [
        replace(found, where=_INDEX.sub(lambda index: f"[{places[int(index[1])]}]", found.where))
        for found in publication.barriers(units, rules)
    ]


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
