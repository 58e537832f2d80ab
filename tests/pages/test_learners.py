"""What learners see: owed hours, courses, receipt, archive."""

from __future__ import annotations

import re

import pytest

from academy.rules.permissions import granted
from academy.services import plans
from schemas.values import Principal
from tests.academy.conftest import Academy


def text(answer) -> str:
    """The words of a page, tags and runs of white space taken out."""
    assert answer.status_code == 200, answer.status
    body = re.sub(r"<(script|style)\b.*?</\1>", "", answer.text, flags=re.DOTALL)
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", body))


@pytest.mark.clause("measures 7")
def test_home_says_in_one_line_what_is_owed_and_by_when(furnished: Academy) -> None:
    page = text(furnished.signed_in("lin").get("/"))
    assert "今年还差 49.0 学时" in page
    assert "距 12 月 20 日 还有 28 天" in page
    assert "1.0 / 30.0 学时" in page and "0.0 / 20.0 学时" in page


def test_home_leads_back_to_the_course_that_was_left(furnished: Academy) -> None:
    answer = furnished.signed_in("lin").get("/")
    assert f"/learn/{furnished.courses['digital'].id}" in answer.text
    assert "已认证 16:00 / 45:00" in text(answer)


@pytest.mark.clause("measures 6")
def test_who_is_not_admitted_yet_is_told_why_and_owes_nothing(furnished: Academy) -> None:
    page = text(furnished.signed_in("wumin").get("/"))
    assert "尚未开放学习权限" in page
    assert "还差" not in page


@pytest.mark.parametrize(
    ("username", "room"),
    [("staff", "/review"), ("luo", "/province"), ("fang", "/unit"), ("auditor", "/ledger")],
)
def test_every_office_has_its_room_in_the_navigation(
    furnished: Academy, username: str, room: str
) -> None:
    answer = furnished.signed_in(username).get("/rules")
    assert f'href="{room}"' in answer.text


def test_a_learner_is_offered_no_room_of_an_office(furnished: Academy) -> None:
    answer = furnished.signed_in("lin").get("/")
    for room in ("/review", "/province", "/unit", "/packages", "/ledger"):
        assert f'href="{room}"' not in answer.text
        assert furnished.signed_in("lin").get(room).status_code == 403


def test_the_tabs_count_courses_by_area_whatever_area_is_chosen(furnished: Academy) -> None:
    page = text(furnished.signed_in("lin").get("/catalogue?area=福建省情"))
    assert "全部 2" in page and "政治建设 1" in page and "文化建设 0" in page
    assert "数字福建" in page and "党建工作实务" not in page


@pytest.mark.parametrize(
    ("words", "title"),
    [("党建", "党建工作实务"), ("林清源", "数字福建"), ("Digital 福建", "数字福建")],
)
def test_search_understands_chinese(furnished: Academy, words: str, title: str) -> None:
    page = text(furnished.signed_in("lin").get("/catalogue", query_string={"q": words}))
    assert "共 1 门课程" in page and title in page


def test_a_search_without_finds_says_what_to_do(furnished: Academy) -> None:
    page = text(furnished.signed_in("lin").get("/catalogue?q=量子力学"))
    assert "没有符合条件的课程" in page and "看全部课程" in page


def test_what_no_filter_knows_does_not_narrow(furnished: Academy) -> None:
    page = text(furnished.signed_in("lin").get("/catalogue?length=eternal&page=zero&utm=1"))
    assert "共 2 门课程" in page


def test_cards_say_what_is_done_and_how_far_the_others_are(furnished: Academy) -> None:
    page = text(furnished.signed_in("lin").get("/catalogue"))
    assert "已完成" in page and "学习中 35%" in page


@pytest.mark.clause("measures 7")
def test_the_plan_of_the_unit_decides_what_is_required(furnished: Academy) -> None:
    digital = furnished.courses["digital"]
    card = text(furnished.signed_in("lin").get(f"/courses/{digital.family_id}"))
    assert "选修 福建省情" in card
    staff = Principal(furnished.people["staff"], "某staff", granted(["academy_staff"]))
    kinds = {digital.family_id: "required"}
    furnished.write(plans.publish, staff, furnished.units["甲市"], 2017, "年度计划", kinds)
    for username, kind in (("lin", "必修 福建省情"), ("xulan", "选修 福建省情")):
        page = furnished.signed_in(username).get(f"/courses/{digital.family_id}")
        assert kind in text(page)
    for username, count in (("lin", 2), ("xulan", 1)):
        page = text(furnished.signed_in(username).get("/catalogue?category=required"))
        assert f"共 {count} 门课程" in page and f"全部 {count} " in page


