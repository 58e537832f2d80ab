"""Standings come from kept balances, one query for a board, the same as one by one."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from uuid import UUID

from flask import Flask

from credits.rules.evidence import Person
from credits.rules.rule_document import RuleDocument
from credits.rules.study import CourseOfStudy
from credits.services import accrual, governance
from credits.services.governance import CourseDecides, Learner
from credits.services.standing import standing, standings
from schemas.database import database
from schemas.write_door import write
from tests.conftest import SettableClock
from tests.credits.conftest import Study, named

LEARNER = named("learner")
OTHER = named("other")


class School(CourseDecides):
    """Everybody is of the first grade."""

    def learners(
        self, session: object, learners: Sequence[UUID], at: datetime
    ) -> Mapping[UUID, Learner]:
        return {who: Learner(Person(grade="处级及以上")) for who in learners}


def test_an_award_is_in_the_standing_at_once(
    accounts: Flask, rules: RuleDocument, course: CourseOfStudy, study: Study, clock: SettableClock
) -> None:
    governance.install(accounts, School())
    study(LEARNER, course.units[0])
    write(accrual.settle, LEARNER)
    found = standing(database.session, LEARNER, clock.now)
    assert [(part.category, part.done_milli, part.owed_milli) for part in found.parts] == [
        ("required", 1000, 29_000),
        ("elective", 0, 20_000),
    ]
    both = standings(database.session, [LEARNER, OTHER], clock.now)
    assert both[LEARNER] == found
    assert both[OTHER].owed_milli == 50_000


def test_next_year_begins_with_nothing(
    accounts: Flask, rules: RuleDocument, course: CourseOfStudy, study: Study, clock: SettableClock
) -> None:
    governance.install(accounts, School())
    study(LEARNER, course.units[0])
    write(accrual.settle, LEARNER)
    clock.now = clock.now.replace(year=2018)
    assert standing(database.session, LEARNER, clock.now).owed_milli == 50_000
