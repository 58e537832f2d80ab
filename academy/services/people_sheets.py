"""Registering many people from a spreadsheet: all of them, or none and every fault named."""

from __future__ import annotations

import io
import zipfile
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from openpyxl import Workbook, load_workbook
from openpyxl.utils.exceptions import InvalidFileException
from sqlalchemy import select
from sqlalchemy.orm import Session

from academy.rules.calendar import shanghai_date
from academy.rules.cells import neutral
from academy.rules.people import Registration
from academy.rules.people_sheet import COLUMNS, MOST_ROWS, Known, Row, header_violations, read
from academy.rules.units import Unit
from academy.services import careers, people
from academy.services.principals import units_of
from academy.services.terms_of_people import terms
from academy.store import units
from academy.store.tables import AccountRow, UnitRow
from schemas.refusals import Malformed
from schemas.values import Principal, Violation
from schemas.write_door import UnitOfWork

MOST_OCTETS = 2 * 1024 * 1024
MOST_UNPACKED = 20 * 1024 * 1024
"""An .xlsx is a zip: what it unpacks to is bounded before anybody unpacks it."""


@dataclass(frozen=True, slots=True)
class Issued:
    """An account that the sheet opened, with the one-time password that is shown once."""

    name: str
    username: str
    password: str


def registrations(
    session: Session, principal: Principal, octets: bytes, now: datetime
) -> list[Registration]:
    """Return the people of the .xlsx in *octets*; raises Malformed with every fault of it."""
    header, rows = _sheet(octets)
    violations: Sequence[Violation] = header_violations(header)
    found: list[Registration] = []
    if not violations:
        found, violations = read(rows, _known(session, principal, now))
    if violations:
        raise Malformed(
            f"表中有 {len(violations)} 处需要更正，没有导入任何人。",
            code="sheet",
            violations=violations,
        )
    return found


def register_all(
    unit: UnitOfWork, principal: Principal, given: Sequence[tuple[Registration, str]]
) -> None:
    """Register everyone of *given* (with the hash of a one-time password), or nobody."""
    for registration, password_hash in given:
        person_id = people.register(unit, principal, registration, password_hash)
        if registration.position:
            organisation = unit.session.get_one(UnitRow, registration.work_unit_id).name
            careers.add_line(
                unit,
                principal,
                person_id,
                careers.Line(registration.since, None, organisation, registration.position),
            )


def template() -> bytes:
    """Return an empty sheet with the header row."""
    return _written([COLUMNS])


def issued_sheet(accounts: Sequence[Issued]) -> bytes:
    """Return the sheet by which the administrator hands out the one-time passwords."""
    rows = [(one.name, one.username, one.password) for one in accounts]
    return _written([("姓名", "用户名", "一次性密码（三天内有效）"), *rows])


def _written(rows: Sequence[Sequence[str]]) -> bytes:
    book = Workbook()
    for row in rows:
        book.active.append([neutral(cell) for cell in row])
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()


def _known(session: Session, principal: Principal, now: datetime) -> Known:
    on = shanghai_date(now)
    scope = units.among(session, units_of(principal, "people.import", on), on)
    known_terms = terms(session, now)
    return Known(
        units=_by_name(scope),
        usernames=set(session.scalars(select(AccountRow.username))),
        grades=known_terms.grades,
        categories=known_terms.categories,
        today=on,
    )


def _by_name(scope: Sequence[Unit]) -> dict[str, UUID]:
    """Name the units as a sheet may: ``上级/单位`` always, plain where there is only one."""
    names = {unit.id: unit.name for unit in scope}
    plain = Counter(names.values())
    found = {unit.name: unit.id for unit in scope if plain[unit.name] == 1}
    for unit in scope:
        if unit.parent_id in names:
            found[f"{names[unit.parent_id]}/{unit.name}"] = unit.id
    return found


def _sheet(octets: bytes) -> tuple[list[str], list[tuple[int, Row]]]:
    """Return the header and the rows that are not empty, each with its number in the sheet."""
    _refuse_dangerous(octets)
    try:
        book = load_workbook(io.BytesIO(octets), read_only=True, data_only=True)
        lines = book.active.iter_rows(max_row=MOST_ROWS + 50, max_col=50, values_only=True)
        cells = [[_text(cell) for cell in line] for line in lines]
    except (InvalidFileException, KeyError, ValueError, TypeError, AttributeError, SyntaxError):
        raise Malformed("这不是可以读取的 .xlsx 文件。", code="not-a-sheet") from None
    header = cells[0] if cells else []
    rows: list[tuple[int, Row]] = [
        (number, dict(zip(header, line, strict=False)))
        for number, line in enumerate(cells[1:], start=2)
        if any(line)
    ]
    return header, rows


def _refuse_dangerous(octets: bytes) -> None:
    if len(octets) > MOST_OCTETS:
        raise Malformed("文件太大（至多 2 MB）。", code="sheet-too-large")
    try:
        with zipfile.ZipFile(io.BytesIO(octets)) as parts:
            unpacked = 0
            for part in parts.infolist():
                with parts.open(part) as stream:
                    before = b""
                    while chunk := stream.read(64 * 1024):
                        unpacked += len(chunk)
                        chunk, before = before + chunk, chunk[-16:]
                        if unpacked > MOST_UNPACKED:
                            raise Malformed("文件解开后太大。", code="sheet-too-large")
                        if b"<!DOCTYPE" in chunk or b"<!ENTITY" in chunk:
                            raise Malformed("文件含有不允许的声明。", code="sheet-doctype")
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, EOFError, OSError):
        raise Malformed("这不是可以读取的 .xlsx 文件。", code="not-a-sheet") from None


def _text(cell: object) -> str:
    match cell:
        case None:
            return ""
        case datetime():
            return cell.date().isoformat()
        case date():
            return cell.isoformat()
        case float() if cell.is_integer():
            return str(int(cell))
        case _:
            return str(cell).strip()
