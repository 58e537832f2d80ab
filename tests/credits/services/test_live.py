"""Live progress says what all evidence says, whatever happened before, here or elsewhere."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from random import Random
from typing import Any
from uuid import UUID

import pytest
from flask import Flask

from credits.rules.ledger.entry import Entry
from credits.rules.rule_document import RuleDocument
from credits.rules.study import CourseOfStudy, SpanContent, StudyRef
from credits.services import accrual, courses, evidence, live, seat_time
from credits.services.live import Shelf
from schemas.database import database
from schemas.write_door import UnitOfWork, write
from tests.conftest import SettableClock
from tests.credits.conftest import MINUTE, Study, a_course, named
from tests.credits.services.conftest import put_in_force, seed_document

LEARNER = named("learner")


class Undone(Exception):
    """A unit of work fails after all."""


class Player:
    """One learner's study by chance: every act of the services, sensible or not."""

    def __init__(self, app: Flask, clock: SettableClock, seed: int) -> None:
        self.app, self.clock, self.seed = app, clock, seed
        self.chance = Random(seed)
        self.learner = named(f"learner {seed}")
        self.units: list[StudyRef] = []
        for course in _courses():
            write(courses.register, course)
            self.units.extend(course.units)
        self.sessions: list[tuple[UUID, datetime]] = []
        self.challenges: list[UUID] = []
        self.count = 0
        self.workers = [Shelf(), Shelf(most=12)]
        """Two processes, one of which has little room."""

    def name(self, what: str) -> UUID:
        self.count += 1
        return named(f"{what} {self.seed} {self.count}")

    def opens(self, work: UnitOfWork) -> None:
        session, unit = self.name("session"), self.chance.choice(self.units)
        anchor = work.now + timedelta(milliseconds=self.chance.choice((0, 0, 500)))
        evidence.open_session(work, session, self.learner, unit, anchor)
        evidence.grant_lease(work, self.learner, session)
        self.sessions.append((session, anchor))

    def studies(self, work: UnitOfWork) -> None:
        """Tell truly what went by in the last session since it was opened, in spans of 30 s."""
        session, anchor = self.sessions[-1]
        now = (work.now - anchor) // timedelta(milliseconds=1)
        spans = [
            SpanContent(seq, seq * 30_000, end, seq * 30_000, end, 1000, True)
            for seq in range(4)
            if (end := seq * 30_000 + 30_000) <= now
        ]
        evidence.record(work, session, spans, [max(0, now)], work.now)

    def records(self, work: UnitOfWork) -> None:
        session, anchor = self.chance.choice(self.sessions[-3:])
        now = (work.now - anchor) // timedelta(milliseconds=1)
        spans = []
        for _ in range(self.chance.randint(1, 3)):
            seq = self.chance.randrange(20)
            begin = seq * 30_000 + self.chance.choice((0, 0, 0, 700))
            media = self.chance.choice((begin, begin, seq % 4 * 30_000))
            length = self.chance.choice((30_000, 30_000, 12_000, 400))
            visible = self.chance.random() < 0.95
            spans.append(
                SpanContent(seq, begin, begin + length, media, media + length, 1000, visible)
            )
        touched = [self.chance.randint(0, max(0, now))] if self.chance.random() < 0.5 else []
        evidence.record(work, session, spans, touched, work.now)

    def leases(self, work: UnitOfWork) -> None:
        holder = self.chance.choice([None, *(session for session, _ in self.sessions)])
        evidence.grant_lease(work, self.learner, holder)

    def asks(self, work: UnitOfWork) -> None:
        challenge = self.name("challenge")
        session, _ = self.chance.choice(self.sessions)
        evidence.issue_challenge(work, challenge, session, work.now, 120_000)
        self.challenges.append(challenge)

    def answers(self, work: UnitOfWork) -> None:
        if self.challenges:
            challenge = self.chance.choice(self.challenges[-2:])
            evidence.answer_challenge(work, challenge, work.now, self.chance.random() < 0.7)

    def extends(self, work: UnitOfWork) -> None:
        if self.challenges:
            evidence.extend_challenge(work, self.challenges[-1], 240_000)

    def passes(self, work: UnitOfWork) -> None:
        evidence.record_quiz_pass(
            work, self.learner, self.chance.choice(self.units).unit_id, work.now
        )

    def closes(self, work: UnitOfWork) -> None:
        evidence.close_session(work, self.chance.choice(self.sessions)[0])

    def folds(self, work: UnitOfWork) -> None:
        evidence.fold(work)
        self.sessions.clear()
        self.opens(work)

    def act(self) -> None:
        """Do one thing, or some at once that are undone after all; look before and after."""
        self.app.extensions["credits_live"] = self.chance.choice(self.workers)
        self.clock.forward(seconds=self.chance.choice((0, 5, 30, 30, 31, 60, 150)))
        if self.chance.random() < 0.03:
            self.clock.forward(days=3)
            write(self.folds)
        elif self.chance.random() < 0.2:
            kept = len(self.sessions), len(self.challenges)
            with pytest.raises(Undone):
                write(self.undone)
            del self.sessions[kept[0] :], self.challenges[kept[1] :]
        else:
            write(self.one())
        self.looks(database.session(), self.clock.now)
        if self.chance.random() < 0.1:
            earlier = self.clock.now - timedelta(seconds=self.chance.randrange(300))
            self.looks(database.session(), earlier)

    def settles(self) -> int:
        """Settle as a beat does, and by all evidence; return how much was posted."""
        by_all: list[list[Entry]] = []

        def all_evidence(work: UnitOfWork) -> None:
            with pytest.MonkeyPatch.context() as patch:
                patch.setattr(accrual, "_confirmed_versions", lambda *_: None)
                by_all.append(accrual.settle(work, self.learner))
            raise Undone

        with pytest.raises(Undone):
            write(all_evidence)
        posted = write(accrual.settle, self.learner)
        assert [_said(entry) for entry in posted] == [_said(entry) for entry in by_all[0]]
        return len(posted)

    def undone(self, work: UnitOfWork) -> None:
        for _ in range(3):
            self.one()(work)
            self.looks(work.session, work.now)
        raise Undone

    def one(self) -> Callable[[UnitOfWork], None]:
        if not self.sessions:
            return self.opens
        often = (self.studies,) * 8 + (self.records,) * 3 + (self.asks,) * 2 + (self.answers,) * 4
        rarely = (self.opens, self.opens, self.leases, self.extends, self.passes, self.closes)
        return self.chance.choice(often + rarely)

    def looks(self, session: Any, now: datetime) -> None:
        found = seat_time.live(session, self.learner, now)
        assert found is not None
        _, full = seat_time.reckoning(session, self.learner, now)
        assert found.reckoning == full
        assert found.reckoning.not_counted == full.not_counted


