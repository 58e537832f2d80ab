"""Every boundary of the definition, to the millisecond, at the figures of the seed's document."""

from __future__ import annotations

from typing import Any

import pytest

from credits.rules.evidence_document import parsed
from credits.rules.rule_document import executable
from credits.rules.verified_time import reckoned
from tests.credits.rules.study import HOUR, MINUTE, MORNING, SECOND, Study, instant, rules_of

LENGTH = 45 * MINUTE


def one_span(length: int = 30 * SECOND, **members: Any) -> Study:
    """A single span of *length* ms."""
    study = Study().unit(length=LENGTH).session().play(0, max(length, 1), step=max(length, 1))
    study.document["spans"][0].update({"to": length, **members})
    return study


def received(after_end: int) -> Study:
    """A span of 30 s, received so many ms after its end."""
    return one_span(received_at=MORNING + 30 * SECOND + after_end)


def moved(length: int, by: int, begin: int = 0) -> Study:
    return one_span(length, media_from=begin, media_to=begin + by)


def at_the_end(beyond: int) -> Study:
    """The last 30 s of the file, ending so many ms beyond it."""
    return moved(30 * SECOND, 30 * SECOND, LENGTH - 30 * SECOND + beyond)


def reading(silence: int) -> Study:
    """An article: a touch after 1 s, then reading without one for *silence* ms."""
    study = Study().unit(kind="article").session().touch(SECOND)
    return study.play(SECOND, SECOND + silence, step=60 * SECOND)


def answered(after: int, **members: Any) -> Study:
    """A challenge at 10:00 answered so many ms later, 20 minutes of study."""
    return (
        Study().unit().session().play(0, 20 * MINUTE).challenge(10 * MINUTE, after=after, **members)
    )


def taken_over(at: int) -> Study:
    """Another device takes the lease *at* ms into a span of 30 s."""
    return one_span().unit("c2").session("s2", "c2", at)


@pytest.mark.parametrize(
    ("says", "study", "not_counted"),
    [
        ("1: 1 s is long enough", one_span(1_000), {}),
        ("1: 999 ms are not", one_span(999), {"SPAN_TOO_SHORT": 999}),
        ("1: 60 s are not too long", one_span(60_000), {}),
        ("1: 60.001 s are", one_span(60_001), {"SPAN_TOO_LONG": 60_001}),
        ("1: no length, no reason", one_span(0), {}),
        ("2: received 5 s before its end", received(-5_000), {}),
        ("2: 5.001 s before", received(-5_001), {"FROM_FUTURE": 30_000}),
        ("2: 180 s after", received(180_000), {}),
        ("2: 180.001 s after", received(180_001), {"STALE": 30_000}),
        ("3: hidden", one_span(visible=False), {"HIDDEN": 30_000}),
        ("4: rate 0.5", one_span(rate_milli=500, media_to=15_000), {}),
        ("4: rate 0.499", one_span(rate_milli=499, media_to=14_970), {"RATE_TOO_LOW": 30_000}),
        ("4: rate 1.001", one_span(rate_milli=1001, media_to=30_030), {"RATE_TOO_HIGH": 30_000}),
        ("5: 30 s may be off by 2 s", moved(30_000, 32_000), {}),
        ("5: and no more", moved(30_000, 32_001), {"MEDIA_DISCONTINUITY": 30_000}),
        ("5: nor less", moved(30_000, 27_999), {"MEDIA_DISCONTINUITY": 30_000}),
        ("5: 5 s by half a second", moved(5_000, 5_500), {}),
        ("5: and no more", moved(5_000, 5_501), {"MEDIA_DISCONTINUITY": 5_000}),
        ("5: 1 s by 100 ms", moved(1_000, 900), {}),
        ("5: and no more", moved(1_000, 899), {"MEDIA_DISCONTINUITY": 1_000}),
        ("5: from before the file", moved(30_000, 30_000, -1), {"MEDIA_DISCONTINUITY": 30_000}),
        ("5: 2 s beyond the file", at_the_end(2_000), {}),
        ("5: 2.001 s beyond", at_the_end(2_001), {"MEDIA_DISCONTINUITY": 30_000}),
        ("6: 180 s after a touch", reading(180_000), {}),
        ("6: 180.001 s", reading(181_000), {"IDLE": 1_000}),
        ("7: from the lease's first millisecond on", taken_over(10_000),
         {"NOT_LEASE_HOLDER": 20_000}),
        ("7: a grant at the span's end takes nothing", taken_over(30_000), {}),
        ("8: answered at the last instant of the window", answered(120_000), {}),
        ("8: a millisecond later: void from the opening to the answer", answered(120_001),
         {"CHALLENGE_MISSED": 720_001}),
        ("8: a challenge with a window of its own", answered(200_000, window_ms=200_000), {}),
        ("8: wrong is missed, and no proof", answered(20_000, correct=False),
         {"CHALLENGE_MISSED": 1_200_000}),
        ("10: 14 min without a proof", Study().unit().session().play(0, 14 * MINUTE), {}),
        ("10: and a second", Study().unit().session().play(0, 14 * MINUTE + SECOND),
         {"UNPROVEN": 1_000}),
    ],
)  # fmt: skip
def test_the_boundary_is_where_the_definition_puts_it(
    says: str, study: Study, not_counted: dict[str, int]
) -> None:
    assert study.result()["not_counted"] == not_counted


