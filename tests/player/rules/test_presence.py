"""When to ask, what may be answered, and that every challenge can be met without seeing it."""

from __future__ import annotations

from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from player.rules import challenges
from player.rules.presence import Asked, Presence, due_after_ms, wanted

RULES = Presence(480_000, 720_000, 120_000)
CALM = {
    "counted_since_proof_ms": 0,
    "due_after_ms": 600_000,
    "completed": False,
    "confirmed": False,
    "owed": False,
    "holds_lease": True,
}


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({}, None),
        ({"counted_since_proof_ms": 600_000}, "due"),
        ({"counted_since_proof_ms": 600_000, "holds_lease": False}, None),
        ({"completed": True}, "closing"),
        ({"completed": True, "confirmed": True}, None),
        ({"owed": True}, "owed"),
    ],
)
def test_why_a_challenge_is_asked(changes: dict[str, object], expected: str | None) -> None:
    assert wanted(RULES, **(CALM | changes)) == expected  # type: ignore[arg-type]


def test_nobody_is_asked_without_presence_methods() -> None:
    assert wanted(None, **(CALM | {"owed": True})) is None  # type: ignore[arg-type]


@given(st.integers(0, 1000))
def test_the_moment_lies_between_the_gaps(fraction: int) -> None:
    assert RULES.min_gap_ms <= due_after_ms(RULES, fraction) <= RULES.max_gap_ms


def test_only_what_was_shown_can_be_missed() -> None:
    assert not Asked(0, 120_000, proven=False, tries_left=3).expired(10**9)
    assert not Asked(0, 120_000, proven=True, tries_left=3).expired(120_000)
    assert Asked(0, 120_000, proven=True, tries_left=3).expired(120_001)
    assert Asked(0, 120_000, proven=True, tries_left=0).expired(1)


@pytest.mark.parametrize("kind", challenges.KINDS)
@given(seed=st.integers(0, 10_000))
def test_every_challenge_has_one_answer_by_sight_and_one_in_words(kind: str, seed: int) -> None:
    made = challenges.MAKERS[kind](Random(seed).randrange)
    seen = [one["id"] for one in made.question["options"]]
    spoken = [one["id"] for one in made.question["spoken"]["options"]]
    assert sum(made.met_by(one) for one in seen) == 1
    assert sum(made.met_by(one) for one in spoken) == 1
    assert len(set(seen)) == len(seen)
    assert not made.met_by("")


@given(seed=st.integers(0, 10_000))
def test_the_figure_asked_for_stands_once_in_the_scene(seed: int) -> None:
    made = challenges.shape(Random(seed).randrange)
    figures = [(one["figure"]["form"], one["figure"]["colour"]) for one in made.question["options"]]
    assert len(set(figures)) == len(figures)
    assert len({colour for _, colour in figures}) < len(figures)
