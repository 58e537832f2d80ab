"""What the school tells the accounts: who a learner is, and which plan governs (Art. 5, 7, 20)."""

from __future__ import annotations

from datetime import UTC, date, datetime
from uuid import uuid4

import pytest

from academy.services import accounts, careers, enrolments, notices, plans, reminders, roles, units
from academy.services.governance import School
from academy.store import affiliations
from content_packages.services import courses
from credits.services import courses as earnable
from schemas.database import database
from schemas.refusals import NotFound, NotPermitted
from schemas.values import Principal
from tests.academy.conftest import DIVISION, SECTION, Academy, Seeded

AT = datetime(2017, 3, 15, 1, 0, tzinfo=UTC)


@pytest.mark.clause("measures 20")
def test_a_learner_is_governed_by_the_units_above_the_managing_unit(academy: Academy) -> None:
    person = academy.person("person", "甲市县局", managing="乙市县")
    known = School().learners(database.session(), [person.id, uuid4()], AT)
    assert set(known) == {person.id}
    found = known[person.id]
    assert found.scopes == tuple(academy.units[name] for name in ("乙市县", "乙市", "省"))
    assert (found.person.grade, found.person.category) == (DIVISION, "事业单位管理人员")


def test_the_units_above_a_few_are_those_of_the_whole_tree(academy: Academy) -> None:
    """Climbed from below or read whole: on every day, for whoever is asked about."""
    session = database.session()
    people = [
        academy.person(f"person-{number}", "甲市县局", managing=name).id
        for number, name in enumerate(academy.units)
    ]
    for day in (AT.date(), date(2016, 1, 1), date(1999, 1, 1)):
        tree = affiliations.parents(session, day)
        climbed = affiliations.parents_above(session, people, day)
        assert climbed.items() <= tree.items()
        assert affiliations.parents_above(session, [uuid4()], day) == {}
    tree = affiliations.parents(session, AT.date())
    assert affiliations.parents_above(session, people, AT.date()) == tree
    one = affiliations.parents_above(session, people[-1:], AT.date())
    assert len(one) < len(tree)
    few = School().learners(session, people, AT)
    many = School().learners(session, people + [uuid4() for _ in range(100)], AT)
    assert few == many
    assert sorted({len(found.scopes) for found in few.values()})[-1] > 2


@pytest.mark.clause("measures 5")
def test_a_learner_is_known_as_of_the_moment(academy: Academy) -> None:
    admin = academy.person("admin", "甲市县局", "unit_admin")
    person = academy.person("person", "甲市县局")
    academy.write(careers.state, admin, person.id, "grade", SECTION, date(2017, 3, 15))
    before, after = (
        School().learners(database.session(), [person.id], moment)[person.id].person.grade
        for moment in (datetime(2017, 3, 14, 15, 59, tzinfo=UTC), AT)
    )
    assert (before, after) == (DIVISION, SECTION)


@pytest.mark.clause("measures 7")
def test_the_plan_nearest_to_the_learner_decides_required_or_elective(seeded: Seeded) -> None:
    session = database.session()
    learner = accounts.person_named(session, "chuji-chen")
    staff = Principal(accounts.person_named(session, "staff"), "周南")
    version = courses.published(session).cards[0]
    course = earnable.course(session, version.version_id)
    own, other = (
        one.id
        for name in ("福州市", "厦门市")
        for branch in units.public_tree(session, seeded.clock.now.date())
        for one in (found.unit for found in branch.walked())
        if one.name == name
    )
    kinds = {"required": "elective", "elective": "required"}
    assert School().governed(session, learner, course, seeded.clock.now).category == course.category
    opposite = {course.family_id: kinds[course.category]}
    seeded.write(plans.publish, staff, other, 2026, "厦门计划", opposite)
    assert _governed(seeded, learner, course) == course.category
    seeded.write(plans.publish, staff, own, 2026, "福州计划", opposite)
    assert _governed(seeded, learner, course) == kinds[course.category]
    with pytest.raises(NotFound):
        seeded.write(plans.publish, staff, own, 2026, "计划", {uuid4(): "required"})


@pytest.mark.clause("measures 10")
def test_an_assigned_course_is_told_to_the_person_once(seeded: Seeded) -> None:
    session = database.session()
    admin = Principal(accounts.person_named(session, "admin-gulou-fgj"), "方卫")
    learner = accounts.person_named(session, "chuji-chen")
    stranger = accounts.person_named(session, "chuji-zheng")
    unit_id = next(
        held.unit_id for held in roles.held(session, admin.id) if held.role == "unit_admin"
    )
    family = courses.published(session).cards[0].family_id
    given = (admin, unit_id, [learner, stranger], family, date(2026, 12, 1))
    assert seeded.write(reminders.assign, *given) == 1
    assert seeded.write(reminders.assign, *given) == 0
    on = seeded.clock.now.date()
    told = notices.visible(database.session(), Principal(learner, "陈静"), on)
    assert [one.kind for one in told] == ["assignment"]
    assert notices.visible(database.session(), Principal(stranger, "郑山"), on) == ()


def test_who_is_no_learner_cannot_enrol(seeded: Seeded) -> None:
    session = database.session()
    vendor = accounts.person_named(session, "vendor")
    version = courses.version(session, courses.published(session).cards[0].version_id)
    with pytest.raises(NotPermitted) as refusal:
        seeded.write(enrolments.enrol, vendor, version)
    assert refusal.value.code == "not-a-learner"


def _governed(seeded: Seeded, learner, course) -> str:
    return School().governed(database.session(), learner, course, seeded.clock.now).category
