"""A page of 100 statements: assembled from the table, beside reading and decompressing alone;
and by every filter in a store of 2,000 and of 20,000 statements.

Targets: assembly at most 1.5 of decompress and join; a page no dearer in the larger store
(1.3 times at most).
"""

from __future__ import annotations

import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

import lrs
from bench._statements import made
from lrs.services import statements
from lrs.services.statements import Filters
from lrs.store import payloads
from lrs.store.tables import Statement
from schemas.database import database
from schemas.migrations import upgrade
from schemas.settings import Settings
from schemas.write_door import door

SIZES = (2_000, 20_000)
ROUNDS = 15
AUTHORITY = {"account": {"homePage": "https://academy.example/lrs", "name": "bench"}}


def main() -> None:
    """Print milliseconds a page for each filter and size, and the cost of assembly."""
    found: dict[int, dict[str, float]] = {}
    for size in SIZES:
        with tempfile.TemporaryDirectory(dir=Path.cwd()) as folder:
            app = lrs.create_app(Settings(data_dir=folder))
            upgrade(app, ("schemas", "lrs"))
            with app.app_context():
                _fill(size)
                found[size] = _pages(database.session())
                door().close()
                database.session.remove()
                database.engine.dispose()
    small, large = (found[size] for size in SIZES)
    for name, ms in large.items():
        print(f"{name:24} {small[name]:7.2f} ms → {ms:7.2f} ms   ratio {ms / small[name]:.2f}")
    print(f"assembly over floor      ratio {large['no filter'] / large['(floor)']:.2f}")


def _fill(size: int) -> None:
    for start in range(0, size, 500):
        batch = made(500, seed=start + 5)
        door().run(statements.store, 1, batch, authority=AUTHORITY)


def _pages(session: Session) -> dict[str, float]:
    one = made(1, seed=5)[0]
    filters: dict[str, dict[str, Any]] = {
        "no filter": {},
        "verb": {"verb": one["verb"]["id"]},
        "agent": {"agent": one["actor"]},
        "activity": {"activity": one["object"]["id"]},
        "registration": {"registration": UUID(one["context"]["registration"])},
        "verb, activity": {"verb": one["verb"]["id"], "activity": one["object"]["id"]},
        "agent, verb": {"agent": one["actor"], "verb": one["verb"]["id"]},
        "related agent": {"agent": one["actor"], "related_agents": True},
        "related activity": {
            "activity": one["context"]["contextActivities"]["parent"][0]["id"],
            "related_activities": True,
        },
    }
    runs: dict[str, Callable[[], Any]] = {
        name: lambda given=given: b",".join(  # type: ignore[misc]
            kept.whole for kept in statements.query(session, 1, Filters(**given)).statements
        )
        for name, given in filters.items()
    }
    runs["(floor)"] = lambda: _floor(session)
    best = dict.fromkeys(runs, float("inf"))
    for _ in range(ROUNDS):
        for name, run in runs.items():
            started = time.perf_counter()
            run()
            best[name] = min(best[name], (time.perf_counter() - started) * 1000)
    return best


def _floor(session: Session) -> bytes:
    """The newest hundred payloads, decompressed and joined."""
    rows = session.execute(
        select(Statement.codec, Statement.payload)
        .where(Statement.store_id == 1)
        .order_by(Statement.seq.desc())
        .limit(100)
    )
    return b",".join(payloads.decompressed(session, codec, found) for codec, found in rows)


if __name__ == "__main__":
    main()
