"""Which quiz attempts pass."""

from __future__ import annotations

from credits.rules.evidence import Evidence
from credits.rules.verified_time.parameters import CompletionRules


def passes(evidence: Evidence, unit: str, completion: CompletionRules) -> list[int]:
    """Return the instants at which *unit*'s quiz was passed, in order.

    Only the first ``max_attempts`` are looked at where the rule sets such a number. An attempt
    passes without a score (the server vouches for it) or with ``pass_percent`` and more.
    """
    attempts = sorted(
        (attempt for attempt in evidence.quizzes if attempt.unit == unit),
        key=lambda attempt: (attempt.passed_at, attempt.score_percent or 0),
    )
    least = completion.pass_percent
    return [
        attempt.passed_at
        for attempt in attempts[: completion.max_attempts]
        if attempt.score_percent is None or least is None or attempt.score_percent >= least
    ]


def quiz_asked(evidence: Evidence, unit: str, completion: CompletionRules) -> bool:
    """Whether *unit* is complete only with a passed quiz."""
    if completion.quiz_never:
        return False
    return completion.quiz_always or evidence.units[unit].quiz
