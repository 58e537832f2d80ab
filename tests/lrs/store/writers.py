"""Several processes that write to one store at once, for the tests of its order.

Each process has its own application and speaks HTTP to it, as gunicorn's workers do.
"""

from __future__ import annotations

import json
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict
from multiprocessing import get_context
from typing import Any
from uuid import UUID, uuid5

import lrs
from lrs.services.credentials import Issued
from lrs.store import order
from schemas.database import database
from schemas.settings import Settings
from schemas.write_door import door
from tests.lrs.conftest import Client, statement

PROCESSES = 3
THREADS = 3
NAMES = UUID("6f1c3f2e-0c4b-4a30-9d4e-3d1f0a1b2c3d")


def sid(*name: object) -> str:
    """Return an id that every process can work out for itself."""
    return str(uuid5(NAMES, " ".join(map(str, name))))


def swarm(
    given: Settings, issued: Issued, task: str, rounds: int, *, locked: bool = True
) -> list[int]:
    """Let all processes carry out *task* (see TASKS) and return every status."""
    context = get_context("spawn")
    barrier = context.Barrier(PROCESSES)
    answers = context.Queue()
    arguments = (json.dumps(asdict(given)), issued.key, issued.secret, task, rounds, locked)
    processes = [
        context.Process(target=_work, args=(number, barrier, answers, *arguments))
        for number in range(PROCESSES)
    ]
    for process in processes:
        process.start()
    statuses = [status for _ in processes for status in answers.get(timeout=120)]
    for process in processes:
        process.join(30)
    return statuses


def expected(rounds: int) -> set[str]:
    """Return the ids that ``crowd`` stores."""
    return {
        sid("crowd", process, thread, number, part)
        for process in range(PROCESSES)
        for thread in range(THREADS)
        for number in range(rounds)
        for part in range(_size(number))
    }


def _size(number: int) -> int:
    """Every third request is a batch."""
    return 10 if number % 3 == 2 else 1


def _work(
    process: int,
    barrier: Any,
    answers: Any,
    text: str,
    key: str,
    secret: str,
    task: str,
    rounds: int,
    locked: bool,
) -> None:
    if not locked:
        order.lock = lambda session, store_id: None
    app = lrs.create_app(Settings(**json.loads(text)))
    app.testing = False
    with app.app_context():
        client = Client(app, Issued(key, secret))
        client.get(limit=1)
        barrier.wait()
        answers.put(
            {"crowd": _crowd, "rivals": _rivals, "documents": _documents}[task](
                client, process, rounds, barrier
            )
        )
        door().close()
        database.engine.dispose()


def _crowd(client: Client, process: int, rounds: int, barrier: Any) -> list[int]:
    """Post singles and batches that share agents and activities, new ones among them."""

    def run(thread: int) -> list[int]:
        return [
            client.post(
                [
                    statement(
                        id=sid("crowd", process, thread, number, part),
                        actor={"mbox": f"mailto:a{(number * 7 + part) % 11}@example.com"},
                        object={"id": f"https://x.example/{(number + 10 - part) % 13}"},
                        context={
                            "contextActivities": {
                                "grouping": {"id": f"https://x.example/n{number}"}
                            }
                        },
                    )
                    for part in range(_size(number))
                ]
            ).status_code
            for number in range(rounds)
        ]

    with ThreadPoolExecutor(THREADS) as threads:
        return [status for found in threads.map(run, range(THREADS)) for status in found]


def _rivals(client: Client, process: int, rounds: int, barrier: Any) -> list[int]:
    """In every round all processes post the same id, each with another content."""
    statuses = []
    for number in range(rounds):
        one = statement(id=sid("rivals", number), result={"response": str(process)})
        barrier.wait()
        statuses.append(client.post(one).status_code)
    return statuses


def _documents(client: Client, process: int, rounds: int, barrier: Any) -> list[int]:
    """In every round all processes read one document and write it back under its tag."""
    key = {"activityId": "a:b", "agent": '{"mbox":"mailto:a@b.cn"}', "stateId": "s"}
    statuses = []
    for number in range(rounds):
        tag = client.get("/activities/state", **key).headers.get("ETag")
        demand = {"If-Match": tag} if tag else {"If-None-Match": "*"}
        barrier.wait()
        statuses.append(
            client.ask(
                "PUT",
                "/activities/state",
                query_string=key,
                json={"round": number, "by": process},
                headers=demand,
            ).status_code
        )
        barrier.wait()
    return statuses


TASKS = {"crowd": _crowd, "rivals": _rivals, "documents": _documents}
