"""Looking at pages as people do: signed in, on a phone or a desk, in the dark, by keyboard.

``faults`` is a check of our own after WCAG 2.2: names, labels, headings, unique ids, contrast,
and nothing wider than the window.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

import pyotp
from playwright.sync_api import BrowserContext, Page

from tests.academy.conftest import PASSWORD, Academy

PHONE = {"width": 390, "height": 844}
DESK = {"width": 1440, "height": 900}

CHECK = Path(__file__).with_name("faults.js").read_text("utf-8")


@dataclass
class Visit:
    """One person's window, and what its console complained of."""

    page: Page
    base: str
    complaints: list[str] = field(default_factory=list)

    def open(self, path: str) -> None:
        """Go to *path*, which must answer with a page."""
        answer = self.page.goto(self.base + path)
        assert answer is not None and answer.status == 200, (path, answer and answer.status)

    def faults(self) -> list[str]:
        """Return what is wrong with the page that is open."""
        return [*self.page.evaluate(CHECK), *self.complaints]


def visit(context: BrowserContext, academy: Academy, base: str, username: str = "") -> Visit:
    """Open a window for *username*, signed in through the sign-in page."""
    page = context.new_page()
    found = Visit(page, base)
    page.on(
        "console",
        lambda line: found.complaints.append(line.text) if line.type == "error" else None,
    )
    page.on("pageerror", lambda error: found.complaints.append(str(error)))
    if not username:
        return found
    page.goto(f"{base}/sign-in")
    page.fill("#username", username)
    page.fill("#password", PASSWORD)
    page.click(".sign-in-go")
    if username in academy.factors:
        page.wait_for_selector("#totp")
        page.fill("#totp", pyotp.TOTP(academy.factors[username]).at(academy.clock.now))
        page.click(".sign-in-go")
    page.wait_for_selector("summary .name", state="attached")
    return found
