"""The full computation: all evidence of one learner at once, from nothing."""

from __future__ import annotations

from credits.rules.days import Day, Days, days_of
from credits.rules.evidence import Evidence, Span
from credits.rules.verified_time import failure, presence, signs, spans
from credits.rules.verified_time.cuts import Knives, Part
from credits.rules.verified_time.leases import holdings
from credits.rules.verified_time.outcomes import Outcome, Piece
from credits.rules.verified_time.parameters import CompletionRules, EvidenceRules
from credits.rules.verified_time.reckoning import Reckoning, unit_reckoning
from credits.rules.verified_time.tally import Tally
from credits.rules.verified_time.walk import Walk


def reckoned(evidence: Evidence, rules: EvidenceRules, completion: CompletionRules) -> Reckoning:
    """Return the verified time of *evidence* under *rules*.

    Pure: the order of any list and copies of a delivery never change the result, and arrival
    matters only for which span stands and for test 2. Every reference in *evidence* must hold.
    """
    days = days_of(rules.zone)
    standing, conflicts = spans.standing(evidence.spans)
    pieces = [whole(span, evidence, Outcome.SEQ_CONFLICT) for span in conflicts]
    proven: tuple[int, ...] = ()
    knives = Knives(held=holdings(evidence.leases, rules.concurrency), pieces=pieces, days=days)
    knives.hours = rules.allowed_hours
    if rules.idle_timeout is not None:
        knives.alive = signs.alive(evidence, rules.idle_timeout)
    if rules.leave_stop is not None:
        seen = signs.last_seen(standing)
        knives.away = {key: at + rules.leave_stop for key, at in seen.items()}
    if rules.presence is not None:
        proven = presence.proofs(evidence, rules.presence, completion)
        missed = presence.voids(evidence.challenges, proven, rules.presence)
        knives.voids, knives.void_sessions = missed.everywhere, missed.sessions
    parts: list[Part] = []
    for span in standing:
        session = evidence.sessions[span.session]
        outcome = spans.refused(span, session, evidence.units[session.unit], rules)
        if outcome is None:
            parts.extend(knives.parts(span, session.anchor_at, session.unit))
        else:
            pieces.append(whole(span, evidence, outcome))
    parts = _of_sessions_of_right_length(parts, rules, pieces)
    parts = _of_courses_not_failed(parts, evidence, rules, days, pieces)
    if rules.longest_of_day:
        parts = _of_longest_sessions(parts, days, pieces)
    parts.sort()
    tallies = {
        name: Tally(unit, completion, rules.time_caps) for name, unit in evidence.units.items()
    }
    walk = Walk(rules, proven, tallies, days)
    for part in parts:
        walk.take(part)
    answers = sorted(at for asked in evidence.challenges if (at := asked.proof_at) is not None)
    units = {
        name: unit_reckoning(evidence, name, tally, rules, completion, answers)
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


def whole(span: Span, evidence: Evidence, outcome: Outcome) -> Piece:
    """Return *span* as one piece with *outcome*."""
    start = evidence.sessions[span.session].anchor_at + span.from_ms
    return Piece(start, start + span.length, span.session, span.seq, outcome)


def _of_sessions_of_right_length(
    parts: list[Part], rules: EvidenceRules, pieces: list[Piece]
) -> list[Part]:
    """Return the *parts* of sessions that are neither too short nor too long; note the others.

    A session is as long as what tests 1 to 8 left of its spans, without its pauses.
    """
    if rules.min_session is None and rules.max_session is None:
        return parts
    lengths: dict[str, int] = {}
    for part in parts:
        lengths[part.session] = lengths.get(part.session, 0) + part.length
    kept = []
    for part in parts:
        length = lengths[part.session]
        if rules.min_session is not None and length < rules.min_session:
            pieces.append(_refused(part, Outcome.SESSION_TOO_SHORT))
        elif rules.max_session is not None and length > rules.max_session:
            pieces.append(_refused(part, Outcome.SESSION_TOO_LONG))
        else:
            kept.append(part)
    return kept


def _of_courses_not_failed(
    parts: list[Part], evidence: Evidence, rules: EvidenceRules, days: Days, pieces: list[Piece]
) -> list[Part]:
    """Return the *parts* of units that missed challenges did not fail; note the others."""
    if rules.presence is None:
        return parts
    study_days: dict[str, set[Day]] = {}
    if rules.presence.per_day is not None:
        for part in parts:
            study_days.setdefault(part.origin.unit, set()).add(days.of(part.start))
    failed = failure.failed_units(evidence, rules.presence, study_days, days)
    pieces.extend(
        _refused(part, Outcome.COURSE_FAILED) for part in parts if part.origin.unit in failed
    )
    return [part for part in parts if part.origin.unit not in failed]


def _of_longest_sessions(parts: list[Part], days: Days, pieces: list[Piece]) -> list[Part]:
    """Return the *parts* of each unit's longest session of each local day; note the others.

    Of two that are equally long the one that began first counts.
    """
    lengths: dict[tuple[str, Day], dict[str, int]] = {}
    begins: dict[str, int] = {}
    for part in parts:
        of_day = lengths.setdefault((part.origin.unit, days.of(part.start)), {})
        of_day[part.session] = of_day.get(part.session, 0) + part.length
        begins[part.session] = min(begins.get(part.session, part.start), part.start)
    longest = {
        key: min(of_day, key=lambda name: (-of_day[name], begins[name], name))
        for key, of_day in lengths.items()
    }
    kept = []
    for part in parts:
        if longest[part.origin.unit, days.of(part.start)] == part.session:
            kept.append(part)
        else:
            pieces.append(_refused(part, Outcome.REPEATED_TODAY))
    return kept


def _refused(part: Part, outcome: Outcome) -> Piece:
    return Piece(part.start, part.end, part.session, part.seq, outcome)
