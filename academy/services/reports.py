"""Boards for administrators: who will not finish, and which units need help.

Scope is in the query: who is outside it is neither listed nor counted. Denominators hold the
admitted grades only (Measures, Art. 6), each person once, at the managing unit.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from academy.rules.calendar import shanghai_date
from academy.rules.people import Person
from academy.rules.units import Branch, Unit
from academy.services import units
from academy.services.rosters import Roster, roster
from credits.rules.standing import Forecast, Standing, Window
from credits.services import rule_documents
from credits.services import standing as standings
from schemas.refusals import NotFound
from schemas.values import Principal

ON_PACE, BEHIND, NOT_STARTED, DONE = "on_pace", "behind", "not_started", "done"
STATES = (DONE, ON_PACE, BEHIND, NOT_STARTED)
BINS = 10
"""Columns of the distribution below 100 %."""


@dataclass(frozen=True, slots=True)
class Figure:
    """Done of target, in milli-credits."""

    done: int
    target: int


@dataclass(frozen=True, slots=True)
class PersonLine:
    """How one person stands; *short_milli* is what the present pace leaves undone."""

    id: UUID
    name: str
    unit: str
    grade: str
    state: str
    parts: Mapping[str, Figure]
    owed_milli: int
    short_milli: int | None
    share: int


@dataclass(frozen=True, slots=True)
class Bin:
    """People whose lesser part is *low* to *low* + 10 percent done; *height* in percent."""

    low: int
    count: int
    height: int
    expected: bool
    behind: bool

    @property
    def done(self) -> bool:
        return self.low == 100

    @property
    def label(self) -> str:
        return f"{self.low}%"


@dataclass(frozen=True, slots=True)
class Choice:
    """A unit that may be looked at, and how deep it stands."""

    id: UUID
    name: str
    depth: int


@dataclass(frozen=True, slots=True)
class UnitBoard:
    """What a unit's administrator looks at, as of a day."""

    unit: Unit
    above: tuple[Unit, ...]
    units: tuple[Choice, ...]
    as_of: date
    period: str
    days_left: int
    counts: Mapping[str, int]
    bins: tuple[Bin, ...]
    behind: tuple[PersonLine, ...]
    others: tuple[PersonLine, ...]
    not_admitted: int
    total: int
    leaf: bool


@dataclass(frozen=True, slots=True)
class Share:
    """A part of a unit's bar: *kind* takes *width* percent from *x* on."""

    kind: str
    x: float
    width: float


@dataclass(frozen=True, slots=True)
class UnitLine:
    """How a unit and everything below it stands."""

    id: UUID
    name: str
    depth: int
    counts: Mapping[str, int]
    leaf: bool

    @property
    def total(self) -> int:
        return sum(self.counts.values())

    @property
    def shares(self) -> tuple[Share, ...]:
        shares, x = [], 0.0
        for kind in STATES:
            width = 100 * self.counts[kind] / self.total if self.total else 0.0
            shares.append(Share(kind, round(x, 2), round(width, 2)))
            x += width
        return tuple(shares)


@dataclass(frozen=True, slots=True)
class ProvinceBoard:
    """A unit, and each unit directly below it with all that stands under it."""

    scope: str
    above: tuple[Unit, ...]
    as_of: date
    period: str
    rows: tuple[UnitLine, ...]
    counts: Mapping[str, int]
    total: int


def unit_board(
    session: Session, principal: Principal, unit_id: UUID | None, now: datetime
) -> UnitBoard:
    """Return the board of *unit_id*, or of the first unit in scope.

    Raises NotFound outside the principal's scope.
    """
    on = shanghai_date(now)
    trees = units.tree(session, principal, on, "board.unit")
    choices = tuple(
        Choice(branch.unit.id, branch.unit.name, branch.depth) for branch in _walked(trees)
    )
    wanted = unit_id or (choices[0].id if choices else None)
    if wanted is None:
        raise NotFound("您的管理范围内还没有单位。", code="unit")
    found = roster(session, principal, wanted, on, _phases(session, now))
    known = _known(session, found, now)
    lines = [_line(person, known[person.id]) for person in found.denominator]
    any_one = next(iter(known.values()), None)
    counts = _counted(line.state for line in lines)
    return UnitBoard(
        unit=found.unit,
        above=_above(session, trees, wanted, on),
        units=choices,
        as_of=on,
        period=_period(any_one, on),
        days_left=0 if any_one is None else any_one.days_left,
        counts=counts,
        bins=_bins(lines, 0 if any_one is None else _passed(any_one.window, any_one.as_of)),
        behind=tuple(
            sorted(
                (line for line in lines if line.state in (BEHIND, NOT_STARTED)),
                key=lambda line: (-line.owed_milli, line.name),
            )
        ),
        others=tuple(
            sorted(
                (line for line in lines if line.state in (DONE, ON_PACE)),
                key=lambda line: (line.state == DONE, line.name),
            )
        ),
        not_admitted=len(found.members) - len(found.denominator),
        total=len(lines),
        leaf=not _branch(trees, wanted).branches,
    )


