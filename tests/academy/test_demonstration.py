"""Seeding: a whole academy from nothing, and nothing lost by doing it again."""

from __future__ import annotations

import json

import pytest
from sqlalchemy import text

from academy.demonstration import seed
from academy.demonstration.cast import CAST
from academy.services import accounts, enrolments
from content_packages.services import courses
from credits.services import courses as earnable
from credits.services import rule_documents
from demonstration import COURSES
from schemas.database import database
from schemas.refusals import Conflict, NotPermitted
from tests.academy.conftest import Academy, Browser, Seeded


def test_everyone_of_the_cast_can_sign_in_with_what_the_record_says(seeded: Seeded) -> None:
    record = seeded.record
    assert {account["role"] for account in record["accounts"]} >= {
        *("learner", "unit_admin", "county_admin", "city_admin", "province_admin"),
        *("academy_staff", "vendor", "organiser", "auditor"),
    }
    for account in record["accounts"]:
        assert set(account) == {"role", "username", "password", "totp_secret", "unit"}
        assert (account["totp_secret"] is None) == (account["role"] == "learner")
        if account["totp_secret"]:
            seeded.factors[account["username"]] = account["totp_secret"]
        answer = Browser(seeded).sign_in(account["username"], account["password"])
        assert answer.location == "/", account


def test_a_second_seeding_keeps_people_and_passwords(seeded: Seeded) -> None:
    again = seed(seeded.settings, lambda _: None)
    assert again == seeded.record
    assert json.loads((seeded.settings.data / "demo.json").read_text("utf-8")) == again
    people = database.session.execute(text("SELECT count(*) FROM academy_people")).scalar_one()
    assert people == len(CAST)


def test_four_courses_are_published_under_the_rule_of_2017(seeded: Seeded) -> None:
    seed(seeded.settings, lambda _: None)
    session = database.session()
    shown = courses.published(session).cards
    assert {card.title for card in shown} == {course.title for course in COURSES}
    for card in shown:
        assert earnable.course(session, card.version_id).approved_ms == card.approved_ms
    rule = rule_documents.in_force(session, seeded.clock.now)
    assert (rule.rule_id, rule.version) == ("cn-fj-cadre-online", "2017.1")


def test_the_credential_of_the_record_opens_the_record_store(seeded: Seeded) -> None:
    lrs = seeded.record["lrs"]
    asked = {"X-Experience-API-Version": "1.0.3"}
    client = seeded.app.test_client()
    answer = client.get("/xapi/statements", headers=asked, auth=(lrs["key"], lrs["secret"]))
    assert answer.status_code == 200
    assert client.get("/xapi/statements", headers=asked).status_code == 401


@pytest.mark.clause("measures 6")
def test_a_grade_that_is_not_admitted_is_told_so_at_enrolment(seeded: Seeded) -> None:
    session = database.session()
    version = courses.version(session, courses.published(session).cards[0].version_id)
    admitted, early = (accounts.person_named(session, name) for name in ("chuji-chen", "keji-cai"))
    seeded.write(enrolments.enrol, admitted, version)
    with pytest.raises(NotPermitted, match=r"科级及以下.*尚未开放.*第六条") as refusal:
        seeded.write(enrolments.enrol, early, version)
    assert refusal.value.code == "not-admitted"


def test_the_record_is_for_its_owners_eyes(seeded: Seeded) -> None:
    assert (seeded.settings.data / "demo.json").stat().st_mode & 0o077 == 0


def test_an_academy_in_earnest_is_not_seeded(academy: Academy) -> None:
    with pytest.raises(Conflict, match="not seeded"):
        seed(academy.app.config["SETTINGS"], lambda _: None)


def test_no_issued_secret_stands_in_the_database(seeded: Seeded) -> None:
    record = seeded.record
    dump = " ".join(
        str(row)
        for table in ("academy_accounts", "academy_people", "academy_audit", "academy_sessions")
        for row in database.session.execute(text(f"SELECT * FROM {table}")).all()
    )
    for account in record["accounts"]:
        assert account["password"] not in dump
        assert account["totp_secret"] is None or account["totp_secret"] not in dump
