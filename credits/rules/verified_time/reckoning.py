"""The result: what was counted of each unit, and a reason for every other millisecond."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from credits.rules.evidence import Evidence
from credits.rules.verified_time.intervals import Interval, merged
from credits.rules.verified_time.outcomes import GAINED, Outcome, Piece
from credits.rules.verified_time.parameters import CompletionRules, DatedRules
from credits.rules.verified_time.presence import answers_of
from credits.rules.verified_time.quiz import passes, quiz_asked
from credits.rules.verified_time.tally import Tally


@dataclass(frozen=True, slots=True)
class UnitReckoning:
    """What one unit of study has come to; lengths in ms.

    *covered* is the part of the media timeline that counted time has shown (empty for an
    article). *completed_at* decides day and period, *confirmed_at* when the credit is posted.
    *reached_at* is when the time sufficed; *quiz_open* says that a passed quiz is asked for and
    that no pass counts so far.
    """

    unit: str
    counted: int
    review: int
    media: int
    approved: int
    verified: int
    first_counted_at: int | None
    completed_at: int | None
    confirmed_at: int | None
    covered: tuple[Interval, ...]
    reached_at: int | None = None
    quiz_open: bool = False


@dataclass(frozen=True, slots=True)
class Reckoning:
    """What all evidence of one learner has come to.

    *pieces* hold every millisecond of every span that stands, and of every conflicting content,
    with its outcome, ordered by server time. *by_day* is counted time by local date.
    *counted_since_proof* is the presence clock after the last part, *last_proof_at* the proof
    it runs from.
    """

    units: Mapping[str, UnitReckoning]
    pieces: tuple[Piece, ...]
    by_day: Mapping[str, int]
    counted_since_proof: int
    last_proof_at: int | None

    @property
    def not_counted(self) -> dict[str, int]:
        """Milliseconds by reason, reasons without any left out."""
        sums: dict[str, int] = {}
        for piece in self.pieces:
            if piece.outcome not in GAINED and piece.end > piece.start:
                reason = piece.outcome.value
                sums[reason] = sums.get(reason, 0) + piece.end - piece.start
        return sums

    def counted_intervals(self, sessions: Iterable[str]) -> list[Interval]:
        """Return the union of server time counted in *sessions*."""
        wanted = frozenset(sessions)
        return merged(
            (piece.start, piece.end)
            for piece in self.pieces
            if piece.outcome is Outcome.COUNTED and piece.session in wanted
        )


def unit_reckoning(
    evidence: Evidence,
    unit: str,
    tally: Tally,
    rules: DatedRules,
    completion: CompletionRules,
    right_answers: list[int],
) -> UnitReckoning:
    """Return what *tally* and the unit's quiz come to; *right_answers* are in order.

    A quiz moves completion to its first pass that is not before the unit's first counted
    millisecond, if that is later; answers that are asked for move it to the last of them.
    Confirmed is the first right answer at or after completion, or completion itself where the
    rules ask for no presence.
    """
    completed_at = tally.reached_at
    quiz_open = False
    if quiz_asked(evidence, unit, completion):
        first_at = tally.first_at or 0  # as long as nothing is counted, any pass may yet count
        passed = [at for at in passes(evidence, unit, completion) if at >= first_at]
        quiz_open = not passed
        if completed_at is not None:
            completed_at = max(completed_at, passed[0]) if passed else None
    if completed_at is not None and completion.answers is not None:
        answered = answers_of(evidence, unit, rules)
        needed = -(-tally.approved * completion.answers // completion.answers_per)
        completed_at = max(completed_at, answered[needed - 1]) if needed <= len(answered) else None
    confirmed_at = completed_at
    if completed_at is not None and rules.at(completed_at).presence is not None:
        place = bisect_left(right_answers, completed_at)
        confirmed_at = right_answers[place] if place < len(right_answers) else None
    return UnitReckoning(
        unit=unit,
        counted=tally.counted,
        review=tally.review,
        media=tally.media,
        approved=tally.approved,
        verified=tally.verified,
        first_counted_at=tally.first_at,
        completed_at=completed_at,
        confirmed_at=confirmed_at,
        covered=() if tally.coverage is None else tally.coverage.stretches,
        reached_at=tally.reached_at,
        quiz_open=quiz_open,
    )
