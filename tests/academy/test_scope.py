"""Who sees whom: the own subtree, on the day asked for, and nothing outside (Art. 9)."""

from __future__ import annotations

from datetime import date

import pytest

from academy.services import people, roles, rosters, units
from schemas.database import database
from schemas.refusals import Conflict, NotFound, NotPermitted
from tests.academy.conftest import DIVISION, SECTION, Academy

TODAY = date(2017, 3, 15)
PHASES = (
    {"grades": [DIVISION], "opens": "2017-01-12"},
    {"grades": [SECTION], "opens": None},
)


def names(branches) -> list[str]:
    return [branch.unit.name for top in branches for branch in top.walked()]


@pytest.mark.clause("measures 9")
def test_an_administrator_sees_the_own_unit_and_those_below(academy: Academy) -> None:
    province = academy.person("province", "省", "province_admin")
    city = academy.person("city", "甲市", "city_admin")
    office = academy.person("office", "甲市县局", "unit_admin")
    session = database.session()
    assert len(names(units.tree(session, province, TODAY))) == 7
    assert names(units.tree(session, city, TODAY)) == ["甲市", "甲市县", "甲市县局"]
    assert names(units.tree(session, office, TODAY)) == ["甲市县局"]


@pytest.mark.clause("measures 9")
@pytest.mark.parametrize("other", ["甲市县", "甲市", "省", "乙市县局", "乙市"])
def test_a_unit_outside_the_subtree_is_not_found(academy: Academy, other: str) -> None:
    office = academy.person("office", "甲市县局", "unit_admin")
    with pytest.raises(NotFound):
        units.unit_in_scope(database.session(), office, academy.units[other], TODAY)


def test_people_counts_and_search_stay_inside_the_scope(academy: Academy) -> None:
    office = academy.person("office", "甲市县局", "unit_admin")
    academy.person("inside", "甲市县局")
    outside = academy.person("outside", "乙市县局")
    session = database.session()
    found = people.listed(session, office, TODAY)
    assert {person.username for person in found.people} == {"office", "inside"}
    assert found.total == 2
    assert people.listed(session, office, TODAY, search="outside").total == 0
    with pytest.raises(NotFound):
        people.person(session, office, outside.id, TODAY)
    with pytest.raises(NotFound):
        people.listed(session, office, TODAY, unit_id=academy.units["省"])


def test_managing_unit_counts_results_and_both_units_may_read(academy: Academy) -> None:
    work = academy.person("worker", "甲市县局", "unit_admin")
    managing = academy.person("manager", "乙市县局", "unit_admin")
    academy.person("seconded", "甲市县局", managing="乙市县局")
    session = database.session()

    def members(principal, unit) -> set[str | None]:
        found = rosters.roster(session, principal, academy.units[unit], TODAY, PHASES)
        return {member.person.username for member in found.members}

    assert members(work, "甲市县局") == {"worker"}
    assert members(managing, "乙市县局") == {"manager", "seconded"}
    for principal in (work, managing):
        listed = people.listed(session, principal, TODAY, search="seconded")
        assert listed.total == 1


@pytest.mark.clause("measures 6")
def test_a_grade_that_is_not_admitted_is_in_no_denominator(academy: Academy) -> None:
    office = academy.person("office", "甲市县局", "unit_admin")
    academy.person("section", "甲市县局", grade=SECTION)
    found = rosters.roster(database.session(), office, academy.units["甲市县局"], TODAY, PHASES)
    assert len(found.members) == 2
    assert [person.username for person in found.denominator] == ["office"]


def test_each_person_of_a_roster_is_there_once(academy: Academy) -> None:
    province = academy.person("province", "省", "province_admin")
    for number in range(3):
        academy.person(f"nnn{number}", "甲市县局", managing="甲市")
    found = rosters.roster(database.session(), province, academy.units["省"], TODAY, PHASES)
    ids = [member.person.id for member in found.members]
    assert len(ids) == len(set(ids)) == 4


def test_a_moved_unit_belongs_to_its_old_parent_on_earlier_days(academy: Academy) -> None:
    province = academy.person("province", "省", "province_admin")
    first = academy.person("first", "甲市", "city_admin")
    second = academy.person("second", "乙市", "city_admin")
    moved_on = date(2017, 3, 15)
    academy.write(
        units.move, province, academy.units["甲市县局"], academy.units["乙市县"], moved_on
    )
    session = database.session()
    assert "甲市县局" in names(units.tree(session, first, date(2017, 3, 14)))
    assert "甲市县局" not in names(units.tree(session, first, moved_on))
    assert "甲市县局" in names(units.tree(session, second, moved_on))


def test_a_unit_is_not_moved_below_itself(academy: Academy) -> None:
    province = academy.person("province", "省", "province_admin")
    with pytest.raises(Conflict):
        academy.write(units.move, province, academy.units["甲市"], academy.units["甲市县"], TODAY)


def test_roles_are_given_downwards_only(academy: Academy) -> None:
    county = academy.person("county", "甲市县", "county_admin")
    person = academy.person("other", "甲市县局")
    inside, outside = academy.units["甲市县局"], academy.units["乙市县局"]
    academy.write(roles.grant, county, person.id, "unit_admin", inside)
    assert [held.role for held in roles.held(database.session(), person.id)] == [
        "learner",
        "unit_admin",
    ]
    with pytest.raises(NotPermitted):
        academy.write(roles.grant, county, person.id, "city_admin", inside)
    with pytest.raises(NotFound):
        academy.write(roles.grant, county, person.id, "unit_admin", outside)


def test_a_role_held_elsewhere_lends_no_power_here(academy: Academy) -> None:
    person = academy.person("other", "甲市县局")
    both = academy.person("county", "甲市县", "county_admin")
    academy.write(roles.grant, None, both.id, "city_admin", academy.units["乙市"])
    with pytest.raises(NotPermitted):
        academy.write(roles.grant, both, person.id, "county_admin", academy.units["甲市县"])


def test_nobody_holds_two_of_the_three_separated_roles(academy: Academy) -> None:
    security = academy.person("security", "省", "security_admin")
    other = academy.person("system", "省", "system_admin")
    with pytest.raises(Conflict):
        academy.write(roles.grant, security, other.id, "audit_admin", academy.units["省"])


def test_grants_end_and_end_the_sessions_with_them(academy: Academy) -> None:
    county = academy.person("county", "甲市县", "county_admin")
    academy.person("other", "甲市县局", "unit_admin")
    browser = academy.signed_in("other")
    academy.write(
        roles.end, county, academy.people["other"], "unit_admin", academy.units["甲市县局"]
    )
    assert browser.get("/sign-in").status_code == 200
