"""Signing in: what is asked, what is told, and how fast it can be guessed."""

from __future__ import annotations

import hashlib
from datetime import timedelta

import pyotp
import pytest
from sqlalchemy import text

from academy.rules.back_off import wait_after
from schemas.database import database
from tests.academy.conftest import PASSWORD, Academy


def test_a_learner_signs_in_with_name_and_password(academy: Academy) -> None:
    academy.person("wang", "甲市县局")
    answer = academy.browser().sign_in(" WANG ")
    assert answer.status_code == 303
    assert answer.location == "/"
    assert "HttpOnly" in str(answer.headers["Set-Cookie"])


def test_a_wrong_password_and_an_unknown_name_get_the_same_answer(academy: Academy) -> None:
    academy.person("wang", "甲市县局")
    wrong = academy.browser().sign_in("wang", "not-it-not-it")
    unknown = academy.browser().sign_in("nobody", "not-it-not-it")
    assert wrong.status_code == unknown.status_code == 403
    assert "用户名或密码不正确" in wrong.text
    assert _without_tokens(wrong.text, "wang") == _without_tokens(unknown.text, "nobody")


def test_an_administrator_is_asked_for_a_code_and_it_counts_once(academy: Academy) -> None:
    academy.person("chen", "甲市县局", "unit_admin")
    browser = academy.browser()
    browser.get("/sign-in")
    first = browser.post("/sign-in", {"username": "chen", "password": PASSWORD})
    assert first.location == "/sign-in"
    assert browser.client.get("/nowhere-yet").status_code == 404
    code = pyotp.TOTP(academy.factors["chen"]).at(academy.clock.now)
    browser.get("/sign-in")
    assert browser.post("/sign-in", {"totp": code}).location == "/"

    second = academy.browser()
    second.get("/sign-in")
    second.post("/sign-in", {"username": "chen", "password": PASSWORD})
    second.get("/sign-in")
    used = second.post("/sign-in", {"totp": code})
    assert used.status_code == 403
    assert "已经用过" in used.text


def test_an_administrator_without_a_factor_takes_one_up_first(academy: Academy) -> None:
    academy.person("chen", "甲市县局", "unit_admin")
    database.session.rollback()
    academy.write(_forget_factor, academy.people["chen"])
    browser = academy.browser()
    browser.get("/sign-in")
    browser.post("/sign-in", {"username": "chen", "password": PASSWORD})
    page = browser.get("/sign-in", follow_redirects=True)
    secret = page.text.partition('name="secret" value="')[2].partition('"')[0]
    wrong = browser.post("/sign-in/second-factor", {"secret": secret, "totp": "000000"})
    assert wrong.status_code == 403
    code = pyotp.TOTP(secret).at(academy.clock.now)
    assert browser.post("/sign-in/second-factor", {"secret": secret, "totp": code}).location == "/"


def test_a_one_time_password_is_replaced_before_anything_else(academy: Academy) -> None:
    academy.person("wang", "甲市县局", one_time=True)
    browser = academy.browser()
    browser.get("/sign-in")
    browser.post("/sign-in", {"username": "wang", "password": PASSWORD})
    assert browser.get("/sign-in").location == "/sign-in/password"
    browser.get("/sign-in/password")
    weak = browser.post("/sign-in/password", {"password": "wang12345", "again": "wang12345"})
    assert weak.status_code == 400
    assert "不能包含用户名" in weak.text
    chosen = "Neuer-Pass-2017"
    assert browser.post("/sign-in/password", {"password": chosen, "again": chosen}).location == "/"
    assert academy.browser().sign_in("wang").status_code == 403
    assert academy.browser().sign_in("wang", chosen).location == "/"


def test_a_one_time_password_dies_after_three_days(academy: Academy) -> None:
    academy.person("wang", "甲市县局", one_time=True)
    academy.clock.forward(days=3)
    answer = academy.browser().sign_in("wang")
    assert answer.status_code == 403
    assert "一次性密码已超过三天" in answer.text


