"""What a run begins with and what becomes of it: entry, exit, total time, mastery."""

from __future__ import annotations

import pytest

from player.rules.progress import best, of_scorm_1_2, of_scorm_2004
from player.rules.scorm.prerequisites import satisfied
from player.rules.scorm.runs import (
    Facts,
    ended_1_2,
    ended_2004,
    judged_2004,
    opened_1_2,
    opened_2004,
    resumes_2004,
    timed_out_1_2,
    timed_out_2004,
)

FACTS = Facts("id", "王小明", mastery_score="80")
STATUS, RAW = "cmi.core.lesson_status", "cmi.core.score.raw"


def ended(**changes: str) -> str:
    names = {"status": STATUS, "raw": RAW, "exit": "cmi.core.exit"}
    state = opened_1_2(None, FACTS) | {names[name]: value for name, value in changes.items()}
    return ended_1_2(state)[STATUS]


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({}, "completed"),
        ({"exit": "suspend"}, "incomplete"),
        ({"raw": "80"}, "passed"),
        ({"raw": "79.9"}, "failed"),
        ({"status": "completed", "raw": "10"}, "failed"),
        ({"status": "incomplete", "raw": "10", "exit": "suspend"}, "incomplete"),
        ({"status": "incomplete"}, "incomplete"),
    ],
)
def test_the_status_that_the_lms_decides(changes: dict[str, str], expected: str) -> None:
    assert ended(**changes) == expected


def test_a_look_round_is_browsed() -> None:
    state = opened_1_2(None, Facts("id", "name", mode="browse"))
    assert ended_1_2(state)[STATUS] == "browsed"


def test_entry_follows_from_the_last_exit() -> None:
    first = opened_1_2(None, FACTS)
    suspended = ended_1_2(first | {"cmi.core.exit": "suspend"})
    left = ended_1_2(first | {"cmi.core.exit": ""})
    entries = [opened_1_2(one, FACTS)["cmi.core.entry"] for one in (None, suspended, left)]
    assert entries == ["ab-initio", "resume", ""]


def test_time_adds_up_over_runs() -> None:
    state = opened_1_2(None, FACTS)
    for _ in range(3):
        state = opened_1_2(ended_1_2(state | {"cmi.core.session_time": "00:00:40"}), FACTS)
    assert state["cmi.core.total_time"] == "0000:02:00.00"


def test_a_run_that_never_says_goodbye_is_suspended() -> None:
    assert timed_out_1_2(opened_1_2(None, FACTS))[STATUS] == "incomplete"
    assert resumes_2004(timed_out_2004(opened_2004(None, FACTS)))
    assert not resumes_2004(ended_2004(opened_2004(None, FACTS)))


@pytest.mark.parametrize(
    ("state", "expected"),
    [
        ({"cmi.completion_status": "completed"}, ("completed", "unknown")),
        (
            {"cmi.completion_threshold": "0.8", "cmi.progress_measure": "0.8"},
            ("completed", "unknown"),
        ),
        (
            {
                "cmi.completion_threshold": "0.8",
                "cmi.progress_measure": "0.7",
                "cmi.completion_status": "completed",
            },
            ("incomplete", "unknown"),
        ),
        ({"cmi.scaled_passing_score": "0.6", "cmi.score.scaled": "0.6"}, ("unknown", "passed")),
        (
            {"cmi.scaled_passing_score": "0.6", "cmi.success_status": "passed"},
            ("unknown", "unknown"),
        ),
    ],
)
def test_thresholds_decide_in_2004(state: dict[str, str], expected: tuple[str, str]) -> None:
    assert judged_2004(state) == expected


def test_scores_of_both_models_become_thousandths() -> None:
    assert of_scorm_1_2({RAW: "15", "cmi.core.score.max": "20"}).score_milli == 750
    assert of_scorm_2004({"cmi.score.scaled": "0.755"}).score_milli == 755


def test_a_later_look_does_not_undo_a_success() -> None:
    passed = of_scorm_1_2({STATUS: "passed", RAW: "90"})
    again = of_scorm_1_2({STATUS: "incomplete", "cmi.core.lesson_location": "3"})
    found = best([passed, again])
    assert (found.status, found.score_milli, found.location) == ("passed", 900, "3")


STATUSES = {"S1": "passed", "S2": "incomplete", "S3": "completed"}


@pytest.mark.parametrize(
    ("expression", "expected"),
    [
        ("", True),
        ("S1", True),
        ("S2", False),
        ("S1 & S3", True),
        ("S1&S2|S3", True),
        ("S1 & (S2 | S4)", False),
        ("~S2", True),
        ('S2 = "incomplete"', True),
        ("S1<>passed", False),
        ("2*{S1, S2, S3}", True),
        ("3*{S1, S2, S3}", False),
        ("S1 &&& (", True),
    ],
)
def test_prerequisites_are_read(expression: str, expected: bool) -> None:
    assert satisfied(expression, STATUSES) is expected
