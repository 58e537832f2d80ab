"""Local implementing rules (Art. 23): what a city may change in the province's document."""

from __future__ import annotations

from typing import Any

import pytest

from credits.rules.overrides import difference, ruled, violations
from credits.rules.rule_document import read
from tests.credits.rules.study import rules_of


def city(parent_version: str = "2017.1", **changes: Any) -> dict[str, Any]:
    return rules_of(
        rule_id="cn-fj-xm-cadre-online",
        version="2017.1-xm",
        title="厦门市实施细则",
        jurisdiction={"code": "CN-FJ-XM", "level": "city"},
        parent={"rule_id": "cn-fj-cadre-online", "version": parent_version},
        **changes,
    )


def test_a_child_that_changes_nothing_is_allowed_and_differs_in_nothing_that_is_ruled() -> None:
    assert violations(rules_of(), city()) == []
    assert ruled(difference(rules_of(), city())) == []
    read(city())


@pytest.mark.clause("measures 23")
@pytest.mark.parametrize(
    ("says", "changes", "refused"),
    [
        ("35 required hours", {"targets__0__all__0__min_milli": 35_000}, None),
        ("25 required hours", {"targets__0__all__0__min_milli": 25_000}, "stricter"),
        ("400 minutes a day", {"caps__0__value": 400}, None),
        ("500 minutes a day", {"caps__0__value": 500}, "stricter"),
        (
            "a second cap",
            {
                "caps": [
                    {"scope": "day", "unit": "minute", "value": 450, "overflow": "exclude_time"},
                    {"scope": "course", "unit": "minute", "value": 90, "overflow": "exclude_time"},
                ]
            },
            None,
        ),
        ("no cap at all", {"caps": []}, "stricter"),
        ("a challenge every 10 minutes", {"evidence__presence__max_gap_min": 10}, None),
        ("a challenge every 20 minutes", {"evidence__presence__max_gap_min": 20}, "stricter"),
        ("a miss voids the session", {"evidence__presence__on_miss": "void_session"}, None),
        ("a miss stops the clock", {"evidence__presence__on_miss": "stop_at_issue"}, "stricter"),
        ("a quiz for every course", {"completion__quiz__required": "always"}, None),
        ("no quiz", {"completion__quiz__required": "never"}, "stricter"),
        ("other reports", {"reports": []}, None),
        ("another length of the hour", {"credit__minutes_per_credit": 40}, "not left"),
        ("learning until the year's end", {"periods__0__learn_to_inclusive": "12-31"}, "not left"),
        ("double speed", {"evidence__max_rate_milli": 2000}, "not left"),
    ],
)
def test_what_a_city_may_change(says: str, changes: dict[str, Any], refused: str | None) -> None:
    found = violations(rules_of(), city(**changes))
    assert [refused in violation.message for violation in found] == [True] if refused else not found


def test_a_child_of_another_version_is_refused() -> None:
    child = city("2016.1")
    assert [violation.where for violation in violations(rules_of(), child)] == ["/parent"]


def test_the_difference_reads_as_a_list_of_points() -> None:
    child = city(targets__0__all__0__min_milli=35_000, evidence__presence__methods=["question"])
    assert [str(change) for change in ruled(difference(rules_of(), child))] == [
        "/evidence/presence/methods: click、question → question",
        "/targets/0/all/0/min_milli: 30000 → 35000",
    ]
