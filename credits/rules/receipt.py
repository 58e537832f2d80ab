"""The time receipt: where a learner's minutes went, stretch by stretch.

Pieces of time are joined to stretches of one fate, so that a page can draw them; a stretch
that was not counted carries its reason, and a unit the parts of its medium still missing.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from credits.rules.days import Days, days_of
from credits.rules.evidence import Evidence, Span
from credits.rules.verified_time import GAINED, Outcome, Piece, Reckoning, UnitReckoning


@dataclass(frozen=True, slots=True)
class Stretch:
    """Server time [from_at, to_at) of one session that met one fate.

    *outcome* is COUNTED, REVIEW or the reason why neither. *media_from* and *media_to* say
    what was on the screen, None where the unit has no timeline.
    """

    from_at: int
    to_at: int
    outcome: str
    media_from: int | None
    media_to: int | None

    @property
    def ms(self) -> int:
        return self.to_at - self.from_at

    @property
    def counted(self) -> bool:
        return self.outcome == Outcome.COUNTED


@dataclass(frozen=True, slots=True)
class SessionReceipt:
    """What became of one session on one local day."""

    session: str
    unit: str
    day: str
    stretches: tuple[Stretch, ...]

    @property
    def from_at(self) -> int:
        return min(stretch.from_at for stretch in self.stretches)

    @property
    def to_at(self) -> int:
        return max(stretch.to_at for stretch in self.stretches)

    def total(self, *outcomes: str) -> int:
        """Return the milliseconds of the given *outcomes*; of none given, of all."""
        return sum(
            stretch.ms for stretch in self.stretches if not outcomes or stretch.outcome in outcomes
        )


@dataclass(frozen=True, slots=True)
class Hole:
    """A part of the medium that no counted time has shown; *reason* says what happened there.

    *reason* is None where the learner was never there.
    """

    media_from: int
    media_to: int
    reason: str | None

    @property
    def ms(self) -> int:
        return self.media_to - self.media_from


@dataclass(frozen=True, slots=True)
class UnitReceipt:
    """What one unit came to; *missing_ms* is what completion still asks for, 0 when complete."""

    unit: str
    reckoning: UnitReckoning
    holes: tuple[Hole, ...]
    not_counted: Mapping[str, int]
    missing_ms: int


@dataclass(frozen=True, slots=True)
class Receipt:
    """Sessions in order of their time, the units they studied, and totals by local day."""

    sessions: tuple[SessionReceipt, ...]
    units: Mapping[str, UnitReceipt]
    by_day: Mapping[str, int]
    not_counted: Mapping[str, int]


def drawn(evidence: Evidence, reckoning: Reckoning, *, zone: str, min_ratio_milli: int) -> Receipt:
    """Return the receipt of *reckoning*, which *evidence* came to, with days of *zone*."""
    media = _Media(evidence)
    days = days_of(zone)
    grouped: dict[tuple[str, str], list[Stretch]] = {}
    refused: dict[str, dict[str, int]] = {}
    met: dict[str, list[Stretch]] = {}
    for piece in reckoning.pieces:
        if piece.end <= piece.start:
            continue
        unit = evidence.sessions[piece.session].unit
        if piece.outcome not in GAINED:
            sums = refused.setdefault(unit, {})
            sums[piece.outcome.value] = sums.get(piece.outcome.value, 0) + piece.length
        for part in _by_day(piece, days):
            stretch = media.stretch(part)
            met.setdefault(unit, []).append(stretch)
            key = (piece.session, days.of(part.start).name)
            _join(grouped.setdefault(key, []), stretch)
    sessions = [
        SessionReceipt(session, evidence.sessions[session].unit, day, tuple(stretches))
        for (session, day), stretches in grouped.items()
    ]
    return Receipt(
        sessions=tuple(sorted(sessions, key=lambda row: (row.from_at, row.session))),
        units={
            name: UnitReceipt(
                unit=name,
                reckoning=unit,
                holes=_holes(evidence, unit, met.get(name, [])),
                not_counted=refused.get(name, {}),
                missing_ms=missing(unit, min_ratio_milli),
            )
            for name, unit in reckoning.units.items()
        },
        by_day=reckoning.by_day,
        not_counted=reckoning.not_counted,
    )


def missing(unit: UnitReckoning, min_ratio_milli: int) -> int:
    """Return the milliseconds still to be verified, rounded up; 0 once the unit is complete.

    A unit of 45:00 at 98 % needs 44:06; with 40:00 verified, 4:06 are missing.
    """
    if unit.completed_at is not None:
        return 0
    needed = -(-unit.approved * min_ratio_milli // 1000)
    return max(0, needed - unit.verified)


def _by_day(piece: Piece, days: Days) -> Iterable[Piece]:
    start = piece.start
    while start < piece.end:
        end = min(piece.end, days.of(start).end)
        yield piece._replace(start=start, end=end)
        start = end


def _join(stretches: list[Stretch], following: Stretch) -> None:
    """Append *following*, or lengthen the last stretch where it simply goes on."""
    last = stretches[-1] if stretches else None
    if (
        last is not None
        and last.outcome == following.outcome
        and last.to_at == following.from_at
        and last.media_to == following.media_from
    ):
        stretches[-1] = Stretch(
            last.from_at, following.to_at, last.outcome, last.media_from, following.media_to
        )
    else:
        stretches.append(following)


def _holes(evidence: Evidence, unit: UnitReckoning, met: list[Stretch]) -> tuple[Hole, ...]:
    """The uncovered parts of a video's approved length, each with what mostly happened there."""
    studied = evidence.units[unit.unit]
    if studied.kind != "video":
        return ()
    end = min(studied.file_length, studied.approved)
    holes, at = [], 0
    for low, high in (*unit.covered, (end, end)):
        if min(low, end) > at:
            holes.append(Hole(at, min(low, end), _reason(at, min(low, end), met)))
        at = max(at, high)
    return tuple(holes)


def _reason(low: int, high: int, met: list[Stretch]) -> str | None:
    sums: dict[str, int] = {}
    for stretch in met:
        if stretch.outcome in GAINED or stretch.media_from is None or stretch.media_to is None:
            continue
        shared = min(high, stretch.media_to) - max(low, stretch.media_from)
        if shared > 0:
            sums[stretch.outcome] = sums.get(stretch.outcome, 0) + shared
    return max(sorted(sums), key=lambda reason: sums[reason]) if sums else None


class _Media:
    """Where in its medium a session was at a server time, by the spans that say so."""

    def __init__(self, evidence: Evidence) -> None:
        self._evidence = evidence
        self._spans: dict[tuple[str, int], list[Span]] = {}
        for span in evidence.spans:
            self._spans.setdefault((span.session, span.seq), []).append(span)

    def stretch(self, piece: Piece) -> Stretch:
        session = self._evidence.sessions[piece.session]
        for span in self._spans.get((piece.session, piece.seq), ()):
            start = session.anchor_at + span.from_ms
            if start <= piece.start and piece.end <= start + span.length:
                return Stretch(
                    piece.start,
                    piece.end,
                    piece.outcome.value,
                    *_positions(span, piece.start - start, piece.end - start),
                )
        return Stretch(piece.start, piece.end, piece.outcome.value, None, None)


def _positions(span: Span, low: int, high: int) -> tuple[int | None, int | None]:
    if span.media_from is None or span.rate_milli is None:
        return None, None
    return (
        span.media_from + low * span.rate_milli // 1000,
        span.media_from + high * span.rate_milli // 1000,
    )
