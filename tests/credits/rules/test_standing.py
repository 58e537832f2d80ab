"""What is owed, by when, at which pace: right at every boundary of the year."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from credits.rules.evidence import Person
from credits.rules.standing import (
    PRESENT,
    Absence,
    Forecast,
    Standing,
    main_target,
    standing,
    window_at,
)
from tests.credits.services.conftest import seed_document

FUZHOU = ZoneInfo("Asia/Shanghai")
DIVISION = Person(grade="处级及以上")


def at(text: str) -> int:
    """Unix ms of a moment in Fuzhou."""
    return round(datetime.fromisoformat(text).replace(tzinfo=FUZHOU).timestamp() * 1000)


@pytest.fixture(scope="module")
def rules():
    from credits.rules.rule_document import read

    return read(seed_document())


def judged(rules, as_of: str, since=None, absence=PRESENT, **done: int) -> Standing:
    moment = at(as_of)
    return standing(
        done,
        main_target(rules, DIVISION),
        window_at(rules, moment, DIVISION),
        rules,
        as_of=moment,
        since=since,
        absence=absence,
    )


@pytest.mark.clause("measures 7")
@pytest.mark.parametrize(
    ("required", "elective", "qualified", "owed"),
    [
        (30_000, 18_000, False, 2_000),
        (35_000, 15_000, False, 5_000),
        (30_000, 20_000, True, 0),
        (29_900, 40_000, False, 100),
    ],
)
def test_no_kind_pays_for_the_other(
    rules, required: int, elective: int, qualified: bool, owed: int
) -> None:
    found = judged(rules, "2017-11-01 09:00", required=required, elective=elective)
    assert (found.qualified, found.owed_milli) == (qualified, owed)


@pytest.mark.clause("measures 14")
@pytest.mark.parametrize(
    ("as_of", "days"),
    [
        ("2017-01-01 00:00", 354),
        ("2017-12-19 23:59:59.999", 2),
        ("2017-12-20 00:00", 1),
        ("2017-12-20 23:59:59.999", 1),
        ("2017-12-21 00:00", 0),
        ("2017-12-31 23:59", 0),
        ("2018-01-01 00:00", 354),
        ("2020-01-01 00:00", 355),
    ],
)
def test_the_days_left_include_today(rules, as_of: str, days: int) -> None:
    assert judged(rules, as_of).days_left == days


@pytest.mark.parametrize(
    ("as_of", "required", "elective", "forecast"),
    [
        ("2017-06-01 12:00", 0, 0, Forecast.NOT_STARTED),
        ("2017-06-01 12:00", 3_000, 1_000, Forecast.BEHIND),
        ("2017-06-01 12:00", 14_000, 9_000, Forecast.ON_PACE),
        ("2017-06-01 12:00", 30_000, 20_000, Forecast.DONE),
        ("2017-12-21 00:00", 30_000, 19_900, Forecast.MISSED),
        ("2017-12-21 00:00", 30_000, 20_000, Forecast.DONE),
    ],
)
def test_the_forecast_says_whether_the_present_pace_will_do(
    rules, as_of: str, required: int, elective: int, forecast: Forecast
) -> None:
    assert judged(rules, as_of, required=required, elective=elective).forecast == forecast


def test_who_was_admitted_in_september_is_measured_from_september(rules) -> None:
    done = {"required": 12_000, "elective": 8_000}
    late = judged(rules, "2017-10-01 00:00", since=at("2017-09-01 00:00"), **done)
    early = judged(rules, "2017-10-01 00:00", **done)
    assert (late.forecast, early.forecast) == (Forecast.ON_PACE, Forecast.BEHIND)


def test_an_approved_absence_prorates_what_is_owed(rules) -> None:
    half = judged(rules, "2017-12-01 00:00", absence=Absence(exempt_days=177))
    assert half.owed_milli == 25_000
    assert judged(rules, "2017-12-01 00:00", absence=Absence(waived=True)).qualified


def test_a_special_class_counts_for_the_elective_part(rules) -> None:
    found = judged(rules, "2017-11-01 09:00", required=30_000, elective=15_000, special=5_000)
    assert found.qualified
    assert found.other == {}


def test_the_pace_needed_is_what_is_owed_over_the_time_left(rules) -> None:
    found = judged(rules, "2017-12-07 00:00", required=30_000, elective=6_000)
    assert found.weekly_milli == 7_000  # 14.0 in two weeks


def test_the_window_of_a_year_is_fuzhou_s(rules) -> None:
    window = window_at(rules, at("2017-12-31 23:59"))
    assert window.name == "2017"
    assert window.opens_at == at("2017-01-01 00:00")
    assert window.closes_at == at("2017-12-21 00:00")


@pytest.mark.parametrize("grade", ["处级及以上", "处级", "厅级", "科级及以下"])
def test_targets_follow_the_grade(rules, grade: str) -> None:
    target = main_target(rules, Person(grade=grade))
    assert [(part.category, part.min_milli) for part in target.parts] == [
        ("required", 30_000),
        ("elective", 20_000),
    ]


def test_who_fits_no_target_is_asked_for_nothing(rules) -> None:
    assert main_target(rules, Person(grade="其他人员")) is None
