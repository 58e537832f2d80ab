"""What vendors, staff, administrators and auditors see, and what they do not."""

from __future__ import annotations

import io
import json
from dataclasses import replace
from datetime import timedelta

import pytest

from content_packages.readers import structure
from schemas.jobs import run_due
from tests.academy.conftest import Academy, Browser
from tests.pages.furnishing import RULES, Furnishing, Lesson, package
from tests.pages.test_learners import text

COMPLETION = json.loads(RULES.read_text("utf-8"))["completion"]


def uploaded(vendor: Browser, content: bytes = b"") -> str:
    """Upload a package with a form, have it checked, and return the report's address."""
    vendor.get("/packages")
    file = (io.BytesIO(content or package("高尔夫入门", [Lesson("规则", 10)])), "golf.zip")
    answer = vendor.post("/packages", {"package": file}, content_type="multipart/form-data")
    assert answer.status_code == 303, answer.text
    run_due()
    return answer.headers["Location"]


def reviewed(staff: Browser, report: str) -> str:
    """Open the review of the version of *report* and return its address."""
    version = staff.get(report).text.partition('href="/review/')[2].partition('"')[0]
    staff.get(f"/review/{version}")
    return f"/review/{version}"


def published(academy: Academy, report: str, **changed: str):
    """Post the form that publishes the version of *report*, with some fields changed."""
    staff = academy.signed_in("staff")
    review = reviewed(staff, report)
    form = {
        "title": "高尔夫入门",
        "subject_area": "素质能力",
        "kind": "elective",
        "unit": "I1",
        "kind-0": "article",
        "length-0": "45:00",
        **changed,
    }
    return staff.post(f"{review}/publish", form)


def test_a_vendor_gets_a_report_and_hands_the_package_in(furnished: Academy) -> None:
    vendor = furnished.signed_in("vendor")
    report = uploaded(vendor)
    page = text(vendor.get(report))
    assert "高尔夫入门" in page and "SCORM 1.2" in page and "规则" in page
    assert vendor.post(f"{report}/submit").status_code == 303
    assert "等待审核" in text(vendor.get(report))
    assert "高尔夫入门" in text(furnished.signed_in("staff").get("/review"))


def test_another_vendor_does_not_learn_that_the_package_exists(furnished: Academy) -> None:
    report = uploaded(furnished.signed_in("vendor"))
    assert furnished.signed_in("rival").get(report).status_code == 404


def test_a_broken_package_is_refused_with_file_and_remedy(furnished: Academy) -> None:
    vendor = furnished.signed_in("vendor")
    page = text(vendor.get(uploaded(vendor, b"PK no zip at all")))
    assert "不能成为课程" in page and "必须修改" in page


@pytest.mark.clause("measures 7")
def test_staff_publish_and_learners_find_it(furnished: Academy) -> None:
    answer = published(furnished, uploaded(furnished.signed_in("vendor")))
    assert answer.status_code == 303
    page = text(furnished.signed_in("lin").get(answer.headers["Location"]))
    assert "高尔夫入门" in page and "45:00" in page and "开始学习" in page
    assert "高尔夫入门" in text(furnished.signed_in("lin").get("/catalogue?q=高尔夫"))


def test_everything_that_is_missing_is_said_at_once_and_nothing_typed_is_lost(
    furnished: Academy,
) -> None:
    answer = published(
        furnished,
        uploaded(furnished.signed_in("vendor")),
        **{"subject_area": "", "kind": "", "length-0": "soon", "teacher": "苏老师"},
    )
    assert answer.status_code == 400
    for sentence in ("请选择课程领域", "请选择必修或选修", "请为第 1 个单元填写核定时长"):
        assert sentence in answer.text
    assert 'value="苏老师"' in answer.text and 'value="soon"' in answer.text


@pytest.fixture
def film(monkeypatch: pytest.MonkeyPatch) -> None:
    """Every package is read as one film of 44:00."""

    def read(found):
        return replace(found, kind="media", length_ms=44 * 60_000)

    monkeypatch.setattr(structure.Course, "units", _units_as(read))


def _units_as(read):
    units = structure.Course.units
    return lambda course: tuple(read(found) for found in units(course))