def leases(*grants: tuple[int, str | None]) -> Study:
    study = Study().unit("c1").unit("c2")
    study.session("a", "c1", lease=False).session("b", "c2", lease=False)
    study.play(0, 30 * SECOND, "a").play(0, 30 * SECOND, "b")
    study.document["leases"] = [{"at": MORNING + at, "session": name} for at, name in grants]
    return study


@pytest.mark.parametrize(
    ("says", "grants", "counted"),
    [
        ("two grants at one instant: the larger id holds", [(0, "b"), (0, "a")], (0, 30_000)),
        ("a release at that instant comes first", [(0, "a"), (0, None)], (30_000, 0)),
        ("a release ends the holding", [(0, "a"), (10_000, None)], (10_000, 0)),
        ("after a release another may hold", [(0, "a"), (10_000, None), (12_000, "b")],
         (10_000, 18_000)),
        ("holding again is holding on", [(0, "a"), (10_000, "a")], (30_000, 0)),
        ("nobody ever held it", [], (0, 0)),
    ],
)  # fmt: skip
def test_the_lease_is_held_by_one(
    says: str, grants: list[tuple[int, str | None]], counted: tuple[int, int]
) -> None:
    units = leases(*grants).result()["units"]
    assert (units["c1"]["counted"], units["c2"]["counted"]) == counted


@pytest.mark.parametrize(
    ("length", "studied", "completed_after"),
    [
        (LENGTH, 2_645_999, None),
        (LENGTH, 2_646_000, 2_646_000),
        (101_000, 98_979, None),  # 98 % of 101 s are 98.98 s
        (101_000, 98_980, 98_980),
        (1_001, 1_001, 981),  # 980.98 ms: only 981 are enough
        (87_000, 87_000, 85_260),
    ],
)
def test_completion_falls_on_the_first_millisecond(
    length: int, studied: int, completed_after: int | None
) -> None:
    study = Study().unit(length=length).session().challenges(10, 20, 30, 40)
    whole = studied // 30_000 * 30_000
    study.play(0, whole)
    if whole < studied:
        study.play(whole, studied, step=studied - whole)
    unit = study.result(rules_of(evidence__min_span_s=0))["units"]["c1"]
    expected = None if completed_after is None else MORNING + completed_after
    assert (unit["completed_at"], unit["credit_milli"] > 0) == (
        expected,
        completed_after is not None and length >= 270_000,
    )


@pytest.mark.parametrize(
    ("says", "passed", "completed"),
    [
        ("not passed", [], None),
        ("passed before the first counted millisecond", [-1], None),
        ("passed with it", [0], 588_000),
        ("passed before completion", [300_000], 588_000),
        ("passed after it", [700_000], 700_000),
        ("passed twice: the first pass decides", [900_000, 700_000], 700_000),
        ("an early pass does not count, a later does", [-1, 650_000], 650_000),
    ],
)
def test_a_quiz_moves_completion(says: str, passed: list[int], completed: int | None) -> None:
    study = Study().unit(length=10 * MINUTE, quiz=True).session().play(0, 10 * MINUTE)
    for at in passed:
        study.quiz(at)
    found = study.result()["units"]["c1"]["completed_at"]
    assert found == (None if completed is None else MORNING + completed)


@pytest.mark.parametrize(
    ("after", "confirmed"), [(587_999, None), (588_000, 588_000), (700_000, 700_000)]
)
def test_the_first_right_answer_at_or_after_completion_confirms(
    after: int, confirmed: int | None
) -> None:
    study = Study().unit(length=10 * MINUTE).session().play(0, 10 * MINUTE)
    study.challenge(580_000, after=after - 580_000)
    found = study.result()["units"]["c1"]["confirmed_at"]
    assert found == (None if confirmed is None else MORNING + confirmed)


def test_without_a_window_any_right_answer_meets_and_the_gap_alone_is_allowed() -> None:
    rules = rules_of(evidence__presence__answer_window_s=None)
    evidence, document = parsed(answered(9 * MINUTE).document), executable(rules)
    assert reckoned(evidence, document.evidence, document.completion).not_counted == {
        "UNPROVEN": 7 * MINUTE
    }


def test_without_presence_methods_completion_confirms_and_nothing_is_unproven() -> None:
    study = Study().unit().session().play(0, LENGTH).challenge(10 * MINUTE, after=None)
    result = study.result(rules_of(evidence__presence__methods=[]))
    unit = result["units"]["c1"]
    assert unit["confirmed_at"] == unit["completed_at"] == MORNING + 2_646_000
    assert result["not_counted"] == {}


@pytest.mark.parametrize(
    ("ends", "period"), [("2017-12-20 23:59:59", "2017"), ("2017-12-21 00:00:00", None)]
)
def test_completion_at_midnight_is_the_next_days(ends: str, period: str | None) -> None:
    study = Study(instant(ends) - 588_000).unit(length=10 * MINUTE).session().play(0, 10 * MINUTE)
    assert study.result()["units"]["c1"]["period"] == period


def test_the_days_cap_ends_at_midnight() -> None:
    study = Study(instant("2017-03-14 23:00")).unit(length=3 * HOUR).session().play(0, 2 * HOUR)
    study.challenges(*range(10, 120, 10))
    result = study.result(rules_of(caps__0__value=30))
    assert result["by_day"] == {"2017-03-14": 30 * MINUTE, "2017-03-15": 30 * MINUTE}
    assert result["not_counted"] == {"OVER_DAILY_CAP": HOUR}
