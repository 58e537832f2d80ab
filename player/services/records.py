"""Statements that the player itself makes, kept in the same unit of work as what they tell."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from content_packages.readers.structure import Unit
from content_packages.services.courses import CourseVersion
from lrs.services import statements as lrs_statements
from player.rules.scorm.as_statements import Run
from player.store.tables import AttemptRow, RegistrationRow
from schemas.installation import iri_base
from schemas.write_door import UnitOfWork

ACADEMY_STORE = 1
VERSION = "1.0.3"


def authority(base: str) -> dict[str, Any]:
    """Return the authority of what the player says itself."""
    return {"objectType": "Agent", "account": {"homePage": base, "name": "player"}}


def run_of(
    unit: UnitOfWork,
    registration: RegistrationRow,
    version: CourseVersion,
    launched: Unit,
    attempt: AttemptRow,
) -> Run:
    """Return what every statement of the attempt's present run says."""
    return Run(
        base=iri_base(unit.session),
        learner=registration.learner,
        registration=registration.id,
        family_id=version.family_id,
        course_title=version.title,
        identifier=launched.identifier,
        unit_title=launched.title,
        attempt_id=attempt.id,
        run_id=attempt.run,
        language=version.course.language or "zh-CN",
    )


def keep(unit: UnitOfWork, statements: Iterable[dict[str, Any]]) -> None:
    """Store *statements* in the academy's record; those that are there already stay as they are."""
    made = list(statements)
    if made:
        lrs_statements.store(
            unit,
            ACADEMY_STORE,
            made,
            authority=authority(iri_base(unit.session)),
            version=VERSION,
        )
