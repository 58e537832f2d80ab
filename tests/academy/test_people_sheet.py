"""Registering from a spreadsheet: every fault with its row and column, and all or nobody."""

from __future__ import annotations

import io
import json
import zipfile
from datetime import UTC, datetime
from importlib import resources

import pytest
from openpyxl import Workbook

from academy.demonstration.rule import put_into_force
from academy.rules.cells import neutral
from academy.rules.people_sheet import COLUMNS
from academy.services import people_sheets
from academy.services.hashing import hashing
from schemas.database import database
from schemas.refusals import Conflict, Malformed
from schemas.values import Principal
from tests.academy.conftest import DIVISION, PASSWORD, Academy

CATEGORY = "事业单位管理人员"


@pytest.fixture
def admin(academy: Academy) -> Principal:
    first, second = (academy.person(name, "省") for name in ("first", "second"))
    academy.write(put_into_force, first.id, second.id)
    return academy.person("admin", "甲市", "city_admin")


def sheet(*rows: dict[str, object], header: tuple[str, ...] = COLUMNS) -> bytes:
    book = Workbook()
    book.active.append(header)
    for row in rows:
        book.active.append([row.get(column) for column in header])
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()


def row(username: str, **other: object) -> dict[str, object]:
    return {
        "姓名": "张三",
        "用户名": username,
        "工作单位": "甲市县局",
        "职级": DIVISION,
        "人员类别": CATEGORY,
    } | other


def read(academy: Academy, admin: Principal, octets: bytes):
    return people_sheets.registrations(database.session(), admin, octets, academy.clock.now)


def faults(academy: Academy, admin: Principal, octets: bytes) -> list[str]:
    with pytest.raises(Malformed) as refusal:
        read(academy, admin, octets)
    return [str(found).partition(" (house")[0] for found in refusal.value.violations]


@pytest.mark.clause("house people-sheet")
def test_a_good_sheet_gives_registrations(academy: Academy, admin: Principal) -> None:
    found = read(
        academy,
        admin,
        sheet(row("zhangsan", 起始日期=datetime(2017, 3, 1, tzinfo=UTC).replace(tzinfo=None))),
    )
    assert [(one.username, one.since.isoformat()) for one in found] == [("zhangsan", "2017-03-01")]


@pytest.mark.clause("house people-sheet")
def test_every_fault_of_every_row_is_named_at_once(academy: Academy, admin: Principal) -> None:
    found = faults(
        academy,
        admin,
        sheet(
            row("zhangsan"),
            row("ZHANGSAN", 姓名=None),
            row("admin", 职级="厅级"),
            row("x", 起始日期="去年"),
            row("lisi", 工作单位="乙市县局", 管理单位="甲市县"),
        ),
    )
    assert found == [
        "第 3 行 姓名: 不能为空",
        "第 3 行 用户名: 与第 2 行重复",
        "第 4 行 用户名: “admin”已被使用",
        "第 4 行 职级: “厅级”不在现行办法的职级之列：处级及以上、科级及以下、其他人员",
        "第 5 行 用户名: 为 3 至 64 个小写字母、数字、点、横线或下划线",
        "第 5 行 起始日期: “去年”不是日期，写作 2026-01-31",
        "第 6 行 工作单位: “乙市县局”不是您管理范围内的单位",
    ]


def test_a_missing_and_a_strange_column_are_named(academy: Academy, admin: Principal) -> None:
    found = faults(academy, admin, sheet(header=("姓名", "用户名", "工作单位", "职级", "工资")))
    assert found == ["第 1 行 人员类别: 缺少这一列", "第 1 行 工资: 不认识这一列"]


def test_two_units_of_one_name_are_told_apart_by_the_one_above(
    academy: Academy, admin: Principal
) -> None:
    academy.unit("甲市二县", "county", "甲市")
    academy.units["旧"] = academy.units["甲市县局"]
    academy.unit("甲市县局", "unit", "甲市二县")
    assert len(faults(academy, admin, sheet(row("zhangsan")))) == 1
    (found,) = read(academy, admin, sheet(row("zhangsan", 工作单位="甲市县/甲市县局")))
    assert found.work_unit_id == academy.units["旧"]


def test_all_of_a_sheet_is_registered_or_nobody(academy: Academy, admin: Principal) -> None:
    given = read(academy, admin, sheet(row("zhangsan", 职务="科长"), row("lisi")))
    password = hashing().hashed(PASSWORD)
    with pytest.raises(Conflict):
        academy.write(
            people_sheets.register_all,
            admin,
            [(given[0], password), (given[1], password), (given[0], password)],
        )
    assert academy.browser().sign_in("zhangsan").status_code == 403
    academy.clock.forward(minutes=1)
    academy.write(people_sheets.register_all, admin, [(one, password) for one in given])
    assert academy.browser().sign_in("zhangsan").status_code == 303


@pytest.mark.parametrize(
    "octets", [b"", b"PK", b"<html></html>", b"\xd0\xcf\x11\xe0" + b"0" * 100], ids=repr
)
def test_what_is_no_sheet_is_refused(academy: Academy, admin: Principal, octets: bytes) -> None:
    with pytest.raises(Malformed):
        read(academy, admin, octets)


def test_a_bomb_and_a_doctype_are_refused(academy: Academy, admin: Principal) -> None:
    for name, content in (("xl/a.xml", b"0" * 30_000_000), ("xl/b.xml", b"<!DOCTYPE x []><x/>")):
        target = io.BytesIO()
        with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as parts:
            parts.writestr(name, content)
        with pytest.raises(Malformed):
            read(academy, admin, target.getvalue())


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@x", "\tx", "\rx"])
def test_no_cell_of_ours_is_a_formula(text: str) -> None:
    assert neutral(text) == f"'{text}"
    assert neutral("张三") == "张三"


def test_the_grades_of_the_sheet_are_those_of_the_rule() -> None:
    text = resources.files("credits").joinpath("documents", "cn-fj-cadre-online.json").read_text()
    assert CATEGORY in json.loads(text)["eligibility"]["person_categories"]
