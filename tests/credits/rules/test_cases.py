"""A case of proxy study goes its way in order, by two bodies, within its deadlines (Art. 17)."""

from __future__ import annotations

from datetime import date

import pytest

from credits.rules.cases import CaseRule, Event, Scope, Step, appeal_due, statement_due, violations
from credits.rules.working_days import MONDAY_TO_FRIDAY, Deadline, WorkingDays

RULE = CaseRule(Scope.PERIOD, statement_days=5, appeal_days=15)
FRIDAY = date(2017, 9, 29)
OPENED = Event(Step.OPENED, FRIDAY, "academy")
NOTIFIED = Event(Step.NOTIFIED, FRIDAY, "academy")
HOLIDAY = WorkingDays(
    {
        date(2017, 9, 30): True,
        **{date(2017, 10, day): False for day in range(1, 9)},
    },
    frozenset({2017}),
)


def decision(day: date, step: Step = Step.CANCELLED, **said: str | None) -> Event:
    return Event(step, day, "academy", **{"second": "organiser", "document": "5号", **said})


def faults(events: list[Event], following: Event, days: WorkingDays = MONDAY_TO_FRIDAY) -> list:
    return [found.where for found in violations(events, following, RULE, days)]


@pytest.mark.parametrize(
    ("days", "due"),
    [
        (MONDAY_TO_FRIDAY, Deadline(date(2017, 10, 6), published=False)),
        (HOLIDAY, Deadline(date(2017, 10, 12), published=True)),
    ],
)
def test_five_working_days_follow_the_calendar_that_staff_keep(
    days: WorkingDays, due: Deadline
) -> None:
    assert statement_due([OPENED, NOTIFIED], RULE, days) == due


@pytest.mark.clause("measures 17")
def test_a_signal_alone_cancels_nothing() -> None:
    assert "step" in faults([OPENED], decision(FRIDAY))


@pytest.mark.clause("measures 17")
def test_nobody_is_judged_before_they_could_speak() -> None:
    told = [OPENED, NOTIFIED]
    assert faults(told, decision(date(2017, 10, 12)), HOLIDAY) == ["day"]
    assert faults(told, decision(date(2017, 10, 13)), HOLIDAY) == []
    spoken = [*told, Event(Step.STATED, date(2017, 10, 9), "learner")]
    assert faults(spoken, decision(date(2017, 10, 9)), HOLIDAY) == []


@pytest.mark.parametrize("second", [None, "academy"])
def test_one_body_alone_decides_nothing(second: str | None) -> None:
    told = [OPENED, NOTIFIED]
    assert faults(told, decision(date(2017, 12, 1), second=second)) == ["second_approver"]


def test_a_decision_has_a_document() -> None:
    assert faults([OPENED, NOTIFIED], decision(date(2017, 12, 1), document=None)) == ["document"]


def test_an_appeal_is_possible_for_fifteen_days() -> None:
    decided = [OPENED, NOTIFIED, decision(date(2017, 11, 1))]
    assert appeal_due(decided, RULE) == date(2017, 11, 16)
    assert faults(decided, Event(Step.APPEALED, date(2017, 11, 16), "learner")) == []
    assert faults(decided, Event(Step.APPEALED, date(2017, 11, 17), "learner")) == ["day"]


def test_what_is_over_is_over() -> None:
    decided = [OPENED, Event(Step.DISMISSED, FRIDAY, "academy")]
    assert faults(decided, NOTIFIED) == ["step"]
