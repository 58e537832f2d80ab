"""When to ask whether someone is there, and what an answer or its absence means.

The rule document gives the numbers; the clock that matters is time *counted* since the last
proof, across sessions (RULES.md, Live). Whether a piece of time counts is not decided here:
``credits`` judges the evidence that comes of these questions.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

TRIES = 3
"""Answers to one challenge at most, all inside its window."""

SILENCE_MS = 180_000
"""Without proof that a due challenge was shown, a session ends after this long."""

FLUSH_MS = 10_000
"""How long the run-time of a session that lost the lease may still save."""

Reason = Literal["due", "closing", "owed"]


@dataclass(frozen=True, slots=True)
class Presence:
    """The presence methods of a rule document; None in its place means: nobody is asked."""

    min_gap_ms: int
    max_gap_ms: int
    answer_window_ms: int


@dataclass(frozen=True, slots=True)
class Asked:
    """A challenge that is open: sent at *issued_at*, *proven* once its nonce came back."""

    issued_at: int
    window_ms: int
    proven: bool
    tries_left: int

    def expired(self, now: int) -> bool:
        """True when its time is over or its tries are used up.

        What was never proven to be shown cannot be missed: it waits, or its session ends.
        """
        if not self.proven:
            return False
        return now > self.issued_at + self.window_ms or self.tries_left <= 0

    def remaining_ms(self, now: int) -> int:
        """Milliseconds left for an answer in time."""
        return max(0, self.issued_at + self.window_ms - now)

    def unseen_for_too_long(self, now: int) -> bool:
        """True when the session must end: 180 s and nobody has shown the challenge."""
        return not self.proven and now - self.issued_at > SILENCE_MS


def due_after_ms(presence: Presence, fraction_milli: int) -> int:
    """Return the counted time after a proof at which the next challenge falls due.

    *fraction_milli* is drawn by the server, evenly from 0 to 1000.
    """
    gap = presence.max_gap_ms - presence.min_gap_ms
    return presence.min_gap_ms + gap * fraction_milli // 1000


def wanted(
    presence: Presence | None,
    *,
    counted_since_proof_ms: int,
    due_after_ms: int,
    completed: bool,
    confirmed: bool,
    owed: bool,
    holds_lease: bool,
) -> Reason | None:
    """Return why a new challenge is to be asked now, where none is open; None for no reason.

    *owed* after a miss: one challenge after the other until one is met.
    A unit that is complete and unconfirmed closes with one.
    """
    if presence is None or not holds_lease:
        return None
    if owed:
        return "owed"
    if completed and not confirmed:
        return "closing"
    return "due" if counted_since_proof_ms >= due_after_ms else None
