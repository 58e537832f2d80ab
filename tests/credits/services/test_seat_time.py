"""The receipt: every minute counted or not, with its reason and the place to open again."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from credits.rules.receipt import Hole
from credits.rules.rule_document import RuleDocument
from credits.rules.study import CourseOfStudy, SpanContent
from credits.services import evidence, seat_time
from schemas.database import database
from schemas.refusals import NotFound
from schemas.write_door import write
from tests.conftest import SettableClock
from tests.credits.conftest import MINUTE, Study, named

LEARNER = named("learner")


def test_a_unit_nobody_studied_yet_has_all_before_it(
    rules: RuleDocument, course: CourseOfStudy, clock: SettableClock
) -> None:
    found = seat_time.progress(database.session, LEARNER, course.units[0].unit_id, clock.now)
    assert (found.counted, found.missing, found.completed_at) == (0, 2_646_000, None)


def test_a_unit_nobody_registered_is_not_found(rules: RuleDocument, clock: SettableClock) -> None:
    with pytest.raises(NotFound):
        seat_time.progress(database.session, LEARNER, "nothing", clock.now)


def test_a_hidden_stretch_is_shown_with_its_reason_and_can_be_opened_again(
    rules: RuleDocument, course: CourseOfStudy, clock: SettableClock
) -> None:
    session, anchor = named("session"), clock.now
    write(evidence.open_session, session, LEARNER, course.units[0], anchor)
    write(evidence.grant_lease, LEARNER, session)
    spans = [
        SpanContent(
            seq,
            seq * 30_000,
            seq * 30_000 + 30_000,
            seq * 30_000,
            seq * 30_000 + 30_000,
            1000,
            not 4 <= seq < 8,
        )
        for seq in range(12)
    ]
    for span in spans:
        clock.now = anchor + timedelta(milliseconds=span.to_ms + 400)
        write(evidence.record, session, [span], [], clock.now)
    receipt = seat_time.receipt(database.session, LEARNER, clock.now)
    (row,) = receipt.sessions
    assert [(s.outcome, s.ms, s.media_from, s.media_to) for s in row.stretches] == [
        ("COUNTED", 120_000, 0, 120_000),
        ("HIDDEN", 120_000, 120_000, 240_000),
        ("COUNTED", 120_000, 240_000, 360_000),
    ]
    unit = receipt.units[course.units[0].unit_id]
    assert unit.holes == (
        Hole(120_000, 240_000, "HIDDEN"),
        Hole(360_000, 45 * MINUTE, None),
    )
    assert unit.not_counted == {"HIDDEN": 120_000}
    assert unit.missing_ms == 2_646_000 - 240_000


def test_a_session_over_midnight_is_drawn_on_both_days(
    rules: RuleDocument, course: CourseOfStudy, study: Study, clock: SettableClock
) -> None:
    clock.now = datetime(2017, 3, 14, 15, 55, tzinfo=UTC)  # 23:55 in Fuzhou
    study(LEARNER, course.units[0], minutes=8)
    receipt = seat_time.receipt(database.session, LEARNER, clock.now)
    assert [(row.day, row.total("COUNTED")) for row in receipt.sessions] == [
        ("2017-03-14", 5 * MINUTE),
        ("2017-03-15", 3 * MINUTE),
    ]
    assert receipt.by_day == {"2017-03-14": 5 * MINUTE, "2017-03-15": 3 * MINUTE}


def test_the_fate_of_the_latest_spans_can_be_told(
    rules: RuleDocument, course: CourseOfStudy, study: Study, clock: SettableClock
) -> None:
    session = study(LEARNER, course.units[0], minutes=2, closing=False)
    found = seat_time.progress(database.session, LEARNER, course.units[0].unit_id, clock.now)
    assert [(p.seq, p.outcome) for p in found.fate_of(session, 3)] == [(3, "COUNTED")]
    assert found.counted_since_proof == 2 * MINUTE
