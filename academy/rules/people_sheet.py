"""A sheet of people to be registered: every row is checked, every fault is told at once."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from academy.rules.people import Registration
from academy.rules.usernames import canonical, well_formed
from schemas.clauses import clause
from schemas.values import Violation

COLUMNS = ("姓名", "用户名", "工作单位", "管理单位", "职级", "人员类别", "职务", "起始日期")
"""The header row. 管理单位 (default: 工作单位), 职务 and 起始日期 (default: today) may be empty."""

NEEDED = ("姓名", "用户名", "工作单位", "职级", "人员类别")
MOST_ROWS = 200
LONGEST_CELL = 100

_CLAUSE = clause("house people-sheet")

Row = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Known:
    """What the sheet is held against: units in scope by name, user names that are taken, and
    the grades and categories of the governing rule document; *today* is the default start."""

    units: Mapping[str, UUID]
    usernames: Collection[str]
    grades: Collection[str]
    categories: Collection[str]
    today: date


def header_violations(header: Sequence[str]) -> list[Violation]:
    """Return what is wrong with the header row: a needed column is missing, or one is strange."""
    found = [_at(1, column, "缺少这一列") for column in NEEDED if column not in header]
    found += [
        _at(1, column, "不认识这一列") for column in header if column and column not in COLUMNS
    ]
    return found


def read(
    rows: Sequence[tuple[int, Row]], known: Known
) -> tuple[list[Registration], list[Violation]]:
    """Return the registrations of *rows*, and every violation with its row and column.

    *rows* carry their number in the sheet, from 2 on. Registrations are complete only when
    there is no violation.
    """
    violations: list[Violation] = []
    registrations: list[Registration] = []
    if not rows:
        violations.append(_at(2, "姓名", "表中没有人员"))
    if len(rows) > MOST_ROWS:
        violations.append(_at(MOST_ROWS + 2, "姓名", f"每次至多导入 {MOST_ROWS} 人，请分批导入"))
    seen: dict[str, int] = {}
    for number, row in rows:
        faults = list(_faults(number, row, known, seen))
        violations.extend(faults)
        if not faults:
            registrations.append(_registration(row, known))
    return registrations, violations


def _faults(number: int, row: Row, known: Known, seen: dict[str, int]) -> Iterator[Violation]:
    for column in NEEDED:
        if not row.get(column, ""):
            yield _at(number, column, "不能为空")
    for column in COLUMNS:
        if len(row.get(column, "")) > LONGEST_CELL:
            yield _at(number, column, f"至多 {LONGEST_CELL} 字")
    yield from _name_faults(number, row, known, seen)
    for column in ("工作单位", "管理单位"):
        unit = row.get(column, "")
        if unit and unit not in known.units:
            yield _at(number, column, f"“{unit}”不是您管理范围内的单位")
    for column, values in (("职级", known.grades), ("人员类别", known.categories)):
        value = row.get(column, "")
        if value and value not in values:
            yield _at(number, column, f"“{value}”不在现行办法的{column}之列：{'、'.join(values)}")
    if row.get("起始日期", "") and _day(row["起始日期"]) is None:
        yield _at(number, "起始日期", f"“{row['起始日期']}”不是日期，写作 2026-01-31")


def _name_faults(number: int, row: Row, known: Known, seen: dict[str, int]) -> Iterator[Violation]:
    username = canonical(row.get("用户名", ""))
    if not username:
        return
    if not well_formed(username):
        yield _at(number, "用户名", "为 3 至 64 个小写字母、数字、点、横线或下划线")
    elif username in known.usernames:
        yield _at(number, "用户名", f"“{username}”已被使用")
    elif username in seen:
        yield _at(number, "用户名", f"与第 {seen[username]} 行重复")
    seen.setdefault(username, number)


def _registration(row: Row, known: Known) -> Registration:
    managing = row.get("管理单位", "")
    return Registration(
        name=row["姓名"],
        username=canonical(row["用户名"]),
        work_unit_id=known.units[row["工作单位"]],
        grade=row["职级"],
        category=row["人员类别"],
        since=_day(row.get("起始日期", "")) or known.today,
        managing_unit_id=known.units[managing] if managing else None,
        position=row.get("职务", ""),
    )


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text.replace("/", "-").replace(".", "-"))
    except ValueError:
        return None


def _at(row: int, column: str, message: str) -> Violation:
    return Violation(_CLAUSE, f"第 {row} 行 {column}", message)
