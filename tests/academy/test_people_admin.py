"""The unit administrator's desk: registrations, passwords, careers, reminders (Art. 10, 11)."""

from __future__ import annotations

from datetime import date

import pytest

from academy.rules.people import Registration
from academy.rules.permissions import PASSWORD_AND_FACTOR, ROLES
from academy.services import (
    accounts,
    careers,
    notices,
    people,
    registrations,
    reminders,
    second_factors,
)
from academy.services.careers import Line
from academy.services.hashing import hashing
from schemas.database import database
from schemas.refusals import Conflict, Malformed, NotFound, NotPermitted
from tests.academy.conftest import DIVISION, PASSWORD, Academy

TODAY = date(2017, 3, 15)
NEW = "Neue-Pass-2017x"


def asked(academy: Academy, username: str = "neuling", unit: str = "甲市县局"):
    given = Registration(
        "新人", username, academy.units[unit], DIVISION, "其他", TODAY, position="科员"
    )
    return academy.write(registrations.ask, given)


@pytest.mark.clause("measures 10")
def test_a_registration_waits_for_the_own_unit_and_lets_nobody_in(academy: Academy) -> None:
    own = academy.person("own", "甲市县局", "unit_admin")
    other = academy.person("other", "乙市县局", "unit_admin")
    asked(academy)
    session = database.session()
    assert [one.username for one in registrations.waiting(session, own, TODAY)] == ["neuling"]
    assert registrations.waiting(session, other, TODAY) == ()
    assert academy.browser().sign_in("neuling", NEW).status_code == 403


@pytest.mark.clause("measures 10")
def test_an_accepted_registration_is_a_person_with_a_one_time_password(academy: Academy) -> None:
    own = academy.person("own", "甲市县局", "unit_admin")
    one_time = hashing().hashed(PASSWORD)
    registration = asked(academy)
    person_id = academy.write(registrations.accept, own, registration, one_time)
    session = database.session()
    assert people.person(session, own, person_id, TODAY).work_unit == "甲市县局"
    assert [line.position for line in careers.curriculum(session, person_id)] == ["科员"]
    browser = academy.browser()
    assert browser.sign_in("neuling", PASSWORD).status_code == 303
    assert browser.get("/sign-in").location == "/sign-in/password"
    with pytest.raises(Conflict):
        academy.write(registrations.accept, own, registration, one_time)


def test_another_units_registration_cannot_be_decided(academy: Academy) -> None:
    other = academy.person("other", "乙市县局", "unit_admin")
    registration = asked(academy)
    with pytest.raises(NotFound):
        academy.write(registrations.refuse, other, registration, "不认识")


def test_a_refusal_needs_its_reason(academy: Academy) -> None:
    own = academy.person("own", "甲市县局", "unit_admin")
    registration = asked(academy)
    with pytest.raises(Malformed):
        academy.write(registrations.refuse, own, registration, " ")
    academy.write(registrations.refuse, own, registration, "信息有误")
    assert registrations.waiting(database.session(), own, TODAY) == ()


@pytest.mark.clause("measures 11")
def test_a_reissued_password_ends_sessions_is_logged_and_told(academy: Academy) -> None:
    admin = academy.person("admin", "甲市县局", "unit_admin")
    learner = academy.person("learner", "甲市县局")
    before = academy.signed_in("learner")
    academy.write(accounts.reissue, admin, learner.id, hashing().hashed(NEW))
    assert before.get("/sign-in").status_code == 200
    assert academy.browser().sign_in("learner").status_code == 403
    after = academy.browser()
    after.sign_in("learner", NEW)
    assert after.get("/sign-in").location == "/sign-in/password"
    told = notices.visible(database.session(), learner, TODAY)
    assert [(one.kind, one.facts["by"]) for one in told] == [("password.reissued", admin.name)]


@pytest.mark.clause("measures 11")
def test_a_password_is_reissued_by_own_unit_or_academy_only(academy: Academy) -> None:
    learner = academy.person("learner", "甲市县局")
    staff = academy.person("staff", "省", "academy_staff")
    other = academy.person("other", "乙市县局", "unit_admin")
    some_hash = hashing().hashed(NEW)
    with pytest.raises(NotFound):
        academy.write(accounts.reissue, other, learner.id, some_hash)
    with pytest.raises(NotFound):
        academy.write(accounts.reissue, learner, staff.id, some_hash)
    assert academy.write(accounts.reissue, staff, learner.id, some_hash) == "learner"


def test_nobody_takes_over_a_superior_by_a_new_password(academy: Academy) -> None:
    admin = academy.person("admin", "甲市县局", "unit_admin")
    superior = academy.person("superior", "甲市县局", "city_admin", at="甲市")
    with pytest.raises(NotPermitted) as refusal:
        academy.write(accounts.reissue, admin, superior.id, hashing().hashed(NEW))
    assert refusal.value.code == "superior"