@pytest.mark.clause("verified time completion")
def test_a_film_too_short_to_be_completed_is_not_published(furnished: Academy, film: None) -> None:
    report = uploaded(furnished.signed_in("vendor"))
    answer = published(furnished, report, **{"kind-0": "video"})
    assert answer.status_code == 400
    assert answer.text.count("视频文件短于完成所需的长度") == 2
    assert 'aria-describedby="faults-0"' in answer.text
    assert "高尔夫入门" not in text(furnished.signed_in("lin").get("/catalogue"))
    furnished.clock.now += timedelta(minutes=1)
    answer = published(furnished, report, **{"kind-0": "video", "length-0": "44:53"})
    assert answer.status_code == 303


@pytest.mark.clause("rule document")
def test_what_the_rules_in_force_do_not_know_is_not_published(
    furnished: Academy, monkeypatch: pytest.MonkeyPatch
) -> None:
    furnished.clock.now += timedelta(minutes=1)
    Furnishing(furnished.clock).rules(
        furnished.clock.now,
        version="2017.2",
        completion={**COMPLETION, "quiz": {**COMPLETION["quiz"], "required": "always"}},
    )
    report = uploaded(furnished.signed_in("vendor"))
    answer = published(furnished, report)
    assert answer.status_code == 400
    assert "这个单元没有测验" in answer.text
    furnished.clock.now += timedelta(minutes=1)
    assert published(furnished, report, **{"quiz-0": "yes"}).status_code == 303


@pytest.mark.clause("measures 8")
def test_a_recommending_unit_follows_the_reply_to_its_recommendation(furnished: Academy) -> None:
    for name in ("bureau", "colleague"):
        furnished.person(name, "甲市县局", "recommender")
    bureau, colleague = (furnished.signed_in(name) for name in ("bureau", "colleague"))
    assert "以“甲市县局”的名义推荐" in text(bureau.get("/packages"))
    report = uploaded(bureau)
    assert bureau.post(f"{report}/submit").status_code == 303
    assert "等待审核" in text(colleague.get("/packages"))
    staff = furnished.signed_in("staff")
    review = reviewed(staff, report)
    assert "推荐单位 甲市县局" in text(staff.get(review))
    staff.post(f"{review}/return", {"remarks": "请补充字幕。"})
    assert "已退回 请补充字幕。" in text(colleague.get("/packages"))


@pytest.mark.clause("measures 8")
def test_the_card_of_a_recommended_course_names_the_unit(furnished: Academy) -> None:
    furnished.person("bureau", "甲市县局", "recommender")
    published(furnished, uploaded(furnished.signed_in("bureau")))
    assert "甲市县局 推荐" in text(furnished.signed_in("lin").get("/catalogue?q=高尔夫"))


@pytest.mark.clause("measures 8")
def test_a_program_cannot_recommend_in_the_name_of_another(furnished: Academy) -> None:
    furnished.person("bureau", "甲市县局", "recommender")
    unit = str(furnished.units["甲市县局"])
    for username, more, status in (
        ("vendor", {"recommended_by": unit}, 400),
        ("vendor", {}, 202),
        ("bureau", {}, 202),
    ):
        furnished.clock.now += timedelta(minutes=1)
        sender = furnished.signed_in(username)
        sender.get("/packages")
        file = (io.BytesIO(package(f"{username}的课", [Lesson("一", 10)])), "one.zip")
        answer = sender.post("/content/packages", {"package": file, **more})
        assert answer.status_code == status, answer.text
    run_due()
    furnished.clock.now += timedelta(minutes=1)
    page = text(furnished.signed_in("bureau").get("/packages"))
    assert "bureau的课" in page and "vendor的课" not in page


def test_what_a_vendor_uploads_is_no_recommendation(furnished: Academy) -> None:
    vendor = furnished.signed_in("vendor")
    uploaded(vendor)
    assert "推荐" not in text(vendor.get("/packages"))


def test_a_vendor_cannot_publish(furnished: Academy) -> None:
    version = furnished.courses["party"].id
    vendor = furnished.signed_in("vendor")
    vendor.get("/packages")
    assert vendor.post(f"/review/{version}/publish", {}).status_code == 403


