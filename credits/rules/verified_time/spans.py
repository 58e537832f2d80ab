"""Which span stands, and the tests that take a whole span (1 to 5)."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from credits.rules.evidence import Session, Span, StudyUnit
from credits.rules.verified_time.outcomes import Outcome
from credits.rules.verified_time.parameters import EvidenceRules


def standing(deliveries: Iterable[Span]) -> tuple[list[Span], list[Span]]:
    """Return the spans that stand, and one span of every other content (SEQ_CONFLICT).

    Of all contents received under one session and sequence number the one received first
    stands; at the same instant the smaller canonical JSON. Another delivery of a content
    changes nothing, so each appears once, as it arrived first.
    """
    first: dict[tuple[str, int], Span] = {}
    contested: dict[tuple[str, int], list[Span]] = {}
    for span in deliveries:
        key = (span.session, span.seq)
        if key not in first:
            first[key] = span
        elif key in contested:
            contested[key].append(span)
        else:
            contested[key] = [first[key], span]
    conflicts: list[Span] = []
    for key, spans in contested.items():
        first[key], others = preferred(spans)
        conflicts.extend(others)
    return list(first.values()), conflicts


def preferred(deliveries: Iterable[Span]) -> tuple[Span, list[Span]]:
    """Return the span that stands among *deliveries* under one number, and the others."""
    by_content: dict[tuple[object, ...], Span] = {}
    for span in deliveries:
        known = by_content.get(span.content)
        if known is None or span.received_at < known.received_at:
            by_content[span.content] = span
    if len(by_content) == 1:
        return next(iter(by_content.values())), []
    ordered = sorted(by_content.values(), key=lambda span: (span.received_at, span.canonical()))
    return ordered[0], ordered[1:]


def of_right_length(
    span: Span, session: Session, unit: StudyUnit, rules: EvidenceRules
) -> Outcome | None:
    """Test 1: neither too short nor too long; both limits are allowed."""
    length = span.to_ms - span.from_ms
    if length < rules.min_span:
        return Outcome.SPAN_TOO_SHORT
    return Outcome.SPAN_TOO_LONG if length > rules.max_span else None


def received_in_time(
    span: Span, session: Session, unit: StudyUnit, rules: EvidenceRules
) -> Outcome | None:
    """Test 2: received neither before it can have ended nor long after."""
    late = span.received_at - session.anchor_at - span.to_ms
    if -late > rules.skew_tol:
        return Outcome.FROM_FUTURE
    return Outcome.STALE if late > rules.offline_grace else None


def in_sight(span: Span, session: Session, unit: StudyUnit, rules: EvidenceRules) -> Outcome | None:
    """Test 3: visible; where leaving is tolerated for a while, a cut decides instead."""
    if span.visible or not rules.require_visible or rules.leave_stop is not None:
        return None
    return Outcome.HIDDEN


def at_allowed_rate(
    span: Span, session: Session, unit: StudyUnit, rules: EvidenceRules
) -> Outcome | None:
    """Test 4: a medium plays no slower and no faster than allowed."""
    if unit.kind != "video":
        return None
    assert span.rate_milli is not None  # the reader's promise
    if span.rate_milli < rules.min_rate:
        return Outcome.RATE_TOO_LOW
    return Outcome.RATE_TOO_HIGH if span.rate_milli > rules.max_rate else None


def continuous(
    span: Span, session: Session, unit: StudyUnit, rules: EvidenceRules
) -> Outcome | None:
    """Test 5: the medium moved on by what the clock and the rate say, inside the file."""
    if unit.kind != "video":
        return None
    length = span.to_ms - span.from_ms
    tolerance = min(rules.media_tol, max(100, length // 10))
    assert span.media_from is not None and span.media_to is not None
    assert span.rate_milli is not None
    moved = span.media_to - span.media_from
    if (
        abs(moved - length * span.rate_milli // 1000) > tolerance
        or span.media_from < 0
        or span.media_to > unit.file_length + tolerance
    ):
        return Outcome.MEDIA_DISCONTINUITY
    return None


WholeSpanTest = Callable[[Span, Session, StudyUnit, EvidenceRules], Outcome | None]

TESTS: tuple[WholeSpanTest, ...] = (
    of_right_length,
    received_in_time,
    in_sight,
    at_allowed_rate,
    continuous,
)


def refused(span: Span, session: Session, unit: StudyUnit, rules: EvidenceRules) -> Outcome | None:
    """Return the first reason that takes the whole of *span*, or None."""
    for test in TESTS:
        outcome = test(span, session, unit, rules)
        if outcome is not None:
            return outcome
    return None
