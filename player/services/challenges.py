"""Ask and be answered: the learner's presence clock, moved on by whatever request arrives.

Every function here is called with the learner's presence row held, so that at most one
challenge of a learner is open at a time.
"""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from credits.services import evidence
from player.rules import challenges, presence
from player.rules.presence import Asked, Presence
from player.services import chance
from player.store import presences
from player.store.tables import ChallengeRow, PresenceRow, PresenceSessionRow
from schemas.identifiers import new_id
from schemas.tables import milliseconds
from schemas.write_door import UnitOfWork


def open_challenge(session: Session, held: PresenceRow) -> ChallengeRow | None:
    """Return the learner's open challenge, or None."""
    return presences.challenge(session, held.challenge_id) if held.challenge_id else None


def asked(row: ChallengeRow) -> Asked:
    """Return the challenge as the rules see it."""
    return Asked(milliseconds(row.issued_at), row.window_ms, row.proven, row.tries_left)


def proven(unit: UnitOfWork, row: ChallengeRow | None) -> None:
    """Note that the challenge was shown: a request with the nonce that came with it is here."""
    if row is not None and not row.proven:
        row.proven = True
        evidence.issue_challenge(unit, row.id, row.session_id, row.issued_at, row.window_ms)


def sent_again(unit: UnitOfWork, row: ChallengeRow | None, session_id: UUID) -> None:
    """Start an unproven challenge's time anew: it goes out once more, to *session_id*."""
    if row is not None and not row.proven:
        row.issued_at = unit.now
        row.session_id = session_id


def moved_on(
    unit: UnitOfWork,
    held: PresenceRow,
    session: PresenceSessionRow,
    rules: Presence | None,
    *,
    counted_since_proof_ms: int,
    completed: bool,
    confirmed: bool,
    more_time: bool,
) -> ChallengeRow | None:
    """Let the clock pass and return the challenge that is open now, a new one where due.

    What was missed is owed, and replaced at once.
    """
    row = open_challenge(unit.session, held)
    if row is not None and asked(row).expired(milliseconds(unit.now)):
        held.owed = True
        held.challenge_id = row = None
    if row is not None:
        return row
    reason = presence.wanted(
        rules,
        counted_since_proof_ms=counted_since_proof_ms,
        due_after_ms=held.due_after_ms,
        completed=completed,
        confirmed=confirmed,
        owed=held.owed,
        holds_lease=held.holder == session.id,
    )
    if reason is None or rules is None:
        return None
    return _asked(
        unit, held, session, rules, closing=completed and not confirmed, more_time=more_time
    )


def _asked(
    unit: UnitOfWork,
    held: PresenceRow,
    session: PresenceSessionRow,
    rules: Presence,
    *,
    closing: bool,
    more_time: bool,
) -> ChallengeRow:
    made = challenges.drawn(chance.draw)
    row = ChallengeRow(
        id=new_id(unit.now),
        learner=held.learner,
        session_id=session.id,
        kind=made.kind,
        closing=closing,
        question=dict(made.question),
        right=sorted(made.right),
        window_ms=rules.answer_window_ms * (2 if more_time else 1),
        issued_at=unit.now,
        proven=False,
        tries_left=presence.TRIES,
        extended=more_time,
    )
    unit.session.add(row)
    unit.session.flush()
    held.challenge_id = row.id
    return row


def tried(unit: UnitOfWork, held: PresenceRow, row: ChallengeRow, answer: str) -> bool:
    """Judge *answer*, keep it as evidence, and return whether it was right.

    A right answer is a proof, a late one too: the clock starts anew and nothing is owed.
    """
    proven(unit, row)
    correct = answer in row.right
    evidence.answer_challenge(unit, row.id, unit.now, correct)
    row.answered_at, row.correct = unit.now, correct
    if correct:
        held.owed = False
        held.challenge_id = None
    else:
        row.tries_left -= 1
    return correct


def extended(unit: UnitOfWork, row: ChallengeRow) -> bool:
    """Double the time of the challenge, once; return False where that was done already."""
    if row.extended:
        return False
    row.extended = True
    row.window_ms *= 2
    if row.proven:
        evidence.extend_challenge(unit, row.id, row.window_ms)
    return True


def wound_up(held: PresenceRow, rules: Presence | None) -> None:
    """Draw the moment at which the next challenge falls due, told to nobody."""
    if rules is not None:
        held.due_after_ms = presence.due_after_ms(rules, chance.fraction_milli())


def document(row: ChallengeRow | None, now: Any) -> dict[str, Any] | None:
    """Return the CHALLENGE of the protocol; the right answers are not in it."""
    if row is None:
        return None
    left = asked(row).remaining_ms(milliseconds(now))
    return {
        "id": str(row.id),
        "kind": row.kind,
        "closing": row.closing,
        **row.question,
        "window_ms": row.window_ms,
        "remaining_ms": left,
        "tries_left": row.tries_left,
    }


def silence() -> timedelta:
    """Return how long a session may go without proof that a due challenge was shown."""
    return timedelta(milliseconds=presence.SILENCE_MS)
