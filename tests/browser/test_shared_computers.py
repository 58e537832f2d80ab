"""A computer that several people use: what content stored for one is gone for the next."""

from __future__ import annotations

import shutil

import pytest

from tests.browser.conftest import Seat
from tests.browsers import ARGUMENTS

pytestmark = pytest.mark.browser

MARK = "localStorage.setItem('mark', 'mine')"
FOUND = "localStorage.getItem('mark')"


def test_content_s_storage_is_one_person_s(desk, tmp_path):
    """In a profile that lets framed content store: private windows and Debian's default do not."""
    settings = tmp_path / "Default" / "Preferences"
    settings.parent.mkdir()
    settings.write_text(
        '{"profile": {"cookie_controls_mode": 0, "block_third_party_cookies": false}}'
    )
    profile = desk.browser.browser_type.launch_persistent_context(
        tmp_path, executable_path=shutil.which("chromium"), args=list(ARGUMENTS), locale="zh-CN"
    )
    seat = Seat(desk, profile, profile.new_page())
    seat.sign_in(4)
    seat.open("ecology", "index.html").evaluate(MARK)
    seat.again()
    assert seat.open("ecology", "index.html").evaluate(FOUND) == "mine"
    seat.sign_in(5)
    assert seat.open("ecology", "index.html").evaluate(FOUND) is None
    profile.close()
