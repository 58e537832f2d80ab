"""The element tables: what is stored, and with which number the rest is refused."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from player.rules.scorm.durations import as_interval, as_timespan, interval_ms, timespan_ms
from player.rules.scorm.elements_1_2 import SCORM_1_2
from player.rules.scorm.elements_2004 import SCORM_2004
from player.rules.scorm.writing import written


def code(model, *changes: tuple[str, str], strict: bool = False) -> list[int]:  # type: ignore[no-untyped-def]
    return [fault.code for fault in written({}, changes, model, strict=strict).faults]


@pytest.mark.parametrize(
    ("element", "value", "expected"),
    [
        ("cmi.core.lesson_status", "passed", []),
        ("cmi.core.lesson_status", "Passed", [405]),
        ("cmi.core.lesson_status", "not attempted", [405]),
        ("cmi.core.student_id", "somebody", [403]),
        ("cmi.core.score.raw", "100", []),
        ("cmi.core.score.raw", "100.5", [405]),
        ("cmi.core.score.raw", "", []),
        ("cmi.core.session_time", "00:01:30", []),
        ("cmi.core.session_time", "PT1M", [405]),
        ("cmi.core._children", "x", [402]),
        ("cmi.objectives._count", "1", [402]),
        ("cmi.no_such", "x", [201]),
        ("cmi.objectives.1.id", "second", [201]),
        ("cmi.interactions.0.result", "wrong", []),
        ("cmi.interactions.0.result", "maybe", [405]),
        ("cmi.student_preference.audio", "-2", [405]),
    ],
)
def test_scorm_1_2_values(element: str, value: str, expected: list[int]) -> None:
    assert code(SCORM_1_2, (element, value)) == expected


@pytest.mark.parametrize(
    ("element", "value", "expected"),
    [
        ("cmi.completion_status", "completed", []),
        ("cmi.completion_status", "done", [406]),
        ("cmi.learner_id", "somebody", [404]),
        ("cmi.score.scaled", "-1", []),
        ("cmi.score.scaled", "1.1", [407]),
        ("cmi.score.scaled", "much", [406]),
        ("cmi.progress_measure", "0.5", []),
        ("cmi.session_time", "PT1H30M0.05S", []),
        ("cmi.session_time", "00:01:30", [406]),
        ("cmi.no_such", "x", [401]),
        ("cmi.objectives.0.success_status", "passed", [408]),
        ("cmi.objectives.1.id", "second", [351]),
        ("cmi.interactions.0.learner_response", "a", [408]),
        ("cmi.comments_from_learner.0.comment", "{lang=fr}bien", []),
        ("cmi.comments_from_learner.0.comment", "{lang=français}bien", [406]),
        ("cmi.comments_from_learner.0.timestamp", "2026-11-23T10:00:00.00+08:00", []),
        ("cmi.comments_from_learner.0.timestamp", "yesterday", [406]),
        ("adl.nav.request", "{target=a}choice", []),
        ("adl.nav.request", "leave", [406]),
        ("adl.data.0.store", "x", [351]),
    ],
)
def test_scorm_2004_values(element: str, value: str, expected: list[int]) -> None:
    assert code(SCORM_2004, (element, value)) == expected


def test_two_objectives_do_not_share_an_identifier() -> None:
    assert code(SCORM_2004, ("cmi.objectives.0.id", "a"), ("cmi.objectives.1.id", "a")) == [351]


def test_an_objectives_identifier_is_not_changed() -> None:
    assert code(SCORM_2004, ("cmi.objectives.0.id", "a"), ("cmi.objectives.0.id", "b")) == [351]


def test_text_beyond_the_promise_is_kept_with_a_warning_and_refused_when_strict() -> None:
    change = ("cmi.suspend_data", "x" * 5000)
    result = written({}, [change], SCORM_1_2)
    assert result.state["cmi.suspend_data"] == change[1]
    assert len(result.warnings) == 1
    assert code(SCORM_1_2, change, strict=True) == [405]


def test_an_attempt_does_not_grow_without_end() -> None:
    changes = [(f"cmi.interactions.{n}.student_response", "x" * 60_000) for n in range(40)]
    result = written({}, changes, SCORM_1_2)
    assert sum(map(len, result.state.values())) <= 1_500_000
    assert {fault.code for fault in result.faults} == {201}


@given(st.integers(0, 9_999 * 3_600_000).map(lambda ms: ms // 10 * 10))
def test_durations_survive_both_notations(ms: int) -> None:
    assert timespan_ms(as_timespan(ms)) == ms
    assert interval_ms(as_interval(ms)) == ms


@given(st.dictionaries(st.text(max_size=40), st.text(max_size=40), max_size=8))
def test_whatever_is_sent_nothing_unknown_is_stored(sent: dict[str, str]) -> None:
    for model in (SCORM_1_2, SCORM_2004):
        result = written({}, sent.items(), model)
        assert all(model.element(name) is not None for name in result.state)
        assert len(result.state) + len(result.faults) == len(sent)
