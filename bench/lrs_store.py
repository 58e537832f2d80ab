"""The record store on SQLite: batches of 50 through the storage layer and through the whole
pipeline, beside raw ``executemany`` of the very same rows into the same tables and indexes.

Targets: storage at least 0.90 of the floor, pipeline (contract to commit) at least 0.75 of it.
"""

from __future__ import annotations

import shutil
import sqlite3
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import lrs
from bench._statements import made
from lrs.services import statements
from schemas.database import database
from schemas.migrations import upgrade
from schemas.settings import Settings
from schemas.write_door import door, utc_now

BATCH = 50
BATCHES = 120
ROUNDS = 3
AUTHORITY = {"account": {"homePage": "https://academy.example/lrs", "name": "bench"}}
TABLES = ("lrs_agent", "lrs_verb", "lrs_activity", "lrs_statement", "lrs_activity_mention")


def main() -> None:
    """Print statements a second of the floor, the storage layer and the pipeline."""
    with tempfile.TemporaryDirectory(dir=Path.cwd()) as folder:
        empty = _empty(Path(folder) / "empty")
        found = made(BATCH * BATCHES)
        rates: dict[str, list[float]] = {"floor": [], "storage": [], "pipeline": []}
        rows = None
        for number in range(ROUNDS):
            for name, run in (("storage", _storage), ("pipeline", _pipeline)):
                here = Path(folder) / f"{name}{number}"
                shutil.copytree(empty, here)
                app = lrs.create_app(Settings(data_dir=str(here)))
                with app.app_context():
                    rates[name].append(run(found))
                    _close()
                if rows is None:
                    rows = _rows(here / "xueshi.sqlite")
                    size = (here / "xueshi.sqlite").stat().st_size
            here = Path(folder) / f"floor{number}"
            shutil.copytree(empty, here)
            assert rows is not None
            rates["floor"].append(_floor(here / "xueshi.sqlite", rows))
    floor = max(rates["floor"])
    for name, seen in rates.items():
        print(f"{name:10} {max(seen):8.0f} statements/s   {max(seen) / floor:.2f} of the floor")
    print(f"size       {size / len(found):8.0f} octets a statement (target: at most 400)")


def _empty(folder: Path) -> Path:
    app = lrs.create_app(Settings(data_dir=str(folder)))
    upgrade(app, ("schemas", "lrs"))
    with app.app_context():
        _close()
    return folder


def _close() -> None:
    door().close()
    database.session.remove()
    with database.engine.connect() as connection:
        connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
    database.engine.dispose()


def _batches(found: list[dict[str, Any]]) -> list[list[dict[str, Any]]]:
    return [found[start : start + BATCH] for start in range(0, len(found), BATCH)]


def _prepared(batch: list[dict[str, Any]]) -> statements.Batch:
    made_ready = statements.prepared(batch, authority=AUTHORITY, version="1.0.3", now=utc_now())
    return statements.packed(database.session(), made_ready)


def _storage(found: list[dict[str, Any]]) -> float:
    """Only what happens inside the lock, and the commit."""
    ready = [_prepared(batch) for batch in _batches(found)]
    return _rate(lambda: [door().run(statements.put, 1, batch) for batch in ready], len(found))


def _pipeline(found: list[dict[str, Any]]) -> float:
    """Everything of a POST but HTTP."""
    return _rate(
        lambda: [door().run(statements.put, 1, _prepared(batch)) for batch in _batches(found)],
        len(found),
    )


def _rows(file: Path) -> dict[str, list[tuple[Any, ...]]]:
    with sqlite3.connect(file) as connection:
        return {table: connection.execute(f"SELECT * FROM {table}").fetchall() for table in TABLES}


def _floor(file: Path, rows: dict[str, list[tuple[Any, ...]]]) -> float:
    """The same rows by the driver alone: the look-up tables first, then batch by batch."""
    connection = sqlite3.connect(file, isolation_level=None)
    for pragma in ("journal_mode=WAL", "synchronous=FULL", "cache_size=-32000"):
        connection.execute(f"PRAGMA {pragma}")
    inserts = {
        table: f"INSERT INTO {table} VALUES ({','.join('?' * len(found[0]))})"
        for table, found in rows.items()
    }
    mentions: dict[int, list[tuple[Any, ...]]] = {}
    for row in rows["lrs_activity_mention"]:
        mentions.setdefault(row[1] - 1, []).append(row)
    lookups = len(rows["lrs_statement"]) // BATCH

    def run() -> None:
        for number in range(lookups):
            connection.execute("BEGIN IMMEDIATE")
            for table in TABLES[:3]:
                share = -(-len(rows[table]) // lookups)
                connection.executemany(
                    inserts[table], rows[table][number * share : (number + 1) * share]
                )
            first = number * BATCH
            connection.executemany(
                inserts["lrs_statement"], rows["lrs_statement"][first : first + BATCH]
            )
            connection.executemany(
                inserts["lrs_activity_mention"],
                [row for seq in range(first, first + BATCH) for row in mentions.get(seq, ())],
            )
            connection.execute("COMMIT")

    rate = _rate(run, len(rows["lrs_statement"]))
    connection.close()
    return rate


def _rate(run: Callable[[], Any], count: int) -> float:
    started = time.perf_counter()
    run()
    return count / (time.perf_counter() - started)


if __name__ == "__main__":
    main()
