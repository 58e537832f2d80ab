"""Exams: which quiz attempts a rule document admits at all."""

from __future__ import annotations

from collections.abc import Sequence

from credits.rules.caps import Cap, CapScope, CapUnit
from credits.rules.credit import CreditRule
from credits.rules.days import MS_OF_DAY, Days
from credits.rules.evidence import Evidence, QuizPass

_HOUR = 3_600_000


def admitted(
    evidence: Evidence,
    caps: Sequence[Cap],
    credit: CreditRule,
    days: Days,
    wait_hours: int | None = None,
) -> tuple[QuizPass, ...]:
    """Return the attempts of *evidence* that count, in order of time.

    An attempt earlier than *wait_hours* after the last one on the same unit does not count, nor
    one that lifts the credit of the exams taken in one day, or in any 24 hours, above a cap
    (``final_exam_milli_credit``): it should not have been begun.
    """
    limits = [cap for cap in caps if cap.unit is CapUnit.FINAL_EXAM_MILLI_CREDIT]
    if not limits and wait_hours is None:
        return evidence.quizzes
    taken: list[tuple[QuizPass, int]] = []
    last: dict[str, int] = {}
    for attempt in sorted(evidence.quizzes, key=lambda item: (item.passed_at, item.unit)):
        before = last.get(attempt.unit)
        if before is not None and wait_hours and attempt.passed_at < before + wait_hours * _HOUR:
            continue
        unit = evidence.units[attempt.unit]
        worth = credit.of_unit(unit, unit.approved)
        if all(worth + _taken(cap, attempt, taken, days) <= cap.value for cap in limits):
            taken.append((attempt, worth))
            last[attempt.unit] = attempt.passed_at
    return tuple(attempt for attempt, _ in taken)


def _taken(cap: Cap, attempt: QuizPass, taken: Sequence[tuple[QuizPass, int]], days: Days) -> int:
    """The credit of the exams that share the cap's day or 24 hours with *attempt*."""
    begin = attempt.passed_at - MS_OF_DAY + 1
    if cap.scope is CapScope.DAY:
        begin = days.of(attempt.passed_at).start
    return sum(worth for earlier, worth in taken if earlier.passed_at >= begin)
