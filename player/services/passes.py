"""A passed test goes to the accounts: once for a learner and a unit, at the server's moment.

The content's word moves nothing but this: where publication says that a unit has a test, the
unit completes at its verified time *and* a pass. Scores and results of other units are ignored.
"""

from __future__ import annotations

from contextlib import suppress
from uuid import UUID

from content_packages.services.courses import CourseVersion
from credits.services import accrual, evidence, seat_time
from player.rules.scorm.runs import NORMAL
from player.services import library
from player.store.tables import RegistrationRow
from schemas.refusals import NotFound
from schemas.write_door import UnitOfWork


def reported(
    unit: UnitOfWork, registration: RegistrationRow, version: CourseVersion, identifier: str
) -> None:
    """Note that the content of a unit reports its test as passed, now, and settle.

    Nothing is noted of units without a test, of browse and review mode, and of a pass that is
    on record already, unless that one lies before all time that counts (a missed challenge
    took the time away) and the learner has passed again.
    """
    study = library.study_of(version, library.unit_of(version, identifier))
    if study is None or not study.quiz or registration.mode != NORMAL:
        return
    learner = registration.learner
    if _is_known(unit, learner, study.unit_id):
        return
    evidence.record_quiz_pass(unit, learner, study.unit_id, unit.now)
    with suppress(NotFound):  # no rule document governs the learner now: nothing can be judged
        accrual.settle(unit, learner)


def _is_known(unit: UnitOfWork, learner: UUID, unit_id: str) -> bool:
    """Return whether a pass is on record that may count."""
    known = evidence.of_learner(unit.session, learner)
    if all(one.unit != unit_id for one in known.quizzes):
        return False
    with suppress(NotFound):
        _, result = seat_time.reckoning(unit.session, learner, unit.now)
        return not result.units[unit_id].quiz_open
    return True
