"""Proofs of presence, and what a missed challenge voids."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from credits.rules.evidence import Challenge, Evidence
from credits.rules.verified_time.intervals import FOREVER, Interval
from credits.rules.verified_time.parameters import (
    CompletionRules,
    DatedRules,
    OnMiss,
    PresenceRules,
)
from credits.rules.verified_time.quiz import passes


def proofs(evidence: Evidence, rules: DatedRules, completion: CompletionRules) -> tuple[int, ...]:
    """Return when the learner proved to be there, in order, each instant once.

    A right answer proves it, a late one too, and so does the opening of the very first session;
    neither interactions nor opening another session prove anything. A passed quiz does where
    the rules of that day say so.
    """
    found = {answer for asked in evidence.challenges if (answer := asked.proof_at) is not None}
    if evidence.first_opening is not None:
        found.add(evidence.first_opening)
    for unit in evidence.units if evidence.quizzes else ():
        for at in passes(evidence, unit, completion):
            presence = rules.at(at).presence
            if presence is not None and presence.quiz_proves:
                found.add(at)
    return tuple(sorted(found))


def met(asked: Challenge, presence: PresenceRules) -> bool:
    """Whether a right answer arrived within the challenge's window, its last instant included."""
    window = presence.answer_window if asked.window_ms is None else asked.window_ms
    return asked.proof_at is not None and asked.proof_at <= asked.issued_at + window


def answers_of(evidence: Evidence, unit: str, rules: DatedRules) -> list[int]:
    """Return when the challenges of *unit*'s sessions were met, in order."""
    answered = []
    for asked in evidence.challenges:
        presence = rules.at(asked.issued_at).presence
        of_unit = evidence.sessions[asked.session].unit == unit
        if of_unit and presence is not None and met(asked, presence):
            assert asked.answered_at is not None
            answered.append(asked.answered_at)
    return sorted(answered)


def void_of(asked: Challenge, proven: Sequence[int], on_miss: OnMiss) -> Interval:
    """Return what the miss of *asked* takes from the learner's time, in whatever session.

    It ends with the first proof after the challenge was issued. It begins with the last proof
    at or before that instant, or, where a miss only stops the clock, at the instant itself.
    """
    following = bisect_right(proven, asked.issued_at)
    end = proven[following] if following < len(proven) else FOREVER
    if on_miss is not OnMiss.VOID_SINCE_LAST_PROOF:
        return asked.issued_at, end
    return (proven[following - 1] if following else -FOREVER), end


@dataclass(frozen=True, slots=True)
class Voids:
    """Time that missed challenges take: of the whole learner, and whole sessions."""

    everywhere: tuple[Interval, ...]
    sessions: frozenset[str]


def voids(challenges: Iterable[Challenge], proven: Sequence[int], rules: DatedRules) -> Voids:
    """Return what all missed *challenges* void together, each by the rules of its own day.

    Under ``fail_course`` a miss voids nothing by itself; :mod:`.failure` counts the misses.
    """
    begins: dict[int, int] = {}
    sessions = set()
    for asked in challenges:
        presence = rules.at(asked.issued_at).presence
        if presence is None or presence.on_miss is OnMiss.FAIL_COURSE or met(asked, presence):
            continue
        begin, end = void_of(asked, proven, presence.on_miss)
        begins[end] = min(begins.get(end, begin), begin)
        if presence.on_miss is OnMiss.VOID_SESSION:
            sessions.add(asked.session)
    # Each void lies between two neighbouring proofs, so those with different ends are disjoint.
    everywhere = sorted((begin, end) for end, begin in begins.items())
    return Voids(tuple(everywhere), frozenset(sessions))