def test_the_course_page_shows_its_units_and_one_button(furnished: Academy) -> None:
    digital = furnished.courses["digital"]
    answer = furnished.signed_in("lin").get(f"/courses/{digital.family_id}")
    page = text(answer)
    assert "第一讲" in page and "16:00 / 30:00" in page and "继续学习" in page
    assert answer.text.count("btn-primary") == 1


def test_a_course_that_is_not_published_is_not_there(furnished: Academy) -> None:
    unknown = furnished.people["lin"]
    assert furnished.signed_in("lin").get(f"/courses/{unknown}").status_code == 404


def test_the_receipt_shows_every_session_and_each_hole_with_its_reason(
    furnished: Academy,
) -> None:
    page = text(furnished.signed_in("lin").get("/receipt"))
    assert "2017年11月22日 星期三" in page and "2017年11月20日" in page
    assert "09:12:00–09:16:00 页面不在前台 · 4:00" in page
    assert "已计入 1:01:00" in page and "未计入 4:00" in page


def test_a_hole_of_a_video_has_a_button_that_opens_just_that_part(furnished: Academy) -> None:
    answer = furnished.signed_in("lin").get("/receipt")
    digital = furnished.courses["digital"]
    unit = digital.course.units()[1].identifier
    assert f"/learn/{digital.id}?unit={unit}&amp;at=720000" in answer.text
    assert "补看 12:00–16:00" in answer.text


def test_the_receipt_of_one_course_holds_no_other(furnished: Academy) -> None:
    party = furnished.courses["party"]
    page = text(furnished.signed_in("lin").get(f"/receipt?version={party.id}"))
    assert "党建工作实务" in page and "第二讲" not in page


def test_nobody_reads_anothers_receipt(furnished: Academy) -> None:
    page = text(furnished.signed_in("hechuan").get("/receipt"))
    assert "还没有学习记录" in page


@pytest.mark.clause("measures 15")
def test_the_archive_holds_the_credit_by_year_with_its_basis(furnished: Academy) -> None:
    page = text(furnished.signed_in("lin").get("/archive"))
    assert "2017 年度" in page and "党建工作实务" in page
    assert "账目 1" in page and "规则 2017.1" in page


def test_the_export_holds_what_the_archive_shows(furnished: Academy) -> None:
    answer = furnished.signed_in("lin").get("/archive.csv")
    lines = answer.text.lstrip("\ufeff").splitlines()
    assert len(lines) == 2 and "党建工作实务" in lines[1] and ",1.0,1," in lines[1]


def test_pages_speak_english_to_who_asks_for_it(furnished: Academy) -> None:
    lin = furnished.signed_in("lin")
    lin.client.set_cookie("xueshi_language", "en")
    page = text(lin.get("/"))
    assert "49.0 credit hours to go this year" in page
    assert "28 days left until 20 December" in page


def test_the_language_of_the_browser_decides_until_one_is_chosen(furnished: Academy) -> None:
    visitor = furnished.browser()
    assert "Sign in" in text(visitor.get("/sign-in", headers={"Accept-Language": "en-GB,en"}))
    assert "登录" in text(visitor.get("/sign-in", headers={"Accept-Language": "zh-CN"}))
    assert "登录" in text(visitor.get("/sign-in", headers={"Accept-Language": "fr"}))


def test_large_text_stays_once_it_is_chosen(furnished: Academy) -> None:
    lin = furnished.signed_in("lin")
    lin.get("/")
    answer = lin.post("/appearance", {"text": "large", "back": "/receipt"})
    assert answer.headers["Location"] == "/receipt"
    assert 'data-text="large"' in lin.get("/").text


@pytest.mark.parametrize("back", ["https://evil.example/", "//evil.example", "/\\evil.example"])
def test_a_choice_never_leads_to_another_site(furnished: Academy, back: str) -> None:
    visitor = furnished.browser()
    visitor.get("/sign-in")
    assert visitor.post("/appearance", {"text": "large", "back": back}).headers["Location"] == "/"
