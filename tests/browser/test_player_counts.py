"""Am I being counted? What the player's page says, while a learner studies in Chromium."""

from __future__ import annotations

import pytest

from tests.browser.conftest import WAIT_MS

pytestmark = pytest.mark.browser

CHIP = "[data-chip]"


@pytest.mark.clause("measures 12")
def test_verified_time_ticks_up_and_is_confirmed_by_the_closing_challenge(seat):
    learner = seat(0)
    learner.open("ecology", "index.html")
    learner.sees(CHIP, "正在计时")
    first = learner.verified_s()
    learner.page.wait_for_timeout(3_000)
    assert learner.verified_s() > first
    learner.sees("[data-challenge-title]", "结课确认")
    learner.sees(CHIP, "请完成结课确认")
    learner.page.locator(".challenge-option").nth(learner.right_place()).click()
    learner.sees(CHIP, "本单元学时已确认")
    assert learner.page.inner_text("[data-count]") == "00:20 / 00:20"


def test_a_hidden_page_pauses_and_says_so_and_how_long_it_was(seat):
    learner = seat(1)
    learner.open("ecology", "index.html")
    learner.sees(CHIP, "正在计时")
    learner.hide(True)
    learner.sees(CHIP, "已暂停：页面不可见")
    stopped = learner.verified_s()
    learner.page.wait_for_timeout(5_000)
    assert learner.verified_s() <= stopped + 1
    learner.hide(False)
    learner.sees(CHIP, "正在计时")
    learner.sees("[data-notice]", "未计时")


def test_without_a_network_the_page_says_what_it_keeps_and_sends_it_later(seat):
    learner = seat(2)
    content = learner.open("ecology", "index.html")
    learner.sees(CHIP, "正在计时")
    learner.window.set_offline(True)
    learner.hide(True)  # a beat goes out at once, and does not arrive
    learner.hide(False)
    learner.sees(CHIP, "网络中断，已缓存")
    content.click("[data-go=forward]")
    learner.sees("[data-saved]", "待保存")
    learner.window.set_offline(False)
    learner.sees("[data-saved]", "已保存")
    learner.sees(CHIP, "正在计时")


def test_a_film_counts_only_while_it_plays_and_not_faster_than_allowed(seat):
    learner = seat(3)
    wrapper = learner.open("fujian", "/player")
    learner.sees(CHIP, "视频未播放")
    wrapper.evaluate("document.querySelector('video').play()")
    learner.sees(CHIP, "正在计时")
    learner.page.wait_for_timeout(4_000)
    assert learner.verified_s() >= 2
    wrapper.evaluate("document.querySelector('video').playbackRate = 2")
    learner.page.wait_for_timeout(500)
    assert wrapper.evaluate("document.querySelector('video').playbackRate") == 1
    wrapper.evaluate("document.querySelector('video').pause()")
    learner.sees(CHIP, "已暂停：视频未播放")
    assert wrapper.evaluate("document.querySelector('video').textTracks.length") == 1


def test_the_second_window_takes_over_and_the_first_offers_to_come_back(seat):
    learner = seat(4)
    learner.open("law", "procedure.html")
    learner.sees(CHIP, "正在计时")
    first = learner.page
    learner.page = learner.window.new_page()
    learner.open("law", "procedure.html")
    learner.sees(CHIP, "正在计时")
    learner.page = first
    learner.sees("[data-panel]", "您正在其他窗口或设备学习")
    learner.page.click("[data-panel] button")
    learner.sees(CHIP, "正在计时")


def test_a_challenge_is_reached_and_answered_by_keyboard_alone(seat):
    learner = seat(5)
    content = learner.open("ecology", "index.html")
    content.focus("[data-go=forward]")
    learner.page.wait_for_selector("[data-challenge]:not([hidden])", timeout=WAIT_MS)
    learner.page.keyboard.press("F6")
    learner.page.keyboard.press(str(learner.right_place() + 1))
    learner.page.keyboard.press("Enter")
    learner.sees(CHIP, "本单元学时已确认")


def test_an_expired_sign_in_is_said_with_a_way_back(seat):
    learner = seat(0)
    learner.open("law", "procedure.html")
    learner.sees(CHIP, "正在计时")
    learner.window.clear_cookies()
    learner.hide(True)  # a beat goes out at once
    learner.hide(False)
    learner.sees(CHIP, "登录已过期")
    way = learner.page.get_attribute("[data-panel] a", "href")
    assert way.startswith("/sign-in?next=%2Flearn%2F")


def test_who_is_not_admitted_yet_reads_why(seat):
    learner = seat(6)
    learner.page.goto(f"{learner.desk.academy.base}/learn/{learner.desk.versions['law']}")
    learner.sees("[data-panel]", "尚未开放")
