"""Packages by other hands, played in Chromium."""

from __future__ import annotations

import pytest

pytestmark = [pytest.mark.browser, pytest.mark.corpus]


def test_a_public_package_finds_the_api_and_keeps_its_bookmark(seat):
    learner = seat(5)
    content = learner.open("golf", "launchpage.html")
    assert (
        content.evaluate("window.parent.API.LMSGetValue('cmi.core.lesson_status')") == "incomplete"
    )
    content.click("#butNext")
    learner.page.wait_for_timeout(500)
    bookmark = content.evaluate("window.parent.API.LMSGetValue('cmi.core.lesson_location')")
    learner.again()
    dialogs: list[str] = []
    learner.page.on("dialog", lambda one: (dialogs.append(one.message), one.accept()))
    content = learner.open("golf", "launchpage.html")
    assert content.evaluate("window.parent.API.LMSGetValue('cmi.core.lesson_location')") == bookmark
    assert dialogs, "the course asks whether to go on where the learner left"
