"""Somebody edits the database itself, guards taken down: the walk says what and where."""

from __future__ import annotations

import pytest
from flask import Flask
from sqlalchemy import text

from credits.rules.ledger.entry import Draft, Type
from credits.services import ledger
from schemas.database import database
from schemas.write_door import UnitOfWork, write
from tests.credits.conftest import named

TABLES = ("credits_entries", "credits_ledger_nodes", "credits_checkpoints")


@pytest.fixture
def posted(accounts: Flask) -> Flask:
    """Five awards of five people under a checkpoint, and no guards any more."""

    def posting(unit: UnitOfWork, number: int) -> None:
        learner = named(f"learner {number}")
        draft = Draft(
            subject=ledger.subject(unit, learner),
            family_id=named("family"),
            category="required",
            period="2017",
            milli=1000,
            type=Type.AWARD,
            idem=f"award {number}",
            reason="completed and confirmed",
            actor="system",
            effective_at=1489542246000,
        )
        ledger.post(unit, learner, [draft])

    for number in range(5):
        write(posting, number)
    write(ledger.checkpoint)
    write(_without_guards)
    return accounts


def _without_guards(unit: UnitOfWork) -> None:
    if unit.session.get_bind().dialect.name == "postgresql":
        for table in TABLES:
            unit.session.execute(text(f"ALTER TABLE {table} DISABLE TRIGGER USER"))
        return
    names = unit.session.scalars(
        text("SELECT name FROM sqlite_master WHERE type = 'trigger' AND name LIKE 'credits_%'")
    ).all()
    for name in names:
        unit.session.execute(text(f"DROP TRIGGER {name}"))


def found() -> set[str]:
    return {violation.clause for violation in ledger.verify(database.session()).violations}


def test_an_untouched_ledger_is_sound(posted: Flask) -> None:
    assert found() == set()


@pytest.mark.parametrize(
    ("edit", "clause"),
    [
        ("UPDATE credits_entries SET milli = 9000 WHERE n = 2", "ledger append-only"),
        ("UPDATE credits_entries SET period = '2016' WHERE n = 3", "ledger append-only"),
        ("UPDATE credits_entries SET effective_at = 1 WHERE n = 3", "ledger append-only"),
        ("DELETE FROM credits_entries WHERE n = 3", "ledger chain"),
        ("DELETE FROM credits_entries WHERE n = 5", "ledger checkpoint"),
        ("DELETE FROM credits_entries", "ledger checkpoint"),
        ("UPDATE credits_balances SET milli = 9000", "ledger balance"),
        ("DELETE FROM credits_balances", "ledger balance"),
        (
            "UPDATE credits_ledger_nodes SET hash = (SELECT prev_hash FROM credits_entries"
            " WHERE n = 1)",
            "ledger chain",
        ),
        ("UPDATE credits_checkpoints SET note = replace(note, '5', '4')", "ledger checkpoint"),
    ],
)
def test_what_is_edited_is_found(posted: Flask, edit: str, clause: str) -> None:
    write(lambda unit: unit.session.execute(text(edit)))
    assert clause in found()
