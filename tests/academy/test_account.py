"""One's own account: where one is signed in, and another password."""

from __future__ import annotations

import re

import pytest

from tests.academy.conftest import PASSWORD, Academy, Browser

NEW = "Vwn4-tkqe-8rym-3cHx"


@pytest.fixture
def own(academy: Academy) -> Browser:
    academy.person("lin", "甲市县局")
    return academy.signed_in("lin")


def change(browser: Browser, **changed: str):
    browser.get("/account")
    form = {"present": PASSWORD, "password": NEW, "again": NEW} | changed
    return browser.post("/account/password", form)


def is_in(browser: Browser) -> bool:
    return browser.get("/account").status_code == 200


def test_another_sign_in_is_listed_and_ended(academy: Academy, own: Browser) -> None:
    other = academy.signed_in("lin")
    page = own.get("/account").text
    (path,) = set(re.findall(r'action="(/account/sessions/[0-9a-f]+/end)"', page))
    assert "这台设备" in page
    assert own.post(path).location == "/account?said=ended"
    assert not is_in(other)
    assert is_in(own)
    assert own.post(path).status_code == 404


def test_all_others_end_at_once(academy: Academy, own: Browser) -> None:
    others = [academy.signed_in("lin") for _ in range(2)]
    own.get("/account")
    own.post("/account/sessions/end")
    assert [is_in(browser) for browser in (own, *others)] == [True, False, False]


def test_nobody_ends_the_sign_in_of_another(academy: Academy, own: Browser) -> None:
    academy.person("chen", "甲市县局")
    academy.signed_in("lin")
    (path,) = set(re.findall(r"/account/sessions/[0-9a-f]+/end", own.get("/account").text))
    chen = academy.signed_in("chen")
    chen.get("/account")
    assert chen.post(path).status_code == 404


def test_a_changed_password_ends_every_other_sign_in(academy: Academy, own: Browser) -> None:
    other = academy.signed_in("lin")
    assert change(own).location == "/account?said=password"
    assert is_in(own)
    assert not is_in(other)
    assert academy.browser().sign_in("lin").status_code == 403
    assert academy.browser().sign_in("lin", NEW).status_code == 303


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"present": "wrong"}, "当前密码不正确"),
        ({"again": "other"}, "两次输入的密码不一致"),
        ({"password": "short", "again": "short"}, "新密码不符合要求"),
        ({"password": PASSWORD, "again": PASSWORD}, "新密码不能与当前密码相同"),
    ],
)
def test_a_password_that_cannot_be_changed_stays(
    academy: Academy, own: Browser, changed: dict[str, str], said: str
) -> None:
    answer = change(own, **changed)
    assert answer.status_code == 400 and said in answer.text
    assert academy.browser().sign_in("lin").status_code == 303


def test_guesses_at_the_own_password_are_held_back(own: Browser) -> None:
    said = [change(own, present="wrong").text for _ in range(12)]
    assert "当前密码不正确" in said[0]
    assert "尝试次数过多" in said[-1]
    assert "尝试次数过多" in change(own).text
