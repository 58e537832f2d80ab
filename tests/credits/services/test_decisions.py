"""Cancellation and appeal, a new rule, the close of a year, and its certificate."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path
from uuid import UUID

import pytest
from flask import Flask

from credits import verifier
from credits.rules.cases import Scope, Step
from credits.rules.certificate import State, masked, numbered, well_formed
from credits.rules.evidence import Person
from credits.rules.reversal import Finding
from credits.rules.rule_document import RuleDocument
from credits.rules.study import CourseOfStudy
from credits.services import (
    accrual,
    cases,
    certificates,
    courses,
    governance,
    ledger,
    recalculation,
    rule_documents,
    year_close,
)
from credits.services import carry_over as carry
from credits.services.governance import CourseDecides, Learner
from credits.services.standing import standing
from schemas.database import database
from schemas.refusals import Conflict, Malformed, NotFound, PreconditionFailed
from schemas.write_door import write
from tests.conftest import SettableClock
from tests.credits.conftest import Study, a_course, named
from tests.credits.services.conftest import put_in_force, seed_document

LEARNER = named("learner")
PERIOD = Finding(Scope.PERIOD, period="2017")


class School(CourseDecides):
    """Everybody is of the first grade."""

    def learners(
        self, session: object, learners: Sequence[UUID], at: datetime
    ) -> Mapping[UUID, Learner]:
        return {who: Learner(Person(grade="处级及以上")) for who in learners}


@pytest.fixture
def school(accounts: Flask) -> Flask:
    governance.install(accounts, School())
    return accounts


@pytest.fixture
def credited(
    school: Flask, rules: RuleDocument, course: CourseOfStudy, study: Study
) -> CourseOfStudy:
    """The learner has earned the course of 45 minutes."""
    study(LEARNER, course.units[0])
    write(accrual.settle, LEARNER)
    return course


def total() -> int:
    return sum(entry.milli for entry in ledger.entries(database.session(), LEARNER))


@pytest.fixture
def decided(credited: CourseOfStudy, clock: SettableClock) -> UUID:
    """A case that went its way to the cancellation of the whole period."""
    case = write(
        cases.open_case,
        LEARNER,
        by="academy",
        source="report",
        summary="举报",
        finding=PERIOD,
    )
    write(cases.take_step, case, Step.NOTIFIED, by="academy")
    clock.forward(days=10)
    write(
        cases.take_step,
        case,
        Step.CANCELLED,
        by="academy",
        second="organiser",
        document="闽网院〔2017〕5号",
    )
    return case


@pytest.mark.clause("measures 17")
def test_a_finding_for_the_period_takes_all_its_credit(decided: UUID) -> None:
    assert total() == 0
    assert [entry.type for entry in ledger.entries(database.session(), LEARNER)] == [
        "AWARD",
        "CANCEL",
    ]
    assert ledger.verify(database.session()).sound


@pytest.mark.parametrize(("milli", "left"), [(None, 1000), (400, 400)])
def test_an_appeal_gives_back_in_whole_or_in_part(
    decided: UUID, milli: int | None, left: int
) -> None:
    write(cases.take_step, decided, Step.APPEALED, by="learner")
    write(
        cases.take_step,
        decided,
        Step.REINSTATED,
        by="academy",
        second="organiser",
        document="闽网院〔2017〕9号",
        milli=milli,
    )
    assert total() == left


def test_an_appeal_cannot_give_more_than_was_taken_and_leaves_no_trace(decided: UUID) -> None:
    write(cases.take_step, decided, Step.APPEALED, by="learner")
    with pytest.raises(Conflict):
        write(
            cases.take_step,
            decided,
            Step.REINSTATED,
            by="academy",
            second="organiser",
            document="9",
            milli=1001,
        )
    assert cases.file(database.session(), decided).state is Step.APPEALED


def test_a_cancelled_course_is_earned_again_only_by_study_after_the_decision(
    decided: UUID, course: CourseOfStudy, study: Study
) -> None:
    assert write(accrual.settle, LEARNER) == []
    study(LEARNER, course.units[0])
    (award,) = write(accrual.settle, LEARNER)
    assert award.idem.endswith(":2")
    assert total() == 1000


def test_a_case_cannot_take_more_than_the_rule_allows(credited: CourseOfStudy) -> None:
    with pytest.raises(Malformed):
        write(
            cases.open_case,
            LEARNER,
            by="academy",
            source="signal",
            summary="…",
            finding=Finding(Scope.ALL_TIME),
        )


def changed(version: str, **credit: object) -> dict:
    document = seed_document()
    return {**document, "version": version, "credit": {**document["credit"], **credit}}


def test_a_longer_hour_takes_a_tenth_and_says_so_before(
    credited: CourseOfStudy, clock: SettableClock
) -> None:
    """45 → 50 minutes a credit: one 45-minute course 1.0 → 0.9."""
    document = write(rule_documents.adopt, changed("50", minutes_per_credit=50), "staff")
    told = recalculation.dry_run(database.session(), document, [LEARNER, named("nobody")])
    assert (told.learners, told.losing, [e.delta for e in told.effects]) == (2, 1, [-100])
    assert total() == 1000
    digest = bytes.fromhex(document.digest)
    write(recalculation.recompute_learner, LEARNER, digest, by="staff")
    write(recalculation.recompute_learner, LEARNER, digest, by="staff")
    assert total() == 900


def test_tiers_give_a_short_course_more(school: Flask, rules: RuleDocument, study: Study) -> None:
    """38 minutes are 0.8 by minutes and 1.0 by Yunnan's tiers."""
    course = a_course("short", minutes=38)
    write(courses.register, course)
    study(LEARNER, course.units[0], minutes=38)
    write(accrual.settle, LEARNER)
    assert total() == 800
    tiers = [
        {"lte_min": 15, "milli": 250},
        {"gt_min": 15, "lt_min": 30, "milli": 500},
        {"gte_min": 30, "milli": 1000},
    ]
    document = write(rule_documents.adopt, changed("tiers", mode="tiers", tiers=tiers), "staff")
    write(recalculation.recompute_learner, LEARNER, bytes.fromhex(document.digest), by="staff")
    assert total() == 1000


