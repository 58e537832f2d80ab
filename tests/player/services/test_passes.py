"""A unit with a test completes with its verified time and the pass that its content reports."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from content_packages.services.courses import CourseVersion
from credits.services import evidence
from schemas.database import database
from tests.content_packages.builders import au, cmi5
from tests.player.conftest import KEY, WANG, Desk, cmi5_package, scorm_12_package
from tests.player.services import test_cmi5, test_hacp, test_sequencing, test_tincan

STATUS, RAW = "cmi.core.lesson_status", "cmi.core.score.raw"
MASTERY = "<adlcp:masteryscore>80</adlcp:masteryscore>"


def passes(desk: Desk, version: CourseVersion) -> list[int]:
    """When WANG passed the tests of *version*."""
    database.session.rollback()
    known = evidence.of_learner(database.session(), WANG.id)
    units = {KEY(version.id, unit.identifier) for unit in version.course.units()}
    return [one.passed_at for one in known.quizzes if one.unit in units]


Report = Callable[[Desk], tuple[CourseVersion, Callable[[], object]]]
"""Publishes a course with a test, launches it, and returns what reports the pass."""


def by_scorm_1_2(desk: Desk) -> tuple[CourseVersion, Callable[[], object]]:
    version = desk.published(scorm_12_package(), quiz=True)
    page = desk.launched(version)
    return version, lambda: page.journal((STATUS, "passed"))


def by_mastery(desk: Desk) -> tuple[CourseVersion, Callable[[], object]]:
    version = desk.published(scorm_12_package(inner={"sco": MASTERY}), quiz=True)
    page = desk.launched(version)
    return version, lambda: page.journal((STATUS, "completed"), (RAW, "80"), terminate=True)


def by_scorm_2004(desk: Desk) -> tuple[CourseVersion, Callable[[], object]]:
    version = desk.published(test_sequencing.package("a"), quiz=True)
    page = desk.launched(version)
    return version, lambda: page.journal(("cmi.success_status", "passed"))


def by_cmi5(desk: Desk) -> tuple[CourseVersion, Callable[[], object]]:
    structure = cmi5(au(attributes=test_cmi5.MASTERED))
    version = desk.published(cmi5_package(structure), quiz=True)
    unit = test_cmi5.Unit(desk, desk.launched(version)).begin()
    return version, unit.pass_


def by_aicc(desk: Desk) -> tuple[CourseVersion, Callable[[], object]]:
    version = desk.published(test_hacp.package(), quiz=True)
    page = desk.launched(version)
    return version, lambda: test_hacp.call(page, "PutParam", "[core]\nlesson_status=p\nscore=85\n")


def by_xapi(desk: Desk) -> tuple[CourseVersion, Callable[[], object]]:
    version = desk.published(test_tincan.package(), quiz=True)
    package = test_tincan.Package(desk, desk.launched(version))
    return version, lambda: package.say("passed")


REPORTS = [by_scorm_1_2, by_mastery, by_scorm_2004, by_cmi5, by_aicc, by_xapi]


@pytest.mark.parametrize("report", REPORTS)
def test_every_format_reports_a_pass_at_the_servers_moment(desk: Desk, report: Report) -> None:
    version, passed = report(desk)
    assert passes(desk, version) == []
    desk.clock.forward(seconds=40)
    passed()
    assert passes(desk, version) == [desk.milliseconds()]


@pytest.mark.parametrize("report", [by_scorm_1_2, by_aicc, by_xapi])
def test_a_pass_that_is_reported_again_is_recorded_once(desk: Desk, report: Report) -> None:
    version, passed = report(desk)
    passed()
    first = passes(desk, version)
    desk.clock.forward(seconds=10)
    passed()
    assert passes(desk, version) == first


def test_what_is_no_pass_is_not_recorded(desk: Desk) -> None:
    version = desk.published(scorm_12_package(inner={"sco": MASTERY}), quiz=True)
    page = desk.launched(version)
    page.journal((STATUS, "completed"))
    page.journal((STATUS, "failed"))
    page.journal((STATUS, "passed"), (RAW, "79"))
    assert passes(desk, version) == []


def test_browsing_passes_nothing_and_a_unit_without_a_test_needs_none(desk: Desk) -> None:
    version = desk.published(scorm_12_package(), quiz=True)
    desk.launched(version, mode="browse").journal((STATUS, "passed"))
    assert passes(desk, version) == []
    plain = desk.published(scorm_12_package())
    desk.launched(plain).journal((STATUS, "passed"))
    assert passes(desk, plain) == []


def test_study_waits_for_the_test_and_the_pass_lets_it_be_confirmed(desk: Desk) -> None:
    version = desk.published(scorm_12_package(), minutes=3, quiz=True)
    page = desk.launched(version)
    page.watch(150)
    assert page.study["state"] == "counting"
    page.watch(30)
    told = page.study
    assert (told["state"], told["reason"]) == ("review", "TEST_MISSING")
    assert page.study["completed_at"] is None
    assert page.challenge is None
    page.journal((STATUS, "passed"))
    page.watch(30, answering=False)
    assert page.study["reason"] == "AWAITING_CONFIRMATION"
    assert page.challenge is not None
    assert page.challenge["closing"]
    page.answer()
    assert page.study["credit"] is not None


def test_a_pass_first_and_the_time_after_it_complete_as_well(desk: Desk) -> None:
    version = desk.published(scorm_12_package(), minutes=3, quiz=True)
    page = desk.launched(version)
    page.watch(60)
    page.journal((STATUS, "passed"), terminate=True)
    page.watch(120, answering=False)
    assert page.study["reason"] == "AWAITING_CONFIRMATION"


def test_a_pass_from_before_all_time_that_counts_can_be_passed_again(desk: Desk) -> None:
    version = desk.published(scorm_12_package(), minutes=20, quiz=True)
    page = desk.launched(version)
    page.watch(60)
    page.journal((STATUS, "passed"))
    while page.challenge is None:
        page.watch(30, answering=False)
    page.beat()
    page.watch(150, answering=False)  # the challenge is missed: all that was counted is void
    page.beat()
    page.answer()
    page.watch(60)
    page.journal((STATUS, "passed"))
    assert len(passes(desk, version)) == 2
