"""The write door: together on the disk, apart in failure."""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor

import pytest
from flask import Flask, current_app
from sqlalchemy import text

from schemas.write_door import UnitOfWork, door, write


@pytest.fixture
def notes(bare_app: Flask) -> Flask:
    write(lambda unit: unit.session.execute(text("CREATE TABLE note (id INTEGER PRIMARY KEY)")))
    return bare_app


def note(unit: UnitOfWork, number: int) -> int:
    unit.session.execute(text("INSERT INTO note VALUES (:number)"), {"number": number})
    return number


def kept() -> list[int]:
    def read(unit: UnitOfWork) -> list[int]:
        return list(unit.session.scalars(text("SELECT id FROM note ORDER BY id")))

    return write(read)


def test_what_a_use_case_returns_is_returned(notes: Flask) -> None:
    assert write(note, 7) == 7


def test_a_failing_unit_is_undone_alone(notes: Flask) -> None:
    def fails(unit: UnitOfWork) -> None:
        note(unit, 2)
        raise LookupError("nothing of this stands")

    write(note, 1)
    with pytest.raises(LookupError):
        write(fails)
    write(note, 3)
    assert kept() == [1, 3]


def test_units_that_fail_beside_others_in_one_group_take_nobody_along(notes: Flask) -> None:
    gate = threading.Event()

    def waits(unit: UnitOfWork) -> None:
        gate.wait(10)

    def fails(unit: UnitOfWork, number: int) -> None:
        note(unit, number)
        raise ValueError(number)

    through = door()
    with ThreadPoolExecutor(21) as callers:
        first = callers.submit(through.run, waits)
        good = [callers.submit(through.run, note, number) for number in range(10)]
        bad = [callers.submit(through.run, fails, number) for number in range(100, 110)]
        gate.set()
        first.result()
        assert [answer.result() for answer in good] == list(range(10))
        assert all(isinstance(answer.exception(), ValueError) for answer in bad)
    assert kept() == list(range(10))


def test_what_waits_for_the_commit_runs_after_it_and_only_then(notes: Flask) -> None:
    told: list[str] = []

    def tells(unit: UnitOfWork, *, fail: bool) -> None:
        unit.after_commit(lambda: told.append("failed" if fail else "done"))
        if fail:
            raise RuntimeError

    write(tells, fail=False)
    with pytest.raises(RuntimeError):
        write(tells, fail=True)
    assert told == ["done"]


def test_a_unit_that_asks_for_another_unit_is_told_so_instead_of_hanging(
    sqlite_settings: object, clock: object
) -> None:
    from tests.conftest import bare_application

    app = bare_application(sqlite_settings, clock)  # type: ignore[arg-type]
    with app.app_context(), pytest.raises(RuntimeError, match="pass the unit of work on"):
        through = door()
        through.run(lambda unit: through.run(lambda inner: None))


def test_the_unit_carries_the_clock_of_the_application(notes: Flask, clock: object) -> None:
    assert write(lambda unit: unit.now) == clock()  # type: ignore[operator]


def test_a_unit_runs_in_the_context_of_its_caller(notes: Flask) -> None:
    told: list[str] = []

    def named(unit: UnitOfWork) -> str:
        unit.after_commit(lambda: told.append(current_app.name))
        return current_app.name

    assert write(named) == notes.name
    assert told == [notes.name]
