"""A real Chromium for tests of pages: Debian's, headless, and silent towards the network."""

from __future__ import annotations

import atexit
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache

from playwright.sync_api import Browser, Playwright, sync_playwright

ARGUMENTS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--autoplay-policy=no-user-gesture-required",
)


@cache
def _playwright() -> Playwright:
    """One for the whole process: playwright's loop does not bear a second one beside it."""
    running = sync_playwright().start()
    atexit.register(running.stop)
    return running


@contextmanager
def chromium() -> Iterator[Browser]:
    """Start Chromium and close it again; AssertionError where the machine has none."""
    executable = shutil.which("chromium")
    assert executable, "Chromium is missing: `make test` installs it, or says how"
    browser = _playwright().chromium.launch(executable_path=executable, args=list(ARGUMENTS))
    yield browser
    browser.close()
