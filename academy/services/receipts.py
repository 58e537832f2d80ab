"""The time receipt as a page draws it: days, a bar for each session, and the holes to fill."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from sqlalchemy.orm import Session

from academy.rules.calendar import SCHOOL_TIME
from academy.services.study import unit_titles
from content_packages.services import courses
from credits.rules.receipt import Receipt as Drawn
from credits.rules.receipt import SessionReceipt, Stretch, UnitReceipt
from credits.services import ledger, seat_time
from schemas.refusals import NotFound
from schemas.tables import moment

DAYS_SHOWN = 14
"""Days with study on one page."""

JOINED_MS = 2_000
"""Holes with one reason and at most this much between them are one hole to a reader."""

REST_MS = 90 * 60_000
"""A longer rest begins a new axis, so that the bars of short sessions stay readable."""

SHORTEST_HOLE_MS = 1_000
"""Shorter ones are in the sums, not in the list."""

COUNTED, REVIEW, LOST = "counted", "review", "lost"


@dataclass(frozen=True, slots=True)
class Tick:
    """A mark on a day's axis, *at* percent of its length."""

    at: float
    words: str


@dataclass(frozen=True, slots=True)
class Piece:
    """A part of a bar: from *x* percent of the day's axis, *width* percent long."""

    kind: str
    x: float
    width: float
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Hole:
    """A stretch that was not counted, and what of the medium is still to be seen.

    *media_from* is None where the unit has no timeline. *open* is False when the unit needs
    none of it any more: it is complete, or the stretch was seen again.
    """

    reason: str
    started: datetime
    ended: datetime
    ms: int
    media_from: int | None
    media_to: int | None
    open: bool


@dataclass(frozen=True, slots=True)
class Row:
    """One session on one day."""

    family_id: UUID
    version_id: UUID
    unit: str
    course_title: str
    unit_title: str
    started: datetime
    ended: datetime
    counted_ms: int
    lost_ms: int
    review_ms: int
    pieces: tuple[Piece, ...]
    holes: tuple[Hole, ...]


@dataclass(frozen=True, slots=True)
class Sitting:
    """Sessions of a day with no long rest between them, on one axis."""

    ticks: tuple[Tick, ...]
    rows: tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class DayReceipt:
    """One local day and its sittings."""

    date: date
    counted_ms: int
    lost_ms: int
    sittings: tuple[Sitting, ...]


@dataclass(frozen=True, slots=True)
class ReceiptPage:
    """The receipt of everything, or of one course; the newest day first.

    *older* is the day before which the next page begins, None on the last page.
    """

    course_title: str
    counted_ms: int
    lost_ms: int
    review_ms: int
    credit_milli: int
    by_reason: tuple[tuple[str, int], ...]
    days: tuple[DayReceipt, ...]
    older: date | None


def receipt_page(
    session: Session,
    learner: UUID,
    now: datetime,
    *,
    version_id: UUID | None = None,
    before: date | None = None,
) -> ReceiptPage:
    """Return where the minutes of *learner* went; those of one course version where asked for."""
    try:
        found = seat_time.receipt(session, learner, now)
    except NotFound:
        found = Drawn(sessions=(), units={}, by_day={}, not_counted={})
    kept = [row for row in found.sessions if version_id in (None, _version(row.unit))]
    names = _names(session, {_version(row.unit) for row in kept})
    by_day: dict[date, list[SessionReceipt]] = {}
    for row in kept:
        by_day.setdefault(date.fromisoformat(row.day), []).append(row)
    days = sorted((day for day in by_day if before is None or day < before), reverse=True)
    shown, rest = days[:DAYS_SHOWN], days[DAYS_SHOWN:]
    reasons = _reasons(kept)
    family = names[version_id].family_id if version_id in names else None
    return ReceiptPage(
        course_title=names[version_id].title if version_id in names else "",
        counted_ms=sum(row.total("COUNTED") for row in kept),
        lost_ms=sum(reasons.values()),
        review_ms=sum(row.total("REVIEW") for row in kept),
        credit_milli=sum(
            entry.milli
            for entry in ledger.entries(session, learner)
            if version_id is None or entry.family_id == family
        ),
        by_reason=tuple(sorted(reasons.items(), key=lambda pair: -pair[1])),
        days=tuple(_day(day, by_day[day], names, found.units) for day in shown),
        older=shown[-1] if rest else None,
    )


@dataclass(frozen=True, slots=True)
class _Named:
    family_id: UUID
    title: str
    units: Mapping[str, str]


def _names(session: Session, versions: Iterable[UUID]) -> dict[UUID | None, _Named]:
    names: dict[UUID | None, _Named] = {}
    for version_id in versions:
        version = courses.version(session, version_id)
        names[version_id] = _Named(version.family_id, version.title, unit_titles(version))
    return names


def _version(unit: str) -> UUID:
    return UUID(unit.partition("/")[0])


def _reasons(rows: Iterable[SessionReceipt]) -> dict[str, int]:
    sums: dict[str, int] = {}
    for row in rows:
        for stretch in row.stretches:
            if _kind(stretch) == LOST:
                sums[stretch.outcome] = sums.get(stretch.outcome, 0) + stretch.ms
    return sums


def _kind(stretch: Stretch) -> str:
    return {"COUNTED": COUNTED, "REVIEW": REVIEW}.get(stretch.outcome, LOST)


