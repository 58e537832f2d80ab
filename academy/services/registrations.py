"""Registration: asked for by a person, decided on by the unit's administrator (Art. 10)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID, uuid4

from sqlalchemy import select
from sqlalchemy.orm import Session

from academy.rules.calendar import shanghai_date
from academy.rules.people import Registration
from academy.rules.usernames import canonical, well_formed
from academy.services import careers, people
from academy.services.principals import units_of
from academy.store import audit
from academy.store.tables import RegistrationRow, UnitRow
from schemas.refusals import Conflict, Malformed, NotFound
from schemas.values import Principal
from schemas.write_door import UnitOfWork

LONGEST = 100
MOST_WAITING = 1000
"""Of one unit, so that nobody can fill the desk of a tired administrator for ever."""


@dataclass(frozen=True, slots=True)
class Application:
    """A request to be registered as it waits for its decision."""

    id: UUID
    name: str
    username: str
    unit_id: UUID
    unit: str
    grade: str
    category: str
    position: str
    asked_at: datetime


def ask(unit: UnitOfWork, given: Registration) -> UUID:
    """Leave a request to be registered at a unit; nobody gets in by it alone.

    Raises Malformed with the first thing that is missing, NotFound for an unknown unit.
    """
    texts = (given.name, given.grade, given.category)
    if any(not text.strip() or len(text) > LONGEST for text in (*texts, given.position or "-")):
        raise Malformed("姓名、职级、人员类别都要填写，每项至多 100 字。", code="registration")
    username = canonical(given.username)
    if not well_formed(username):
        raise Malformed("用户名为 3 至 64 个小写字母、数字、点、横线或下划线。", code="username")
    if unit.session.get(UnitRow, given.work_unit_id) is None:
        raise NotFound("没有这个单位。", code="unit")
    waiting_there = unit.session.scalars(
        select(RegistrationRow.id)
        .where(RegistrationRow.unit_id == given.work_unit_id, RegistrationRow.state == "waiting")
        .limit(MOST_WAITING)
    ).all()
    if len(waiting_there) >= MOST_WAITING:
        raise Conflict("该单位待审核的注册过多，请直接联系单位网络管理员。", code="desk-full")
    row = RegistrationRow(
        id=uuid4(),
        name=given.name.strip(),
        username=username,
        unit_id=given.work_unit_id,
        grade=given.grade.strip(),
        category=given.category.strip(),
        position=given.position.strip(),
        asked_at=unit.now,
    )
    unit.session.add(row)
    unit.session.flush()
    return row.id


def waiting(session: Session, principal: Principal, on: date) -> tuple[Application, ...]:
    """Return the requests that wait for *principal*, the oldest first."""
    rows = session.execute(
        select(RegistrationRow, UnitRow.name)
        .join(UnitRow, UnitRow.id == RegistrationRow.unit_id)
        .where(
            RegistrationRow.state == "waiting",
            RegistrationRow.unit_id.in_(units_of(principal, "people.review", on)),
        )
        .order_by(RegistrationRow.asked_at, RegistrationRow.id)
    )
    return tuple(
        Application(
            row.id,
            row.name,
            row.username,
            row.unit_id,
            unit,
            row.grade,
            row.category,
            row.position,
            row.asked_at,
        )
        for row, unit in rows
    )


def accept(
    unit: UnitOfWork, principal: Principal, registration_id: UUID, password_hash: str
) -> UUID:
    """Register the person with a one-time password; return the person's id.

    Raises NotFound outside the scope, Conflict for a request that was decided on and for a
    user name that is taken.
    """
    row = _undecided(unit, principal, registration_id)
    on = shanghai_date(unit.now)
    given = Registration(
        row.name, row.username, row.unit_id, row.grade, row.category, on, position=row.position
    )
    person_id = people.register(unit, principal, given, password_hash)
    if row.position:
        organisation = unit.session.get_one(UnitRow, row.unit_id).name
        careers.add_line(
            unit, principal, person_id, careers.Line(on, None, organisation, row.position)
        )
    _decide(unit, principal, row, "accepted", "")
    row.person_id = person_id
    return person_id


def refuse(unit: UnitOfWork, principal: Principal, registration_id: UUID, remarks: str) -> None:
    """Refuse the request; *remarks* say why and must not be empty."""
    if not remarks.strip():
        raise Malformed("请写明不予注册的理由。", code="remarks-missing")
    _decide(
        unit, principal, _undecided(unit, principal, registration_id), "refused", remarks.strip()
    )


def _undecided(unit: UnitOfWork, principal: Principal, registration_id: UUID) -> RegistrationRow:
    on = shanghai_date(unit.now)
    row = unit.session.scalar(
        select(RegistrationRow)
        .where(
            RegistrationRow.id == registration_id,
            RegistrationRow.unit_id.in_(units_of(principal, "people.review", on)),
        )
        .with_for_update()
    )
    if row is None:
        raise NotFound("没有这条注册申请，或不在您的管理范围内。", code="registration")
    if row.state != "waiting":
        raise Conflict("这条注册申请已经处理过了。", code="registration-decided")
    return row


def _decide(
    unit: UnitOfWork, principal: Principal, row: RegistrationRow, state: str, remarks: str
) -> None:
    row.state, row.remarks = state, remarks
    row.decided_at, row.decided_by = unit.now, principal.id
    audit.append(
        unit,
        f"registration.{state}",
        actor=principal.id,
        unit_id=row.unit_id,
        subject=row.id,
        detail={"remarks": remarks},
    )
