"""What a person owes and how far it is reached: rows 36 to 45 of the worked cases, and others."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from credits.rules.accrual import credit_milli
from credits.rules.evidence import Person, StudyUnit
from credits.rules.rule_document import read
from credits.rules.targets import Assessment, assessed
from tests.credits.rules.study import MINUTE, Study, instant, rules_of


def assessment(
    document: str, person: Person, amounts: dict[str, int], **adjustment: Any
) -> Assessment:
    rules = read(rules_of(document))
    target = rules.targets_of(person)[0]
    return assessed(target, amounts, rules.categories, rounding=rules.credit.rounding, **adjustment)


COUNTY = Person(grade="处级")


@pytest.mark.clause("measures 7")
@pytest.mark.parametrize(
    ("required", "elective", "qualified"),
    [
        (30_000, 18_000, False),  # row 36: 48 in all
        (35_000, 15_000, False),  # row 37: 50 in all, and no compensation
        (30_000, 20_000, True),
        (29_900, 30_000, False),
        (45_000, 20_000, True),
    ],
)
def test_required_and_elective_are_both_finished_or_nothing_is(
    required: int, elective: int, qualified: bool
) -> None:
    found = assessment("cn-fj-cadre-online", COUNTY, {"required": required, "elective": elective})
    assert found.met is qualified


def test_a_special_class_counts_as_elective() -> None:
    amounts = {"required": 30_000, "elective": 19_000, "special": 1_000}
    assert assessment("cn-fj-cadre-online", COUNTY, amounts).met


@pytest.mark.parametrize(
    ("document", "person", "amounts", "owed"),
    [
        ("cn-yn-cadre", Person(), {"required": 20_000, "elective": 29_000}, {"total": 1_000}),
        (
            "cn-proftech",
            Person(),
            {"professional": 59_000, "public": 40_000},
            {"total": 0, "professional": 1_000},
        ),
        ("cn-cq-driver-theory", Person(), {"classroom": 6_000, "online": 15_000},
         {"classroom": 0, "online": 1_000}),
        ("cn-nankang-cadre", Person(grade="科级"), {"required": 30_000, "elective": 20_000},
         {"required": 0, "elective": 0}),
        ("cn-regs-2023", Person(grade="县处级"), {"concentrated": 500_000},
         {"concentrated": 50_000}),
        ("cn-regs-2023", Person(grade="乡科级"), {"concentrated": 80_000},
         {"concentrated": 10_000}),
        ("us-ga-re", Person(), {"elective": 33_000, "license_law": 2_000},
         {"total": 1_000, "license_law": 1_000}),
        (
            "cn-nanjing-cadre",
            Person(),
            {"online_required": 10_000, "online_elective": 30_000, "party_school": 46_000},
            {"required": 0, "online_required": 0, "online_total": 0, "total": 0},
        ),
    ],
)  # fmt: skip
def test_what_is_owed_part_by_part(
    document: str, person: Person, amounts: dict[str, int], owed: dict[str, int]
) -> None:
    found = assessment(document, person, amounts)
    assert {part.category: part.owed for part in found.parts} == owed


def test_the_grade_decides_which_target_and_which_period() -> None:
    rules = read(rules_of("cn-regs-2023"))
    assert [target.period for target in rules.targets_of(Person(grade="厅局级"))] == ["5y"]
    assert [target.period for target in rules.targets_of(Person(grade="乡科级"))] == ["annual"]
    assert rules.targets_of(Person(grade="科员")) == ()


def test_leave_of_more_than_a_seventh_spoils_the_period() -> None:
    amounts = {"concentrated": 600_000}
    person = Person(grade="县处级")
    assert assessment("cn-regs-2023", person, amounts, period_days=98, leave_days=14).met
    assert not assessment("cn-regs-2023", person, amounts, period_days=98, leave_days=15).met


def test_row_44_what_nanjing_requires_beyond_56_is_carried_into_the_next_elective() -> None:
    rules = read(rules_of("cn-nanjing-cadre"))
    found = assessment("cn-nanjing-cadre", Person(), {"required": 60_000})
    assert rules.carry_over.carried(found) == ("elective", 4_000)
    exact = assessment("cn-nanjing-cadre", Person(), {"required": 56_000})
    assert rules.carry_over.carried(exact) is None


def test_nothing_is_carried_in_fujian() -> None:
    found = assessment("cn-fj-cadre-online", COUNTY, {"required": 40_000, "elective": 20_000})
    assert read(rules_of()).carry_over.carried(found) is None


def test_an_exemption_prorates_every_part_down_to_the_step() -> None:
    # 89 of the 354 days of the learning window on leave: 30.0 → 22.457…, 20.0 → 14.971…
    found = assessment("cn-fj-cadre-online", COUNTY, {}, period_days=354, exempt_days=89)
    assert [part.needed for part in found.parts] == [22_400, 14_900]
    assert assessment("cn-fj-cadre-online", COUNTY, {}, period_days=354, exempt_days=354).met


def test_a_waiver_leaves_nothing_to_reach() -> None:
    assert assessment("cn-fj-cadre-online", COUNTY, {}, waived=True).met


@pytest.mark.clause("measures 6")
@pytest.mark.parametrize(
    ("grade", "on", "admitted"),
    [
        ("处级", date(2017, 1, 12), True),
        ("处级", date(2017, 1, 11), False),
        ("厅级", date(2017, 3, 15), True),
        ("科级", date(2017, 3, 15), False),  # row 43: step 2 has no date yet
        ("其他人员", date(2017, 3, 15), False),
        (None, date(2017, 3, 15), False),
    ],
)
def test_grades_are_admitted_step_by_step(grade: str | None, on: date, admitted: bool) -> None:
    rules = read(rules_of())
    barriers = rules.eligibility.barriers(Person(grade=grade), on, rules.grades)
    assert (not barriers) is admitted


def test_nankang_admits_up_to_the_age_of_fifty() -> None:
    rules = read(rules_of("cn-nankang-cadre"))
    fifty = Person(grade="科级", born_on=date(1966, 3, 16))
    older = Person(grade="科级", born_on=date(1966, 3, 15))
    assert not rules.eligibility.barriers(fifty, date(2017, 3, 15), rules.grades)
    assert rules.eligibility.barriers(older, date(2017, 3, 15), rules.grades)


@pytest.mark.parametrize(
    ("minutes", "before", "after", "credits"),
    [
        (45, "cn-fj-cadre-online", 50, (1000, 900)),  # row 41
        (38, "cn-fj-cadre-online", "cn-yn-cadre", (800, 1000)),  # row 42
    ],
)
def test_a_new_rule_gives_another_credit_for_the_same_course(
    minutes: int, before: str, after: str | int, credits: tuple[int, int]
) -> None:
    unit = StudyUnit("video", minutes * MINUTE, "required")
    new = rules_of(after) if isinstance(after, str) else rules_of(credit__minutes_per_credit=after)
    found = credit_milli(unit, read(rules_of(before))), credit_milli(unit, read(new))
    assert found == credits


def class_of_march(finished: str) -> Study:
    start = instant(finished) - 45 * MINUTE
    study = Study(start).programme("march", "2017-03-01 00:00", "2017-04-01 00:00")
    return study.studied("c1", 45, category="special", programme="march")


@pytest.mark.parametrize(
    ("finished", "programme", "period"),
    [
        ("2017-03-20 10:00", "march", "2017"),
        ("2017-04-05 10:00", None, "2017"),  # row 45: not for the class, for the year
        ("2017-12-25 10:00", None, None),
    ],
)
def test_a_special_class_has_its_own_window_and_also_counts_for_the_year(
    finished: str, programme: str | None, period: str | None
) -> None:
    earned = class_of_march(finished).earnings(rules_of())[0]
    assert (earned.programme, earned.period, earned.milli) == (programme, period, 1000)


def test_a_class_that_counts_towards_no_year_stays_a_class() -> None:
    rules = rules_of(periods__1__also_counts_towards=[])
    earned = class_of_march("2017-03-20 10:00").earnings(rules)[0]
    assert (earned.programme, earned.period) == ("march", None)


@pytest.mark.parametrize(
    ("policy", "begun", "period"),
    [
        ({}, "2017-12-20 23:00", "2017"),
        ({}, "2017-12-20 23:30", None),
        ({"periods__0__out_of_window": "count_next_period"}, "2017-12-20 23:30", "2018"),
        ({"periods__0__completion_test": "all_time_in_window"}, "2017-12-20 23:00", "2017"),
        ({"periods__0__completion_test": "all_time_in_window"}, "2016-12-31 23:50", None),
        ({}, "2016-12-31 23:50", "2017"),
        ({"recognition__makeup": {"allowed": True, "until": "12-25"}}, "2017-12-25 23:10", "2017"),
        ({"recognition__makeup": {"allowed": True, "until": "12-25"}}, "2017-12-25 23:30", None),
    ],
)
def test_the_period_of_a_completion(policy: dict[str, Any], begun: str, period: str | None) -> None:
    result = Study(instant(begun)).studied("c1", 45).result(rules_of(**policy))
    assert result["units"]["c1"]["period"] == period


@pytest.mark.parametrize(
    ("anchor", "completed", "period"),
    [
        (None, "2017-03-15 09:00", None),
        ("2015-07-01", "2017-03-15 09:00", "2015-07-01/2019-06-30"),
        ("2015-07-01", "2019-07-01 09:00", "2019-07-01/2023-06-30"),
        ("2016-02-29", "2020-02-28 09:00", "2016-02-29/2020-02-28"),
        ("2018-01-01", "2017-03-15 09:00", None),
    ],
)
def test_a_licence_year_runs_from_the_persons_own_day(
    anchor: str | None, completed: str, period: str | None
) -> None:
    study = Study(instant(completed) + 12 * 60 * MINUTE).studied("c1", 50).person(anchor_on=anchor)
    assert study.result(rules_of("us-ga-re"))["units"]["c1"]["period"] == period


def test_the_five_years_of_the_plan_run_from_2023() -> None:
    study = Study(instant("2025-03-15 09:00")).studied("c1", 45).person(grade="县处级")
    assert study.result(rules_of("cn-regs-2023"))["units"]["c1"]["period"] == "2023-2027"
    study.person(grade="乡科级")
    assert study.result(rules_of("cn-regs-2023"))["units"]["c1"]["period"] == "2025"
