"""The tests that cut parts out of a span (6 to 8, and those that some documents add)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from credits.rules.days import Days
from credits.rules.evidence import Span
from credits.rules.verified_time.intervals import Interval, split
from credits.rules.verified_time.outcomes import Outcome, Piece

NOWHERE: tuple[Interval, ...] = ()


class Origin(NamedTuple):
    """Where the media positions of a part come from: its span, beginning at *start*.

    *version* is the place of the rules that judge it among those that were in force.
    """

    unit: str
    start: int
    media_from: int
    rate_milli: int
    version: int


class Part(NamedTuple):
    """What the tests left of a span; parts sort in the order of the pass."""

    start: int
    session: str
    seq: int
    end: int
    origin: Origin

    @property
    def length(self) -> int:
        return self.end - self.start


@dataclass(slots=True)
class Knives:
    """Everything that cuts: who was there when, who held the lease, what is void.

    *alive* is None for rules without an idle time-out, and has no entry for a video's session.
    *away* says until when (session's clock) a hidden span still counts; None: no such tolerance.
    """

    held: Mapping[str, Sequence[Interval]]
    alive: Mapping[str, Sequence[Interval]] | None = None
    voids: Sequence[Interval] = NOWHERE
    void_sessions: frozenset[str] = frozenset()
    away: Mapping[tuple[str, int], int] | None = None
    hours: tuple[Interval, ...] = ()
    days: Days | None = None
    version: int = 0
    pieces: list[Piece] = field(default_factory=list)

    def parts(self, span: Span, anchor_at: int, unit: str) -> list[Part]:
        """Return what is left of *span*, in order; what is cut away joins ``pieces``."""
        start = anchor_at + span.from_ms
        left: list[Interval] = [(start, anchor_at + span.to_ms)]
        for outcome, kept, union in self._cuts(span, anchor_at, left[0]):
            left = self._cut(span, left, outcome, kept, union)
        origin = Origin(unit, start, span.media_from or 0, span.rate_milli or 0, self.version)
        return [Part(low, span.session, span.seq, high, origin) for low, high in left]

    def _cuts(
        self, span: Span, anchor_at: int, whole: Interval
    ) -> Iterator[tuple[Outcome, bool, Sequence[Interval]]]:
        """Yield reason, whether the intervals are kept (or taken away), and the intervals."""
        if self.away is not None and not span.visible:
            until = anchor_at + self.away[span.session, span.seq]
            yield Outcome.HIDDEN, True, ((whole[0], until),) if until > whole[0] else NOWHERE
        if self.hours:
            yield Outcome.OUTSIDE_HOURS, True, self._open_hours(whole)
        if self.alive is not None and span.session in self.alive:
            yield Outcome.IDLE, True, self.alive[span.session]
        yield Outcome.NOT_LEASE_HOLDER, True, self.held.get(span.session, NOWHERE)
        if span.session in self.void_sessions:
            yield Outcome.CHALLENGE_MISSED, True, NOWHERE
        if self.voids:
            yield Outcome.CHALLENGE_MISSED, False, self.voids

    def _cut(
        self,
        span: Span,
        left: list[Interval],
        outcome: Outcome,
        kept: bool,
        union: Sequence[Interval],
    ) -> list[Interval]:
        remaining: list[Interval] = []
        for piece in left:
            inside, outside = split(piece, union)
            remaining.extend(inside if kept else outside)
            self.pieces.extend(
                Piece(low, high, span.session, span.seq, outcome)
                for low, high in (outside if kept else inside)
            )
        return remaining

    def _open_hours(self, whole: Interval) -> list[Interval]:
        """The allowed hours of every local day that *whole* touches."""
        assert self.days is not None
        found: list[Interval] = []
        at = whole[0]
        while at < whole[1]:
            day = self.days.of(at)
            found.extend(
                (day.start + low, min(day.start + high, day.end)) for low, high in self.hours
            )
            at = day.end
        return found
