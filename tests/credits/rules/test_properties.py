"""What holds for any evidence whatever."""

from __future__ import annotations

from itertools import pairwise
from random import Random
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from credits.rules.evidence_document import as_document, parsed
from credits.rules.verified_time import GAINED, Outcome, Reckoning, reckoned
from tests.credits.rules.adversary import tiny_evidence, tiny_rules
from tests.credits.rules.test_oracle import completion_rules, evidence_rules

pytestmark = pytest.mark.clause("verified time properties")
any_evidence = settings(max_examples=80, deadline=None, suppress_health_check=list(HealthCheck))
RANDOM = st.randoms(use_true_random=False)


def of(document: dict[str, Any], numbers: dict[str, Any]) -> Reckoning:
    return reckoned(parsed(document), evidence_rules(numbers), completion_rules(numbers))


@any_evidence
@given(RANDOM)
def test_never_more_than_the_time_that_passed(random: Random) -> None:
    numbers, document = tiny_rules(random), tiny_evidence(random)
    begin = min(row["opened_at"] for row in document["sessions"].values())
    end = max((row["received_at"] for row in document["spans"]), default=begin)
    units = of(document, numbers).units.values()
    gained = sum(unit.counted + unit.review for unit in units)
    assert gained <= max(0, end - begin + numbers["skew_tol"])


@any_evidence
@given(RANDOM)
def test_order_and_copies_change_nothing(random: Random) -> None:
    numbers, document = tiny_rules(random), tiny_evidence(random)
    before = of(document, numbers)
    for name in ("spans", "leases", "challenges", "interactions", "quizzes"):
        random.shuffle(document[name])
    again = [dict(row) for row in document["spans"] if random.random() < 0.5]
    for row in again:
        row["received_at"] += random.randint(0, 100)
    document["spans"] += again
    assert of(document, numbers) == before


@any_evidence
@given(RANDOM)
def test_arrival_matters_only_for_what_stands_and_for_test_2(random: Random) -> None:
    numbers, document = tiny_rules(random), tiny_evidence(random)
    unique = {(row["session"], row["seq"]): row for row in document["spans"]}
    document["spans"] = list(unique.values())
    anchors = {name: row["anchor_at"] for name, row in document["sessions"].items()}
    for row in document["spans"]:
        row["received_at"] = anchors[row["session"]] + row["to"]
    before = of(document, numbers)
    for row in document["spans"]:
        row["received_at"] += random.randint(-numbers["skew_tol"], numbers["offline_grace"])
    assert of(document, numbers) == before


@any_evidence
@given(RANDOM)
def test_who_never_answers_gains_the_longest_gap_and_no_more(random: Random) -> None:
    numbers, document = tiny_rules(random), tiny_evidence(random)
    numbers["presence"] = {
        "max_unproven": 30,
        "answer_window": 6,
        "on_miss": random.choice(["void_since_last_proof", "stop_at_issue"]),
    }
    document["challenges"] = [{**row, "correct": False} for row in document["challenges"]]
    units = of(document, numbers).units.values()
    assert sum(unit.counted for unit in units) <= 30


@any_evidence
@given(RANDOM)
def test_every_millisecond_has_one_outcome(random: Random) -> None:
    numbers, document = tiny_rules(random), tiny_evidence(random)
    reckoning = of(document, numbers)
    contents = {
        tuple(sorted((name, value) for name, value in row.items() if name != "received_at")): row
        for row in document["spans"]
    }
    lengths = sum(row["to"] - row["from"] for row in contents.values())
    assert sum(piece.length for piece in reckoning.pieces) == lengths
    taken = sorted(
        (piece.start, piece.end) for piece in reckoning.pieces if piece.outcome in GAINED
    )
    assert all(one[1] <= other[0] for one, other in pairwise(taken))
    counted = [piece for piece in reckoning.pieces if piece.outcome is Outcome.COUNTED]
    assert sum(piece.length for piece in counted) == sum(reckoning.by_day.values())


@any_evidence
@given(RANDOM)
def test_evidence_survives_its_document(random: Random) -> None:
    evidence = parsed(tiny_evidence(random))
    assert parsed(as_document(evidence)) == evidence
