"""Several writers at once: nothing skipped, nothing twice, one winner for each id.

The same harness with the lock or the key taken away must find something, or it proves nothing.
"""

from __future__ import annotations

import threading
from collections import Counter

import pytest
from flask import Flask
from sqlalchemy import func, insert, select
from sqlalchemy.exc import IntegrityError

from lrs.store.tables import Statement
from schemas.database import database
from schemas.settings import Settings
from schemas.write_door import write
from tests.lrs.conftest import Client, identified, issue
from tests.lrs.store import writers

ROUNDS = 6


class Follower(threading.Thread):
    """Reads the store as it grows: always since the last ``stored`` that it has seen."""

    def __init__(self, client: Client) -> None:
        super().__init__()
        self.seen: list[tuple[str, str]] = []
        self.done = threading.Event()
        self._client = client

    def run(self) -> None:
        while not self.done.is_set():
            self.read()
        self.read()

    def read(self) -> None:
        query = {"ascending": "true", "limit": 7}
        if self.seen:
            query["since"] = self.seen[-1][1]
        answer = self._client.get(**query).get_json()
        while True:
            self.seen += [(found["id"], found["stored"]) for found in answer["statements"]]
            if not answer["more"]:
                return
            answer = self._client.ask("GET", answer["more"]).get_json()


@pytest.mark.clause("XAPI-00165", "XAPI-00175")
def test_a_reader_who_follows_many_writers_sees_every_statement_once_and_in_order(
    store: Flask, settings: Settings
) -> None:
    issued = issue()
    follower = Follower(Client(store, issued))
    follower.start()
    statuses = writers.swarm(settings, issued, "crowd", ROUNDS)
    follower.done.set()
    follower.join(60)
    assert set(statuses) == {200}
    ids = [sid for sid, _ in follower.seen]
    assert len(ids) == len(set(ids)), "a statement was seen twice"
    assert set(ids) == writers.expected(ROUNDS), "a statement was skipped"
    times = [stored for _, stored in follower.seen]
    assert times == sorted(times)
    places = database.session.execute(
        select(func.min(Statement.seq), func.max(Statement.seq), func.count())
    ).one()
    assert tuple(places) == (1, len(ids), len(ids)), "the order has gaps"


@pytest.mark.clause("XAPI-00142")
def test_of_rivals_for_one_id_one_wins_and_the_others_hear_of_a_conflict(
    store: Flask, settings: Settings
) -> None:
    statuses = Counter(writers.swarm(settings, issue(), "rivals", ROUNDS))
    assert statuses == {200: ROUNDS, 409: ROUNDS * (writers.PROCESSES - 1)}
    assert database.session.scalar(select(func.count()).select_from(Statement)) == ROUNDS


@pytest.mark.clause("XAPI-00322")
def test_of_rivals_for_one_document_one_writes_and_the_others_are_told_that_it_changed(
    store: Flask, settings: Settings
) -> None:
    statuses = Counter(writers.swarm(settings, issue(), "documents", ROUNDS))
    assert statuses == {204: ROUNDS, 412: ROUNDS * (writers.PROCESSES - 1)}


@pytest.mark.parametrize("task", ["crowd", "rivals"])
def test_without_the_lock_the_same_writers_come_to_grief(
    postgres_settings: Settings, task: str
) -> None:
    import lrs

    app = lrs.create_app(postgres_settings)
    with app.app_context():
        statuses = writers.swarm(postgres_settings, issue(), task, ROUNDS, locked=False)
        database.engine.dispose()
    assert not set(statuses) <= {200, 409}, "the harness finds nothing: it proves nothing"


def test_the_database_itself_refuses_a_second_statement_with_one_id(
    client: Client, store: Flask
) -> None:
    client.post(identified())
    row = dict(database.session.execute(select(Statement.__table__)).mappings().one())
    with pytest.raises(IntegrityError):
        write(lambda unit: unit.session.execute(insert(Statement), {**row, "seq": 2}))
