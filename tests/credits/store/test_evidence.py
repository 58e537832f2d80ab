"""Evidence goes in once, whatever is repeated, and comes out as the value the rules read."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

import pytest
from flask import Flask
from hypothesis import given
from hypothesis import strategies as st

from credits.rules.evidence import Lease, Span
from credits.rules.evidence_digest import evidence_digest
from credits.rules.study import CourseOfStudy, SpanContent
from credits.services import evidence
from credits.store.packing import packed, unpacked
from credits.store.tables import SessionRow
from schemas.database import database
from schemas.refusals import Conflict, NotFound
from schemas.write_door import UnitOfWork, write
from tests.conftest import SettableClock
from tests.credits.conftest import Study, named

LEARNER = named("learner")
SESSION = named("session")
FIRST = SpanContent(0, 0, 30_000, 0, 30_000, 1000, True)


@pytest.fixture
def opened(course: CourseOfStudy, clock: SettableClock) -> UUID:
    write(evidence.open_session, SESSION, LEARNER, course.units[0], clock.now)
    return SESSION


def spans() -> tuple[Span, ...]:
    return evidence.of_learner(database.session, LEARNER).spans


def test_a_span_sent_again_keeps_its_first_receipt(opened: UUID, clock: SettableClock) -> None:
    first = clock.forward(seconds=31)
    assert write(evidence.record, opened, [FIRST], [], first) == 1
    assert write(evidence.record, opened, [FIRST], [], clock.forward(seconds=9)) == 0
    (kept,) = spans()
    assert kept.received_at == 1489539631000


def test_another_content_under_the_same_number_is_kept_beside_the_first(
    opened: UUID, clock: SettableClock
) -> None:
    other = SpanContent(0, 0, 30_000, 0, 29_000, 1000, True)
    write(evidence.record, opened, [FIRST, other], [], clock.forward(seconds=31))
    assert {span.media_to for span in spans()} == {30_000, 29_000}


def test_a_sign_of_life_from_the_future_is_kept_at_its_receipt(
    opened: UUID, clock: SettableClock
) -> None:
    write(evidence.record, opened, [], [5_000, 3_600_000], clock.forward(seconds=10))
    lives = evidence.of_learner(database.session, LEARNER).interactions
    assert [life.at - 1489539600000 for life in lives] == [5_000, 10_000]


def test_the_record_of_a_challenge_holds_the_last_try_and_none_after_a_right_one(
    opened: UUID, clock: SettableClock
) -> None:
    challenge, asked = named("challenge"), clock.now
    write(evidence.issue_challenge, challenge, opened, asked, 120_000)
    for seconds, right in ((10, False), (20, True), (30, False)):
        write(evidence.answer_challenge, challenge, asked + timedelta(seconds=seconds), right)
    (kept,) = evidence.of_learner(database.session, LEARNER).challenges
    assert (kept.answered_at, kept.correct) == (1489539620000, True)


def test_an_answer_before_its_question_is_refused(opened: UUID, clock: SettableClock) -> None:
    write(evidence.issue_challenge, named("challenge"), opened, clock.now, 120_000)
    with pytest.raises(Conflict):
        write(evidence.answer_challenge, named("challenge"), clock.now - timedelta(seconds=1), True)


def test_what_nobody_opened_takes_no_spans(accounts: Flask, clock: SettableClock) -> None:
    with pytest.raises(NotFound):
        write(evidence.record, SESSION, [FIRST], [], clock.now)


def test_one_id_names_one_session(opened: UUID, course: CourseOfStudy) -> None:
    with pytest.raises(Conflict):
        write(
            evidence.open_session,
            opened,
            named("another"),
            course.units[0],
            SettableClock().now,
        )


def test_what_was_known_at_a_moment_can_be_asked_for(
    course: CourseOfStudy, study: Study, clock: SettableClock
) -> None:
    study(LEARNER, course.units[0], minutes=10)
    then = clock.now
    known = evidence.of_learner(database.session, LEARNER)
    clock.forward(hours=1)
    study(LEARNER, course.units[0], start_ms=600_000, minutes=5)
    assert evidence.of_learner(database.session, LEARNER, as_of=then) == known
    assert len(evidence.of_learner(database.session, LEARNER).spans) == 30


def test_leases_come_in_the_order_of_their_granting(opened: UUID, clock: SettableClock) -> None:
    write(evidence.grant_lease, LEARNER, opened)
    clock.forward(seconds=1)
    write(evidence.grant_lease, LEARNER, None)
    assert evidence.of_learner(database.session, LEARNER).leases == (
        Lease(1489539600000, str(opened)),
        Lease(1489539601000, None),
    )


def test_folding_a_session_changes_nothing_of_what_is_known(
    course: CourseOfStudy, study: Study, clock: SettableClock
) -> None:
    study(LEARNER, course.units[0])
    before = evidence.of_learner(database.session(), LEARNER)
    clock.forward(days=3)
    assert write(evidence.fold) == 1
    after = evidence.of_learner(database.session(), LEARNER)
    assert evidence_digest(after) == evidence_digest(before)
    assert write(evidence.fold) == 0


def test_a_folded_session_of_45_minutes_takes_less_than_a_kilobyte(
    course: CourseOfStudy, study: Study, clock: SettableClock
) -> None:
    session = study(LEARNER, course.units[0])
    clock.forward(days=3)
    write(evidence.fold)

    def size(unit: UnitOfWork) -> int:
        packed = unit.session.get_one(SessionRow, session).packed
        assert packed is not None
        return len(packed)

    assert write(size) < 1024


@given(
    st.lists(
        st.builds(
            Span,
            session=st.just("s"),
            seq=st.integers(0, 5),
            from_ms=st.integers(0, 2**40),
            to_ms=st.integers(0, 2**40),
            media_from=st.none() | st.integers(-5, 2**40),
            media_to=st.none() | st.integers(-5, 2**40),
            rate_milli=st.integers(0, 4000),
            visible=st.booleans(),
            received_at=st.integers(0, 2**45),
        )
    )
)
def test_whatever_was_said_is_unpacked_as_it_was(spans: list[Span]) -> None:
    assert sorted(unpacked(packed(spans), "s"), key=repr) == sorted(spans, key=repr)
