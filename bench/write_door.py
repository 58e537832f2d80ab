"""The write door on SQLite: durable units of work a second, together against one by one.

The floor is the same insert, one transaction each, from the same threads under the same lock.
"""

from __future__ import annotations

import tempfile
import threading
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from flask import Flask
from sqlalchemy import Engine, text

from schemas.database import WRITING, connect, database
from schemas.settings import Settings, configure
from schemas.write_door import UnitOfWork, door, open_door

CALLERS = 16
UNITS = 1600
ROUNDS = 3


def main() -> None:
    """Print both rates and their ratio, interleaved over ROUNDS rounds."""
    with tempfile.TemporaryDirectory(dir=Path.cwd()) as folder:
        app = Flask("bench")
        configure(app, Settings(data_dir=folder))
        connect(app)
        open_door(app)
        with app.app_context():
            door().run(_table)
            through, alone = door(), _alone(threading.Lock(), database.engine)
            grouped, single = [], []
            for _ in range(ROUNDS):
                grouped.append(_rate(lambda: through.run(_insert)))
                single.append(_rate(alone))
            through.close()
            database.engine.dispose()
    best, floor = max(grouped), max(single)
    print(
        f"grouped {best:8.0f} units/s   one by one {floor:8.0f} units/s   ratio {best / floor:.2f}"
    )


def _table(unit: UnitOfWork) -> None:
    unit.session.execute(text("CREATE TABLE note (id INTEGER PRIMARY KEY, body TEXT)"))


def _insert(unit: UnitOfWork) -> None:
    unit.session.execute(text("INSERT INTO note (body) VALUES ('x')"))


def _alone(lock: threading.Lock, engine: Engine) -> Callable[[], None]:
    def insert() -> None:
        with lock, engine.connect().execution_options(**{WRITING: True}) as connection:
            connection.execute(text("INSERT INTO note (body) VALUES ('x')"))
            connection.commit()

    return insert


def _rate(work: Callable[[], object]) -> float:
    began = time.perf_counter()
    with ThreadPoolExecutor(CALLERS) as callers:
        for done in [callers.submit(work) for _ in range(UNITS)]:
            done.result()
    return UNITS / (time.perf_counter() - began)


if __name__ == "__main__":
    main()
