"""Jobs: written with their cause, done at least once, never lost with their worker."""

from __future__ import annotations

from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from schemas.house_tables import JobRow
from schemas.jobs import LEASE, RETRY_AFTER, RunningJob, enqueue, job, run_due, run_next
from schemas.write_door import UnitOfWork, write
from tests.conftest import SettableClock

ran: list[RunningJob] = []


@job("test.note")
def noted(running: RunningJob) -> None:
    ran.append(running)
    if running.payload.get("fails", 0) >= running.attempt:
        raise ValueError("as asked")


@pytest.fixture(autouse=True)
def nothing_ran_yet() -> None:
    ran.clear()


def rows() -> list[JobRow]:
    return write(lambda unit: list(unit.session.scalars(select(JobRow))))


def test_a_job_runs_once_and_is_done(bare_app: Flask) -> None:
    write(enqueue, "test.note", {"n": 1})
    assert run_due() == 1
    assert run_due() == 0
    assert [job.payload for job in ran] == [{"n": 1}]
    assert rows()[0].state == "done"


def test_a_job_of_a_unit_that_failed_does_not_exist(bare_app: Flask) -> None:
    def fails(unit: UnitOfWork) -> None:
        enqueue(unit, "test.note", {})
        raise LookupError

    with pytest.raises(LookupError):
        write(fails)
    assert not run_next()


def test_a_failing_job_is_tried_again_later_and_says_why(
    bare_app: Flask, clock: SettableClock
) -> None:
    write(enqueue, "test.note", {"fails": 1})
    assert run_due() == 1
    assert rows()[0].last_error == "ValueError: as asked"
    clock.now += RETRY_AFTER[0]
    assert run_due() == 1
    assert [job.attempt for job in ran] == [1, 2]
    assert rows()[0].state == "done"


def test_a_job_that_always_fails_ends_as_failed(bare_app: Flask, clock: SettableClock) -> None:
    write(enqueue, "test.note", {"fails": 99})
    for _ in range(10):
        run_due()
        clock.forward(minutes=10)
    assert rows()[0].state == "failed"
    assert len(ran) == 1 + len(RETRY_AFTER)


def test_a_job_of_a_dead_worker_is_claimed_by_another(
    bare_app: Flask, clock: SettableClock
) -> None:
    def died(unit: UnitOfWork) -> None:
        row = unit.session.get_one(JobRow, job_id)
        row.state, row.attempts, row.leased_until = "running", 1, unit.now + LEASE

    job_id = write(enqueue, "test.note", {})
    write(died)
    assert run_due() == 0
    clock.now += LEASE + timedelta(milliseconds=1)
    assert run_due() == 1
    assert ran[0].attempt == 2


def test_one_key_is_one_job(bare_app: Flask) -> None:
    first = write(enqueue, "test.note", {"n": 1}, key="only")
    assert write(enqueue, "test.note", {"n": 2}, key="only") == first
    assert run_due() == 1


def test_a_job_waits_for_its_moment(bare_app: Flask, clock: SettableClock) -> None:
    write(enqueue, "test.note", {}, run_at=clock.now + timedelta(hours=1))
    assert run_due() == 0
    clock.forward(hours=1)
    assert run_due() == 1
