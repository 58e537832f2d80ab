"""The administrator's pages, driven as forms."""

from __future__ import annotations

import io
import re

import pytest
from openpyxl import load_workbook

from academy.demonstration.rule import put_into_force
from academy.services import roles
from schemas.database import database
from tests.academy.conftest import DIVISION, Academy, Browser
from tests.academy.test_people_sheet import row, sheet

CATEGORY = "事业单位管理人员"


@pytest.fixture
def desk(academy: Academy) -> Browser:
    """The browser of 甲市's administrator, under the rule of 2017."""
    first, second = (academy.person(name, "省") for name in ("first", "second"))
    academy.write(put_into_force, first.id, second.id)
    academy.person("chief", "甲市", "city_admin")
    browser = academy.signed_in("chief")
    browser.get("/people")
    return browser


def shown_password(page: str) -> str:
    found = re.search(r"<code>([^<]+)</code>", page)
    assert found
    return found.group(1)


def new_person(academy: Academy, **other: str) -> dict[str, str]:
    return {
        "name": "李四",
        "username": "lisi",
        "work_unit": str(academy.units["甲市县局"]),
        "grade": DIVISION,
        "category": CATEGORY,
        "managing_unit": "",
        "position": "",
        "since": "2017-03-01",
    } | other


def test_a_registered_person_signs_in_with_the_password_that_was_shown(
    academy: Academy, desk: Browser
) -> None:
    page = desk.post("/people", new_person(academy))
    assert page.status_code == 200
    assert page.headers["Cache-Control"] == "no-store"
    browser = academy.browser()
    assert browser.sign_in("lisi", shown_password(page.text)).status_code == 303
    assert browser.get("/sign-in").location == "/sign-in/password"


def test_a_strange_field_and_a_missing_one_are_refused(academy: Academy, desk: Browser) -> None:
    assert desk.post("/people", new_person(academy, role="city_admin")).status_code == 400
    assert desk.post("/people", new_person(academy, name=" ")).status_code == 400
    assert desk.post("/people", new_person(academy, work_unit="x")).status_code == 400


def test_nobody_is_registered_in_a_foreign_unit(academy: Academy, desk: Browser) -> None:
    foreign = str(academy.units["乙市县局"])
    assert desk.post("/people", new_person(academy, work_unit=foreign)).status_code == 404
    assert desk.post("/people", new_person(academy, managing_unit=foreign)).status_code == 404


def test_a_sheet_is_answered_by_the_one_time_passwords(academy: Academy, desk: Browser) -> None:
    upload = {"sheet": (io.BytesIO(sheet(row("zhangsan"), row("wangwu"))), "people.xlsx")}
    answer = desk.post("/people/sheet", upload)
    assert answer.status_code == 200
    issued = list(load_workbook(io.BytesIO(answer.data)).active.values)
    assert [line[1] for line in issued] == ["用户名", "zhangsan", "wangwu"]
    assert academy.browser().sign_in("wangwu", issued[2][2]).status_code == 303


def test_a_sheet_with_a_fault_names_it_and_registers_nobody(
    academy: Academy, desk: Browser
) -> None:
    upload = {"sheet": (io.BytesIO(sheet(row("zhangsan"), row("x"))), "people.xlsx")}
    answer = desk.post("/people/sheet", upload)
    assert answer.status_code == 400
    assert "第 3 行 用户名" in answer.text
    assert "zhangsan" not in desk.get("/people").text


def test_a_visitor_asks_and_the_administrator_accepts(academy: Academy, desk: Browser) -> None:
    visitor = academy.browser()
    assert "申请注册" in visitor.get("/register").text
    form = new_person(academy, unit=str(academy.units["甲市县局"]))
    for strange in ("work_unit", "managing_unit", "since"):
        del form[strange]
    assert "申请已提交" in visitor.post("/register", form).text
    waiting = desk.get("/people/registrations").text
    path = re.search(r'action="(/people/registrations/[^"]+)"', waiting).group(1)
    page = desk.post(path, {"decision": "accept"})
    assert academy.browser().sign_in("lisi", shown_password(page.text)).status_code == 303
    assert desk.post(path, {"decision": "accept"}).status_code == 409


def test_grade_unit_cv_and_role_change_from_the_persons_page(
    academy: Academy, desk: Browser
) -> None:
    person = academy.person("zhaoliu", "甲市县局")
    page = f"/people/{person.id}"
    unit = str(academy.units["甲市县"])
    for action, form in (
        ("facts", {"fact": "grade", "value": "科级及以下", "since": "2017-03-01"}),
        ("units", {"relation": "work", "unit": unit, "since": "2017-03-01"}),
        ("cv", {"began_on": "2010-07-01", "organisation": "甲市县局", "position": "科员"}),
        ("roles", {"role": "unit_admin", "unit": unit}),
    ):
        assert desk.post(f"{page}/{action}", form).location == page, action
    text = desk.get(page).text
    for words in ("科级及以下", "甲市县", "科员", "单位网络管理员"):
        assert words in text
    held = [(one.role, one.unit_name) for one in roles.held(database.session(), person.id)]
    assert ("unit_admin", "甲市县") in held


def test_a_unit_is_founded_from_the_page(academy: Academy, desk: Browser) -> None:
    parent = str(academy.units["甲市县"])
    form = {"name": "甲市县教育局", "level": "unit", "parent": parent}
    assert desk.post("/units", form).location == "/units"
    assert "甲市县教育局" in desk.get("/units").text
    form = form | {"parent": str(academy.units["乙市县"])}
    assert desk.post("/units", form).status_code == 404


def test_a_unit_is_moved_from_the_page(academy: Academy, desk: Browser) -> None:
    academy.unit("甲市二县", "county", "甲市")
    unit, parent = (str(academy.units[name]) for name in ("甲市县局", "甲市二县"))
    assert f'action="/units/{unit}/parent"' in desk.get(f"/units?move={unit}").text
    form = {"parent": parent, "since": "2017-03-01"}
    assert desk.post(f"/units/{unit}/parent", form).location == "/units"
    foreign = academy.units["乙市县局"]
    assert f"/units/{foreign}/parent" not in desk.get(f"/units?move={foreign}").text


def test_the_log_shows_who_did_what(academy: Academy, desk: Browser) -> None:
    academy.person("judge", "省", "audit_admin")
    desk.post("/people", new_person(academy))
    page = academy.signed_in("judge").get("/audit").text
    assert "person.registered" in page and "登记人员" in page
    assert "某chief" in page
    assert "链条完整" in page


def test_a_role_for_the_whole_academy_is_granted_at_the_top_only(academy: Academy) -> None:
    academy.person("guard", "省", "security_admin")
    person = academy.person("somebody", "甲市县局")
    browser = academy.signed_in("guard")
    browser.get("/people")
    form = {"role": "auditor", "unit": str(academy.units["甲市"])}
    assert browser.post(f"/people/{person.id}/roles", form).status_code == 400
    form["unit"] = str(academy.units["省"])
    assert browser.post(f"/people/{person.id}/roles", form).status_code == 303
