"""What tests of the accounts start from: a founded installation, a course, a learner's study."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from uuid import UUID, uuid5

import pytest
from flask import Flask

from credits.rules.study import CourseOfStudy, SpanContent, StudyRef, unit_key
from credits.services import courses, evidence
from schemas.installation import found_installation
from schemas.settings import Settings
from schemas.write_door import UnitOfWork, write
from tests.conftest import SettableClock

NAMES = UUID(int=2017)
MINUTE = 60_000
Study = Callable[..., UUID]


def named(name: str) -> UUID:
    """The id that tests give to whatever they call *name*."""
    return uuid5(NAMES, name)


@pytest.fixture
def accounts(bare_app: Flask, settings: Settings) -> Flask:
    """An application whose installation is founded."""
    write(found_installation, settings)
    return bare_app


def a_course(
    name: str = "c1", *, minutes: float = 45, category: str = "required", units: int = 1
) -> CourseOfStudy:
    """A video course of *units* units that are *minutes* long together."""
    version = named(f"version {name}")
    family = named(f"family {name}")
    each = round(minutes * MINUTE) // units
    return CourseOfStudy(
        family_id=family,
        version_id=version,
        title=f"课程 {name}",
        category=category,
        units=tuple(
            StudyRef(
                unit_id=unit_key(version, f"u{number}"),
                family_id=family,
                version_id=version,
                kind="video",
                approved_ms=each,
                media_length_ms=each,
                category=category,
            )
            for number in range(units)
        ),
    )


@pytest.fixture
def course(accounts: Flask) -> CourseOfStudy:
    """A registered required course of 45 minutes."""
    found = a_course()
    write(courses.register, found)
    return found


@pytest.fixture
def study(accounts: Flask, clock: SettableClock) -> Study:
    """A diligent learner's study; see ``diligent``."""
    return diligent(clock)


def diligent(clock: SettableClock) -> Study:
    """Return what watches a unit as a diligent learner does, asked every ten minutes.

    It moves the clock along; every span arrives 400 ms after its end. Returns the session's id.
    """

    def watched(
        learner: UUID,
        unit: StudyRef,
        *,
        start_ms: int = 0,
        minutes: float = 45,
        answering: bool = True,
        closing: bool = True,
    ) -> UUID:
        session_id = named(f"session {learner} {unit.unit_id} {clock.now}")
        anchor: datetime = clock.now
        length = round(minutes * MINUTE)

        def at(milliseconds: int) -> datetime:
            return anchor + timedelta(milliseconds=milliseconds)

        def sat(work: UnitOfWork) -> None:
            evidence.open_session(work, session_id, learner, unit, anchor)
            evidence.grant_lease(work, learner, session_id)
            for seq, begin in enumerate(range(0, length, 30_000)):
                end = min(begin + 30_000, length)
                said = SpanContent(seq, begin, end, start_ms + begin, start_ms + end, 1000, True)
                evidence.record(work, session_id, [said], [begin], at(end + 400))
                if end % (10 * MINUTE) == 0 and end < length:
                    asked(work, at(end))
            if closing:
                asked(work, at(length))

        def asked(work: UnitOfWork, moment: datetime) -> None:
            challenge = named(f"challenge {session_id} {moment}")
            evidence.issue_challenge(work, challenge, session_id, moment, 120_000)
            if answering:
                evidence.answer_challenge(work, challenge, moment + timedelta(seconds=20), True)

        write(sat)
        clock.now = at(length + (20_000 if closing else 400))
        return session_id

    return watched
