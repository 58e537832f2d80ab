"""From a vendor's zip to a credited hour, in a real browser, through nothing but pages.

One academy is seeded and served as `make run` does it. A vendor brings a package, staff
publish it, a learner studies it until its credit is in the ledger, and those who may see
that do, and those who may not do not.
"""

from __future__ import annotations

import base64
import json
import sqlite3
import urllib.request
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from uuid import UUID

import pyotp
import pytest
from playwright.sync_api import Browser, Frame, Page, TimeoutError

from tests.browsers import chromium
from tests.journey.packages import lesson
from tests.servers import Academy, demonstration

pytestmark = pytest.mark.browser

CORPUS = Path(__file__).parents[3] / "shared" / "corpus"
GOLF = CORPUS / "scorm12" / "golf_RuntimeBasicCalls.zip"

EARNING = "4:30"
"""The shortest length that earns a tenth of a credit hour under the rules of 2017."""

SHORT = "0:45"
"""Long enough to see a course counted, completed and confirmed."""

SIGNS_OF_LIFE = 9
"""How often a learner touches the page at most, 40 s apart: the rules allow 180 s of stillness."""


@dataclass
class Visitor:
    """Somebody at a browser of their own."""

    academy: Academy
    page: Page

    def go(self, path: str) -> Page:
        self.page.goto(self.academy.base + path)
        return self.page

    def sees(self, selector: str, text: str, *, within_ms: int = 30_000) -> None:
        self.page.locator(selector, has_text=text).first.wait_for(timeout=within_ms)

    def frame(self, ending: str) -> Frame:
        """Return the content's frame whose address holds *ending*, once it has loaded."""
        for _ in range(300):
            for frame in self.page.frames:
                if ending in frame.url:
                    frame.wait_for_load_state()
                    return frame
            self.page.wait_for_timeout(100)
        raise AssertionError(f"no frame {ending!r} in {[frame.url for frame in self.page.frames]}")


@dataclass
class Town:
    """The academy and everybody who comes to it."""

    academy: Academy
    browser: Browser

    def visitor(self, role: str, username: str | None = None) -> Visitor:
        """Sign the demonstration account in: name, password, and the second factor if any."""
        accounts = [one for one in self.academy.demo["accounts"] if one["role"] == role]
        account = next(one for one in accounts if username in (None, one["username"]))
        window = self.browser.new_context(locale="zh-CN", viewport={"width": 1440, "height": 900})
        visitor = Visitor(self.academy, window.new_page())
        visitor.go("/sign-in")
        visitor.page.fill("[name=username]", account["username"])
        visitor.page.fill("[name=password]", account["password"])
        visitor.page.press("[name=password]", "Enter")
        if account["totp_secret"]:
            visitor.page.fill("[name=totp]", pyotp.TOTP(account["totp_secret"]).now())
            visitor.page.press("[name=totp]", "Enter")
        visitor.page.wait_for_url(lambda address: "sign-in" not in address)
        return visitor

    def rows(self, query: str, *values: object) -> list[tuple[object, ...]]:
        """Read the database from outside, as an auditor with a copy would."""
        file = f"file:{self.academy.data}/xueshi.sqlite?mode=ro"
        with sqlite3.connect(file, uri=True) as connection:
            return connection.execute(query, values).fetchall()

    def statements(self, query: str = "") -> list[dict[str, object]]:
        """Ask the record store with the demonstration credential."""
        credential = self.academy.demo["lrs"]
        token = base64.b64encode(f"{credential['key']}:{credential['secret']}".encode()).decode()
        request = urllib.request.Request(
            f"{credential['endpoint']}statements{query}",
            headers={"Authorization": f"Basic {token}", "X-Experience-API-Version": "1.0.3"},
        )
        with urllib.request.urlopen(request) as answer:
            found: list[dict[str, object]] = json.load(answer)["statements"]
            return found


@pytest.fixture(scope="module")
def town(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Town]:
    with demonstration(tmp_path_factory.mktemp("town")) as academy, chromium() as browser:
        yield Town(academy, browser)


def published(town: Town, package: Path, *, title: str, kind: str, length: str) -> None:
    """Have the vendor upload *package* and submit it, and staff publish it for *length*."""
    vendor = town.visitor("vendor")
    vendor.go("/packages")
    vendor.page.set_input_files("[name=package]", package)
    vendor.page.click("form[data-upload] button.btn-primary")
    vendor.page.locator("form[action$='/submit'] button").click(timeout=60_000)
    vendor.page.wait_for_load_state()
    staff = town.visitor("academy_staff")
    staff.go("/review")
    staff.page.click("table tbody th a")
    staff.page.fill("[name=title]", title)
    staff.page.select_option("[name=subject_area]", "生态文明建设")
    staff.page.check(f"[name=kind][value={kind}]")
    for field in staff.page.locator("[name^=length-]").all():
        field.fill(length)
    staff.page.click("form[action$='/publish'] button.btn-primary")
    staff.page.wait_for_load_state()
    for visitor in (vendor, staff):
        visitor.page.context.close()


def opened(learner: Visitor, title: str) -> None:
    """Let *learner* find the course by search and open it."""
    learner.go("/catalogue")
    learner.page.fill("[type=search]", title)
    learner.page.press("[type=search]", "Enter")
    learner.page.click(f"a:has-text('{title}')")
    learner.page.click("a[href^='/learn/']:has-text('学习')")


