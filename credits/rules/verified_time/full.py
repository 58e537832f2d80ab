"""The full computation: all evidence of one learner at once, from nothing."""

from __future__ import annotations

from collections.abc import Sequence

from credits.rules.days import Days, days_of
from credits.rules.evidence import Evidence, Span
from credits.rules.verified_time import presence, signs, spans
from credits.rules.verified_time.cuts import Knives, Part
from credits.rules.verified_time.leases import holdings
from credits.rules.verified_time.outcomes import Outcome, Piece
from credits.rules.verified_time.parameters import (
    CompletionRules,
    DatedRules,
    EvidenceRules,
    dated,
)
from credits.rules.verified_time.presence import Voids
from credits.rules.verified_time.reckoning import Reckoning, unit_reckoning
from credits.rules.verified_time.screens import SCREENS
from credits.rules.verified_time.tally import Tally
from credits.rules.verified_time.walk import Walk


def reckoned(
    evidence: Evidence, rules: EvidenceRules | DatedRules, completion: CompletionRules
) -> Reckoning:
    """Return the verified time of *evidence* under *rules*.

    Pure: the order of any list and copies of a delivery never change the result, and arrival
    matters only for which span stands and for test 2. Every reference in *evidence* must hold.
    """
    in_force = dated(rules)
    days = days_of(in_force.zone)
    standing, conflicts = spans.standing(evidence.spans)
    pieces = [whole(span, evidence, Outcome.SEQ_CONFLICT) for span in conflicts]
    proven: tuple[int, ...] = ()
    if any(version.presence is not None for _, version in in_force.versions):
        proven = presence.proofs(evidence, in_force, completion)
    missed = presence.voids(evidence.challenges, proven, in_force)
    knives = [
        _knives(evidence, standing, number, version, missed, days, pieces)
        for number, (_, version) in enumerate(in_force.versions)
    ]
    parts: list[Part] = []
    for span in standing:
        session = evidence.sessions[span.session]
        number = in_force.number(days.of(session.anchor_at + span.from_ms).start)
        version = in_force.versions[number][1]
        outcome = spans.refused(span, session, evidence.units[session.unit], version)
        if outcome is None:
            parts.extend(knives[number].parts(span, session.anchor_at, session.unit))
        else:
            pieces.append(whole(span, evidence, outcome))
    for screen in SCREENS:
        parts, refused = screen(parts, evidence, in_force, days)
        pieces.extend(refused)
    parts.sort()
    tallies = {name: Tally(unit, completion) for name, unit in evidence.units.items()}
    walk = Walk(in_force, proven, tallies, days)
    for part in parts:
        walk.take(part)
    answers = sorted(at for asked in evidence.challenges if (at := asked.proof_at) is not None)
    units = {
        name: unit_reckoning(evidence, name, tally, in_force, completion, answers)
        for name, tally in tallies.items()
    }
    pieces.extend(walk.pieces)
    pieces.sort()
    return Reckoning(
        units=units,
        pieces=tuple(pieces),
        by_day=dict(sorted(walk.by_day.items())),
        counted_since_proof=walk.counted_since_proof,
        last_proof_at=proven[-1] if proven else None,
    )


def _knives(
    evidence: Evidence,
    standing: Sequence[Span],
    number: int,
    rules: EvidenceRules,
    missed: Voids,
    days: Days,
    pieces: list[Piece],
) -> Knives:
    """Return what one version of the rules cuts with; what is cut away joins *pieces*."""
    knives = Knives(
        held=holdings(evidence.leases, rules.concurrency),
        hours=rules.allowed_hours,
        days=days,
        version=number,
        pieces=pieces,
    )
    if rules.idle_timeout is not None:
        knives.alive = signs.alive(evidence, rules.idle_timeout)
    if rules.leave_stop is not None:
        seen = signs.last_seen(standing)
        knives.away = {key: at + rules.leave_stop for key, at in seen.items()}
    if rules.presence is not None:
        knives.voids, knives.void_sessions = missed.everywhere, missed.sessions
    return knives


def whole(span: Span, evidence: Evidence, outcome: Outcome) -> Piece:
    """Return *span* as one piece with *outcome*."""
    start = evidence.sessions[span.session].anchor_at + span.from_ms
    return Piece(start, start + span.length, span.session, span.seq, outcome)
