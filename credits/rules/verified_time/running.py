"""The running computation: one fact after the other, each costing what it changes.

The state after any facts in any order is that of the full computation (:mod:`.full`) over the
same evidence. A span in order costs a few look-ups in sorted lists; a fact that arrives late, or
a miss, costs the spans that it touches and the part of the pass that lies after it.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right, insort
from collections.abc import Iterable
from dataclasses import dataclass, field

from credits.rules.days import days_of
from credits.rules.evidence import (
    Challenge,
    Evidence,
    Interaction,
    Lease,
    QuizPass,
    Session,
    Span,
    StudyUnit,
)
from credits.rules.verified_time import spans
from credits.rules.verified_time.cuts import Knives, Part
from credits.rules.verified_time.intervals import FOREVER, inserted
from credits.rules.verified_time.leases import holdings
from credits.rules.verified_time.outcomes import Outcome, Piece
from credits.rules.verified_time.parameters import CompletionRules, EvidenceRules, OnMiss, dated
from credits.rules.verified_time.presence import met
from credits.rules.verified_time.reckoning import Reckoning, UnitReckoning, unit_reckoning
from credits.rules.verified_time.tally import Tally
from credits.rules.verified_time.walk import Walk


def runs(rules: EvidenceRules) -> bool:
    """Whether *rules* can be reckoned fact by fact.

    They cannot where a whole session or course stands or falls together: then only the end
    shows what its beginning was worth.
    """
    presence = rules.presence
    return (
        rules.min_session is None
        and rules.max_session is None
        and rules.leave_stop is None
        and not rules.longest_of_day
        and (
            presence is None
            or (
                presence.on_miss in (OnMiss.VOID_SINCE_LAST_PROOF, OnMiss.STOP_AT_ISSUE)
                and not presence.quiz_proves
            )
        )
    )


@dataclass(slots=True)
class _Number:
    """All that arrived under one session and sequence number, and what became of it."""

    deliveries: list[Span]
    pieces: list[Piece] = field(default_factory=list)
    parts: list[Part] = field(default_factory=list)
    start: int | None = None


class Running:
    """Verified time of one learner, fact by fact; *rules* must satisfy :func:`runs`."""

    def __init__(self, learner: str, rules: EvidenceRules, completion: CompletionRules) -> None:
        assert runs(rules)
        self._learner, self._rules, self._completion = learner, rules, completion
        self._units: dict[str, StudyUnit] = {}
        self._sessions: dict[str, Session] = {}
        self._leases: list[Lease] = []
        self._quizzes: list[QuizPass] = []
        self._challenges: list[Challenge] = []
        self._answers: list[int] = []
        self._proofs: list[int] = []
        self._missed: list[int] = []
        self._first_opening: int | None = None
        self._numbers: dict[tuple[str, int], _Number] = {}
        self._by_start: list[tuple[int, str, int]] = []
        self._parts: list[Part] = []
        self._walked = 0
        self._refused: dict[Outcome, int] = {}
        days = days_of(rules.zone)
        self._alive: dict[str, list[tuple[int, int]]] = {}
        self._voids: list[tuple[int, int]] = []
        self._knives = Knives(
            held={},
            alive=None if rules.idle_timeout is None else self._alive,
            voids=self._voids,
            hours=rules.allowed_hours,
            days=days,
        )
        self._tallies: dict[str, Tally] = {}
        self._walk = Walk(dated(rules), self._proofs, self._tallies, days)

    def unit(self, name: str, unit: StudyUnit) -> None:
        """A unit of study is known from now on."""
        self._units[name] = unit
        self._tallies[name] = Tally(unit, self._completion)

    def opened(self, name: str, session: Session) -> None:
        """A session was opened; its unit is known."""
        self._sessions[name] = session
        timeout = self._rules.idle_timeout
        if timeout is not None and self._units[session.unit].kind != "video":
            signs = [(session.opened_at, session.opened_at + timeout)]
            self._alive[name] = signs if timeout else []
        first = self._first_opening
        if first is None or session.opened_at < first:
            self._first_opening = session.opened_at
            if self._rules.presence is not None:
                if first is not None and first not in self._answers:
                    self._unproved(first)
                self._proved(session.opened_at)

    def granted(self, lease: Lease) -> None:
        """The lease went to a session, or was released."""
        self._leases.append(lease)
        self._knives.held = holdings(self._leases, self._rules.concurrency)
        self._recut(lease.at, FOREVER)

    def touched(self, interaction: Interaction) -> None:
        """Somebody touched a key or the screen."""
        self._lived(interaction.session, interaction.at)

    def challenged(self, asked: Challenge) -> None:
        """A challenge came to its end, answered or not."""
        self._challenges.append(asked)
        if asked.answered_at is not None:
            self._lived(asked.session, asked.answered_at)
        presence = self._rules.presence
        if (proof := asked.proof_at) is not None:
            insort(self._answers, proof)
            if presence is not None:
                self._proved(proof)
        if presence is not None and not met(asked, presence):
            insort(self._missed, asked.issued_at)
            self._revoid(asked.issued_at)

    def passed(self, attempt: QuizPass) -> None:
        """A quiz attempt was finished."""
        self._quizzes.append(attempt)

    def delivered(self, span: Span) -> None:
        """A span arrived, perhaps again."""
        key = (span.session, span.seq)
        number = self._numbers.get(key)
        if number is None:
            self._numbers[key] = _Number([span])
        else:
            number.deliveries.append(span)
            best, others = spans.preferred(number.deliveries)
            number.deliveries = [best, *others]
        self._judge(key)

    def units(self) -> dict[str, UnitReckoning]:
        """Return what each unit has come to so far."""
        self._advance()
        known = Evidence(
            self._learner,
            self._units,
            self._sessions,
            quizzes=tuple(self._quizzes),
            challenges=tuple(self._challenges),
        )
        return {
            name: unit_reckoning(
                known, name, tally, dated(self._rules), self._completion, self._answers
            )
            for name, tally in self._tallies.items()
        }

    def not_counted(self) -> dict[str, int]:
        """Return the milliseconds refused so far, by reason."""
        self._advance()
        sums = {outcome.value: length for outcome, length in self._refused.items() if length}
        sums.update(
            (outcome.value, length) for outcome, length in self._walk.not_counted.items() if length
        )
        return sums

    def by_day(self) -> dict[str, int]:
        """Return the counted milliseconds of each local date so far."""
        self._advance()
        return dict(sorted(self._walk.by_day.items()))

    def reckoning(self) -> Reckoning:
        """Return everything, every piece included, as the full computation says it."""
        units = self.units()
        pieces = [piece for number in self._numbers.values() for piece in number.pieces]
        pieces.extend(self._walk.pieces)
        pieces.sort()
        return Reckoning(
            units=units,
            pieces=tuple(pieces),
            by_day=self.by_day(),
            counted_since_proof=self._walk.counted_since_proof,
            last_proof_at=self._proofs[-1] if self._proofs else None,
        )

    def _judge(self, key: tuple[str, int]) -> None:
        """Test and cut the span of one number anew."""
        number = self._numbers[key]
        standing, *conflicts = number.deliveries
        session = self._sessions[standing.session]
        self._index(key, number, session.anchor_at + standing.from_ms)
        outcome = spans.refused(standing, session, self._units[session.unit], self._rules)
        self._knives.pieces = pieces = [
            self._whole(span, Outcome.SEQ_CONFLICT) for span in conflicts
        ]
        parts: list[Part] = []
        if outcome is None:
            parts = self._knives.parts(standing, session.anchor_at, session.unit)
        else:
            pieces.append(self._whole(standing, outcome))
        self._sum(number.pieces, -1)
        self._sum(pieces, 1)
        number.pieces = pieces
        if parts != number.parts:
            for part in number.parts:
                del self._parts[self._place(part)]
            for part in parts:
                self._parts.insert(self._place(part), part)
            number.parts = parts

    def _index(self, key: tuple[str, int], number: _Number, start: int) -> None:
        """Keep the order of the standing spans by server time."""
        if number.start == start:
            return
        if number.start is not None:
            del self._by_start[bisect_left(self._by_start, (number.start, *key))]
        insort(self._by_start, (start, *key))
        number.start = start

    def _whole(self, span: Span, outcome: Outcome) -> Piece:
        start = self._sessions[span.session].anchor_at + span.from_ms
        return Piece(start, start + span.length, span.session, span.seq, outcome)

    def _sum(self, pieces: Iterable[Piece], sign: int) -> None:
        for piece in pieces:
            known = self._refused.get(piece.outcome, 0)
            self._refused[piece.outcome] = known + sign * piece.length

    def _place(self, part: Part) -> int:
        """Where *part* stands or would stand; the pass goes back to there."""
        index = bisect_left(self._parts, part)
        self._back_to(index)
        return index

    def _back_to(self, index: int) -> None:
        if index < self._walked:
            self._walk.take_back(self._walked - index)
            self._walked = index

    def _advance(self) -> None:
        for part in self._parts[self._walked :]:
            self._walk.take(part)
        self._walked = len(self._parts)

    def _recut(self, low: int, high: int, session: str | None = None) -> None:
        """Cut every span anew that reaches into [low, high), of one session or of all."""
        first = bisect_right(self._by_start, (low - self._rules.max_span, ""))
        for start, of_session, seq in self._by_start[first:]:
            if start >= high:
                break
            if session is None or of_session == session:
                self._judge((of_session, seq))

    def _lived(self, session: str, at: int) -> None:
        timeout = self._rules.idle_timeout
        if timeout is None or session not in self._alive:
            return
        begin = max(at, self._sessions[session].opened_at)
        if begin < at + timeout:
            inserted(self._alive[session], (begin, at + timeout))
            self._recut(begin, at + timeout, session)

    def _proved(self, at: int) -> None:
        """A proof at *at*: it ends one void, and starts the presence clock anew."""
        place = bisect_left(self._proofs, at)
        if place < len(self._proofs) and self._proofs[place] == at:
            return
        self._walk_again_from(at)
        self._proofs.insert(place, at)
        self._revoid(at - 1)
        self._revoid(at)

    def _unproved(self, at: int) -> None:
        """The proof at *at* was none: an earlier session was opened first."""
        self._walk_again_from(at)
        self._proofs.remove(at)
        self._revoid(at)

    def _walk_again_from(self, at: int) -> None:
        self._back_to(bisect_left(self._parts, at - self._rules.max_span, key=_start))

    def _revoid(self, at: int) -> None:
        """Set right what is void between the two proofs around *at*."""
        presence = self._rules.presence
        assert presence is not None
        following = bisect_right(self._proofs, at)
        begin = self._proofs[following - 1] if following else -FOREVER
        end = self._proofs[following] if following < len(self._proofs) else FOREVER
        place = bisect_left(self._missed, begin)
        new = None
        if place < len(self._missed) and self._missed[place] < end:
            stops = presence.on_miss is not OnMiss.VOID_SINCE_LAST_PROOF
            new = (self._missed[place] if stops else begin, end)
        first = bisect_left(self._voids, begin, key=_first)
        last = bisect_left(self._voids, end, key=_first)
        old = self._voids[first:last]
        if old != ([] if new is None else [new]):
            self._voids[first:last] = [] if new is None else [new]
            self._recut(begin, max([end, *(high for _, high in old)]))


def _start(part: Part) -> int:
    return part.start


def _first(interval: tuple[int, int]) -> int:
    return interval[0]
