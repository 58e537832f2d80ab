"""Presence sessions: opened, beaten, answered, closed; the chain of nonces holds them in order.

Whatever arrives is evidence and goes to ``credits`` at once, durable before the answer. The
chain proves that what the server sent was received: a request that carries a nonce shows that
the answer which brought it, and a challenge inside it, reached the page.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from uuid import UUID

from credits.rules.study import SpanContent
from credits.services import accrual, evidence
from player.rules import presence as rules_of_presence
from player.services import challenges, chance, library, seat_time
from player.services.seat_time import SpanLimits, Study
from player.store import presences
from player.store.tables import ChallengeRow, LaunchRow, PresenceRow, PresenceSessionRow
from schemas.identifiers import new_id
from schemas.refusals import Conflict, NotFound
from schemas.tables import milliseconds
from schemas.write_door import UnitOfWork

MOST_SPANS = 200
MOST_INTERACTIONS = 200


REPORT_AFTER = timedelta(minutes=5)
"""When a session that has ended may be told to the record: no span of it can still arrive."""


class WrongNonce(Conflict):
    """The request does not follow the last answer; *nonce* is the one that would."""

    def __init__(self, nonce: str) -> None:
        super().__init__("the request does not follow the last answer", code="nonce")
        self.nonce = nonce


@dataclass(frozen=True, slots=True)
class Beat:
    """One request of the chain: new spans and signs of life since the last answer."""

    request: str
    nonce: str
    spans: tuple[SpanContent, ...] = ()
    interactions: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Answer:
    """What the page learns: the next nonce, its study, the open challenge, whose lease it is.

    *ended* says why the session is over; then nothing of the request was recorded.
    """

    study: Study | None
    document: dict[str, Any]
    ended: str | None = None


@dataclass(frozen=True, slots=True)
class Opened:
    """A new presence session, with the challenge that is due or was left open."""

    session: UUID
    nonce: str
    study: Study
    challenge: dict[str, Any] | None
    limits: SpanLimits


def first_due(unit: UnitOfWork, learner: UUID) -> int:
    """Return a moment for the first challenge of a learner who was never asked."""
    rules = seat_time.presence_rules(unit.session, learner, unit.now)
    return rules_of_presence.due_after_ms(rules, chance.fraction_milli()) if rules else 0


def opened(unit: UnitOfWork, launch: LaunchRow) -> Opened | None:
    """Open a session of *launch*, take the lease for it, and ask what is owed.

    Returns None for a unit in which no time can be verified. Earlier sessions of the launch
    end. The session's monotonic 0 is now.
    """
    study_ref = library.study_in(launch.study)
    if study_ref is None:
        return None
    held = presences.held(unit.session, launch.learner, due_after_ms=0)
    for earlier in presences.of_launch(unit.session, launch.id):
        _end(unit, earlier, "re-anchored")
    row = PresenceSessionRow(
        id=new_id(unit.now),
        launch_id=launch.id,
        learner=launch.learner,
        study_unit=study_ref.unit_id,
        nonce=chance.nonce(),
        anchor_at=unit.now,
        beaten_at=unit.now,
    )
    unit.session.add(row)
    unit.session.flush()
    evidence.open_session(unit, row.id, launch.learner, study_ref, unit.now)
    evidence.grant_lease(unit, launch.learner, row.id)
    held.holder = row.id
    challenges.sent_again(unit, challenges.open_challenge(unit.session, held), row.id)
    study, challenge = _settled(unit, held, row, launch, None)
    unit.session.flush()
    return Opened(
        session=row.id,
        nonce=row.nonce,
        study=study,
        challenge=challenges.document(challenge, unit.now),
        limits=seat_time.span_limits(unit.session, launch.learner, unit.now),
    )


def beat(unit: UnitOfWork, learner: UUID, session_id: UUID, request: Beat) -> Answer:
    """Record *request* and return the answer; the same request id gets the same answer again.

    Raises NotFound for a session that is not the learner's, WrongNonce, and Conflict (``ended``)
    for a session that is over.
    """
    held, row, launch = _chain(unit, learner, session_id)
    challenge = challenges.open_challenge(unit.session, held)
    if request.request == row.request and row.answer is not None:
        challenges.sent_again(unit, challenge, row.id)
        again = dict(row.answer)
        if challenge is not None and again["challenge"] is not None:
            again["challenge"] = challenges.document(challenge, unit.now)
        unit.session.flush()
        return Answer(None, again)
    if row.ended_at is not None:
        raise Conflict(f"the session ended: {row.end_reason}", code="ended")
    if request.nonce != row.nonce:
        raise WrongNonce(row.nonce)
    if challenge is not None and challenges.asked(challenge).unseen_for_too_long(
        milliseconds(unit.now)
    ):
        _end(unit, row, "challenge-not-shown")
        return Answer(None, {}, ended="challenge-not-shown")
    challenges.proven(unit, challenge)
    evidence.record(unit, row.id, request.spans, request.interactions, unit.now)
    before = row.answer["study"] if row.answer else None
    study, challenge = _settled(unit, held, row, launch, before)
    document = _turned(unit, held, row, study, challenge)
    row.request, row.answer = request.request, document
    unit.session.flush()
    return Answer(study, document)


def answered(
    unit: UnitOfWork, learner: UUID, session_id: UUID, challenge_id: UUID, answer: str, nonce: str
) -> dict[str, Any]:
    """Judge an answer to the open challenge and return what the page learns.

    An answer to a challenge that was met already is right once more; to one that is spent or
    of somebody else, NotFound. Raises WrongNonce and Conflict as ``beat`` does.
    """
    held, row, launch = _chain(unit, learner, session_id)
    found = presences.challenge(unit.session, challenge_id)
    if found is None or found.learner != learner:
        raise NotFound("no such challenge", code="no-such-challenge")
    if row.ended_at is not None:
        raise Conflict(f"the session ended: {row.end_reason}", code="ended")
    if nonce != row.nonce:
        raise WrongNonce(row.nonce)
    is_open = held.challenge_id == challenge_id
    if not is_open and not found.correct:
        raise NotFound("that challenge is over", code="no-such-challenge")
    correct = bool(found.correct)
    if is_open:
        correct = challenges.tried(unit, held, found, answer)
        if correct:
            rules = seat_time.presence_rules(unit.session, learner, unit.now)
            challenges.wound_up(held, rules)
            accrual.settle(unit, learner)
            presences.hasten_reports(unit.session, learner, unit.now)
    before = row.answer["study"] if row.answer else None
    study, challenge = _settled(unit, held, row, launch, before)
    document = _turned(unit, held, row, study, challenge)
    row.request, row.answer = None, document
    unit.session.flush()
    return document | {"correct": correct, "tries_left": found.tries_left}


def asked(unit: UnitOfWork, learner: UUID, session_id: UUID, nonce: str) -> dict[str, Any]:
    """Return a challenge to a learner whose time is paused after a miss.

    Raises Conflict (``no-challenge-owed``) where none is owed, and what ``beat`` raises.
    """
    held, row, launch = _chain(unit, learner, session_id)
    if row.ended_at is not None:
        raise Conflict(f"the session ended: {row.end_reason}", code="ended")
    if nonce != row.nonce:
        raise WrongNonce(row.nonce)
    challenges.proven(unit, challenges.open_challenge(unit.session, held))
    study, challenge = _settled(unit, held, row, launch, row.answer and row.answer["study"])
    if challenge is None or not held.owed:
        raise Conflict("no challenge is owed", code="no-challenge-owed")
    document = _turned(unit, held, row, study, challenge)
    row.request, row.answer = None, document
    unit.session.flush()
    return document


def given_more_time(
    unit: UnitOfWork, learner: UUID, session_id: UUID, challenge_id: UUID, nonce: str
) -> dict[str, Any]:
    """Double the time of the open challenge, and of those to come in this launch.

    Raises NotFound for any other challenge, Conflict (``extended``) the second time, and what
    ``beat`` raises. It is no proof that anybody is there, and no credit follows from it.
    """
    held, row, launch = _chain(unit, learner, session_id)
    challenge = challenges.open_challenge(unit.session, held)
    if challenge is None or challenge.id != challenge_id:
        raise NotFound("no such challenge is open", code="no-such-challenge")
    if row.ended_at is not None:
        raise Conflict(f"the session ended: {row.end_reason}", code="ended")
    if nonce != row.nonce:
        raise WrongNonce(row.nonce)
    challenges.proven(unit, challenge)
    if not challenges.extended(unit, challenge):
        raise Conflict("this challenge was extended already", code="extended")
    launch.more_time = True
    study, challenge = _settled(unit, held, row, launch, row.answer and row.answer["study"])
    document = _turned(unit, held, row, study, challenge)
    row.request, row.answer = None, document
    unit.session.flush()
    return document


def closed(unit: UnitOfWork, learner: UUID, session_id: UUID, request: Beat) -> Study | None:
    """Record the last spans and end the session; closing twice is the same as once.

    The last request may come from a page that is being dismissed and has not heard the last
    answer: then its nonce is wrong, nothing is recorded, and the session ends all the same.
    """
    held, row, launch = _chain(unit, learner, session_id)
    if row.ended_at is not None:
        return None
    if request.nonce == row.nonce:
        challenges.proven(unit, challenges.open_challenge(unit.session, held))
        evidence.record(unit, row.id, request.spans, request.interactions, unit.now)
        row.beaten_at = unit.now if request.spans else row.beaten_at
    _end(unit, row, "closed")
    if held.holder == row.id:
        evidence.grant_lease(unit, learner, None)
        held.holder = None
    study = _study(unit, launch)
    accrual.settle(unit, learner)
    unit.session.flush()
    return study


def ended_silently(unit: UnitOfWork, row: PresenceSessionRow, reason: str) -> None:
    """End a session that nobody will close any more."""
    held = presences.held(unit.session, row.learner, due_after_ms=0)
    _end(unit, row, reason)
    if held.holder == row.id:
        evidence.grant_lease(unit, row.learner, None)
        held.holder = None


def _chain(
    unit: UnitOfWork, learner: UUID, session_id: UUID
) -> tuple[PresenceRow, PresenceSessionRow, LaunchRow]:
    """Take the learner's presence and the session's chain, in this order."""
    held = presences.held(unit.session, learner, due_after_ms=0)
    row = presences.session_of(unit.session, session_id)
    if row is None or row.learner != learner:
        raise NotFound("no such session", code="no-such-session")
    launch = unit.session.get_one(LaunchRow, row.launch_id)
    launch.seen_at = unit.now
    return held, row, launch


def _end(unit: UnitOfWork, row: PresenceSessionRow, reason: str) -> None:
    if row.ended_at is None:
        row.ended_at, row.end_reason = unit.now, reason
        row.report_due = unit.now + REPORT_AFTER
        evidence.close_session(unit, row.id)


def _study(unit: UnitOfWork, launch: LaunchRow) -> Study:
    ref = library.study_in(launch.study)
    if ref is None:
        return seat_time.unobserved(launch.unit, "NOT_OBSERVABLE")
    return seat_time.study(unit.session, launch.learner, ref, launch.unit, unit.now)


def _settled(
    unit: UnitOfWork,
    held: PresenceRow,
    row: PresenceSessionRow,
    launch: LaunchRow,
    before: dict[str, Any] | None,
) -> tuple[Study, ChallengeRow | None]:
    """Return the study after what arrived, and the challenge that is open now."""
    study = _study(unit, launch)
    if study.confirmed and study.credit_milli is None and accrual.settle(unit, launch.learner):
        study = _study(unit, launch)  # a rule document without challenges confirms by itself
    rules = seat_time.presence_rules(unit.session, launch.learner, unit.now)
    challenge = challenges.moved_on(
        unit,
        held,
        row,
        rules,
        counted_since_proof_ms=study.counted_since_proof_ms,
        completed=study.completed,
        confirmed=study.confirmed,
        more_time=launch.more_time,
    )
    lease = held.holder == row.id
    return seat_time.told(study, before, owed=held.owed, lease=lease), challenge


def _turned(
    unit: UnitOfWork,
    held: PresenceRow,
    row: PresenceSessionRow,
    study: Study,
    challenge: ChallengeRow | None,
) -> dict[str, Any]:
    """Move the chain on by one link and return the answer that carries it."""
    row.nonce = chance.nonce()
    row.beaten_at = unit.now
    row.last_reason = study.reason
    return {
        "nonce": row.nonce,
        "study": study.as_document(),
        "challenge": challenges.document(challenge, unit.now),
        "lease": held.holder == row.id,
    }


def silent_before(unit: UnitOfWork, after: timedelta, limit: int) -> Sequence[PresenceSessionRow]:
    """Return the sessions that have not been heard of for *after*."""
    return presences.silent_since(unit.session, unit.now - after, limit)