def test_a_cancelled_award_is_not_recomputed(decided: UUID) -> None:
    document = write(rule_documents.adopt, changed("40", minutes_per_credit=40), "staff")
    assert recalculation.dry_run(database.session(), document, [LEARNER]).effects == ()


Close = Callable[[], None]


@pytest.fixture
def small_targets(school: Flask) -> RuleDocument:
    """The document of 2017 with one credit of each kind to reach."""
    document = seed_document()
    for target in document["targets"]:
        target["all"] = [
            {"category": "required", "min_milli": 1000},
            {"category": "elective", "min_milli": 1000},
        ]
    return write(put_in_force, document, datetime(2017, 1, 11, 16, tzinfo=UTC))


@pytest.fixture
def finished(small_targets: RuleDocument, study: Study, clock: SettableClock) -> None:
    """The learner has one credit of each kind."""
    for kind in ("required", "elective"):
        course = a_course(kind, category=kind)
        write(courses.register, course)
        study(LEARNER, course.units[0])
        clock.forward(hours=1)
    write(accrual.settle, LEARNER)
    assert standing(database.session(), LEARNER, clock.now).qualified


@pytest.fixture
def closed(finished: None, clock: SettableClock) -> None:
    """The year 2017 is frozen on 21 December and closed on the 31st."""
    clock.now = datetime(2017, 12, 20, 16, 10, tzinfo=UTC)
    write(year_close.freeze, "2017", [LEARNER, named("idle")], by="academy")
    clock.now = datetime(2017, 12, 31, 2, tzinfo=UTC)
    write(year_close.close, "2017", [LEARNER, named("idle")], by="academy", second="organiser")


def test_a_year_is_not_frozen_while_it_is_learned_in(finished: None, clock: SettableClock) -> None:
    clock.now = datetime(2017, 12, 20, 16, 9, 59, tzinfo=UTC)  # 00:09:59 in Fuzhou
    with pytest.raises(Conflict):
        write(year_close.freeze, "2017", [LEARNER], by="academy")


@pytest.mark.clause("measures 14")
def test_the_close_states_signed_totals(closed: None) -> None:
    first, last = year_close.statements(database.session(), "2017")
    said = json.loads(last.text)
    assert (first.stage, last.stage) == ("provisional", "final")
    assert (said["learners"], said["qualified"]) == (2, 1)
    assert said["totals"] == {"required": 1000, "elective": 1000}
    key = verifier.read_key(ledger.public_key(database.session()))
    assert verifier.signature_holds(key[2], last.signature, last.text.encode())


def test_nothing_is_awarded_in_a_frozen_year(
    small_targets: RuleDocument, study: Study, clock: SettableClock
) -> None:
    course = a_course("late")
    write(courses.register, course)
    clock.now = datetime(2017, 12, 20, 14, 0, tzinfo=UTC)
    study(LEARNER, course.units[0])
    clock.now = datetime(2017, 12, 20, 16, 10, tzinfo=UTC)
    write(year_close.freeze, "2017", [LEARNER], by="academy")
    assert write(accrual.settle, LEARNER) == []


def test_no_certificate_before_the_close(finished: None, clock: SettableClock) -> None:
    with pytest.raises(PreconditionFailed):
        write(certificates.issue, LEARNER, "2017", holder="王晓明", by="academy")


