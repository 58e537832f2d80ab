"""The one pass over the learner's remaining parts: overlap, and tests 9 to 11.

The parts come in the order of the pass, each millisecond of server time is taken once, and what
is left is walked in time. Every step can be taken back, so that a fact which arrives late costs
only what lies after it.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from credits.rules.days import Day, Days
from credits.rules.verified_time.cuts import Origin, Part
from credits.rules.verified_time.intervals import FOREVER
from credits.rules.verified_time.outcomes import Outcome, Piece
from credits.rules.verified_time.parameters import CapOf, DatedRules, EvidenceRules, TimeCap
from credits.rules.verified_time.rolling import RollingDay
from credits.rules.verified_time.tally import Tally

Counter = tuple[CapOf, frozenset[str] | None]
"""What a cap counts: the time of each day (unit, year …), of some categories or of all."""

Scopes = tuple[tuple[int, str], ...]
"""What a stretch counts under: each counter's number, and which day, unit or year."""


class _Limits(NamedTuple):
    """What one version of the rules limits in the pass; each cap with its counter's number."""

    seek_tolerance: int | None
    allowance: int | None
    caps: tuple[tuple[int, TimeCap], ...]


class _Undo(NamedTuple):
    """What a counted piece changed."""

    tally: Tally
    change: tuple[int, int, list[int], list[int]] | None
    first_at: int | None
    reached_at: int | None
    frontier: int
    day: str
    scopes: Scopes


class _Mark(NamedTuple):
    """Where the walk stood before a part."""

    pieces: int
    taken: int
    since_proof: int
    proof: int


