"""Every rule document that we know, in situations that the office of that place would ask about.

Each row reads: the document, what happened, and what comes of it.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import Any

import pytest

from credits.rules.rule_document import read
from tests.credits.rules.study import (
    DOCUMENTS,
    HOUR,
    MINUTE,
    SECOND,
    Study,
    clock,
    instant,
    rules_of,
)

NINE = instant("2017-03-15 09:00")


@dataclass
class Situation:
    """*found* reads one number off the result; the row says which and what it must be."""

    document: str
    says: str
    study: Study
    credit: int | None = None
    verified: str | None = None
    not_counted: dict[str, str] | None = None
    posted: list[int] | None = None
    unit: str = "c1"
    changes: dict[str, Any] = field(default_factory=dict)


def lesson(minutes: int, **members: Any) -> Study:
    return Study(NINE).studied("c1", minutes, **members)


def lessons(*minutes: int, gap: int = 0, start: int = NINE, **members: Any) -> Study:
    """One unit after the other, *gap* minutes between them."""
    study, at = Study(start), 0
    for index, length in enumerate(minutes):
        study.studied(f"c{index + 1}", length, at, **members)
        at += (length + gap) * MINUTE
    return study


def seconds(length: int) -> Study:
    """A unit of an odd number of seconds."""
    study = Study(NINE).unit(length=length * SECOND).session().play(0, length * SECOND)
    for at in range(10, length // 60 + 1, 10):
        study.challenge(at * MINUTE)
    return study


def missed(study: Study, at: int, session: str = "s-c1", **members: Any) -> Study:
    return study.challenge(at * MINUTE, session, after=None, **members)


def away(study: Study, begin: int, end: int) -> Study:
    """Hidden between two moments, in seconds."""

    def hide(row: dict[str, Any]) -> None:
        if begin * SECOND <= row["from"] < end * SECOND:
            row["visible"] = False

    return study.spans(hide)


def live_day(met: int, asked: int, makeups: tuple[str, ...] = ()) -> Study:
    """A day of 8 lessons in class, *asked* face checks of which *met* are met."""
    study = Study(NINE).unit(length=6 * HOUR).session().play(0, 6 * HOUR)
    for index in range(asked):
        at = (index * 6 * HOUR) // asked + MINUTE
        study.challenge(at, after=20 * SECOND if index < met else None)
    for text in makeups:
        study.challenge(instant(text) - NINE, makeup=True)
    return study


def answers(minutes: int, *at: int) -> Study:
    """A video of *minutes* with challenges met at these."""
    study = Study(NINE).unit(length=minutes * MINUTE).session().play(0, minutes * MINUTE)
    return study.challenges(*at)


def quizzed(study: Study, at: int, **members: Any) -> Study:
    return study.quiz(at * MINUTE, **members)


def article(minutes: int, at: str) -> Study:
    """Reading from the local time *at* on, a touch every minute."""
    study = Study(instant(at)).unit(length=minutes * MINUTE, kind="article").session()
    study.play(0, minutes * MINUTE)
    for minute in range(minutes):
        study.touch(minute * MINUTE)
    for minute in range(10, minutes, 10):
        study.challenge(minute * MINUTE)
    return study


SITUATIONS = [
    # ---------------------------------------------------------------- Yunnan cadre academy
    Situation("cn-yn-cadre", "15:00 is worth 0.25", lesson(15), 250),
    Situation("cn-yn-cadre", "15:01 is worth 0.5", seconds(901), 500),
    Situation("cn-yn-cadre", "29:59 is worth 0.5", seconds(1799), 500),
    Situation("cn-yn-cadre", "30:00 is worth 1", lesson(30), 1000),
    Situation("cn-yn-cadre", "90:00 is worth 1", lesson(90), 1000),
    Situation(
        "cn-yn-cadre", "a passed test adds 0.5", quizzed(lesson(30, quiz=True), 31), 1500
    ),
    Situation("cn-yn-cadre", "its test is not passed: no bonus", lesson(30, quiz=True), 1000),
    Situation(
        "cn-yn-cadre",
        "at most 10 a day: the eleventh course of the day is not credited",
        lessons(*[30] * 11, start=instant("2017-03-15 06:00")),
        posted=[1000] * 10 + [0],
    ),
    Situation(
        "cn-yn-cadre",
        "a missed captcha stops the clock until the next one is met",
        missed(Study(NINE).unit(length=30 * MINUTE).session().play(0, 30 * MINUTE), 10, "s1")
        .challenge(15 * MINUTE, after=0),
        0,
        "25:00",
        {"CHALLENGE_MISSED": "5:00"},
    ),
    # ---------------------------------------------------------------- Zhengzhou civil servants
    Situation("cn-zhengzhou-civil", "a course worth 2", lesson(10, credit_milli=2000), 2000),
    Situation(
        "cn-zhengzhou-civil",
        "progress must be 100 %: 9:59 of 10:00 earns nothing",
        Study(NINE).unit(length=10 * MINUTE, credit_milli=2000).session().play(0, 599 * SECOND),
        0,
    ),
    *[
        Situation(
            "cn-zhengzhou-civil",
            f"attended training of {minutes} minutes",
            Study(NINE).training("集中培训", "2017-03-15", minutes=minutes),
            posted=[credit],
        )
        for minutes, credit in ((29, 0), (30, 0), (31, 500), (59, 500), (60, 1000))
    ],
    # ---------------------------------------------------------------- Nankang
    Situation(
        "cn-nankang-cadre", "required course and passed exam: 2", quizzed(lesson(45), 46), 2000
    ),
    Situation("cn-nankang-cadre", "required course without its exam: nothing", lesson(45), 0),
    Situation(
        "cn-nankang-cadre",
        "elective of 90 minutes: 1.5",
        quizzed(lesson(90, category="elective"), 91),
        1500,
    ),
    # ---------------------------------------------------------------- Nanjing cadres
    Situation(
        "cn-nanjing-cadre",
        "three days at the party school: 6 a day",
        Study(NINE).training("party_school", "2017-05-10", days=3),
        posted=[18000],
    ),
    Situation(
        "cn-nanjing-cadre",
        "a class of 5 half days: 3 each",
        Study(NINE).training("domestic_class", "2017-05-10", half_days=5),
        posted=[15000],
    ),
    Situation(
        "cn-nanjing-cadre",
        "a class of 10 days: at most 48",
        Study(NINE).training("domestic_class", "2017-05-10", days=10),
        posted=[48000],
    ),
    Situation(
        "cn-nanjing-cadre",
        "in-house training of 20: at most 18",
        Study(NINE).training("in_house", "2017-05-10", milli=20000),
        posted=[18000],
    ),
    Situation(
        "cn-nanjing-cadre",
        "a degree: at most 24",
        Study(NINE).training("degree", "2017-06-30", milli=100000),
        posted=[24000],
    ),
    Situation(
        "cn-nanjing-cadre",
        "training of a kind that nobody lists is not recognised",
        Study(NINE).training("conference", "2017-06-30", milli=1000),
        posted=[],
    ),
    # ---------------------------------------------------------------- driver training
    Situation(
        "cn-cd-driver", "a session of 29:59 is void", seconds(1799), 0, "0:00",
        {"SESSION_TOO_SHORT": "29:59"},
    ),
    Situation("cn-cd-driver", "a session of 45:00 counts", lesson(45), 1000, "45:00"),
    Situation(
        "cn-cd-driver", "a session of 45:30 is void", seconds(2730), 0, "0:00",
        {"SESSION_TOO_LONG": "45:30"},
    ),
    Situation(
        "cn-cd-driver",
        "from 07:45 to 08:30: the quarter before 08:00 does not count",
        Study(instant("2017-03-15 07:45")).studied("c1", 45),
        0,
        "30:00",
        {"OUTSIDE_HOURS": "15:00"},
    ),
    Situation(
        "cn-cd-driver",
        "the fifth lesson of a day earns nothing",
        lessons(45, 45, 45, 45, 45),
        posted=[1000] * 4 + [0],
    ),
    Situation(
        "cn-cq-driver-theory",
        "a failed photo at 20:00 voids the whole session",
        missed(Study(NINE).unit().session().play(0, 45 * MINUTE).challenges(10), 20, "s1"),
        0,
        "0:00",
        {"CHALLENGE_MISSED": "45:00"},
    ),
    Situation(
        "cn-cq-driver-theory",
        "dragging ahead on the first view does not count",
        Study(NINE).unit().session().play(0, 5 * MINUTE)
        .play(5 * MINUTE, 9 * MINUTE, media=20 * MINUTE),
        0,
        "5:00",
        {"SEEK_AHEAD": "4:00"},
    ),
    Situation(
        "cn-nj-driver",
        "away for 50 s: the picture goes on",
        away(lesson(10), 120, 170),
        verified="10:00",
        not_counted={},
    ),
    Situation(
        "cn-nj-driver",
        "away for 3 min: it stops after the first",
        away(lesson(10), 120, 300),
        verified="8:00",
        not_counted={"HIDDEN": "2:00"},
    ),
    # ---------------------------------------------------------------- Hubei, live class
    Situation("cn-hb-builder", "8 of 8 face checks met", live_day(8, 8), 8000, "360:00", {}),
    Situation(
        "cn-hb-builder",
        "one missed and made up within 3 working days (a Wednesday's until Monday 24:00)",
        live_day(7, 8, ("2017-03-20 23:00",)),
        8000,
        "360:00",
    ),
    Situation(
        "cn-hb-builder",
        "made up on the fourth working day: failed",
        live_day(7, 8, ("2017-03-21 00:00",)),
        0,
        "0:00",
        {"COURSE_FAILED": "360:00"},
    ),
    Situation(
        "cn-hb-builder",
        "only 7 asked: the eighth counts as missed",
        live_day(7, 7),
        0,
        "0:00",
        {"COURSE_FAILED": "360:00"},
    ),
    Situation(
        "cn-hb-builder",
        "10 missed of 18: failed, whatever is made up",
        live_day(8, 18, tuple(f"2017-03-16 09:{minute:02d}" for minute in range(10))),
        0,
        "0:00",
    ),
    # ---------------------------------------------------------------- remote record library
    Situation(
        "cn-remote-spec",
        "the course test is not done: no credit for anything",
        lesson(45),
        0,
        "45:00",
    ),
    Situation("cn-remote-spec", "test done", quizzed(lesson(45), 50), 1000),
    Situation(
        "cn-remote-spec",
        "reading without a touch for 5 minutes goes on, then stops",
        Study(NINE).unit(length=10 * MINUTE, kind="article").session().play(0, 10 * MINUTE),
        0,
        "5:00",
        {"IDLE": "5:00"},
    ),
    Situation(
        "cn-remote-spec",
        "more than 8 hours in a day",
        lessons(*[100] * 5, start=instant("2017-03-15 06:00")),
        0,
        "80:00",
        {"OVER_DAILY_CAP": "20:00"},
        unit="c5",
    ),
    # ---------------------------------------------------------------- professional staff, 2023
    Situation("cn-proftech", "45 minutes are one", lesson(45, category="professional"), 1000),
    Situation("cn-regs-2023", "45 minutes are one", lesson(45, category="concentrated"), 1000),
    # ---------------------------------------------------------------- distance education
    Situation(
        "cn-distance-education",
        "a sitting of 1:59 is nothing",
        seconds(119),
        verified="0:00",
        not_counted={"SESSION_TOO_SHORT": "1:59"},
    ),
    Situation(
        "cn-distance-education",
        "the same video twice on a day: only the longest sitting counts",
        Study(NINE).unit(length=30 * MINUTE).session().play(0, 10 * MINUTE)
        .session("s2", at=HOUR).play(0, 20 * MINUTE, "s2").challenges(65, 75, session="s2"),
        verified="20:00",
        not_counted={"REPEATED_TODAY": "10:00"},
    ),
    Situation(
        "cn-distance-education",
        "at most 60 minutes of one programme",
        lesson(90),
        verified="60:00",
        not_counted={"OVER_COURSE_CAP": "30:00"},
    ),
    # ---------------------------------------------------------------- United States
    Situation(
        "us-nasba-selfstudy",
        "9,000 words, 20 minutes of film, 10 questions: 1.77 down to 1.5",
        quizzed(lesson(10, words=9000, av_minutes=20, questions=10), 11, score_percent=70),
        1500,
    ),
    Situation(
        "us-nasba-selfstudy",
        "69 percent is no pass",
        quizzed(lesson(10, words=9000, av_minutes=20, questions=10), 11, score_percent=69),
        0,
    ),
    Situation(
        "us-ca-re",
        "the third try at an exam is not looked at",
        quizzed(quizzed(quizzed(lesson(45), 60, score_percent=40), 60 * 26, score_percent=50),
                60 * 52, score_percent=90),
        0,
        changes={"completion__quiz__pass_percent": 70},
    ),
    Situation(
        "us-ca-re",
        "a second try before 24 hours are over does not count, the one after does",
        quizzed(quizzed(quizzed(lesson(45), 60, score_percent=40), 60 * 20, score_percent=90),
                60 * 26, score_percent=90),
        1000,
        changes={"completion__quiz__pass_percent": 70},
    ),
    Situation(
        "us-ca-re",
        "exams of 16 credit hours in 24 hours: the sixteenth hour is refused",
        quizzed(quizzed(
            Study(NINE).studied("c1", 45).unit("c2", 15 * 45 * MINUTE), 60), 70, unit="c2"),
        1000,
    ),
    Situation(
        "us-ga-re",
        "a course again within a year earns nothing, after a year it does",
        Study(NINE).studied("c1", 50, family="law", version="1")
        .studied("c2", 50, 300 * 24 * HOUR, family="law", version="2")
        .studied("c3", 50, 366 * 24 * HOUR, family="law", version="3"),
        posted=[1000, 0, 1000],
    ),
    Situation("us-ga-re", "99 minutes are one hour, none of the rest", lesson(99), 1000),
    Situation(
        "us-ga-re",
        "at most 7.5 hours in a day",
        lessons(*[100] * 5, start=instant("2017-03-15 13:00")),
        0,
        "50:00",
        {"OVER_DAILY_CAP": "50:00"},
        unit="c5",
    ),
    Situation("us-ny-cle", "one code in 50 minutes suffices", lesson(50), 1000, "50:00"),
    Situation(
        "us-ny-cle",
        "no code for more than 52 minutes: the rest is unproven",
        Study(NINE).unit(length=60 * MINUTE).session().play(0, 60 * MINUTE),
        0,
        "52:00",
        {"UNPROVEN": "8:00"},
    ),
    Situation(
        "us-ny-cle", "a missed code fails the course", missed(lesson(50), 25), 0, "0:00",
        {"COURSE_FAILED": "50:00"},
    ),
    Situation(
        "us-webinar-cpe", "50 minutes, 3 answers: 1", answers(50, 10, 20, 30), 1000
    ),
    Situation("us-webinar-cpe", "2 answers are not enough", answers(50, 10, 20), 0),
    Situation(
        "us-webinar-cpe", "60 minutes need 3.6, that is 4", answers(60, 10, 20, 30), 0
    ),
    Situation("us-webinar-cpe", "and get 1.0", answers(60, 10, 20, 30, 40), 1000),
    Situation("cn-accounting", "45 minutes are one", lesson(45, category="professional"), 1000),
    Situation("cn-civil-2016", "45 minutes are one", lesson(45, category="public"), 1000),
    Situation(
        "us-ok-ins", "exam of 70 percent", quizzed(lesson(45), 50, score_percent=70), 1000
    ),
    Situation("us-ok-ins", "exam of 69 percent", quizzed(lesson(45), 50, score_percent=69), 0),
    # ---------------------------------------------------------------- Fujian, beside the cases
    Situation(
        "cn-fj-cadre-online",
        "v1 of 20 minutes finished, then v2 of the same course: one credit",
        Study(NINE).studied("c1", 20, family="f", version="1")
        .studied("c2", 45, HOUR, family="f", version="2"),
        posted=[400, 0],
    ),
    Situation(
        "cn-fj-cadre-online",
        "a course of two units earns from their total length: 30 + 15 = 45 minutes",
        Study(NINE).studied("c1", 30, family="f").studied("c2", 15, HOUR, family="f"),
        posted=[1000],
    ),
    Situation(
        "cn-fj-cadre-online",
        "its second unit is not completed: nothing yet",
        Study(NINE).studied("c1", 30, family="f").unit("c2", 15 * MINUTE, family="f"),
        posted=[],
    ),
]  # fmt: skip


@pytest.mark.parametrize("row", SITUATIONS, ids=lambda row: f"{row.document}: {row.says}")
def test_the_situation_comes_to_what_its_row_says(row: Situation) -> None:
    rules = rules_of(row.document, **row.changes)
    result = row.study.result(rules)
    unit = result["units"].get(row.unit, {})
    found = {
        "credit": unit.get("credit_milli"),
        "verified": clock(unit.get("verified", 0)),
        "not_counted": {reason: clock(ms) for reason, ms in result["not_counted"].items()},
        "posted": [earning.milli for earning in row.study.earnings(rules)],
    }
    wanted = {name: getattr(row, name) for name in found if getattr(row, name) is not None}
    assert {name: found[name] for name in wanted} == wanted


@pytest.mark.parametrize(
    ("says", "study", "points"),
    [
        ("opening a session is a point for the day", lesson(1), {"login": 1, "total": 1}),
        (
            "25 minutes of film in the morning: 5 points",
            lesson(25),
            {"login": 1, "watch_minutes": 5, "total": 6},
        ),
        (
            "the same between 12:00 and 14:00 counts twice",
            Study(instant("2017-03-15 12:00")).studied("c1", 25),
            {"login": 1, "watch_minutes": 10, "total": 11},
        ),
        (
            "half before 12:00, half after: the turn that ends inside counts twice",
            Study(instant("2017-03-15 11:55")).studied("c1", 10),
            {"login": 1, "watch_minutes": 3, "total": 4},
        ),
        (
            "reading: a point for 4 minutes, at most 8",
            article(40, "2017-03-15 09:00"),
            {"login": 1, "read_minutes": 8, "total": 9},
        ),
        (
            "reading in a doubled hour reaches the 8 sooner",
            article(16, "2017-03-15 20:00"),
            {"login": 1, "read_minutes": 8, "total": 9},
        ),
    ],
)
def test_the_points_of_a_day(says: str, study: Study, points: dict[str, int]) -> None:
    assert study.result(rules_of("cn-xuexi-points"))["points"] == {"2017-03-15": points}


DOCUMENT_NAMES = sorted(path.stem for path in DOCUMENTS.glob("*.json"))


@pytest.mark.parametrize("name", DOCUMENT_NAMES)
def test_every_document_is_whole_and_executes(name: str) -> None:
    document = json.loads((DOCUMENTS / f"{name}.json").read_text(encoding="utf-8"))
    rules = read(document)
    assert rules.rule_id == name
    line = lesson(45).result(document)
    assert set(line["units"]) == {"c1"}


def test_every_document_has_situations() -> None:
    shown = {row.document for row in SITUATIONS} | {"cn-xuexi-points"}
    assert shown == set(DOCUMENT_NAMES)