def province_board(
    session: Session, principal: Principal, unit_id: UUID | None, now: datetime
) -> ProvinceBoard:
    """Return how *unit_id* (default: the widest in scope) and the units right below it stand."""
    on = shanghai_date(now)
    trees = units.tree(session, principal, on, "board.province")
    branch = _branch(trees, unit_id)
    found = roster(session, principal, branch.unit.id, on, _phases(session, now), "board.province")
    known = _known(session, found, now)
    state = {person.id: _state(known[person.id]) for person in found.denominator}
    at_unit: dict[UUID | None, list[str]] = {}
    for person in found.denominator:
        at_unit.setdefault(person.managing_unit_id, []).append(state[person.id])
    rows = tuple(
        UnitLine(
            id=part.unit.id,
            name=part.unit.name,
            depth=part.depth - branch.depth,
            counts=_counted(
                one
                for below in ([part] if part is branch else part.walked())
                for one in at_unit.get(below.unit.id, ())
            ),
            leaf=not part.branches,
        )
        for part in (branch, *branch.branches)
        if part is not branch or branch.unit.id in at_unit or not branch.branches
    )
    counts = _counted(state.values())
    return ProvinceBoard(
        scope=branch.unit.name,
        above=_above(session, trees, branch.unit.id, on),
        as_of=on,
        period=_period(next(iter(known.values()), None), on),
        rows=rows,
        counts=counts,
        total=len(state),
    )


def _walked(trees: Iterable[Branch]) -> Iterable[Branch]:
    for tree in trees:
        yield from tree.walked()


def _branch(trees: Sequence[Branch], unit_id: UUID | None) -> Branch:
    for branch in _walked(trees):
        if unit_id is None or branch.unit.id == unit_id:
            return branch
    raise NotFound("没有这个单位，或它不在您的管理范围内。", code="unit")


def _above(session: Session, trees: Sequence[Branch], unit_id: UUID, on: date) -> tuple[Unit, ...]:
    """Return the units above *unit_id* that are in scope themselves."""
    known = {branch.unit.id for branch in _walked(trees)}
    path = units.path(session, unit_id, on)
    return tuple(unit for unit in path if unit.id in known and unit.id != unit_id)


def _phases(session: Session, now: datetime) -> Sequence[Mapping[str, Any]]:
    """Return the phases of admission; nobody is admitted before a rule document governs."""
    try:
        rules = rule_documents.in_force(session, now)
    except NotFound:
        return ()
    phases: Sequence[Mapping[str, Any]] = rules.document["eligibility"]["phases"]
    return phases


def _known(session: Session, found: Roster, now: datetime) -> dict[UUID, Standing]:
    if not found.denominator:
        return {}
    return standings.standings(session, [person.id for person in found.denominator], now)


def _period(standing: Standing | None, on: date) -> str:
    return str(on.year) if standing is None else standing.window.name


def _state(known: Standing) -> str:
    return {
        Forecast.DONE: DONE,
        Forecast.ON_PACE: ON_PACE,
        Forecast.NOT_STARTED: NOT_STARTED,
    }.get(known.forecast, BEHIND)


def _line(person: Person, known: Standing) -> PersonLine:
    state = _state(known)
    shares = [
        100 * min(part.done_milli, part.target_milli) // part.target_milli
        for part in known.parts
        if part.target_milli
    ]
    return PersonLine(
        id=person.id,
        name=person.name,
        unit=person.managing_unit or "",
        grade=person.grade or "",
        state=state,
        parts={part.category: Figure(part.done_milli, part.target_milli) for part in known.parts},
        owed_milli=known.owed_milli,
        short_milli=None
        if state == NOT_STARTED
        else max(0, known.target_milli - known.projected_milli),
        share=min(shares, default=100),
    )


def _counted(states: Iterable[str]) -> dict[str, int]:
    counts = dict.fromkeys(STATES, 0)
    for state in states:
        counts[state] += 1
    return counts


def _passed(window: Window, at: int) -> int:
    """Return how many percent of the learning window have passed at *at* (Unix ms)."""
    length = window.closes_at - window.opens_at
    return 100 * (min(max(at, window.opens_at), window.closes_at) - window.opens_at) // length


def _bins(lines: Sequence[PersonLine], expected: int) -> tuple[Bin, ...]:
    counts = [0] * (BINS + 1)
    for line in lines:
        counts[line.share * BINS // 100] += 1
    most = max(counts, default=0) or 1
    now_in = min(expected * BINS // 100, BINS - 1)
    return tuple(
        Bin(
            low=number * 100 // BINS,
            count=count,
            height=100 * count // most,
            expected=number == now_in,
            behind=number < now_in,
        )
        for number, count in enumerate(counts)
    )
