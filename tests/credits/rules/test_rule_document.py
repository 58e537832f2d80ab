"""What is wrong with a rule document is said by place and by the article that it concerns."""

from __future__ import annotations

import json
from typing import Any

import pytest

from credits.rules.rule_document import executable, gaps, read, violations
from schemas.refusals import Malformed
from tests.credits.rules.study import DOCUMENTS, rules_of

pytestmark = pytest.mark.clause("rule document")


@pytest.mark.parametrize(
    ("where", "article", "changes"),
    [
        ("/periods/0/learn_to_inclusive", "Art. 14",
         {"periods__0__learn_to_inclusive": "12-40"}),
        ("/periods/0/learn_to_inclusive", "Art. 14", {"periods__0__learn_from": "12-25"}),
        ("/targets/0/all/0/min_milli", "OP-2", {"targets__0__all__0__min_milli": "30"}),
        ("/caps/0", "OP-5", {"caps__0__overflow": "defer_award"}),
        ("/credit/minutes_per_credit", "OP-1", {"credit__minutes_per_credit": None}),
        ("/credit/minutes_per_credit", "OP-1", {"credit__minutes_per_credit": 0}),
        ("/evidence/max_rate_milli", "OP-4", {"evidence__max_rate_milli": 1.5}),
        ("/evidence/min_span_s", "OP-4", {"evidence__min_span_s": 61}),
        ("/timezone", None, {"timezone": "Asia/Fuzhou"}),
        ("/repeat/months", None, {"repeat__scope": "months"}),
        ("/credit/formula", None, {"credit__mode": "formula"}),
        ("/credit/formula", None, {"credit__formula": "words/questions"}),
        ("/credit/formula", None, {"credit__formula": "__import__('os')"}),
        ("/credit/tiers", None, {"credit__mode": "tiers"}),
        ("/recognition/makeup/until", None,
         {"recognition__makeup": {"allowed": True, "until": None}}),
    ],
)  # fmt: skip
def test_what_breaks_a_document_names_place_and_article(
    where: str, article: str | None, changes: dict[str, Any]
) -> None:
    found = violations(rules_of(**changes))
    assert [violation.where for violation in found] == [where]
    assert article is None or f"[{article}" in found[0].message
    with pytest.raises(Malformed):
        executable(rules_of(**changes))


@pytest.mark.parametrize(
    ("where", "changes"),
    [
        ("/targets/0/all/0/category", {"targets__0__all__0__category": "total_hours"}),
        ("/category_sets/total", {"category_sets__total": ["required", "optional"]}),
        ("/targets/0/applies/grades/0", {"targets__0__applies__grades": ["县级及以上"]}),
        ("/eligibility/phases/1/grades/0", {"eligibility__phases__1__grades": ["乡科级"]}),
        ("/targets/0/applies/person_categories/0",
         {"targets__0__applies": {"person_categories": ["军人"]}}),
        ("/targets/1/period", {"targets__1__period": "5y"}),
        ("/periods/1/also_counts_towards/0", {"periods__1__also_counts_towards": ["yearly"]}),
        ("/provenance/0/pointer", {"provenance__0__pointer": "/eligibility/steps"}),
        ("/provenance/9/ref", {"provenance__9__ref": "OP-99"}),
        ("/open_points/0/pointer", {"open_points__0__pointer": "/credit/hours"}),
        ("/caps/0/applies_to", {"caps__0__applies_to": "online"}),
        ("/recognition/carry_over/from",
         {"recognition__carry_over": {"allowed": True, "from": "surplus", "into": "elective"}}),
        ("/evidence", {"evidence__max_spans": 60}),
        ("/evidence/presence/answer_window_s", {"evidence__presence__answer_window_s": None}),
    ],
)  # fmt: skip
def test_a_reference_that_leads_nowhere_is_refused_but_old_evidence_stays_evaluable(
    where: str, changes: dict[str, Any]
) -> None:
    document = rules_of(**changes)
    assert [violation.where for violation in gaps(document)] == [where]
    with pytest.raises(Malformed):
        read(document)
    executable(document)


def test_everything_that_is_wrong_is_said_at_once() -> None:
    document = rules_of(timezone=8, credit__mode="hours", caps__0__value=-1)
    assert [violation.where for violation in violations(document)] == [
        "/caps/0/value",
        "/credit/mode",
        "/timezone",
    ]


def test_what_is_no_document_at_all_is_refused() -> None:
    values: list[Any] = [None, [], "x", {}]
    for value in values:
        with pytest.raises(Malformed):
            read(value)


def test_the_digest_depends_on_what_is_said_not_on_how_it_is_written() -> None:
    text = (DOCUMENTS / "cn-fj-cadre-online.json").read_text(encoding="utf-8")
    backwards = dict(reversed(json.loads(text).items()))
    assert read(backwards).digest == read(json.loads(text)).digest
    assert read(rules_of(version="2017.2")).digest != read(rules_of()).digest


@pytest.mark.parametrize(
    ("scope", "reference", "grades"),
    [
        ("a range upwards", "处级及以上", {"省部级", "厅级", "处级"}),
        ("a range downwards", "科级及以下", {"科级", "科员"}),
        ("one grade", "处级", {"处级"}),
        ("aside", "其他人员", {"其他人员"}),
        ("everybody", "*", {"省部级", "厅级", "处级", "科级", "科员", "其他人员"}),
    ],
)
def test_a_grade_reference_is_a_range_on_the_scale(
    scope: str, reference: str, grades: set[str]
) -> None:
    scale = read(rules_of()).grades
    known = [*scale.order, *scale.aside]
    assert {grade for grade in known if scale.holds(reference, grade)} == grades
