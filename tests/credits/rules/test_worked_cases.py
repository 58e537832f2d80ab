"""The worked cases of the definition, row by row, as the office can read them.

Unless a row says otherwise: a video of 45:00, the seed's rules, rate 1.0, spans that arrive
400 ms after their end, challenges at 10, 20, 30 and 40 minutes answered right after 20 s.
"""

from __future__ import annotations

import random
from dataclasses import dataclass, field
from typing import Any

import pytest

from tests.credits.rules.study import (
    MINUTE,
    MORNING,
    SECOND,
    Study,
    clock,
    instant,
    ms,
    plain,
    rules_of,
)


@dataclass
class Case:
    """One row: what happened, and what comes of it."""

    row: str
    says: str
    study: Study
    verified: str
    not_counted: dict[str, str] = field(default_factory=dict)
    credit: int = 0
    unit: str = "c1"
    rules: dict[str, Any] | None = None
    also: dict[str, Any] = field(default_factory=dict)


def sleeping(late: Study) -> Study:
    """20 minutes, a sleep of 40, then a new session that steps back to 20:00."""
    return (
        late.challenges(10)
        .session("s2", at=61 * MINUTE)
        .play(0, 25 * MINUTE, "s2", media=20 * MINUTE)
        .challenges(61, 71, 81, session="s2")
    )


def first_twenty() -> Study:
    return Study().unit().session().play(0, 20 * MINUTE)


def offline(begin: str, end: str) -> Study:
    """Spans between *begin* and *end* arrive together 400 ms after *end*."""

    def late(row: dict[str, Any]) -> None:
        if ms(begin) < row["to"] <= ms(end):
            row["received_at"] = MORNING + ms(end) + 400

    return plain().spans(late)


def shuffled(study: Study) -> Study:
    random.Random(6).shuffle(study.document["spans"])
    return study


def three_times(study: Study) -> Study:
    study.document["spans"] *= 3
    return study


def other_content(study: Study) -> Study:
    row = study.document["spans"][40]
    study.document["spans"].append(
        {**row, "media_from": 0, "media_to": 30_000, "received_at": row["received_at"] + 5_000}
    )
    return study


def hidden(study: Study, begin: str, end: str) -> Study:
    def hide(row: dict[str, Any]) -> None:
        row["visible"] = not ms(begin) <= row["from"] < ms(end)

    return study.spans(hide)


def two_tabs() -> Study:
    study = Study().unit("c1").unit("c2")
    study.session("t1", "c1").play(0, 30 * MINUTE, "t1")
    study.session("t2", "c2").play(0, 30 * MINUTE, "t2")
    return study.challenges(10, 20, session="t2")


def phone_takes_over() -> Study:
    return plain().session("t", at=20 * MINUTE).play(0, 25 * MINUTE, "t", media=20 * MINUTE)


def at_ten_times(declared: int) -> Study:
    study = Study().unit(length=30 * MINUTE).session()
    for index in range(6):
        begin = index * 30 * SECOND
        study.play(
            begin,
            begin + 30 * SECOND,
            media=begin * 10,
            rate=declared,
            media_to=begin * 10 + 300 * SECOND,
        )
    return study


def fast_then_review(review: bool) -> Study:
    study = Study().unit().session().play(0, 30 * MINUTE, rate=1500).challenges(10, 20, 30)
    if review:
        study.play(30 * MINUTE, 45 * MINUTE, media=0).challenges(40)
    return study


def ten_courses() -> Study:
    study = Study(instant("2017-03-15 08:00"))
    for index in range(10):
        at = index * 48 * MINUTE
        study.unit(f"c{index}", 48 * MINUTE)
        study.session(f"s{index}", f"c{index}", at).play(0, 48 * MINUTE, f"s{index}")
    for minute in range(10, 480, 10):
        study.challenge(minute * MINUTE, f"s{minute // 48}")
    return study


def robot() -> Study:
    """A session opened anew every 7 minutes; asked once, never answers."""
    study = Study().unit()
    for index in range(7):
        begin, end = index * 7 * MINUTE, min((index + 1) * 7, 45) * MINUTE
        name = f"s{index}"
        study.session(name, at=begin).play(0, end - begin, name, media=begin)
    return study.challenge(10 * MINUTE, "s1", after=None)


ON_MISS_STOP = rules_of(evidence__presence__on_miss="stop_at_issue")

