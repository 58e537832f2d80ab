"""Nothing lost: every way of leaving a unit, and what the learner finds on coming back."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
from dataclasses import replace

import pytest

from tests.browser.conftest import WAIT_MS, Desk
from tests.browsers import ARGUMENTS

pytestmark = pytest.mark.browser

FIRST_PAGE = {"ecology": "index.html", "law": "procedure.html", "writing": "inquiry.html"}
FORMATS = pytest.mark.parametrize("name", FIRST_PAGE)


def place(content) -> str:
    return content.inner_text(".deck-place")


@FORMATS
def test_a_closed_tab_resumes_on_the_page_last_seen(seat, name):
    learner = seat(0)
    content = learner.open(name, FIRST_PAGE[name])
    before = int(place(content).split(" / ")[0])
    content.click("[data-go=forward]")
    learner.again()
    content = learner.open(name, FIRST_PAGE[name])
    assert place(content).startswith(f"{before + 1} /")


@FORMATS
def test_reloading_and_going_back_and_forward_lose_nothing(seat, name):
    learner = seat(1)
    content = learner.open(name, FIRST_PAGE[name])
    content.click("[data-go=forward]")
    there = place(content)
    learner.page.reload()
    assert place(learner.frame(FIRST_PAGE[name])) == there
    learner.page.goto(f"{learner.desk.academy.base}/sign-in")
    learner.page.go_back()
    assert place(learner.frame(FIRST_PAGE[name])) == there


@pytest.mark.parametrize("name", ["ecology", "law"])
def test_what_was_set_without_a_network_survives_the_closing_of_the_tab(seat, name):
    learner = seat(2)
    content = learner.open(name, FIRST_PAGE[name])
    learner.window.set_offline(True)
    content.click("[data-go=forward]")
    there = place(content)
    learner.page.wait_for_timeout(500)
    learner.again()
    learner.window.set_offline(False)
    assert place(learner.open(name, FIRST_PAGE[name])) == there


def test_a_killed_browser_loses_nothing_that_was_set(desk):
    others = _browsers()
    doomed = _another(desk)
    learner = doomed.seat(3)
    content = learner.open("ecology", "index.html")
    content.click("[data-go=forward]")
    there = place(content)
    for pid in _browsers() - others:
        _kill(pid)
    survivor = _another(desk)
    learner = survivor.seat(3)
    assert place(learner.open("ecology", "index.html")) == there
    survivor.browser.close()


def test_the_content_s_own_way_on_leads_to_the_next_sco(seat):
    learner = seat(4)
    content = learner.open("law", "procedure.html")
    for _ in range(3):
        content.click("[data-go=forward]")
    content.check("input[name=q1][value=a]")
    content.check("input[name=q2][value=c]")
    content.click("form button")
    content.get_by_text("可以进入下一讲").wait_for(timeout=WAIT_MS)
    content.click("[data-go=forward]")
    learner.frame("openness.html")
    learner.sees("[data-unit-title]", "第二讲")
    learner.page.click("[data-go=previous]")
    learner.frame("procedure.html")


def _another(desk: Desk) -> Desk:
    """The same academy, before a browser of its own."""
    executable = shutil.which("chromium")
    kind = desk.browser.browser_type
    return replace(desk, browser=kind.launch(executable_path=executable, args=list(ARGUMENTS)))


def _browsers() -> set[int]:
    """The processes of every browser that this test's process has started."""
    listed = subprocess.run(
        ["ps", "-eo", "pid,ppid,comm"], capture_output=True, text=True, check=True
    )
    rows = [line.split(None, 2) for line in listed.stdout.splitlines()[1:]]
    parents = {int(pid): (int(parent), name) for pid, parent, name in rows}
    return {pid for pid in _below(os.getpid(), parents) if "chrom" in parents[pid][1]}


def _below(root: int, parents: dict[int, tuple[int, str]]) -> list[int]:
    found = [pid for pid, (parent, _) in parents.items() if parent == root]
    return found + [deeper for pid in found for deeper in _below(pid, parents)]


def _kill(pid: int) -> None:
    try:
        os.kill(pid, signal.SIGKILL)
    except ProcessLookupError:
        pass  # it went down with its parent