def test_guesses_are_slowed_and_the_owner_is_not_locked_out(academy: Academy) -> None:
    academy.person("wang", "甲市县局")
    browser = academy.browser()
    browser.get("/sign-in")
    for _ in range(3):
        browser.post("/sign-in", {"username": "wang", "password": "wrong"})
    held = browser.post("/sign-in", {"username": "wang", "password": PASSWORD})
    assert held.status_code == 403
    assert "秒后再试" in held.text
    academy.clock.forward(seconds=16)
    assert browser.post("/sign-in", {"username": "wang", "password": PASSWORD}).location == "/"


def test_ten_thousand_guesses_an_hour_are_evaluated_at_most_twenty_times() -> None:
    elapsed, evaluated, free_at = timedelta(0), 0, timedelta(0)
    for _ in range(10_000):
        if elapsed >= free_at:
            evaluated += 1
            free_at = elapsed + wait_after(evaluated)
        elapsed += timedelta(hours=1) / 10_000
    assert evaluated <= 20


def test_a_session_is_rotated_at_sign_in_and_the_table_holds_no_token(academy: Academy) -> None:
    academy.person("chen", "甲市县局", "unit_admin")
    browser = academy.browser()
    browser.get("/sign-in")
    browser.post("/sign-in", {"username": "chen", "password": PASSWORD})
    half = browser.client.get_cookie("xueshi_session").value
    browser.get("/sign-in")
    code = pyotp.TOTP(academy.factors["chen"]).at(academy.clock.now)
    browser.post("/sign-in", {"totp": code})
    whole = browser.client.get_cookie("xueshi_session").value
    assert half != whole
    rows = database.session.execute(
        text("SELECT token_digest, ended_why FROM academy_sessions ORDER BY ended_why")
    ).all()
    digests = {row.token_digest: row.ended_why for row in rows}
    assert digests == {_digest(half): "rotated", _digest(whole): None}


def test_a_session_idles_away_after_half_an_hour(academy: Academy) -> None:
    academy.person("wang", "甲市县局")
    browser = academy.signed_in("wang")
    academy.clock.forward(minutes=29)
    assert browser.get("/sign-in").location == "/"
    academy.clock.forward(minutes=29)
    assert browser.get("/sign-in").location == "/"
    academy.clock.forward(minutes=30)
    assert browser.get("/sign-in").status_code == 200


def test_signing_out_ends_the_session_in_the_table(academy: Academy) -> None:
    academy.person("wang", "甲市县局")
    browser = academy.signed_in("wang")
    browser.get("/nowhere")
    token = browser.client.get_cookie("xueshi_session").value
    assert browser.post("/sign-out").location == "/sign-in"
    browser.client.set_cookie("xueshi_session", token)
    assert browser.get("/sign-in").status_code == 200


@pytest.mark.parametrize("path", ["/sign-in", "/sign-out", "/sign-in/password", "/appearance"])
def test_an_unsafe_request_without_its_token_is_refused(academy: Academy, path: str) -> None:
    academy.person("wang", "甲市县局")
    browser = academy.signed_in("wang")
    assert browser.client.post(path).status_code == 403
    assert browser.client.post(path, headers={"X-CSRF-Token": "x" * 64}).status_code == 403


def test_another_browsers_token_does_not_serve(academy: Academy) -> None:
    academy.person("wang", "甲市县局")
    thief, owner = academy.browser(), academy.signed_in("wang")
    thief.get("/sign-in")
    owner.csrf_token = thief.csrf_token
    assert owner.post("/sign-out").status_code == 403


def _forget_factor(unit, person_id) -> None:
    unit.session.execute(
        text("UPDATE academy_accounts SET totp_sealed = NULL WHERE totp_sealed IS NOT NULL")
    )


def _digest(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


def _without_tokens(page: str, username: str) -> str:
    lines = [line for line in page.splitlines() if "csrf" not in line]
    return "\n".join(lines).replace(username, "…")