def _day(
    day: date,
    sessions: Sequence[SessionReceipt],
    names: Mapping[UUID | None, _Named],
    units: Mapping[str, UnitReceipt],
) -> DayReceipt:
    sittings = []
    for sitting in _sittings(sessions):
        axis = Axis.around(moment(sitting[0].from_at), moment(max(row.to_at for row in sitting)))
        rows = [_row(row, names[_version(row.unit)], units.get(row.unit), axis) for row in sitting]
        sittings.append(Sitting(axis.ticks(), tuple(rows)))
    rows = [row for sitting in sittings for row in sitting.rows]
    return DayReceipt(
        date=day,
        counted_ms=sum(row.counted_ms for row in rows),
        lost_ms=sum(row.lost_ms for row in rows),
        sittings=tuple(sittings),
    )


def _sittings(sessions: Sequence[SessionReceipt]) -> list[list[SessionReceipt]]:
    found: list[list[SessionReceipt]] = []
    end = 0
    for row in sorted(sessions, key=lambda row: (row.from_at, row.session)):
        if not found or row.from_at - end > REST_MS:
            found.append([])
        found[-1].append(row)
        end = max(end, row.to_at)
    return found


def _row(row: SessionReceipt, named: _Named, unit: UnitReceipt | None, axis: Axis) -> Row:
    identifier = row.unit.partition("/")[2]
    counted, review = row.total("COUNTED"), row.total("REVIEW")
    return Row(
        family_id=named.family_id,
        version_id=_version(row.unit),
        unit=identifier,
        course_title=named.title,
        unit_title=named.units.get(identifier, ""),
        started=moment(row.from_at),
        ended=moment(row.to_at),
        counted_ms=counted,
        lost_ms=row.total() - counted - review,
        review_ms=review,
        pieces=tuple(
            Piece(
                _kind(stretch),
                axis.percent(moment(stretch.from_at)),
                axis.width(stretch.ms),
                stretch.outcome,
            )
            for stretch in row.stretches
        ),
        holes=tuple(_holes(row.stretches, unit)),
    )


def _holes(stretches: Sequence[Stretch], unit: UnitReceipt | None) -> list[Hole]:
    """Return the uncounted stretches, neighbours of one reason joined."""
    joined: list[list[Stretch]] = []
    for stretch in stretches:
        if _kind(stretch) != LOST:
            continue
        last = joined[-1][-1] if joined else None
        if (
            last is not None
            and last.outcome == stretch.outcome
            and 0 <= stretch.from_at - last.to_at <= JOINED_MS
        ):
            joined[-1].append(stretch)
        else:
            joined.append([stretch])
    holes = [_hole(parts, unit) for parts in joined]
    return [hole for hole in holes if hole.ms >= SHORTEST_HOLE_MS]


def _hole(parts: Sequence[Stretch], unit: UnitReceipt | None) -> Hole:
    starts = [part.media_from for part in parts if part.media_from is not None]
    ends = [part.media_to for part in parts if part.media_to is not None]
    low, high = (min(starts), max(ends)) if starts and ends else (None, None)
    return Hole(
        reason=parts[0].outcome,
        started=moment(parts[0].from_at),
        ended=moment(parts[-1].to_at),
        ms=sum(part.ms for part in parts),
        media_from=low,
        media_to=high,
        open=_still_open(low, high, unit),
    )


def _still_open(low: int | None, high: int | None, unit: UnitReceipt | None) -> bool:
    if unit is None:
        return True
    if unit.missing_ms == 0:
        return False
    if low is None or high is None:
        return True
    return any(hole.media_from < high and low < hole.media_to for hole in unit.holes)


@dataclass(frozen=True, slots=True)
class Axis:
    """The stretch of a day that its bars are drawn on, from one round time to another."""

    start: datetime
    end: datetime
    step: timedelta

    @classmethod
    def around(cls, first: datetime, last: datetime) -> Axis:
        """Return the axis that holds *first* to *last* with four to twelve round marks."""
        start, end = first.astimezone(SCHOOL_TIME), last.astimezone(SCHOOL_TIME)
        for minutes in (5, 10, 15, 30, 60, 120, 180):
            step = timedelta(minutes=minutes)
            low = _floor(start, step)
            high = max(_floor(end + step - timedelta(milliseconds=1), step), low + 4 * step)
            if (high - low) / step <= 8:
                break
        return cls(low, high, step)

    def percent(self, at: datetime) -> float:
        """Return where *at* lies, in percent of the axis."""
        return round(100 * ((at - self.start) / (self.end - self.start)), 3)

    def width(self, ms: int) -> float:
        """Return how much of the axis *ms* takes, in percent."""
        return round(100 * (timedelta(milliseconds=ms) / (self.end - self.start)), 3)

    def ticks(self) -> tuple[Tick, ...]:
        """Return a mark at every step, both ends included."""
        count = int((self.end - self.start) / self.step)
        return tuple(
            Tick(self.percent(at), f"{at:%H:%M}")
            for at in (self.start + number * self.step for number in range(count + 1))
        )


def _floor(at: datetime, step: timedelta) -> datetime:
    midnight = at.replace(hour=0, minute=0, second=0, microsecond=0)
    return midnight + (at - midnight) // step * step
