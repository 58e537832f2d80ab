"""Standing of one learner and of a province; the pace of the ledger and of its walk.

Balances are written as the ledger leaves them, two kinds for each learner; the ledger itself
is measured by a smaller number of real entries.
"""

from __future__ import annotations

import json
import random
import resource
import sys
import tempfile
import time
from datetime import UTC, datetime
from importlib import resources
from uuid import UUID

from flask import Flask
from sqlalchemy import insert

from credits.rules.ledger.entry import Draft, Type
from credits.services import ledger, rule_documents
from credits.services.standing import standing, standings
from credits.store.tables import BalanceRow
from schemas.database import connect, database
from schemas.installation import found_installation
from schemas.migrations import upgrade
from schemas.settings import Settings, configure
from schemas.write_door import UnitOfWork, open_door, write

LEARNERS = int(sys.argv[1]) if len(sys.argv) > 1 else 300_000
ENTRIES = 5_000
BATCH = 5_000
AS_OF = datetime(2017, 10, 1, tzinfo=UTC)


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
            people = [UUID(int=number) for number in range(1, LEARNERS + 1)]
            _told("balances written", lambda: _write_balances(people), LEARNERS)
            session = database.session()
            _told("standing of one", lambda: standing(session, people[7], AS_OF), 1)
            _told("standing of the province", lambda: _province(people), LEARNERS)
            _told("entries posted, 50 a unit of work", _post, ENTRIES)
            _told("checkpoint signed", lambda: write(ledger.checkpoint), 1)
            session.rollback()
            _told("one inclusion proof", lambda: ledger.inclusion(session, ENTRIES // 3), 1)
            _told("ledger walked", lambda: ledger.verify(session), ENTRIES)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"peak memory {peak:.0f} MB")


def _told(what: str, work, count: int) -> None:
    begin = time.perf_counter()
    work()
    took = time.perf_counter() - begin
    print(f"{what:36} {took * 1000:10.1f} ms   {count / took:12,.0f}/s", flush=True)


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


def _write_balances(people: list[UUID]) -> None:
    for start in range(0, len(people), BATCH):
        write(_balances, people[start : start + BATCH])


def _province(people: list[UUID]) -> int:
    """Count who is finished, a batch of people in memory at a time."""
    session = database.session()
    return sum(
        found.qualified
        for start in range(0, len(people), BATCH)
        for found in standings(session, people[start : start + BATCH], AS_OF).values()
    )


def _balances(unit: UnitOfWork, people: list[UUID]) -> None:
    chance = random.Random(1)
    unit.session.execute(
        insert(BalanceRow),
        [
            {
                "learner": who,
                "period": "2017",
                "category": kind,
                "milli": chance.randrange(0, 40_000),
            }
            for who in people
            for kind in ("required", "elective")
        ],
    )


def _post() -> None:
    for start in range(0, ENTRIES, 50):
        write(_post_some, start)


def _post_some(unit: UnitOfWork, start: int) -> None:
    learner = UUID(int=10**9 + start)
    subject = ledger.subject(unit, learner)
    drafts = [
        Draft(
            subject=subject,
            family_id=UUID(int=number),
            category="required",
            period="2017",
            milli=1000,
            type=Type.AWARD,
            idem=f"bench {number}",
            reason="completed and confirmed",
            actor="system",
            effective_at=1_489_542_246_000,
        )
        for number in range(start, start + 50)
    ]
    ledger.post(unit, learner, drafts)


if __name__ == "__main__":
    main()
