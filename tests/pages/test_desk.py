"""Plans and assignments: what administrators settle about other people's courses."""

from __future__ import annotations

import pytest

from tests.academy.conftest import Academy
from tests.pages.test_learners import text


@pytest.mark.clause("measures 7")
def test_a_plan_published_from_the_page_governs_its_units_and_no_others(
    furnished: Academy,
) -> None:
    staff = furnished.signed_in("staff")
    unit, digital = furnished.units["甲市"], furnished.courses["digital"].family_id
    page = text(staff.get(f"/plans?unit={unit}&year=2017"))
    assert "数字福建" in page and "2017 年教学计划" in staff.get(f"/plans?unit={unit}").text
    form = {"unit": str(unit), "year": "2017", "title": "甲市计划", f"kind-{digital}": "required"}
    answer = staff.post("/plans", form)
    page = staff.get(answer.headers["Location"])
    assert "教学计划已发布" in page.text and "甲市计划" in page.text
    assert '<option value="required" selected>' in page.text
    assert "必修 福建省情" in text(furnished.signed_in("lin").get(f"/courses/{digital}"))
    assert "选修 福建省情" in text(furnished.signed_in("xulan").get(f"/courses/{digital}"))


@pytest.mark.parametrize("kind", ["", "sometimes"])
def test_a_plan_that_says_nothing_is_not_published_and_keeps_its_name(
    furnished: Academy, kind: str
) -> None:
    staff = furnished.signed_in("staff")
    staff.get("/plans")
    digital = furnished.courses["digital"].family_id
    form = {"unit": str(furnished.units["省"]), "year": "2017", "title": "空计划"}
    answer = staff.post("/plans", {**form, f"kind-{digital}": kind})
    assert answer.status_code == 400
    assert "计划还没有发布" in answer.text and 'value="空计划"' in answer.text
    assert "已发布的计划" not in staff.get("/plans").text


@pytest.mark.clause("measures 10")
def test_an_assigned_course_reaches_those_who_were_ticked_once(furnished: Academy) -> None:
    fang = furnished.signed_in("fang")
    page = text(fang.get("/assignments"))
    assert "某lin" in page and "某xulan" not in page
    form = {
        "unit": str(furnished.units["甲市县局"]),
        "course": str(furnished.courses["digital"].family_id),
        "due": "2017-12-01",
        "person": str(furnished.people["lin"]),
    }
    page = text(fang.get(fang.post("/assignments", form).headers["Location"]))
    assert "已向 1 人指派" in page and "2017年12月1日" in page and "某fang" in page
    assert "请您学习《数字福建" in text(furnished.signed_in("lin").get("/notices"))
    assert "请您学习" not in text(furnished.signed_in("hechuan").get("/notices"))
    again = fang.post("/assignments", form).headers["Location"]
    assert "都已经指派过" in text(fang.get(again))


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"course": ""}, "请选择一门课程"),
        ({"person": ""}, "请至少选择一个人"),
        ({"due": "2017-11-22"}, "完成期限不能早于今天"),
    ],
)
def test_an_assignment_that_lacks_something_says_what(
    furnished: Academy, changed: dict[str, str], said: str
) -> None:
    fang = furnished.signed_in("fang")
    fang.get("/assignments")
    form = {
        "unit": str(furnished.units["甲市县局"]),
        "course": str(furnished.courses["digital"].family_id),
        "person": str(furnished.people["lin"]),
        **changed,
    }
    answer = fang.post("/assignments", form)
    assert answer.status_code == 400 and said in answer.text


@pytest.mark.clause("measures 9")
def test_nobody_outside_the_own_units_is_given_a_course(furnished: Academy) -> None:
    su = furnished.signed_in("suning")
    unit = furnished.units["甲市县局"]
    assert su.get(f"/assignments?unit={unit}").status_code == 404
    su.get("/assignments")
    form = {
        "unit": str(furnished.units["乙市县局"]),
        "course": str(furnished.courses["digital"].family_id),
        "person": str(furnished.people["lin"]),
    }
    assert "given=0" in su.post("/assignments", form).headers["Location"]
    assert "请您学习" not in text(furnished.signed_in("lin").get("/notices"))
    assert su.post("/assignments", {**form, "unit": str(unit)}).status_code == 404
    assert su.get("/plans").status_code == 403