@pytest.mark.clause("measures 16")
def test_who_finished_the_year_gets_one_certificate(closed: None) -> None:
    issued = write(certificates.issue, LEARNER, "2017", holder="王晓明", by="academy")
    again = write(certificates.issue, LEARNER, "2017", holder="王晓明", by="academy")
    assert again == issued
    told = certificates.checked(database.session(), issued.certificate.number.lower())
    assert (told.holder, told.state, told.signed) == ("王＊明", State.VALID, True)
    assert told.title == "福建干部网络学习合格证"


def test_who_did_not_finish_gets_none(closed: None) -> None:
    with pytest.raises(PreconditionFailed):
        write(certificates.issue, named("idle"), "2017", holder="李某", by="academy")


def test_a_number_that_was_not_given_out_is_not_found(closed: None) -> None:
    with pytest.raises(NotFound):
        certificates.checked(database.session(), numbered("2017", 5))


def test_a_finding_revokes_the_certificate(closed: None, clock: SettableClock) -> None:
    issued = write(certificates.issue, LEARNER, "2017", holder="王晓明", by="academy")
    case = write(
        cases.open_case, LEARNER, by="academy", source="report", summary="举报", finding=PERIOD
    )
    write(cases.take_step, case, Step.NOTIFIED, by="academy")
    clock.forward(days=10)
    write(cases.take_step, case, Step.CANCELLED, by="academy", second="organiser", document="5")
    number = issued.certificate.number
    assert certificates.checked(database.session(), number).state is State.REVOKED
    assert number in certificates.status_list(database.session(), clock.now)["text"]


def test_the_certificate_convinces_a_stranger_without_us_and_no_mutation_does(
    closed: None, tmp_path: Path, clock: SettableClock
) -> None:
    issued = write(certificates.issue, LEARNER, "2017", holder="王晓明", by="academy")
    number = issued.certificate.number
    given = certificates.portable(database.session(), LEARNER, number)
    status = certificates.status_list(database.session(), clock.now)
    key = verifier.read_key(ledger.public_key(database.session()))
    assert list(verifier.faults_of_certificate(given, key, status)) == []
    for name, value in (
        ("text", given["text"].replace("王晓明", "张晓明")),
        ("text", given["text"].replace("1000", "9000")),
        ("signature", "00" * 64),
        ("entries", given["entries"][:1]),
    ):
        assert list(verifier.faults_of_certificate({**given, name: value}, key, status))
    forged = json.loads(json.dumps(given))
    forged["entries"][0]["text"] = forged["entries"][0]["text"].replace(
        '"milli":1000', '"milli":2000'
    )
    assert list(verifier.faults_of_certificate(forged, key, status))


def test_a_slip_of_the_pen_is_told_from_a_number() -> None:
    number = numbered("2017", 123_456_789_012)
    assert well_formed(number)
    assert not well_formed(number[:-3] + ("0" if number[-3] != "0" else "1") + number[-2:])


@pytest.mark.parametrize(
    ("name", "shown"),
    [("王晓明", "王＊明"), ("张三", "张＊"), ("欧阳小明", "欧＊＊明"), ("某", "某")],
)
def test_strangers_see_a_masked_name(name: str, shown: str) -> None:
    assert masked(name) == shown


def test_the_time_after_the_close_is_corrected_by_a_statement(
    closed: None, clock: SettableClock
) -> None:
    clock.now += timedelta(hours=2)
    correction = write(year_close.correct, "2017", [LEARNER], by="academy", second="organiser")
    assert json.loads(correction.text)["corrects"] == 2


def test_a_surplus_of_required_credit_is_carried_into_next_year_s_elective(
    school: Flask, study: Study, clock: SettableClock
) -> None:
    document = seed_document()
    for target in document["targets"]:
        target["all"] = [{"category": "required", "min_milli": 1000}]
    carry_over = {"allowed": True, "from": "required", "into": "elective", "max_milli": None}
    document["recognition"] = {**document["recognition"], "carry_over": carry_over}
    write(put_in_force, document, datetime(2017, 1, 11, 16, tzinfo=UTC))
    for name in ("first", "second"):
        course = a_course(name, minutes=30)
        write(courses.register, course)
        study(LEARNER, course.units[0], minutes=30)
        clock.forward(hours=1)
    write(accrual.settle, LEARNER)
    clock.now = datetime(2017, 12, 20, 16, 10, tzinfo=UTC)
    write(year_close.freeze, "2017", [LEARNER], by="academy")
    write(year_close.close, "2017", [LEARNER], by="academy", second="organiser")
    carried = write(carry.carry, LEARNER, "2017", by="academy")
    assert [(e.type, e.milli, e.category, e.period) for e in carried] == [
        ("CARRY_OUT", -200, "required", "2017"),
        ("CARRY_IN", 200, "elective", "2018"),
    ]
    assert write(carry.carry, LEARNER, "2017", by="academy") == []
    assert ledger.verify(database.session()).sound