def confirmed(town: Town, learner: Visitor, content: Frame) -> None:
    """Study on until the closing challenge, and answer it as the tables say is right."""
    asked = learner.page.locator("[data-challenge-title]", has_text="结课确认")
    for _ in range(SIGNS_OF_LIFE):
        content.locator("body").press("Shift")
        with suppress(TimeoutError):
            asked.wait_for(timeout=40_000)
            break
    assert asked.is_visible(), learner.page.inner_text(".player-bar")
    options = {
        button.get_attribute("data-option")
        for button in learner.page.locator("[data-option]").all()
    }
    right = {
        answer
        for (text,) in town.rows("SELECT right FROM player_challenges")
        for answer in json.loads(str(text))
    }
    (answer,) = options & right
    learner.page.click(f"[data-option='{answer}']")
    learner.sees("[data-chip]", "本单元学时已确认")


def seconds(learner: Visitor) -> int:
    minutes, rest = learner.page.inner_text("[data-count]").partition(" ")[0].split(":")
    return int(minutes) * 60 + int(rest)


def hide(learner: Visitor, *, hidden: bool) -> None:
    """Tell the page that its tab went to the back; a headless browser shows every tab."""
    learner.page.evaluate(
        """hidden => {
             Object.defineProperty(document, "visibilityState",
               {configurable: true, get: () => hidden ? "hidden" : "visible"});
             document.dispatchEvent(new Event("visibilitychange"));
           }""",
        hidden,
    )


@pytest.mark.clause("measures 8", "measures 12", "measures 15")
def test_a_vendors_zip_becomes_a_credited_hour(town: Town, tmp_path: Path) -> None:
    title = "闽江水环境治理三问"
    published(town, lesson(tmp_path), title=title, kind="required", length=EARNING)

    learner = town.visitor("learner", "chuji-chen")
    opened(learner, title)
    content = learner.frame("/lesson/index.html")
    content.locator("#found", has_text="API:true").wait_for()
    assert ".content.localhost" in content.url

    learner.sees("[data-chip]", "正在计时")
    content.click("#next")
    content.locator("#heading", has_text="第 2 问").wait_for()
    assert content.get_attribute("body", "data-saved") == "true"
    learner.page.wait_for_timeout(5_000)
    before = seconds(learner)
    assert before >= 4

    hide(learner, hidden=True)
    learner.sees("[data-chip]", "已暂停：页面不可见")
    stopped = seconds(learner)
    learner.page.wait_for_timeout(4_000)
    assert seconds(learner) <= stopped + 1
    hide(learner, hidden=False)
    learner.sees("[data-chip]", "正在计时")

    window = learner.page.context
    learner.page.close()
    learner.page = window.new_page()
    opened(learner, title)
    content = learner.frame("/lesson/index.html")
    content.locator("#heading", has_text="第 2 问").wait_for()
    learner.sees("[data-chip]", "正在计时")
    assert seconds(learner) >= before - 1
    content.click("#next")

    confirmed(town, learner, content)
    credits_proven(town, learner, title)


def credits_proven(town: Town, learner: Visitor, title: str) -> None:
    """The entry, the receipt, what is owed, the board, and the record all agree."""
    ((milli, rule, digest, category),) = town.rows(
        "SELECT milli, rule_version, evidence_digest, category FROM credits_entries"
        " WHERE type = 'AWARD'"
    )
    assert milli == 100
    assert category == "required"
    assert rule
    assert len(bytes(digest) if isinstance(digest, bytes) else str(digest)) in (32, 64)

    learner.go("/")
    learner.sees("main", "49.9")
    learner.go("/receipt")
    learner.sees("main", title)
    learner.sees("main", "页面不在前台")
    learner.go("/archive")
    learner.sees("main", title)

    own = town.visitor("unit_admin", "admin-gulou-fgj")
    own.go("/unit")
    own.sees("main", "陈静")
    other = town.visitor("unit_admin", "admin-siming-sfj")
    other.go("/unit")
    assert "陈静" not in other.page.inner_text("main")

    actors = {
        person
        for (person,) in town.rows(
            "SELECT person_id FROM academy_accounts WHERE username = 'chuji-chen'"
        )
    }
    (person,) = (str(UUID(str(one))) for one in actors)
    verbs = {
        str(statement["verb"]["id"]).rpartition("/")[2]  # type: ignore[index]
        for statement in town.statements("?limit=100")
        if statement["actor"]["account"]["name"] == person  # type: ignore[index]
    }
    assert {"initialized", "completed"} <= verbs


@pytest.mark.corpus
def test_a_public_package_by_another_hand_makes_the_same_way(town: Town) -> None:
    if not GOLF.exists():
        assert not CORPUS.exists(), "the corpus is here and its golf course is not"
        return
    title = "Golf Explained"
    published(town, GOLF, title=title, kind="elective", length=SHORT)
    learner = town.visitor("learner", "chuji-lin")
    opened(learner, title)
    learner.sees("[data-chip]", "正在计时")
    learner.page.wait_for_timeout(3_000)
    confirmed(town, learner, learner.frame("/c/"))
    assert any("completed" in json.dumps(one) for one in town.statements("?limit=100"))