@pytest.mark.clause("measures 10")
def test_the_unit_board_says_who_will_not_finish(furnished: Academy) -> None:
    page = text(furnished.signed_in("fang").get("/unit"))
    assert "应学" in page
    for name in ("某lin", "某hechuan"):
        assert name in page
    assert "49.0" in page and "50.0" in page


@pytest.mark.clause("measures 6")
def test_grades_not_admitted_are_in_no_denominator(furnished: Academy) -> None:
    page = text(furnished.signed_in("fang").get("/unit"))
    assert "某wumin" not in page
    assert "另有 1 人的职级尚未开放学习" in page


@pytest.mark.clause("measures 9")
def test_an_administrator_of_another_unit_sees_nobody_of_it(furnished: Academy) -> None:
    su = furnished.signed_in("suning")
    assert "某lin" not in text(su.get("/unit"))
    assert su.get(f"/unit?unit={furnished.units['甲市县局']}").status_code == 404
    assert su.get(f"/province?unit={furnished.units['甲市']}").status_code == 403


def test_the_province_sees_cities_and_their_sums(furnished: Academy) -> None:
    luo = furnished.signed_in("luo")
    page = text(luo.get("/province"))
    assert "甲市" in page and "乙市" in page
    county = text(luo.get(f"/province?unit={furnished.units['甲市']}"))
    assert "甲市县" in county and "乙市县" not in county


@pytest.mark.clause("measures 10")
def test_a_reminder_from_the_board_reaches_those_who_were_ticked(furnished: Academy) -> None:
    fang = furnished.signed_in("fang")
    fang.get("/unit")
    answer = fang.post(
        "/unit/reminders",
        {"unit": str(furnished.units["甲市县局"]), "person": str(furnished.people["lin"])},
    )
    assert "已向 1 人发出提醒" in text(fang.get(answer.headers["Location"]))
    assert "提醒您：今年的学时还没有完成" in text(furnished.signed_in("lin").get("/notices"))
    assert "提醒您" not in text(furnished.signed_in("hechuan").get("/notices"))


@pytest.mark.clause("measures 16")
def test_a_notice_reaches_the_unit_and_those_below_only(furnished: Academy) -> None:
    luo = furnished.signed_in("luo")
    luo.get("/notices")
    luo.post(
        "/notices",
        {"unit": str(furnished.units["甲市"]), "title": "年度安排", "body": "请按时完成。"},
    )
    assert "年度安排" in text(furnished.signed_in("lin").get("/"))
    assert "年度安排" not in text(furnished.signed_in("xulan").get("/notices"))


def test_the_auditor_verifies_the_ledger_and_sees_pseudonyms_only(furnished: Academy) -> None:
    auditor = furnished.signed_in("auditor")
    assert "某lin" not in auditor.get("/ledger").text
    page = text(auditor.post("/ledger/verify"))
    assert "账本完好：1 条账目" in page and "2017.1" in page


def test_anyone_reads_the_rules_with_the_source_of_each_value(furnished: Academy) -> None:
    page = text(furnished.browser().get("/rules"))
    assert "核定时长每 45 分钟为 1 学时" in page
    assert "每学习 8–12 分钟确认一次" in page
    assert "办法原文 · Art. 14" in page and "暂定值 · OP-1" in page


def test_every_reason_leads_to_a_line_of_the_rules_page(furnished: Academy) -> None:
    rules = furnished.browser().get("/rules").text
    lin = furnished.signed_in("lin").get("/receipt").text
    points = {part.partition('"')[0] for part in lin.split('href="/rules#')[1:]}
    assert points
    for point in points:
        assert f'id="{point}"' in rules


def test_an_unknown_certificate_is_said_to_be_unknown(furnished: Academy) -> None:
    page = text(furnished.browser().get("/verify?number=FJ-2017-1"))
    assert "没有找到编号为“FJ-2017-1”的证书" in page


@pytest.mark.parametrize("path", ["/nowhere", "/courses/1"])
def test_an_unknown_address_is_a_page_that_helps(furnished: Academy, path: str) -> None:
    answer = furnished.signed_in("lin").get(path)
    assert answer.status_code == 404
    assert "没有找到这个页面" in answer.text and "回到首页" in answer.text
