"""A running academy with short courses, and learners who sit before it in a real Chromium."""

from __future__ import annotations

import json
import os
import sqlite3
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from uuid import UUID, uuid4

import pytest
from playwright.sync_api import Browser, BrowserContext, Frame, Page

import demonstration
from academy import create_app
from academy.services import publication
from content_packages.services import courses, imports
from content_packages.services.values import Study
from schemas.database import database
from schemas.settings import Settings
from schemas.write_door import door, write
from tests import servers
from tests.browsers import chromium

SHORT_MS = 20_000
"""What the courses of these tests stand for; long enough for the counter, short for us."""

WAIT_MS = 40_000
CORPUS = Path(os.environ.get("XUESHI_CORPUS", Path(__file__).parents[3] / "shared" / "corpus"))
PUBLIC = {"golf": CORPUS / "scorm12" / "golf_RuntimeBasicCalls.zip"}
"""Public packages by other hands; where they are not beside the project, their tests are not."""

collect_ignore = [] if CORPUS.is_dir() else ["test_public_packages.py"]


@dataclass
class Desk:
    """The academy, its short courses by name, and a browser."""

    academy: servers.Academy
    browser: Browser
    versions: dict[str, UUID]

    def seat(self, number: int, **context: object) -> Seat:
        """Sign the learner with *number* in, in a browser window of their own."""
        window = self.browser.new_context(
            locale="zh-CN", viewport={"width": 1280, "height": 800}, **context
        )
        seat = Seat(self, window, window.new_page())
        seat.sign_in(number)
        return seat

    def right_answers(self, challenge: str) -> set[str]:
        """The right answers of an open challenge, drawn and spoken; only the tables know them."""
        with sqlite3.connect(f"file:{self.academy.data}/xueshi.sqlite?mode=ro", uri=True) as file:
            (right,) = file.execute(
                "select right from player_challenges where id = ?", (UUID(challenge).hex,)
            ).fetchone()
        return set(json.loads(right))


@dataclass
class Seat:
    """One learner's browser window, with the player in its page."""

    desk: Desk
    window: BrowserContext
    page: Page
    challenge: str = ""

    def sign_in(self, number: int) -> None:
        """Sign the learner with *number* in; whoever was signed in before is not any more."""
        accounts = self.desk.academy.demo["accounts"]
        learner = [one for one in accounts if one["role"] == "learner"][number]
        self.window.clear_cookies()
        self.page.goto(f"{self.desk.academy.base}/sign-in")
        self.page.fill("[name=username]", learner["username"])
        self.page.fill("[name=password]", learner["password"])
        self.page.press("[name=password]", "Enter")
        self.page.wait_for_url(lambda address: "sign-in" not in address)

    def open(self, name: str, inside: str, *, query: str = "") -> Frame:
        """Open the course *name*; return the content's frame whose address holds *inside*."""
        self.page.on("response", lambda answer: self._note(answer))
        self.page.goto(f"{self.desk.academy.base}/learn/{self.desk.versions[name]}{query}")
        return self.frame(inside)

    def frame(self, inside: str) -> Frame:
        """Wait for the frame whose address holds *inside*."""
        for _ in range(WAIT_MS // 100):
            found = [one for one in self.page.frames if inside in one.url]
            if found:
                found[-1].wait_for_load_state()
                self.page.wait_for_timeout(400)
                return found[-1]
            self.page.wait_for_timeout(100)
        raise AssertionError(f"no frame {inside!r} among {[one.url for one in self.page.frames]}")

    def again(self) -> None:
        """Close the tab and take a new one in the same window."""
        self.page.close()
        self.page = self.window.new_page()

    def sees(self, selector: str, text: str) -> None:
        """Wait until the part at *selector* says *text*."""
        self.page.locator(selector, has_text=text).wait_for(timeout=WAIT_MS)

    def verified_s(self) -> int:
        """The seconds that the counter shows as verified."""
        minutes, seconds = self.page.inner_text("[data-count]").partition(" ")[0].split(":")
        return 60 * int(minutes) + int(seconds)

    def right_place(self) -> int:
        """Where the right answer stands among the options of the open challenge, from 0."""
        shown = self.page.eval_on_selector_all(
            ".challenge-option", "found => found.map((one) => one.dataset.option)"
        )
        (right,) = self.desk.right_answers(self.challenge) & set(shown)
        return int(shown.index(right))

    def hide(self, hidden: bool) -> None:
        """Tell the page that it is hidden or not; a headless browser never hides one."""
        self.page.evaluate(
            """(hidden) => {
                 Object.defineProperty(document, 'visibilityState',
                   { configurable: true, get: () => (hidden ? 'hidden' : 'visible') });
                 document.dispatchEvent(new Event('visibilitychange'));
               }""",
            hidden,
        )

    def _note(self, answer: object) -> None:
        if "/player/" not in answer.url or answer.status not in (200, 201):  # type: ignore[attr-defined]
            return
        told = answer.json() if "json" in answer.headers.get("content-type", "") else {}  # type: ignore[attr-defined]
        found = told.get("challenge") or (told.get("presence") or {}).get("challenge")
        if found:
            self.challenge = found["id"]


@pytest.fixture(scope="session")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    """The demonstration academy, with short copies of its courses."""
    data = tmp_path_factory.mktemp("academy")
    with servers.demonstration(data) as academy, chromium() as browser:
        yield Desk(academy, browser, _published(academy))


@pytest.fixture
def seat(desk: Desk) -> Iterator[Callable[..., Seat]]:
    """Seats learners, and clears the tables after the test."""
    taken: list[Seat] = []

    def seated(number: int, **context: object) -> Seat:
        taken.append(desk.seat(number, **context))
        return taken[-1]

    yield seated
    for one in taken:
        one.window.close()


def _published(academy: servers.Academy) -> dict[str, UUID]:
    port = academy.base.rpartition(":")[2]
    app = create_app(Settings(data_dir=str(academy.data), port=port))
    versions: dict[str, UUID] = {}
    packages = {name: file for name, file, _ in demonstration.built(Path("build/courses"))}
    packages |= {name: file for name, file in PUBLIC.items() if file.exists()}
    with app.app_context():
        for name, file in packages.items():
            versions[name] = _publish(name, file)
        door().close()
        database.session.remove()
        database.engine.dispose()
    return versions


def _publish(name: str, file: Path) -> UUID:
    by = uuid4()
    with file.open("rb") as stream:
        upload = imports.receive(stream, file.name)
    import_id = write(imports.begin, upload, by)
    version_id = _imported(import_id)
    version = courses.version(database.session(), version_id)
    studies = {
        unit.identifier: Study(
            kind="video" if unit.kind == "media" else "article",
            approved_ms=unit.length_ms if unit.kind == "media" else SHORT_MS,
            media_length_ms=unit.length_ms if unit.kind == "media" else None,
        )
        for unit in version.course.units()
    }
    database.session.remove()
    write(
        publication.publish,
        version_id,
        by,
        subject_area="素质能力",
        kind="elective",
        studies=studies,
        title=name,
        teacher="学时示范课程组",
        summary="用于测试",
    )
    return version_id


def _imported(import_id: UUID) -> UUID:
    """Wait until the running academy's worker has imported the package."""
    for _ in range(100):
        database.session.remove()
        version_id = imports.state(database.session(), import_id).version_id
        if version_id is not None:
            return version_id
        time.sleep(0.1)
    raise AssertionError(f"import {import_id} does not end")
