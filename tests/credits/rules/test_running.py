"""The running computation comes to what the full one does, whatever the order of the facts."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from random import Random
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from credits.rules.evidence import Evidence
from credits.rules.evidence_document import parsed
from credits.rules.verified_time import reckoned
from credits.rules.verified_time.running import Running
from tests.credits.rules.adversary import tiny_evidence, tiny_rules
from tests.credits.rules.test_oracle import completion_rules, evidence_rules

LISTS = ("leases", "spans", "challenges", "interactions", "quizzes")
TELL: dict[str, Any] = {
    "leases": Running.granted,
    "spans": Running.delivered,
    "challenges": Running.challenged,
    "interactions": Running.touched,
    "quizzes": Running.passed,
}


def facts(evidence: Evidence, random: Random) -> Iterator[tuple[str, Any]]:
    """Every fact of *evidence* in a random order, a session before what belongs to it."""
    told: set[str] = set()
    rows = [(name, row) for name in LISTS for row in getattr(evidence, name)]
    random.shuffle(rows)
    for name, row in rows:
        session = getattr(row, "session", None)
        if session is not None and session not in told:
            told.add(session)
            yield "sessions", session
        yield name, row


def compare(random: Random) -> None:
    numbers, evidence = tiny_rules(random), parsed(tiny_evidence(random))
    rules, completion = evidence_rules(numbers), completion_rules(numbers)
    running = Running(evidence.learner, rules, completion)
    for name, unit in evidence.units.items():
        running.unit(name, unit)
    so_far: dict[str, Any] = {name: [] for name in LISTS}
    sessions = {}
    for name, row in facts(evidence, random):
        if name == "sessions":
            sessions[row] = evidence.sessions[row]
            running.opened(row, sessions[row])
        else:
            so_far[name].append(row)
            TELL[name](running, row)
        if random.random() < 0.2:
            assert_same(running, known(evidence, sessions, so_far), rules, completion)
    assert_same(running, known(evidence, sessions, so_far), rules, completion)


def known(evidence: Evidence, sessions: dict[str, Any], rows: dict[str, list[Any]]) -> Evidence:
    """*evidence* with nothing but *sessions* and *rows*."""
    lists: dict[str, Any] = {name: tuple(found) for name, found in rows.items()}
    return replace(evidence, sessions=dict(sessions), **lists)


def assert_same(running: Running, evidence: Evidence, rules: Any, completion: Any) -> None:
    full = reckoned(evidence, rules, completion)
    assert running.reckoning() == full
    assert running.not_counted() == full.not_counted


@pytest.mark.clause("verified time properties")
@settings(max_examples=80, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.randoms(use_true_random=False))
def test_after_any_facts_in_any_order_it_is_the_full_computation(random: Random) -> None:
    compare(random)


def test_it_is_so_for_a_hundred_and_fifty_more_that_are_always_the_same() -> None:
    for seed in range(150):
        compare(Random(seed))
