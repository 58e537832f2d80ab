"""The evidence document: what breaks it, and one contract at two speeds."""

from __future__ import annotations

import copy
from collections.abc import Callable
from random import Random
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from credits.rules.evidence_document import compiled, parsed, reference
from schemas.refusals import Malformed
from tests.credits.rules.adversary import tiny_evidence
from tests.credits.rules.study import plain

pytestmark = pytest.mark.clause("evidence document")


def document(change: Callable[[dict[str, Any]], object] = lambda _: None) -> dict[str, Any]:
    found = copy.deepcopy(plain().document)
    change(found)
    return found


def setting(*way: str | int, to: Any) -> Callable[[dict[str, Any]], object]:
    def change(found: Any) -> None:
        for step in way[:-1]:
            found = found[step]
        found[way[-1]] = to

    return change


def lacking(*way: str | int) -> Callable[[dict[str, Any]], object]:
    def change(found: Any) -> None:
        for step in way[:-1]:
            found = found[step]
        del found[way[-1]]

    return change


@pytest.mark.parametrize(
    ("where", "change"),
    [
        ("learner", lacking("learner")),
        ("spans", lacking("spans")),
        ("spans[3].to", lacking("spans", 3, "to")),
        ("spans[3].to", setting("spans", 3, "to", to=1.5)),
        ("spans[3].to", setting("spans", 3, "to", to="30000")),
        ("spans[3].to", setting("spans", 3, "to", to=True)),
        ("spans[3].from", setting("spans", 3, "from", to=-1)),
        ("spans[3].received_at", setting("spans", 3, "received_at", to=2**53)),
        ("spans[3].visible", setting("spans", 3, "visible", to=1)),
        ("spans[3]", setting("spans", 3, "wall_clock", to=0)),
        ("spans[3].session", setting("spans", 3, "session", to="s9")),
        ("spans[3].media_from", setting("spans", 3, "media_from", to=None)),
        ("units.c1.kind", setting("units", "c1", "kind", to="game")),
        ("units.c1.approved", setting("units", "c1", "approved", to=0)),
        ("units.c1.category", lacking("units", "c1", "category")),
        ("sessions.s1.unit", setting("sessions", "s1", "unit", to="c9")),
        ("sessions.s1.anchor_at", setting("sessions", "s1", "anchor_at", to=0)),
        ("leases[0].session", setting("leases", 0, "session", to="s9")),
        ("challenges[1].answered_at", setting("challenges", 1, "answered_at", to=0)),
        ("challenges[1].correct", lacking("challenges", 1, "correct")),
        ("challenges[1].session", setting("challenges", 1, "session", to="s9")),
        ("quizzes[0].unit", setting("quizzes", to=[{"unit": "c9", "passed_at": 0}])),
        ("interactions[0].session", setting("interactions", to=[{"session": "s9", "at": 0}])),
        ("person.born_on", setting("person", to={"born_on": "1970-02-30"})),
    ],
)
def test_what_breaks_the_contract_is_named_by_its_place(
    where: str, change: Callable[[dict[str, Any]], object]
) -> None:
    with pytest.raises(Malformed) as refusal:
        parsed(document(change))
    assert [violation.where for violation in refusal.value.violations] == [where]


@pytest.mark.parametrize(
    "change",
    [
        setting("spans", 3, "to", to=120_000.0),
        setting("units", "c1", "media_length", to=None),
        setting("challenges", 1, to={"session": "s1", "issued_at": 0}),
        setting("challenges", 1, to={"session": "s1", "issued_at": 0, "answered_at": None}),
        lacking("quizzes"),
        lacking("interactions"),
    ],
)
def test_what_may_be_left_out_may_be_left_out(
    change: Callable[[dict[str, Any]], object],
) -> None:
    parsed(document(change))


def test_everything_that_is_wrong_is_said_at_once() -> None:
    found = document(lacking("spans", 3, "to"))
    found["units"]["c1"]["kind"] = "game"
    with pytest.raises(Malformed) as refusal:
        parsed(found)
    assert len(refusal.value.violations) == 2


SPOILT: list[Any] = [None, True, -1, 1.5, 2**53, -(2**53), "", "x", [], {}, 0, 3.0]


def spoilt(random: Random, value: Any) -> Any:
    """*value* with one member somewhere replaced, removed or added."""
    if isinstance(value, dict) and value and random.random() < 0.85:
        name = random.choice(sorted(value))
        chance = random.random()
        if chance < 0.1:
            return {key: inner for key, inner in value.items() if key != name}
        if chance < 0.15:
            return {**value, "more": 1}
        return {**value, name: spoilt(random, value[name])}
    if isinstance(value, list) and value and random.random() < 0.85:
        index = random.randrange(len(value))
        return [*value[:index], spoilt(random, value[index]), *value[index + 1 :]]
    return random.choice(SPOILT)


@settings(max_examples=150, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.randoms(use_true_random=False))
def test_the_compiled_validator_accepts_what_the_reference_accepts(random: Random) -> None:
    found = tiny_evidence(random)
    for _ in range(random.randint(0, 3)):
        found = spoilt(random, found)
    assert compiled().is_valid(found) == reference().is_valid(found)


@settings(max_examples=80, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.randoms(use_true_random=False))
def test_whatever_comes_is_read_or_refused(random: Random) -> None:
    try:
        parsed(spoilt(random, tiny_evidence(random)))
    except Malformed as refusal:
        assert refusal.violations
