"""What a learner's evidence has come to: live progress, and the receipt of every minute."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Session

from credits.rules.evidence import Challenge, Evidence
from credits.rules.receipt import Receipt, drawn, missing
from credits.rules.rule_document import RuleDocument
from credits.rules.verified_time import (
    GAINED,
    EvidenceRules,
    Piece,
    Reckoning,
    UnitReckoning,
    reckoned,
)
from credits.services import live as living
from credits.services import rule_documents
from credits.services.governance import learner_at
from credits.services.live import Live
from credits.store import courses, facts
from credits.store import evidence as store
from schemas.refusals import NotFound
from schemas.tables import milliseconds


@dataclass(frozen=True, slots=True)
class UnitProgress:
    """What one unit has come to so far, in ms; *_at* are server time in Unix ms.

    *missing* is the time that completion still asks for; *quiz_missing* says that the time
    suffices and that a quiz is still to be passed. *not_counted* gives ms by reason, *pieces*
    every stretch of this unit with its fate, in order of time. *counted_since_proof* is the
    learner's presence clock over all units, *last_proof_at* what it runs from.
    """

    unit_id: str
    kind: str
    counted: int
    review: int
    media: int
    approved: int
    verified: int
    missing: int
    completed_at: int | None
    confirmed_at: int | None
    covered: tuple[tuple[int, int], ...]
    not_counted: Mapping[str, int]
    pieces: tuple[Piece, ...]
    counted_since_proof: int
    last_proof_at: int | None
    quiz_missing: bool = False

    def fate_of(self, session_id: UUID, from_seq: int) -> tuple[Piece, ...]:
        """Return the pieces of a session's spans from number *from_seq* on."""
        name = str(session_id)
        return tuple(
            piece for piece in self.pieces if piece.session == name and piece.seq >= from_seq
        )


def progress(session: Session, learner: UUID, unit_id: str, now: datetime) -> UnitProgress:
    """Return what *unit_id* has come to at *now*, while the learner studies.

    A challenge that can still be answered is not held against the learner yet.
    Raises NotFound for a unit that nobody registered.
    """
    study = courses.unit(session, unit_id)
    if study is None:
        raise NotFound(f"no unit of study {unit_id}", code="unit-unknown")
    result, unit_of, rules = _living(session, learner, now)
    unit = result.units.get(unit_id)
    pieces = tuple(piece for piece in result.pieces if unit_of[piece.session] == unit_id)
    return UnitProgress(
        unit_id=unit_id,
        kind=study.kind,
        counted=0 if unit is None else unit.counted,
        review=0 if unit is None else unit.review,
        media=0 if unit is None else unit.media,
        approved=study.approved_ms,
        verified=0 if unit is None else unit.verified,
        missing=-(-study.approved_ms * rules.completion.min_verified_ratio_milli // 1000)
        if unit is None
        else missing(unit, rules.completion.min_verified_ratio_milli),
        completed_at=None if unit is None else unit.completed_at,
        confirmed_at=None if unit is None else unit.confirmed_at,
        covered=() if unit is None else unit.covered,
        not_counted=_sums(pieces),
        pieces=pieces,
        counted_since_proof=result.counted_since_proof,
        last_proof_at=result.last_proof_at,
        quiz_missing=unit is not None and unit.reached_at is not None and unit.quiz_open,
    )


def receipt(
    session: Session, learner: UUID, now: datetime, *, unit_id: str | None = None
) -> Receipt:
    """Return the receipt of all study of *learner*, or of one unit's sessions.

    What a session of another unit took away (an overlap, the lease) is still taken into account.
    """
    known, result, rules = _judged(session, learner, now)
    whole = drawn(
        known,
        result,
        zone=rules.zone,
        min_ratio_milli=rules.completion.min_verified_ratio_milli,
    )
    if unit_id is None:
        return whole
    return replace(
        whole,
        sessions=tuple(row for row in whole.sessions if row.unit == unit_id),
        units={name: unit for name, unit in whole.units.items() if name == unit_id},
        not_counted=whole.units[unit_id].not_counted if unit_id in whole.units else {},
    )


def reckoning(session: Session, learner: UUID, now: datetime) -> tuple[Evidence, Reckoning]:
    """Return the evidence of *learner* and what it has come to, open challenges left out."""
    known, result, _ = _judged(session, learner, now)
    return known, result


def units(session: Session, learner: UUID, now: datetime) -> Mapping[str, UnitReckoning]:
    """Return what every unit that *learner* took up has come to at *now*, as ``progress`` does."""
    result, _, _ = _living(session, learner, now)
    return result.units


def live(session: Session, learner: UUID, now: datetime) -> Live | None:
    """Return what has come of *learner*'s evidence at *now*, open challenges left out.

    It is what ``reckoning`` says, for the price of what is new since this process was asked
    last. None where the rules that governed can only judge all evidence at once.
    """
    scopes = learner_at(session, learner, now).scopes
    rules = rule_documents.in_force(session, now, scopes)
    dated = living.follows(rule_documents.evidence_in_force(session, now, scopes))
    if dated is None:
        return None
    known = facts.of_learner(session, learner)
    left_out = [name for name, asked in known.challenges if _open(asked, rules, now)]
    return living.judged(learner, known, left_out, dated, rules)


def rules_of(session: Session, learner: UUID, at: datetime) -> RuleDocument:
    """Return the rule document that governs *learner* at *at*; raise NotFound where none does."""
    return rule_documents.in_force(session, at, learner_at(session, learner, at).scopes)


def evidence_rules(session: Session, learner: UUID, at: datetime) -> EvidenceRules:
    """Return the numbers that govern presence and spans of *learner* at *at*."""
    return rules_of(session, learner, at).evidence


def without_open(evidence: Evidence, rules: RuleDocument, now: datetime) -> Evidence:
    """Return *evidence* without the challenges that can still be met at *now*."""
    return replace(
        evidence,
        challenges=tuple(asked for asked in evidence.challenges if not _open(asked, rules, now)),
    )


def _open(asked: Challenge, rules: RuleDocument, now: datetime) -> bool:
    """Whether *asked* can still be met at *now*."""
    presence = rules.evidence.presence
    if presence is None or asked.correct:
        return False
    window = presence.answer_window if asked.window_ms is None else asked.window_ms
    return asked.issued_at + window >= milliseconds(now)


def _living(
    session: Session, learner: UUID, now: datetime
) -> tuple[Reckoning, Mapping[str, str], RuleDocument]:
    """Return the reckoning, the unit of each session, and the rules in force."""
    found = live(session, learner, now)
    if found is None:
        known, result, rules = _judged(session, learner, now)
        return result, {name: row.unit for name, row in known.sessions.items()}, rules
    unit_of = {name: row.unit for name, row in found.facts.sessions}
    return found.reckoning, unit_of, rules_of(session, learner, now)


def _sums(pieces: tuple[Piece, ...]) -> dict[str, int]:
    sums: dict[str, int] = {}
    for piece in pieces:
        if piece.outcome not in GAINED and piece.length > 0:
            sums[piece.outcome.value] = sums.get(piece.outcome.value, 0) + piece.length
    return sums


def _judged(
    session: Session, learner: UUID, now: datetime
) -> tuple[Evidence, Reckoning, RuleDocument]:
    scopes = learner_at(session, learner, now).scopes
    rules = rule_documents.in_force(session, now, scopes)
    known = without_open(store.evidence(session, learner), rules, now)
    dated = rule_documents.evidence_in_force(session, now, scopes)
    return known, reckoned(known, dated, rules.completion), rules
