"""The pages in a real Chromium: strict policy kept, accessible, usable by keyboard and phone."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, expect

from schemas.jobs import run_due
from tests.academy.conftest import Academy
from tests.pages.browsing import DESK, PHONE, visit
from tests.pages.conftest import serving
from tests.pages.furnishing import Lesson, package

pytestmark = pytest.mark.browser

ROOMS = (
    ("", ("/sign-in", "/rules", "/verify?number=1", "/register")),
    ("lin", ("/", "/catalogue", "COURSE", "/receipt", "/archive", "/notices")),
    ("wumin", ("/",)),
    ("hechuan", ("/receipt", "/archive")),
    (
        "fang",
        ("/unit", "/people", "PERSON", "/people/new", "/people/registrations", "/assignments"),
    ),
    ("luo", ("/province", "/units", "MOVE", "/notices")),
    ("staff", ("/review", "/packages", "/plans", "/account")),
    ("auditor", ("/ledger", "/audit")),
)
LOOKS = (
    pytest.param(DESK, {}, id="desk"),
    pytest.param(PHONE, {"theme": "dark"}, id="phone-dark"),
    pytest.param(PHONE, {"text": "large", "language": "en"}, id="phone-large-english"),
)


@pytest.fixture
def base(furnished: Academy) -> Iterator[str]:
    """The address of the furnished academy, served."""
    settings = furnished.app.config["SETTINGS"]
    stop = serving(furnished.app, int(settings.port))
    yield settings.public_url
    stop()


def context_of(browser: Browser, base: str, window: dict[str, int], chosen: dict[str, str]):
    context = browser.new_context(viewport=window, locale="zh-CN")
    context.add_cookies(
        [{"name": f"xueshi_{name}", "value": value, "url": base} for name, value in chosen.items()]
    )
    return context


@pytest.mark.parametrize(("window", "chosen"), LOOKS)
def test_no_page_breaks_the_policy_the_window_or_the_rules_of_access(
    furnished: Academy, base: str, browser: Browser, window, chosen
) -> None:
    named = {
        "COURSE": f"/courses/{furnished.courses['digital'].family_id}",
        "PERSON": f"/people/{furnished.people['lin']}",
        "MOVE": f"/units?move={furnished.units['甲市县']}",
    }
    faults = []
    for username, paths in ROOMS:
        context = context_of(browser, base, window, chosen)
        there = visit(context, furnished, base, username)
        for path in paths:
            there.open(named.get(path, path))
            faults += [f"{username} {path}: {fault}" for fault in there.faults()]
        context.close()
    assert not faults, "\n".join(faults)


def test_the_menu_works_by_keyboard_alone(furnished: Academy, base: str, browser: Browser) -> None:
    there = visit(context_of(browser, base, DESK, {}), furnished, base, "lin")
    there.open("/")
    page = there.page
    page.keyboard.press("Tab")
    expect(page.locator(".skip")).to_be_focused()
    expect(page.locator(".skip")).to_be_in_viewport()
    page.locator("summary").first.focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("button", name="大字版")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.get_by_role("button", name="大字版")).to_be_hidden()
    expect(page.locator("summary").first).to_be_focused()
    outline = page.evaluate("getComputedStyle(document.activeElement).outlineStyle")
    assert outline != "none"


def test_large_text_enlarges_everything_and_stays(
    furnished: Academy, base: str, browser: Browser
) -> None:
    there = visit(context_of(browser, base, PHONE, {}), furnished, base, "lin")
    there.open("/receipt")
    size = "parseFloat(getComputedStyle(document.querySelector('.session-title')).fontSize)"
    before = there.page.evaluate(size)
    there.page.locator("summary").first.click()
    there.page.get_by_role("button", name="大字版").click()
    there.page.wait_for_selector("html[data-text=large]")
    assert there.page.url.endswith("/receipt")
    assert there.page.evaluate(size) == pytest.approx(before * 1.25)
    there.open("/archive")
    assert there.page.locator("html[data-text=large]").count() == 1


def test_the_catalogue_answers_while_one_types(
    furnished: Academy, base: str, browser: Browser
) -> None:
    there = visit(context_of(browser, base, DESK, {}), furnished, base, "lin")
    there.open("/catalogue")
    expect(there.page.locator(".course-card")).to_have_count(2)
    there.page.locator("#q").press_sequentially("党建")
    expect(there.page.locator(".course-card")).to_have_count(1)
    expect(there.page.locator("#q")).to_be_focused()
    there.page.wait_for_url(re.compile(r"/catalogue\?.*q=%E5%85%9A%E5%BB%BA"))
    assert not there.faults()


def test_the_receipt_draws_counted_time_solid_and_the_rest_hatched_with_its_reason(
    furnished: Academy, base: str, browser: Browser
) -> None:
    there = visit(context_of(browser, base, DESK, {}), furnished, base, "lin")
    there.open("/receipt")
    bar = there.page.locator(".session-bar").first
    solid = bar.locator(".piece-counted")
    hatched = bar.locator("rect[fill='url(#hatch)']")
    assert solid.count() == 2 and hatched.count() == 1
    widths = [solid.nth(n).bounding_box()["width"] for n in range(2)]
    assert widths[0] == pytest.approx(3 * widths[1], rel=0.02)  # 12 minutes and 4
    assert hatched.bounding_box()["width"] == pytest.approx(widths[1], rel=0.02)
    assert "页面不在前台" in hatched.locator("title").text_content()
    there.page.get_by_text("为什么").first.click()
    expect(there.page.locator(".why-words").first).to_contain_text("请让页面保持在最前面")


def test_the_rings_are_drawn_to_scale(furnished: Academy, base: str, browser: Browser) -> None:
    there = visit(context_of(browser, base, DESK, {}), furnished, base, "lin")
    there.open("/")
    arcs = there.page.locator(".ring-arc")
    assert arcs.count() == 1  # nothing elective is done: an empty ring has no arc
    assert arcs.first.get_attribute("stroke-dasharray") == "33 1000"  # 1.0 of 30.0


def test_a_package_is_sent_with_progress_and_its_report_appears_by_itself(
    furnished: Academy, base: str, browser: Browser
) -> None:
    there = visit(context_of(browser, base, DESK, {}), furnished, base, "vendor")
    there.open("/packages")
    there.page.set_input_files(
        "#package",
        {
            "name": "course.zip",
            "mimeType": "application/zip",
            "buffer": package("两讲", [Lesson("上", 10), Lesson("下", 10)]),
        },
    )
    there.page.get_by_role("button", name="上传并检查").click()
    there.page.wait_for_url("**/packages/*")
    expect(there.page.locator(".running")).to_be_visible()
    run_due()
    expect(there.page.locator(".verdict")).to_contain_text("可以成为课程")
    expect(there.page.locator(".package-tree li")).to_have_count(3)
    assert not there.faults()


def test_the_receipt_prints_without_bars_and_buttons(
    furnished: Academy, base: str, browser: Browser
) -> None:
    there = visit(context_of(browser, base, DESK, {}), furnished, base, "lin")
    there.open("/receipt")
    there.page.emulate_media(media="print")
    expect(there.page.locator(".bar")).to_be_hidden()
    expect(there.page.locator(".hole-do").first).to_be_hidden()
    expect(there.page.locator(".session-bar").first).to_be_visible()
