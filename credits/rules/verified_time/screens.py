"""Tests under which a whole session or a whole course stands or falls together.

Each takes the parts that tests 1 to 8 left, and returns those that stay and the pieces refused.
A part is judged by the rules of its own span's day.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable

from credits.rules.days import Day, Days
from credits.rules.evidence import Evidence
from credits.rules.verified_time import failure
from credits.rules.verified_time.cuts import Part
from credits.rules.verified_time.outcomes import Outcome, Piece
from credits.rules.verified_time.parameters import DatedRules

Screened = tuple[list[Part], list[Piece]]
Screen = Callable[[list[Part], Evidence, DatedRules, Days], Screened]


def sessions_of_right_length(
    parts: list[Part], evidence: Evidence, rules: DatedRules, days: Days
) -> Screened:
    """Sessions that are neither too short nor too long.

    A session is as long as what tests 1 to 8 left of its spans, without its pauses.
    """
    lengths: dict[str, int] = {}
    for part in parts:
        lengths[part.session] = lengths.get(part.session, 0) + part.length

    def outcome(part: Part) -> Outcome | None:
        version, length = rules.versions[part.origin.version][1], lengths[part.session]
        if version.min_session is not None and length < version.min_session:
            return Outcome.SESSION_TOO_SHORT
        if version.max_session is not None and length > version.max_session:
            return Outcome.SESSION_TOO_LONG
        return None

    return _screened(parts, outcome)


def courses_not_failed(
    parts: list[Part], evidence: Evidence, rules: DatedRules, days: Days
) -> Screened:
    """Units that missed challenges have not failed under any of the rules."""
    failed: set[str] = set()
    for number, (_, version) in enumerate(rules.versions):
        if version.presence is None:
            continue
        study_days: dict[str, set[Day]] = {}
        for part in parts if version.presence.per_day is not None else ():
            if part.origin.version == number:
                study_days.setdefault(part.origin.unit, set()).add(days.of(part.start))
        asked = [row for row in evidence.challenges if rules.number(row.issued_at) == number]
        failed |= failure.failed_units(evidence, asked, version.presence, study_days, days)
    return _screened(
        parts, lambda part: Outcome.COURSE_FAILED if part.origin.unit in failed else None
    )


def longest_sessions_of_a_day(
    parts: list[Part], evidence: Evidence, rules: DatedRules, days: Days
) -> Screened:
    """Each unit's longest session of each local day, where only that one counts.

    Of two that are equally long the one that began first counts.
    """
    if not any(version.longest_of_day for _, version in rules.versions):
        return parts, []
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

    def outcome(part: Part) -> Outcome | None:
        version = rules.versions[part.origin.version][1]
        if not version.longest_of_day:
            return None
        counts = longest[part.origin.unit, days.of(part.start)]
        return None if counts == part.session else Outcome.REPEATED_TODAY

    return _screened(parts, outcome)


SCREENS: tuple[Screen, ...] = (
    sessions_of_right_length,
    courses_not_failed,
    longest_sessions_of_a_day,
)


def _screened(parts: Iterable[Part], outcome_of: Callable[[Part], Outcome | None]) -> Screened:
    kept: list[Part] = []
    refused: list[Piece] = []
    for part in parts:
        outcome = outcome_of(part)
        if outcome is None:
            kept.append(part)
        else:
            refused.append(Piece(part.start, part.end, part.session, part.seq, outcome))
    return kept, refused
