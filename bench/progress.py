"""Live progress of a learner with 0, 10 and 40 courses behind: all anew, and what is new.

Each course is 45 minutes of spans of 30 s with a sign of life in each, asked every ten minutes;
what lies two days back is folded. One beat records a span and asks for progress. Times are of
the processor, both ways in one run, so that neighbours and the machine do not count.
"""

from __future__ import annotations

import json
import tempfile
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from importlib import resources
from uuid import UUID, uuid5

from flask import Flask

from credits.rules.study import SpanContent, StudyRef
from credits.services import evidence, rule_documents, seat_time
from schemas.database import connect, database
from schemas.installation import found_installation
from schemas.migrations import upgrade
from schemas.settings import Settings, configure
from schemas.write_door import UnitOfWork, open_door, write

BEHIND = (0, 10, 40)
BEATS = 10
LENGTH = 45 * 60_000
SPAN = 30_000
BEGIN = datetime(2017, 3, 15, 1, tzinfo=UTC)
NAMES = UUID(int=2017)


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        app = Flask("bench")
        given = Settings(data_dir=folder)
        configure(app, given)
        connect(app)
        open_door(app)
        upgrade(app)
        with app.app_context():
            write(found_installation, given)
            write(_in_force)
            for courses in BEHIND:
                _measured(courses)


def _measured(courses: int) -> None:
    """Print what one progress costs with *courses* behind, both ways."""
    learner = uuid5(NAMES, f"learner of {courses}")
    for number in range(courses):
        write(_studied, learner, number, LENGTH)
    while write(evidence.fold):
        pass
    write(_studied, learner, courses, LENGTH // 2)
    unit, session_id = _unit(courses), _session(learner, courses)
    anchor = _anchor(courses)
    all_anew = new_only = 0.0
    for beat in range(BEATS + 1):
        start = LENGTH // 2 + beat * SPAN
        now = anchor + timedelta(milliseconds=start + SPAN + 400)
        write(evidence.record, session_id, [_span(start)], [], now)
        anew, full = _spent(_all_anew, learner, unit.unit_id, now)
        new, found = _spent(_new_only, learner, unit.unit_id, now)
        assert found == full
        if beat:  # the first one fills caches of both
            all_anew, new_only = all_anew + anew, new_only + new
        else:
            first = new
    database.session.rollback()
    print(
        f"{courses:3} courses behind: all anew {all_anew / BEATS * 1000:7.1f} ms, what is new "
        f"{new_only / BEATS * 1000:5.1f} ms: {all_anew / new_only:5.1f} times less; "
        f"the first time {first * 1000:.1f} ms",
        flush=True,
    )


def _all_anew(learner: UUID, unit_id: str, now: datetime) -> int:
    _, found = seat_time.reckoning(database.session(), learner, now)
    return found.units[unit_id].counted


def _new_only(learner: UUID, unit_id: str, now: datetime) -> int:
    return seat_time.progress(database.session(), learner, unit_id, now).counted


def _spent(
    call: Callable[[UUID, str, datetime], int], learner: UUID, unit_id: str, now: datetime
) -> tuple[float, int]:
    begin = time.process_time()
    found = call(learner, unit_id, now)
    return time.process_time() - begin, found


def _studied(work: UnitOfWork, learner: UUID, number: int, length: int) -> None:
    """A diligent learner's study of course *number*, three days after the one before."""
    session_id, anchor = _session(learner, number), _anchor(number)

    def at(milliseconds: int) -> datetime:
        return anchor + timedelta(milliseconds=milliseconds)

    evidence.open_session(work, session_id, learner, _unit(number), anchor)
    work.now = anchor
    evidence.grant_lease(work, learner, session_id)
    for start in range(0, length, SPAN):
        end = start + SPAN
        evidence.record(work, session_id, [_span(start)], [start], at(end + 400))
        if end % 600_000 == 0 or end == LENGTH:
            challenge = uuid5(NAMES, f"{session_id} {end}")
            evidence.issue_challenge(work, challenge, session_id, at(end), 120_000)
            evidence.answer_challenge(work, challenge, at(end + 20_000), True)


def _span(start: int) -> SpanContent:
    return SpanContent(start // SPAN, start, start + SPAN, start, start + SPAN, 1000, True)


def _unit(number: int) -> StudyRef:
    return StudyRef(
        unit_id=f"unit {number}",
        family_id=uuid5(NAMES, f"family {number}"),
        version_id=uuid5(NAMES, f"version {number}"),
        kind="video",
        approved_ms=LENGTH,
        media_length_ms=LENGTH,
        category="required",
        quiz=False,
    )


def _session(learner: UUID, number: int) -> UUID:
    return uuid5(NAMES, f"session {learner} {number}")


def _anchor(number: int) -> datetime:
    return BEGIN + timedelta(days=3 * number)


def _in_force(unit: UnitOfWork) -> None:
    text = resources.files("credits.documents").joinpath("cn-fj-cadre-online.json").read_text()
    adopted = rule_documents.adopt(unit, json.loads(text), "staff")
    rule_documents.activate(
        unit,
        adopted.rule_id,
        adopted.version,
        in_force_from=datetime(2017, 1, 12, tzinfo=UTC),
        by="staff",
        second="organiser",
    )


if __name__ == "__main__":
    main()