CASES = [
    Case("1", "straight through", plain(), "45:00", {}, 1000, also={"completed": "44:06"}),
    Case(
        "2",
        "sleep of 40 min at 20:00, monotonic clock frozen; first beat late; re-anchored",
        sleeping(
            first_twenty().play(
                20 * MINUTE, 20 * MINUTE + 30 * SECOND, received=60 * MINUTE + 30_400
            )
        ),
        "45:00",
        {"STALE": "0:30"},
        1000,
    ),
    Case(
        "3",
        "the same, monotonic clock runs: one beat of 40:30",
        sleeping(first_twenty().play(20 * MINUTE, ms("60:30"), step=ms("40:30"))),
        "45:00",
        {"SPAN_TOO_LONG": "40:30"},
        1000,
    ),
    Case("4", "client clock a day ahead: it is no input", plain(), "45:00", {}, 1000),
    Case("5", "each beat three times", three_times(plain()), "45:00", {}, 1000),
    Case("6", "beats shuffled", shuffled(plain()), "45:00", {}, 1000),
    Case(
        "7",
        "one number with other content later",
        other_content(plain()),
        "45:00",
        {"SEQ_CONFLICT": "0:30"},
        1000,
    ),
    Case("8", "offline 20:00-22:30, flush", offline("20:00", "22:30"), "45:00", {}, 1000),
    Case("9", "offline 20:30-30:30, flush", offline("20:30", "30:30"), "38:00", {"STALE": "7:00"}),
    Case("11", "two tabs: the first", two_tabs(), "0:00", {"NOT_LEASE_HOLDER": "30:00"}),
    Case(
        "11", "two tabs: the second", two_tabs(), "30:00", {"NOT_LEASE_HOLDER": "30:00"}, unit="c2"
    ),
    Case(
        "12",
        "phone takes over at 20:00, PC plays on",
        phone_takes_over(),
        "45:00",
        {"NOT_LEASE_HOLDER": "25:00"},
        1000,
    ),
    Case(
        "13", "hidden 15:00-25:00", hidden(plain(), "15:00", "25:00"), "35:00", {"HIDDEN": "10:00"}
    ),
    Case(
        "14",
        "one POST of 2700 s",
        Study().unit().session().play(0, 45 * MINUTE, step=45 * MINUTE),
        "0:00",
        {"SPAN_TOO_LONG": "45:00"},
    ),
    Case(
        "15",
        "90 beats in 9 s",
        plain().spans(lambda row: row.update(received_at=MORNING + 100 * (row["seq"] + 1))),
        "0:00",
        {"FROM_FUTURE": "45:00"},
    ),
    Case("16", "10x declared", at_ten_times(10_000), "0:00", {"RATE_TOO_HIGH": "3:00"}),
    Case(
        "16",
        "10x hidden behind rate 1",
        at_ten_times(1_000),
        "0:00",
        {"MEDIA_DISCONTINUITY": "3:00"},
    ),
    Case(
        "18",
        "whole video at 1.5x where 1.5x is allowed",
        fast_then_review(False),
        "30:00",
        rules=rules_of(evidence__max_rate_milli=1500),
        also={"media": "45:00"},
    ),
    Case(
        "18",
        "then 15 minutes of it again at 1.0x",
        fast_then_review(True),
        "45:00",
        {},
        1000,
        rules=rules_of(evidence__max_rate_milli=1500),
    ),
    Case(
        "21",
        "second full viewing",
        plain().play(45 * MINUTE, 90 * MINUTE, media=0),
        "45:00",
        {},
        1000,
        also={"review": "45:00"},
    ),
    Case(
        "22",
        "rewinds, 60 minutes spent",
        Study()
        .unit()
        .session()
        .play(0, 30 * MINUTE)
        .play(30 * MINUTE, 60 * MINUTE, media=15 * MINUTE)
        .challenges(10, 20, 30, 40, 50),
        "45:00",
        {},
        1000,
        also={"counted": "60:00"},
    ),
    Case(
        "23",
        "challenge at 10:00 met, at 20:00 never answered",
        Study()
        .unit()
        .session()
        .play(0, 45 * MINUTE)
        .challenges(10)
        .challenge(20 * MINUTE, after=None),
        "10:20",
        {"CHALLENGE_MISSED": "34:40"},
    ),
    Case(
        "24",
        "the same where a miss stops the clock at issue",
        Study()
        .unit()
        .session()
        .play(0, 45 * MINUTE)
        .challenges(10)
        .challenge(20 * MINUTE, after=None),
        "20:00",
        {"CHALLENGE_MISSED": "25:00"},
        rules=ON_MISS_STOP,
    ),
    Case(
        "26",
        "23:40-00:25 over 14 and 15 March",
        plain(instant("2017-03-14 23:40")),
        "45:00",
        {},
        1000,
        also={"by_day": {"2017-03-14": "20:00", "2017-03-15": "25:00"}, "completed": "44:06"},
    ),
    Case(
        "27",
        "20 Dec 23:30 - 21 Dec 00:15: for the archive, not for the year",
        plain(instant("2017-12-20 23:30")),
        "45:00",
        {},
        1000,
        also={"by_day": {"2017-12-20": "30:00", "2017-12-21": "15:00"}, "period": None},
    ),
    Case(
        "28",
        "ends 20 Dec 23:59:50, last beats arrive 00:00:40",
        plain(instant("2017-12-20 23:14:50")).spans(
            lambda row: (
                row.update(received_at=instant("2017-12-21 00:00:40"))
                if row["to"] > 43 * MINUTE
                else None
            )
        ),
        "45:00",
        {},
        1000,
        also={"period": "2017"},
    ),
    Case(
        "29",
        "ten courses of 48 minutes: the ninth",
        ten_courses(),
        "48:00",
        {"OVER_DAILY_CAP": "30:00"},
        1000,
        unit="c8",
    ),
    Case(
        "29",
        "ten courses of 48 minutes: the tenth",
        ten_courses(),
        "18:00",
        {"OVER_DAILY_CAP": "30:00"},
        unit="c9",
        also={"by_day": {"2017-03-15": "450:00"}},
    ),
    Case(
        "-",
        "no challenge ever asked",
        Study().unit().session().play(0, 45 * MINUTE),
        "14:00",
        {"UNPROVEN": "31:00"},
    ),
    Case(
        "-",
        "video paused (rate 0) for 45 minutes",
        Study().unit().session().play(0, 45 * MINUTE, rate=0),
        "0:00",
        {"RATE_TOO_LOW": "45:00"},
    ),
    Case(
        "-",
        "a unit of 1 min 27 s whose file lasts 87.137 s",
        Study().unit(length=87_000, media_length=87_137).session().play(0, 87_137),
        "1:27",
        also={"review": "0:00.137", "completed": "1:25.260"},
    ),
    Case(
        "-",
        "a robot reopens a session every 7 min, is asked once at 10:00, never answers",
        robot(),
        "0:00",
        {"CHALLENGE_MISSED": "45:00"},
    ),
    Case(
        "-",
        "case 1 and a closing challenge asked at 45:00, answered at 45:09",
        plain().challenge(45 * MINUTE, after=9 * SECOND),
        "45:00",
        {},
        1000,
        also={"completed": "44:06", "confirmed": "45:09"},
    ),
]


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case.row}: {case.says}")
def test_the_case_comes_to_what_its_row_says(case: Case) -> None:
    result = case.study.result(case.rules)
    unit = result["units"][case.unit]
    found = {
        "verified": clock(unit["verified"]),
        "not_counted": {reason: clock(length) for reason, length in result["not_counted"].items()},
        "credit": unit["credit_milli"],
        **{name: _found(name, unit, result, case.study.start) for name in case.also},
    }
    assert found == {
        "verified": case.verified,
        "not_counted": case.not_counted,
        "credit": case.credit,
        **case.also,
    }


def _found(name: str, unit: dict[str, Any], result: dict[str, Any], start: int) -> Any:
    if name == "by_day":
        return {day: clock(length) for day, length in result["by_day"].items()}
    if name == "period":
        return unit["period"]
    if name in ("completed", "confirmed"):
        return clock(unit[f"{name}_at"] - start)
    return clock(unit[name])


@pytest.mark.parametrize(
    ("minutes", "credit"), [(10, 200), (15, 300), (30, 600), (38, 800), (45, 1000), (90, 2000)]
)
def test_row_34_the_seed_gives_a_credit_for_45_minutes_rounded_down_to_a_tenth(
    minutes: int, credit: int
) -> None:
    study = Study().unit(length=minutes * MINUTE).session().play(0, minutes * MINUTE)
    result = study.challenges(*range(10, minutes + 1, 10)).result()
    assert result["units"]["c1"]["credit_milli"] == credit