def test_a_withdrawn_factor_is_taken_up_anew_and_told(academy: Academy) -> None:
    guard = academy.person("guard", "省", "security_admin")
    admin = academy.person("admin", "甲市县局", "unit_admin")
    before = academy.signed_in("admin")
    academy.write(second_factors.withdraw, guard, admin.id)
    assert before.get("/sign-in").status_code == 200
    browser = academy.browser()
    browser.get("/sign-in")
    browser.post("/sign-in", {"username": "admin", "password": PASSWORD})
    assert browser.get("/sign-in").location == "/sign-in/second-factor"
    assert notices.visible(database.session(), admin, TODAY)[0].kind == "factor.withdrawn"


def test_no_role_hands_out_passwords_and_takes_away_factors() -> None:
    for role, policies in ROLES.items():
        assert not set(PASSWORD_AND_FACTOR) <= policies, role


def test_a_transfer_keeps_the_past(academy: Academy) -> None:
    county = academy.person("county", "甲市", "city_admin")
    person = academy.person("person", "甲市县局")
    academy.write(
        careers.transfer, county, person.id, academy.units["甲市县"], "managing", date(2017, 3, 1)
    )
    session = database.session()
    earlier = people.person(session, county, person.id, date(2017, 2, 28))
    later = people.person(session, county, person.id, date(2017, 3, 1))
    assert (earlier.managing_unit, later.managing_unit) == ("甲市县局", "甲市县")
    assert later.work_unit == "甲市县局"


def test_nobody_is_transferred_out_of_the_scope(academy: Academy) -> None:
    admin = academy.person("admin", "甲市县局", "unit_admin")
    person = academy.person("person", "甲市县局")
    with pytest.raises(NotFound):
        academy.write(careers.transfer, admin, person.id, academy.units["乙市县局"], "work", TODAY)


def test_a_corrected_cv_line_stays_on_record(academy: Academy) -> None:
    admin = academy.person("admin", "甲市县局", "unit_admin")
    person = academy.person("person", "甲市县局")
    first = Line(date(2010, 7, 1), None, "甲市县局", "科员")
    line = academy.write(careers.add_line, admin, person.id, first)
    second = Line(date(2010, 7, 1), date(2016, 6, 30), "甲市县局", "副科长")
    academy.write(careers.correct_line, admin, person.id, line, second)
    session = database.session()
    assert [one.position for one in careers.curriculum(session, person.id)] == ["副科长"]
    assert [one.position for one in careers.corrections(session, person.id)] == ["科员"]
    with pytest.raises(Conflict):
        academy.write(careers.correct_line, admin, person.id, line, first)


def test_a_withdrawn_cv_line_is_gone_from_the_cv_only(academy: Academy) -> None:
    admin = academy.person("admin", "甲市县局", "unit_admin")
    person = academy.person("person", "甲市县局")
    line = academy.write(careers.add_line, admin, person.id, Line(TODAY, None, "甲市县局", "误录"))
    academy.write(careers.correct_line, admin, person.id, line, None)
    session = database.session()
    assert careers.curriculum(session, person.id) == ()
    assert [one.position for one in careers.corrections(session, person.id)] == ["误录"]


def test_who_left_cannot_sign_in_and_is_in_no_list(academy: Academy) -> None:
    admin = academy.person("admin", "甲市县局", "unit_admin")
    person = academy.person("person", "甲市县局")
    academy.write(careers.leave, admin, person.id)
    assert academy.browser().sign_in("person").status_code == 403
    assert people.listed(database.session(), admin, TODAY, search="person").total == 0


@pytest.mark.clause("measures 10")
def test_reminders_reach_those_whose_accounts_the_unit_looks_after(academy: Academy) -> None:
    admin = academy.person("admin", "甲市县局", "unit_admin")
    inside = academy.person("inside", "甲市县局")
    elsewhere = academy.person("elsewhere", "乙市县局", managing="甲市县局")
    stranger = academy.person("stranger", "乙市县局")
    sent = academy.write(
        reminders.send,
        admin,
        academy.units["甲市县局"],
        [inside.id, elsewhere.id, stranger.id],
    )
    session = database.session()
    assert sent == 1
    assert [one.kind for one in notices.visible(session, inside, TODAY)] == ["reminder"]
    assert notices.visible(session, stranger, TODAY) == ()


@pytest.mark.clause("measures 16")
def test_a_units_notice_reaches_those_below_and_nobody_beside(academy: Academy) -> None:
    city = academy.person("city", "甲市", "city_admin")
    below = academy.person("below", "甲市县局")
    beside = academy.person("beside", "乙市县局")
    academy.write(notices.publish, city, academy.units["甲市"], "学习安排", "请于月底前完成。")
    session = database.session()
    (seen,) = notices.visible(session, below, TODAY)
    assert (seen.title, seen.unit, seen.read) == ("学习安排", "甲市", False)
    assert notices.visible(session, beside, TODAY) == ()
    academy.write(notices.read, below, seen.id)
    assert notices.visible(database.session(), below, TODAY)[0].read
    with pytest.raises(NotFound):
        academy.write(notices.read, beside, seen.id)


def test_a_notice_is_not_published_over_another_unit(academy: Academy) -> None:
    admin = academy.person("admin", "甲市县局", "unit_admin")
    with pytest.raises(NotFound):
        academy.write(notices.publish, admin, academy.units["甲市"], "标题", "正文")