def _said(entry: Entry) -> tuple[object, ...]:
    return entry.family_id, entry.milli, entry.effective_at, entry.evidence_digest


def _courses() -> list[CourseOfStudy]:
    """A course of two short videos, an article, and a video with a quiz."""
    article, quiz = a_course("article", minutes=2), a_course("quiz", minutes=2)
    (read,), (asked,) = article.units, quiz.units
    return [
        a_course("pair", minutes=3, units=2),
        replace(article, units=(replace(read, kind="article", media_length_ms=None),)),
        replace(quiz, units=(replace(asked, quiz=True),)),
    ]


@pytest.mark.parametrize("seed", range(6))
def test_after_whatever_happened_it_is_what_all_evidence_comes_to(
    accounts: Flask, rules: RuleDocument, clock: SettableClock, seed: int
) -> None:
    """Sessions, spans, leases, questions, answers, passes, folds, failures; in two processes."""
    player = Player(accounts, clock, seed)
    for _ in range(60):
        player.act()


def test_what_is_posted_is_what_all_evidence_earns(
    accounts: Flask, rules: RuleDocument, study: Study, clock: SettableClock
) -> None:
    """Two courses studied as one should, each confirmed or not yet, and whatever else between."""
    posted = 0
    player = Player(accounts, clock, 20)
    for number, closing in enumerate((True, False)):
        course = a_course(f"long {number}")
        write(courses.register, course)
        study(player.learner, course.units[0], closing=closing)
        for _ in range(10):
            posted += player.settles()
            player.act()
    assert posted


def test_what_a_failed_unit_of_work_said_is_not_believed(
    rules: RuleDocument, study: Study, clock: SettableClock
) -> None:
    course = a_course()
    write(courses.register, course)
    unit = course.units[0].unit_id
    session = study(LEARNER, course.units[0], minutes=5, closing=False)

    def said(work: UnitOfWork) -> None:
        begin = 5 * MINUTE
        span = SpanContent(10, begin, begin + 30_000, begin, begin + 30_000, 1000, True)
        evidence.record(work, session, [span], [], work.now + timedelta(seconds=31))
        seen = seat_time.progress(work.session, LEARNER, unit, work.now)
        assert seen.counted == 5 * MINUTE + 30_000
        raise Undone

    with pytest.raises(Undone):
        write(said)
    found = seat_time.progress(database.session(), LEARNER, unit, clock.now)
    assert found.counted == 5 * MINUTE


def test_rules_that_changed_are_reckoned_all_at_once(
    rules: RuleDocument, study: Study, clock: SettableClock
) -> None:
    course = a_course()
    write(courses.register, course)
    unit = course.units[0]
    study(LEARNER, unit, minutes=5, closing=False)
    document = seed_document()
    same = {**document, "version": "the same numbers"}
    write(put_in_force, same, clock.now)
    assert seat_time.live(database.session(), LEARNER, clock.now) is not None
    stricter = {
        **document,
        "version": "stricter",
        "evidence": {**document["evidence"], "max_span_s": 10},
    }
    write(put_in_force, stricter, clock.now)
    assert seat_time.live(database.session(), LEARNER, clock.now) is None
    found = seat_time.progress(database.session(), LEARNER, unit.unit_id, clock.now)
    assert found.counted == 5 * MINUTE


def test_who_was_asked_about_longest_ago_is_forgotten(
    accounts: Flask, rules: RuleDocument, study: Study, clock: SettableClock
) -> None:
    course = a_course()
    write(courses.register, course)
    accounts.extensions["credits_live"] = Shelf(most=25)
    learners = [named(f"learner {number}") for number in range(3)]
    for learner in learners:
        study(learner, course.units[0], minutes=5, closing=False)
        seat_time.live(database.session(), learner, clock.now)
    shelf = live.shelf()
    assert len(shelf) == 2
    assert shelf.take(learners[0]) is None
    assert shelf.take(learners[2]) is not None
    assert len(shelf) == 1


def test_evidence_from_after_now_does_not_hide_what_is_due(
    rules: RuleDocument, study: Study, clock: SettableClock
) -> None:
    """A settling looks at what was known by its own now, however far the record has gone on."""
    course = a_course()
    write(courses.register, course)
    study(LEARNER, course.units[0])
    done = clock.now
    other = a_course("c2")
    write(courses.register, other)
    study(LEARNER, other.units[0], minutes=5, closing=False)
    clock.now = done
    (award,) = write(accrual.settle, LEARNER)
    assert award.family_id == course.family_id
    clock.now = datetime(2017, 3, 15, 1, 20, tzinfo=UTC)
    assert write(accrual.settle, LEARNER) == []
