"""What strangers try at the doors: redirects, headers, guesses side by side, garbage (C14-C18)."""

from __future__ import annotations

import contextvars
import secrets
import threading
import time
from statistics import median

import pytest

from academy import create_app
from academy.demonstration.rule import put_into_force
from academy.rules.passwords import drawn, violations
from academy.rules.paths import local_path
from academy.rules.permissions import ROLES
from academy.services import sign_in
from academy.services.hashing import AT_ONCE, Hashing
from academy.web.headers import content_security_policy
from schemas.policies import OWN_GUARD
from schemas.refusals import NotPermitted
from schemas.settings import Settings
from tests.academy.conftest import PASSWORD, Academy
from tests.academy.test_matrix import policies

ELSEWHERE = [
    beginning + rest
    for beginning in (
        "//",
        "/\\",
        "\\\\",
        "///",
        "/\t/",
        "/\n/",
        "http://",
        "https:",
        "//\\",
        "\t//",
    )
    for rest in ("evil.example", "evil.example/%2f..", "localhost:8000@evil.example", "[::1]")
] + [
    *("javascript:alert(1)", "data:text/html,x", "evil.example", "", " ", "/ x", "/ä", "/a\\b"),
    *("/\x00", "/a\r\nSet-Cookie: x=y", "?next=/", "#x", "mailto:a@b", "ftp://x/", "/\u2028/x"),
    *("/\ufeff/evil.example", "／／evil.example", "/" + "a" * 3000, "\\/evil.example", "/\\/x"),
]


@pytest.mark.parametrize("wanted", ELSEWHERE)
def test_next_never_leads_off_the_site(wanted: str) -> None:
    assert local_path(wanted) == "/"


@pytest.mark.parametrize("wanted", ["/", "/unit?unit=1&x=%2F", "/people/1#cv", "/learn/a-b"])
def test_next_leads_to_a_path_of_the_site(wanted: str) -> None:
    assert local_path(wanted) == wanted


def test_there_are_sixty_redirect_payloads() -> None:
    assert len(set(ELSEWHERE)) >= 60


def test_after_signing_in_the_person_comes_to_the_page_that_was_asked_for(
    academy: Academy,
) -> None:
    academy.person("wang", "甲市县局")
    browser = academy.browser()
    assert browser.get("/receipt?day=1").location == "/sign-in?next=/receipt%3Fday%3D1"
    browser.get("/sign-in")
    form = {"username": "wang", "password": PASSWORD, "next": "/receipt?day=1"}
    assert browser.post("/sign-in", form).location == "/receipt?day=1"


def test_pages_forbid_everything_inline_and_everything_from_elsewhere() -> None:
    policy = content_security_policy("http", "content.localhost:8000")
    assert "unsafe" not in policy
    assert "default-src 'none'" in policy
    assert "connect-src 'self'" in policy
    assert "frame-src http://*.content.localhost:8000" in policy
    assert "frame-ancestors 'none'" in policy


def test_every_answer_carries_the_headers(academy: Academy) -> None:
    for path in ("/sign-in", "/nowhere", "/static/css/tokens.css"):
        answer = academy.browser().get(path)
        assert answer.headers["X-Content-Type-Options"] == "nosniff"
        assert "script-src 'self'" in answer.headers["Content-Security-Policy"]


def test_cookies_are_for_this_host_over_https_only(settings: Settings) -> None:
    given = Settings(
        data_dir=settings.data_dir,
        database_url=settings.database_url,
        base_url="https://academy.example.cn",
        content_host="content.example.net",
    )
    client = create_app(given).test_client()
    answer = client.get("/sign-in", base_url="https://academy.example.cn")
    cookie = answer.headers["Set-Cookie"]
    assert cookie.startswith("__Host-xueshi_visitor=")
    for attribute in ("Secure", "HttpOnly", "Path=/", "SameSite=Lax"):
        assert attribute in cookie
    assert "Domain" not in cookie
    assert "Strict-Transport-Security" in answer.headers


def test_of_guesses_side_by_side_only_the_free_ones_are_evaluated(academy: Academy) -> None:
    academy.person("wang", "甲市县局")
    evaluated, lock = [], threading.Lock()

    def guess() -> None:
        try:
            held = academy.write(sign_in.claim, "wang", b"key")
        except NotPermitted:
            return
        with lock:
            evaluated.append(held)

    threads = [
        threading.Thread(target=contextvars.copy_context().run, args=(guess,)) for _ in range(24)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(evaluated) == 3


def test_known_and_unknown_names_take_as_long(academy: Academy) -> None:
    academy.person("wang", "甲市县局")
    taken: dict[str, list[float]] = {"wang": [], "nobody": []}
    for _ in range(15):
        for name, times in taken.items():
            academy.clock.forward(hours=25)
            browser = academy.browser()
            browser.get("/sign-in")
            began = time.perf_counter()
            browser.post("/sign-in", {"username": name, "password": "wrong-wrong"})
            times.append(time.perf_counter() - began)
    known, unknown = (median(times) for times in taken.values())
    assert 0.6 < known / unknown < 1.67


def test_at_most_two_hashings_run_at_a_time(tmp_path) -> None:
    processes = [Hashing(tmp_path), Hashing(tmp_path)]
    running, most, lock = 0, 0, threading.Lock()

    def work(hashing: Hashing) -> None:
        nonlocal running, most
        with hashing._slot():
            with lock:
                running += 1
                most = max(most, running)
            time.sleep(0.02)
            with lock:
                running -= 1

    threads = [threading.Thread(target=work, args=(processes[n % 2],)) for n in range(12)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert most == AT_ONCE


def test_drawn_passwords_meet_the_schools_own_requirements() -> None:
    for _ in range(500):
        assert violations(drawn(secrets.choice), "chuji-chen") == ()


GARBAGE = (
    "\x00",
    "-99999999999999999999999",
    "not-a-uuid'; DROP TABLE academy_people; -- <script>alert(1)</script> %%%",
)
FIELDS = (
    *("unit", "person", "search", "page", "before", "on", "q", "query", "area", "kind", "sort"),
    *("username", "password", "totp", "secret", "again", "next", "title", "body", "audience"),
    *("name", "work_unit", "fact", "value", "since", "relation", "role", "decision", "remarks"),
    *("year", "day", "version", "course", "length", "state", "date", "n", "to", "back", "reminded"),
)


def test_garbage_in_address_and_form_is_never_a_bug(academy: Academy) -> None:
    first, second = (academy.person(name, "省", "organiser") for name in ("first", "second"))
    academy.write(put_into_force, first.id, second.id)
    academy.person("everything", "省", *(role for role in ROLES if role != "learner"))
    academy.app.testing = False
    browser = academy.signed_in("everything")
    bugs = []
    for method, path, policy in policies(academy):
        if policy == OWN_GUARD or path == "/sign-out":
            continue
        for garbage in GARBAGE:
            fields = dict.fromkeys(FIELDS, garbage)
            if browser.garbage(method, path, fields).status_code >= 500:
                bugs.append((method, path, garbage[:20]))
    assert bugs == []
