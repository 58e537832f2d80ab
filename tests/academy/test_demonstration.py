"""Seeding: a whole academy from nothing, and nothing lost by doing it again."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import text

from academy import create_app
from academy.demonstration import seed
from academy.demonstration.cast import CAST
from schemas.database import database
from schemas.refusals import Conflict
from schemas.settings import Settings
from schemas.write_door import door
from tests.academy.conftest import Academy, Browser
from tests.conftest import SettableClock


@pytest.fixture
def bare(settings: Settings, clock: SettableClock):
    """An application whose tables are empty."""
    clock.now = datetime(2026, 11, 23, 8, 0, tzinfo=UTC)
    app = create_app(settings, clock=clock)
    with app.app_context():
        yield Academy(app, clock)
        door().close()
        database.session.remove()
        database.engine.dispose()


def test_everyone_of_the_cast_can_sign_in_with_what_the_record_says(
    bare: Academy, settings: Settings
) -> None:
    record = seed(settings, lambda _: None)
    assert {account["role"] for account in record["accounts"]} >= {
        *("learner", "unit_admin", "county_admin", "city_admin", "province_admin"),
        *("academy_staff", "vendor", "organiser", "auditor"),
    }
    for account in record["accounts"]:
        assert set(account) == {"role", "username", "password", "totp_secret", "unit"}
        assert (account["totp_secret"] is None) == (account["role"] == "learner")
        if account["totp_secret"]:
            bare.factors[account["username"]] = account["totp_secret"]
        answer = Browser(bare).sign_in(account["username"], account["password"])
        assert answer.location == "/", account


def test_a_second_seeding_keeps_people_and_passwords(bare: Academy, settings: Settings) -> None:
    first = seed(settings, lambda _: None)
    assert seed(settings, lambda _: None) == first
    assert json.loads((Path(settings.data) / "demo.json").read_text()) == first
    people = database.session.execute(text("SELECT count(*) FROM academy_people")).scalar_one()
    assert people == len(CAST)


def test_the_record_is_for_its_owners_eyes(bare: Academy, settings: Settings) -> None:
    seed(settings, lambda _: None)
    assert (settings.data / "demo.json").stat().st_mode & 0o077 == 0


def test_an_academy_in_earnest_is_not_seeded(academy: Academy) -> None:
    with pytest.raises(Conflict, match="not seeded"):
        seed(academy.app.config["SETTINGS"], lambda _: None)


def test_no_issued_secret_stands_in_the_database(bare: Academy, settings: Settings) -> None:
    record = seed(settings, lambda _: None)
    dump = " ".join(
        str(row)
        for table in ("academy_accounts", "academy_people", "academy_audit", "academy_sessions")
        for row in database.session.execute(text(f"SELECT * FROM {table}")).all()
    )
    for account in record["accounts"]:
        assert account["password"] not in dump
        assert account["totp_secret"] is None or account["totp_secret"] not in dump