class Walk:
    """The state of the pass after some parts; *proofs* are in order, each instant once."""

    def __init__(
        self, rules: DatedRules, proofs: Sequence[int], tallies: dict[str, Tally], days: Days
    ) -> None:
        self._counters: list[Counter] = []
        self._limits = [self._limits_of(version) for _, version in rules.versions]
        self._used: dict[tuple[int, str], int] = {}
        self._rolling = {
            number: RollingDay()
            for number, (scope, _) in enumerate(self._counters)
            if scope is CapOf.ROLLING_24H
        }
        self.proofs = proofs
        self.tallies = tallies
        self._days = days
        self.pieces: list[Piece] = []
        self.by_day: dict[str, int] = {}
        self.not_counted: dict[Outcome, int] = {}
        self._since_proof = 0
        self._proof = 0
        self._taken = -FOREVER
        self._undo: list[_Undo | None] = []
        self._marks: list[_Mark] = []

    @property
    def counted_since_proof(self) -> int:
        """The presence clock: ms counted since the last of the proofs."""
        return 0 if self._proof < len(self.proofs) else self._since_proof

    def take(self, part: Part) -> None:
        """Walk *part*, which follows all earlier ones in the order of the pass."""
        self._marks.append(_Mark(len(self.pieces), self._taken, self._since_proof, self._proof))
        start, end = part.start, part.end
        if start < self._taken:
            free = min(self._taken, end)
            self._record(part, start, free, Outcome.OVERLAP)
            start = free
        if start < end:
            self._taken = end
            self._walk(part, start, end)

    def take_back(self, parts: int) -> None:
        """Return to where the walk stood before its last *parts* parts."""
        if not parts:
            return
        mark = self._marks[-parts]
        del self._marks[-parts:]
        while len(self.pieces) > mark.pieces:
            self._revoke(self.pieces.pop(), self._undo.pop())
        self._taken, self._since_proof, self._proof = mark.taken, mark.since_proof, mark.proof

    def _walk(self, part: Part, at: int, end: int) -> None:
        tally = self.tallies[part.origin.unit]
        while at < end:
            full_at = tally.reach(part.origin, at, end, tally.approved, tally.approved)
            if full_at <= at:
                tally.review += end - at
                self._record(part, at, end, Outcome.REVIEW)
                return
            day = self._days.of(at)
            refused, until = self._allowed(part.origin, tally, at, day)
            if refused is None:
                until = min(until, end, full_at, day.end)
                self._count(part, tally, at, until, day)
            else:
                until = min(until, end)
                self._record(part, at, until, refused)
            at = until

    def _allowed(
        self, origin: Origin, tally: Tally, at: int, day: Day
    ) -> tuple[Outcome | None, int]:
        """Return why the time from *at* on is refused, or None, and until when at least."""
        limits = self._limits[origin.version]
        next_proof = self._pass_proofs(at)
        ahead_at = FOREVER
        if limits.seek_tolerance is not None and tally.coverage is not None:
            ahead_at = tally.ahead_at(origin, limits.seek_tolerance)
            if ahead_at <= at:
                return Outcome.SEEK_AHEAD, FOREVER
        until = next_proof
        if limits.allowance is not None:
            room = limits.allowance - self._since_proof
            if room <= 0:
                return Outcome.UNPROVEN, min(next_proof, ahead_at)
            until = min(until, at + room)
        for number, cap in limits.caps:
            if cap.categories is not None and tally.category not in cap.categories:
                continue
            if cap.scope is CapOf.ROLLING_24H:
                free_from, full = self._rolling[number].free(at, cap.limit)
            else:
                scope = number, _scope_of(cap.scope, origin, day)
                full = at + max(0, cap.limit - self._used.get(scope, 0))
                free_from = at if full > at else day.end
            if free_from > at:
                return _OVER[cap.scope], min(free_from, ahead_at)
            until = min(until, full)
        return None, until

    def _limits_of(self, rules: EvidenceRules) -> _Limits:
        caps = []
        for cap in rules.time_caps:
            counter = cap.scope, cap.categories
            if counter not in self._counters:
                self._counters.append(counter)
            caps.append((self._counters.index(counter), cap))
        return _Limits(
            seek_tolerance=rules.media_tol if rules.seek_blocked else None,
            allowance=None if rules.presence is None else rules.presence.max_unproven,
            caps=tuple(caps),
        )

    def _pass_proofs(self, at: int) -> int:
        """Start the presence clock anew at every proof up to *at*; return the next one."""
        proofs = self.proofs
        if self._proof < len(proofs) and proofs[self._proof] <= at:
            while self._proof < len(proofs) and proofs[self._proof] <= at:
                self._proof += 1
            self._since_proof = 0
        return proofs[self._proof] if self._proof < len(proofs) else FOREVER

    def _count(self, part: Part, tally: Tally, at: int, until: int, day: Day) -> None:
        first_at, reached_at, frontier = tally.first_at, tally.reached_at, tally.frontier
        if reached_at is None:
            complete = tally.reach(
                part.origin, at, until, tally.complete_time, tally.complete_media
            )
            if complete <= until:
                tally.reached_at = complete
        if first_at is None:
            tally.first_at = at
        change = None
        if tally.coverage is not None:
            reached = tally.position(part.origin, until)
            change = tally.coverage.add(tally.position(part.origin, at), reached)
            tally.frontier = max(frontier, reached)
        tally.counted += until - at
        self._since_proof += until - at
        self.by_day[day.name] = self.by_day.get(day.name, 0) + until - at
        scopes = tuple(
            (number, _scope_of(scope, part.origin, day))
            for number, (scope, categories) in enumerate(self._counters)
            if categories is None or tally.category in categories
        )
        for scope in scopes:
            self._used[scope] = self._used.get(scope, 0) + until - at
            if scope[0] in self._rolling:
                self._rolling[scope[0]].add(at, until)
        self._record(part, at, until, Outcome.COUNTED)
        self._undo[-1] = _Undo(tally, change, first_at, reached_at, frontier, day.name, scopes)

    def _record(self, part: Part, start: int, end: int, outcome: Outcome) -> None:
        self.pieces.append(Piece(start, end, part.session, part.seq, outcome))
        undo = None
        if outcome is Outcome.REVIEW:
            undo = _Undo(self.tallies[part.origin.unit], None, None, None, 0, "", ())
        elif outcome is not Outcome.COUNTED:
            self.not_counted[outcome] = self.not_counted.get(outcome, 0) + end - start
        self._undo.append(undo)

    def _revoke(self, piece: Piece, undo: _Undo | None) -> None:
        if undo is None:
            self.not_counted[piece.outcome] -= piece.length
            return
        if piece.outcome is Outcome.REVIEW:
            undo.tally.review -= piece.length
            return
        tally = undo.tally
        tally.counted -= piece.length
        tally.first_at, tally.reached_at = undo.first_at, undo.reached_at
        tally.frontier = undo.frontier
        if tally.coverage is not None and undo.change is not None:
            tally.coverage.undo(undo.change)
        for scope in undo.scopes:
            self._used[scope] -= piece.length
            if scope[0] in self._rolling:
                self._rolling[scope[0]].remove(piece.start)
        left = self.by_day[undo.day] - piece.length
        if left:
            self.by_day[undo.day] = left
        else:
            del self.by_day[undo.day]


_OVER = {
    CapOf.DAY: Outcome.OVER_DAILY_CAP,
    CapOf.ROLLING_24H: Outcome.OVER_ROLLING_CAP,
    CapOf.COURSE: Outcome.OVER_COURSE_CAP,
    CapOf.PERIOD: Outcome.OVER_PERIOD_CAP,
}


def _scope_of(scope: CapOf, origin: Origin, day: Day) -> str:
    """The name of the day, unit or year that a cap counts for."""
    if scope in (CapOf.DAY, CapOf.ROLLING_24H):
        return day.name
    return origin.unit if scope is CapOf.COURSE else f"{day.year:04d}"
