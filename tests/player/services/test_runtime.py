"""The run-time's journal: checked, idempotent, resumed, told to the record."""

from __future__ import annotations

from tests.player.conftest import LIN, Desk, scorm_12_package

STATUS = "cmi.core.lesson_status"


def test_what_was_set_is_there_when_the_unit_is_opened_again(desk: Desk) -> None:
    version = desk.published(scorm_12_package())
    page = desk.launched(version)
    page.journal(("cmi.core.lesson_location", "7"), ("cmi.suspend_data", "书签"))
    page.journal(
        ("cmi.core.exit", "suspend"), ("cmi.core.session_time", "00:01:30"), terminate=True
    )
    data = desk.launched(version).launch["runtime"]["data"]
    assert data["cmi.core.lesson_location"] == "7"
    assert data["cmi.suspend_data"] == "书签"
    assert data["cmi.core.entry"] == "resume"
    assert data["cmi.core.total_time"] == "0000:01:30.00"


def test_a_closed_tab_counts_as_suspended(desk: Desk) -> None:
    version = desk.published(scorm_12_package())
    page = desk.launched(version)
    page.journal(("cmi.core.lesson_location", "7"), (STATUS, "incomplete"))
    data = desk.launched(version).launch["runtime"]["data"]
    assert (data["cmi.core.entry"], data["cmi.core.lesson_location"]) == ("resume", "7")
    assert desk.said() == ["initialized", "suspended", "resumed"]


def test_an_entry_sent_twice_is_applied_once(desk: Desk) -> None:
    page = desk.launched(desk.published(scorm_12_package()))
    first = page.journal(("cmi.core.lesson_location", "1"))
    page.journal_seq -= 1
    again = page.journal(("cmi.core.lesson_location", "2"))
    assert first.get_json()["seq"] == again.get_json()["seq"] == 1
    assert again.get_json()["progress"]["location"] == "1"


def test_an_entry_that_comes_too_early_is_refused_with_the_missing_number(desk: Desk) -> None:
    page = desk.launched(desk.published(scorm_12_package()))
    page.journal_seq = 4
    answer = page.journal()
    assert (answer.status_code, answer.get_json()["expected"]) == (409, 1)


def test_a_forged_value_is_refused_and_the_rest_is_kept(desk: Desk) -> None:
    page = desk.launched(desk.published(scorm_12_package()))
    answer = page.journal(
        ("cmi.core.student_name", "somebody"), ("cmi.core.score.raw", "900"), (STATUS, "passed")
    ).get_json()
    assert [(one["element"], one["code"]) for one in answer["errors"]] == [
        ("cmi.core.student_name", 403),
        ("cmi.core.score.raw", 405),
    ]
    assert answer["progress"]["status"] == "passed"


def test_completion_and_score_become_statements_once(desk: Desk) -> None:
    page = desk.launched(desk.published(scorm_12_package()))
    page.journal((STATUS, "completed"), ("cmi.core.score.raw", "80"))
    page.journal_seq -= 1
    page.journal((STATUS, "completed"), ("cmi.core.score.raw", "80"))
    page.journal(terminate=True)
    assert desk.said() == ["initialized", "scored", "completed", "terminated"]


def test_credit_does_not_follow_from_the_contents_word(desk: Desk) -> None:
    page = desk.launched(desk.published(scorm_12_package()))
    page.journal((STATUS, "passed"), ("cmi.core.session_time", "09:00:00"), terminate=True)
    desk.clock.forward(seconds=30)
    page.beat()
    assert page.study["verified_ms"] == 0


def test_the_token_is_needed_and_belongs_to_one_launch(desk: Desk) -> None:
    version = desk.published(scorm_12_package())
    page, other = desk.launched(version), desk.launched(version, who=LIN)
    page.launch["runtime"]["token"] = other.launch["runtime"]["token"]
    assert page.journal((STATUS, "passed")).status_code == 401


def test_the_content_origin_may_read_the_answer_and_no_other(desk: Desk) -> None:
    page = desk.launched(desk.published(scorm_12_package()))
    path = f"/rt/{page.launch['launch']}/journal"
    allowed = "Access-Control-Allow-Origin"
    for origin, expected in ((page.launch["origin"], page.launch["origin"]), ("null", None)):
        answer = desk.browser.options(path, headers={"Origin": origin})
        assert answer.headers.get(allowed) == expected


def test_what_was_kept_offline_follows_into_the_next_launch(desk: Desk) -> None:
    version = desk.published(scorm_12_package())
    before = desk.launched(version)
    before.journal(("cmi.core.lesson_location", "1"))
    after = desk.launched(version)
    runtime = after.launch["runtime"]
    late = desk.browser.post(
        f"/rt/{after.launch['launch']}/journal",
        json={
            "attempt": before.launch["runtime"]["attempt"],
            "seq": 2,
            "set": [["cmi.core.lesson_location", "9"]],
            "token": runtime["token"],
        },
    )
    assert late.get_json()["data"]["cmi.core.lesson_location"] == "9"
    after.journal(("cmi.core.score.raw", "5"))
    assert desk.launched(version).launch["runtime"]["data"]["cmi.core.lesson_location"] == "9"


def test_next_and_previous_follow_the_outline(desk: Desk) -> None:
    version = desk.published(scorm_12_package("a", "b", "c"))
    page = desk.launched(version)
    assert page.launch["unit"] == "a"
    assert page.launch["navigation"]["continue"] and not page.launch["navigation"]["previous"]
    page = desk.launched(version, request="continue")
    assert page.launch["unit"] == "b"
    page = desk.launched(version, "c")
    assert not page.launch["navigation"]["continue"]
    assert [one["current"] for one in page.launch["outline"]] == [False, False, True]


def test_a_finished_scorm_1_2_unit_is_left_only_when_its_time_is_complete(desk: Desk) -> None:
    version = desk.published(scorm_12_package("a", "b"))
    desk.launched(version).journal((STATUS, "completed"), terminate=True)
    assert desk.launched(version).launch["unit"] == "a"


def test_what_must_come_first_holds_a_unit_back(desk: Desk) -> None:
    inner = {"b": '<adlcp:prerequisites type="aicc_script">a</adlcp:prerequisites>'}
    version = desk.published(scorm_12_package("a", "b", inner=inner))
    body = {"version": str(version.id), "unit": "b"}
    answer = desk.post("/player/launches", body)
    assert (answer.status_code, answer.get_json()["error"]) == (409, "sequencing")
    page = desk.launched(version, "a")
    page.journal((STATUS, "completed"), terminate=True)
    assert desk.launched(version, "b").launch["unit"] == "b"
