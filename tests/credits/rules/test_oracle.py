"""The engine against a naive reckoning of the same definition, millisecond by millisecond."""

from __future__ import annotations

from collections.abc import Callable
from random import Random
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from credits.rules.days import days_of
from credits.rules.evidence_document import parsed
from credits.rules.verified_time import (
    CapOf,
    CompletionRules,
    Concurrency,
    EvidenceRules,
    OnMiss,
    PresenceRules,
    Reckoning,
    TimeCap,
    reckoned,
)
from tests.credits.rules.adversary import MIDNIGHT, tiny_evidence, tiny_rules, variant_rules
from tests.credits.rules.oracle import DAY, EIGHT_HOURS, oracle

ZONE = "Asia/Shanghai"


def evidence_rules(numbers: dict[str, Any]) -> EvidenceRules:
    presence = numbers["presence"]
    names = (
        "min_span", "max_span", "skew_tol", "offline_grace", "min_rate", "max_rate",
        "media_tol", "idle_timeout",
    )  # fmt: skip
    return EvidenceRules(
        **{name: numbers[name] for name in names},
        require_visible=True,
        zone=ZONE,
        time_caps=tuple(
            TimeCap(scope, numbers[name])
            for scope, name in ((CapOf.DAY, "day_cap"), (CapOf.COURSE, "course_cap"))
            if numbers.get(name) is not None
        ),
        concurrency=Concurrency(numbers.get("concurrency", "latest_wins")),
        allowed_hours=tuple(numbers.get("allowed_hours", ())),
        leave_stop=numbers.get("leave_stop"),
        min_session=numbers.get("min_session"),
        max_session=numbers.get("max_session"),
        seek_blocked=numbers.get("seek_blocked", False),
        presence=presence
        and PresenceRules(
            answer_window=presence["answer_window"],
            max_unproven=presence["max_unproven"],
            min_gap=None,
            max_gap=None,
            on_miss=OnMiss(presence["on_miss"]),
            max_misses=presence.get("max_misses"),
        ),
    )


def completion_rules(numbers: dict[str, Any]) -> CompletionRules:
    return CompletionRules(numbers["min_coverage_milli"], numbers["min_verified_ratio_milli"])


def as_the_oracle_says(reckoning: Reckoning) -> dict[str, Any]:
    days = {days_of(ZONE).of(MIDNIGHT + shift).name: (MIDNIGHT + shift + EIGHT_HOURS) // DAY
            for shift in (-DAY, 0, DAY)}  # fmt: skip
    return {
        "units": {
            name: {
                "counted": unit.counted,
                "review": unit.review,
                "media": unit.media,
                "approved": unit.approved,
                "verified": unit.verified,
                "completed_at": unit.completed_at,
                "confirmed_at": unit.confirmed_at,
            }
            for name, unit in reckoning.units.items()
        },
        "not_counted": reckoning.not_counted,
        "by_day": {days[name]: length for name, length in reckoning.by_day.items()},
    }


def compare(random: Random, rules: Callable[[Random], dict[str, Any]] = tiny_rules) -> None:
    numbers, document = rules(random), tiny_evidence(random)
    reckoning = reckoned(parsed(document), evidence_rules(numbers), completion_rules(numbers))
    assert as_the_oracle_says(reckoning) == oracle(document, numbers), (numbers, document)


@pytest.mark.clause("verified time properties")
@settings(max_examples=150, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.randoms(use_true_random=False))
def test_the_engine_and_the_naive_reckoning_agree(random: Random) -> None:
    compare(random)


@settings(max_examples=150, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.randoms(use_true_random=False))
def test_they_agree_where_other_regulations_ask_for_more(random: Random) -> None:
    compare(random, variant_rules)


def test_they_agree_on_three_hundred_more_that_are_always_the_same() -> None:
    for seed in range(300):
        compare(Random(seed))
        compare(Random(seed), variant_rules)
