"""From study to a ledger entry: at confirmation, once, under the rules and kind of the moment."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest
from flask import Flask

from credits.rules.evidence_digest import evidence_digest
from credits.rules.ledger.entry import Type
from credits.rules.rule_document import RuleDocument
from credits.rules.study import CourseOfStudy
from credits.services import accrual, courses, evidence, governance, ledger, seat_time
from credits.services.governance import Governed, Learner
from schemas.database import database
from schemas.tables import moment
from schemas.write_door import write
from tests.conftest import SettableClock
from tests.credits.conftest import Study, a_course, named
from tests.credits.services.conftest import put_in_force, seed_document

LEARNER = named("learner")


def entries() -> list[tuple[str, int]]:
    return [(entry.type, entry.milli) for entry in ledger.entries(database.session, LEARNER)]


def test_a_video_of_45_minutes_studied_and_confirmed_is_one_credit(
    rules: RuleDocument, course: CourseOfStudy, study: Study
) -> None:
    study(LEARNER, course.units[0])
    (award,) = write(accrual.settle, LEARNER)
    assert (award.type, award.milli, award.period, award.category) == (
        Type.AWARD,
        1000,
        "2017",
        "required",
    )
    assert award.effective_at == 1489542246000  # 44:06, the first millisecond of 98 %
    assert award.rule is not None and award.rule.digest.hex() == rules.digest


def test_settling_again_posts_nothing(
    rules: RuleDocument, course: CourseOfStudy, study: Study
) -> None:
    study(LEARNER, course.units[0])
    assert len(write(accrual.settle, LEARNER)) == 1
    assert write(accrual.settle, LEARNER) == []
    assert entries() == [("AWARD", 1000)]


def test_nothing_is_posted_before_the_closing_challenge_is_met(
    rules: RuleDocument, course: CourseOfStudy, study: Study
) -> None:
    study(LEARNER, course.units[0], closing=False)
    assert write(accrual.settle, LEARNER) == []
    progress = seat_time.progress(
        database.session, LEARNER, course.units[0].unit_id, SettableClock().now
    )
    assert progress.completed_at is not None
    assert progress.confirmed_at is None


def test_a_course_of_three_units_is_earned_with_the_last_of_them(
    rules: RuleDocument, study: Study
) -> None:
    course = a_course("three", units=3)
    write(courses.register, course)
    for number, unit in enumerate(course.units):
        assert entries() == [], number
        study(LEARNER, unit, minutes=15)
        write(accrual.settle, LEARNER)
    assert entries() == [("AWARD", 1000)]


def test_another_version_of_the_family_earns_nothing_more(
    rules: RuleDocument, course: CourseOfStudy, study: Study
) -> None:
    study(LEARNER, course.units[0])
    write(accrual.settle, LEARNER)
    from dataclasses import replace

    second = a_course("c1 again")
    second = replace(
        second,
        family_id=course.family_id,
        units=tuple(replace(unit, family_id=course.family_id) for unit in second.units),
    )
    write(courses.register, second)
    study(LEARNER, second.units[0])
    write(accrual.settle, LEARNER)
    assert entries() == [("AWARD", 1000)]


def test_the_evidence_behind_an_award_can_be_found_again_years_later(
    rules: RuleDocument, course: CourseOfStudy, study: Study, clock: SettableClock
) -> None:
    study(LEARNER, course.units[0])
    (award,) = write(accrual.settle, LEARNER)
    clock.forward(days=1)
    study(LEARNER, course.units[0], minutes=5)
    then = evidence.of_learner(database.session, LEARNER, as_of=moment(award.posted_at))
    assert evidence_digest(then) == award.evidence_digest


@pytest.mark.clause("measures 14")
def test_study_after_20_december_is_for_the_archive(
    rules: RuleDocument, course: CourseOfStudy, study: Study, clock: SettableClock
) -> None:
    clock.now = datetime(2017, 12, 20, 15, 30, tzinfo=UTC)  # 23:30 in Fuzhou
    study(LEARNER, course.units[0])
    (award,) = write(accrual.settle, LEARNER)
    assert award.period is None


def test_an_unanswered_challenge_is_not_held_against_the_learner_while_it_is_open(
    rules: RuleDocument, course: CourseOfStudy, study: Study, clock: SettableClock
) -> None:
    unit = course.units[0]
    session = study(LEARNER, unit, minutes=10, closing=False)
    write(evidence.issue_challenge, named("open"), session, clock.now, 120_000)

    def counted(later: timedelta) -> int:
        return seat_time.progress(
            database.session, LEARNER, unit.unit_id, clock.now + later
        ).counted

    assert counted(timedelta(seconds=120)) == 600_000
    assert counted(timedelta(seconds=121)) == 0


class Plan:
    """A school that makes every course elective by a plan."""

    def learners(
        self, session: object, learners: Sequence[UUID], at: datetime
    ) -> Mapping[UUID, Learner]:
        return {}

    def governed(
        self, session: object, learner: UUID, course: CourseOfStudy, at: datetime
    ) -> Governed:
        return Governed("elective", "plan 2017")


@pytest.mark.clause("measures 7")
def test_the_plan_that_governs_the_learner_decides_the_kind(
    accounts: Flask, rules: RuleDocument, course: CourseOfStudy, study: Study
) -> None:
    governance.install(accounts, Plan())
    study(LEARNER, course.units[0])
    (award,) = write(accrual.settle, LEARNER)
    assert (award.category, award.plan) == ("elective", "plan 2017")


def test_what_an_award_still_gives_is_told(
    rules: RuleDocument, course: CourseOfStudy, study: Study
) -> None:
    assert accrual.awarded(database.session, LEARNER, course.family_id) is None
    study(LEARNER, course.units[0])
    write(accrual.settle, LEARNER)
    told = accrual.awarded(database.session, LEARNER, course.family_id)
    assert told is not None and told.milli == 1000


def test_a_new_rule_of_evidence_does_not_reach_back(
    rules: RuleDocument, course: CourseOfStudy, study: Study, clock: SettableClock
) -> None:
    """Yesterday's study stands; from tomorrow on a span may last 10 seconds only."""
    unit = course.units[0]
    study(LEARNER, unit, minutes=20)
    document = seed_document()
    stricter = {
        **document,
        "version": "stricter",
        "evidence": {**document["evidence"], "max_span_s": 10},
    }
    write(put_in_force, stricter, clock.now)
    clock.forward(days=1)
    study(LEARNER, unit, start_ms=20 * 60_000, minutes=10)
    found = seat_time.progress(database.session(), LEARNER, unit.unit_id, clock.now)
    assert (found.counted, dict(found.not_counted)) == (
        20 * 60_000,
        {"SPAN_TOO_LONG": 10 * 60_000},
    )
