"""What changes about a person over the years: units, grade, category, and the CV (Art. 10)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session, aliased

from academy.rules.calendar import shanghai_date
from academy.rules.people import CvLine
from academy.services.principals import refuse_outside, refuse_stranger
from academy.store import accounts, audit, people
from academy.store.tables import CvRow, FactRow
from schemas.refusals import Conflict, Malformed, NotFound
from schemas.values import Principal
from schemas.write_door import UnitOfWork

RELATIONS = ("work", "managing")
FACTS = ("grade", "category")


@dataclass(frozen=True, slots=True)
class Line:
    """What a line of a CV says; *ended_on* is None for the present position."""

    began_on: date
    ended_on: date | None
    organisation: str
    position: str


@dataclass(frozen=True, slots=True)
class Fact:
    """A grade or category and the days on which it held."""

    fact: str
    value: str
    valid_from: date
    valid_to: date | None


def transfer(
    unit: UnitOfWork,
    principal: Principal,
    person_id: UUID,
    unit_id: UUID,
    relation: str,
    since: date,
) -> None:
    """Let *unit_id* be the person's work or managing unit from *since*; the old one stays on
    record. Person and new unit must be in scope, else NotFound."""
    if relation not in RELATIONS:
        raise Malformed("只能调整工作单位或管理单位。", code="relation")
    on = shanghai_date(unit.now)
    refuse_stranger(unit.session, principal, "people.edit", person_id, on)
    refuse_outside(unit.session, principal, "people.edit", unit_id, on)
    people.affiliate(unit.session, person_id, unit_id, relation, since, principal.id, unit.now)
    audit.append(
        unit,
        "person.transferred",
        actor=principal.id,
        unit_id=unit_id,
        subject=person_id,
        detail={"relation": relation, "since": since.isoformat()},
    )


def state(
    unit: UnitOfWork, principal: Principal, person_id: UUID, fact: str, value: str, since: date
) -> None:
    """Let the person's grade or category be *value* from *since*."""
    if fact not in FACTS or not value.strip():
        raise Malformed("职级或人员类别不能为空。", code="fact")
    on = shanghai_date(unit.now)
    refuse_stranger(unit.session, principal, "people.edit", person_id, on)
    people.state(unit.session, person_id, fact, value.strip(), since, principal.id, unit.now)
    audit.append(
        unit,
        f"person.{fact}",
        actor=principal.id,
        subject=person_id,
        detail={"value": value.strip(), "since": since.isoformat()},
    )


def leave(unit: UnitOfWork, principal: Principal, person_id: UUID) -> None:
    """Close the person's account: no sign-in, no denominator; all records stay."""
    on = shanghai_date(unit.now)
    row = refuse_stranger(unit.session, principal, "people.edit", person_id, on)
    row.left_at = unit.now
    accounts.close(unit.session, person_id, unit.now)
    accounts.end_sessions(unit.session, person_id, "left", unit.now)
    audit.append(unit, "person.left", actor=principal.id, subject=person_id)


def add_line(unit: UnitOfWork, principal: Principal, person_id: UUID, line: Line) -> int:
    """Add a line to the CV and return its number."""
    _refuse_malformed(line)
    refuse_stranger(unit.session, principal, "people.edit", person_id, shanghai_date(unit.now))
    return _kept(unit, principal, person_id, line, None)


def correct_line(
    unit: UnitOfWork, principal: Principal, person_id: UUID, line_id: int, line: Line | None
) -> int:
    """Put *line* in place of an earlier one, or withdraw that (None); the old stays on record."""
    refuse_stranger(unit.session, principal, "people.edit", person_id, shanghai_date(unit.now))
    old = unit.session.get(CvRow, line_id)
    if old is None or old.person_id != person_id or old.withdrawn:
        raise NotFound("没有这条履历。", code="cv-line")
    if unit.session.scalar(select(CvRow.id).where(CvRow.replaces_id == line_id)) is not None:
        raise Conflict("这条履历已被更正过，请更正最新的一条。", code="cv-corrected")
    if line is None:
        withdrawn = Line(old.began_on, old.ended_on, old.organisation, old.position)
        return _kept(unit, principal, person_id, withdrawn, line_id, withdrawn=True)
    _refuse_malformed(line)
    return _kept(unit, principal, person_id, line, line_id)


def curriculum(session: Session, person_id: UUID) -> tuple[CvLine, ...]:
    """Return the CV as it stands, the newest position first; call only for whom one may read."""
    later = aliased(CvRow)
    rows = session.scalars(
        select(CvRow)
        .outerjoin(later, later.replaces_id == CvRow.id)
        .where(CvRow.person_id == person_id, later.id.is_(None), ~CvRow.withdrawn)
        .order_by(CvRow.began_on.desc(), CvRow.id.desc())
    )
    return tuple(_line(row) for row in rows)


def corrections(session: Session, person_id: UUID) -> tuple[CvLine, ...]:
    """Return the lines that were corrected or withdrawn since, the newest first."""
    later = aliased(CvRow)
    rows = session.scalars(
        select(CvRow)
        .join(later, later.replaces_id == CvRow.id)
        .where(CvRow.person_id == person_id)
        .order_by(CvRow.id.desc())
    )
    return tuple(_line(row) for row in rows)


def facts(session: Session, person_id: UUID) -> tuple[Fact, ...]:
    """Return every grade and category the person had, the newest first."""
    rows = session.scalars(
        select(FactRow)
        .where(FactRow.person_id == person_id)
        .order_by(FactRow.valid_from.desc(), FactRow.id.desc())
    )
    return tuple(Fact(row.fact, row.value, row.valid_from, row.valid_to) for row in rows)


def _kept(
    unit: UnitOfWork,
    principal: Principal,
    person_id: UUID,
    line: Line,
    replaces_id: int | None,
    *,
    withdrawn: bool = False,
) -> int:
    row = CvRow(
        person_id=person_id,
        began_on=line.began_on,
        ended_on=line.ended_on,
        organisation=line.organisation.strip(),
        position=line.position.strip(),
        withdrawn=withdrawn,
        replaces_id=replaces_id,
        recorded_at=unit.now,
        recorded_by=principal.id,
    )
    unit.session.add(row)
    unit.session.flush()
    audit.append(unit, "person.cv", actor=principal.id, subject=person_id, detail={"line": row.id})
    return row.id


def _refuse_malformed(line: Line) -> None:
    if not line.organisation.strip() or not line.position.strip():
        raise Malformed("履历需要单位和职务。", code="cv-line")
    if line.ended_on is not None and line.ended_on < line.began_on:
        raise Malformed("履历的结束日期早于开始日期。", code="cv-dates")


def _line(row: CvRow) -> CvLine:
    return CvLine(
        row.id, row.began_on, row.ended_on, row.organisation, row.position, row.recorded_by
    )
