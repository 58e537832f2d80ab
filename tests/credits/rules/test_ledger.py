"""Whatever is tried, the invariants, the walk and the stranger's script agree on it."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from credits import verifier
from credits.rules.ledger import merkle
from credits.rules.ledger.audit import Audit
from credits.rules.ledger.entry import BEGINNING, Draft, Entry, Type, leaf_hash, line
from credits.rules.ledger.invariants import violations
from tests.credits.conftest import named

SUBJECTS = [bytes([number]) * 32 for number in range(2)]
FAMILIES = [named("family 1"), named("family 2")]

attempts = st.fixed_dictionaries(
    {
        "subject": st.sampled_from(SUBJECTS),
        "family_id": st.sampled_from(FAMILIES),
        "category": st.sampled_from(["required", "elective"]),
        "period": st.sampled_from(["2017", None]),
        "milli": st.integers(-2_000, 2_000),
        "type": st.sampled_from(list(Type)),
        "refers": st.none() | st.integers(1, 6),
        "second_approver": st.sampled_from([None, "academy", "organiser"]),
        "document": st.sampled_from([None, "5"]),
    }
)


def entry(draft: Draft, after: list[Entry]) -> Entry:
    """*draft* as the next entry, whatever it says."""
    return Entry(
        **{name: getattr(draft, name) for name in Draft.__slots__},
        n=len(after) + 1,
        posted_at=0,
        prev_hash=after[-1].hash if after else BEGINNING,
    ).sealed()


def drafted(number: int, said: dict[str, Any]) -> Draft:
    return Draft(**said, idem=f"attempt {number}", reason="tried", actor="academy", effective_at=0)


def history(draft: Draft, entries: list[Entry]) -> list[Entry]:
    return [e for e in entries if draft.refers in (e.n, e.refers)] if draft.refers else []


def accused(entries: list[Entry]) -> bool:
    audit = Audit()
    for found in entries:
        audit.take(found)
    lines = [line(found) for found in entries]
    size, root, faults = verifier.checked(lines, {})
    assert (size, root) == (audit.size, audit.root())
    assert bool(faults) == bool(audit.violations)
    return bool(faults)


@pytest.mark.clause("ledger live", "ledger reinstate", "ledger balance", "ledger two persons")
@given(st.lists(attempts, max_size=12))
@settings(deadline=None, max_examples=60)
def test_what_the_invariants_allow_is_sound_and_what_they_refuse_is_accused(
    said: list[dict[str, Any]],
) -> None:
    entries: list[Entry] = []
    for number, attempt in enumerate(said):
        draft = drafted(number, attempt)
        following = entry(draft, entries)
        if violations(draft, history(draft, entries)):
            assert accused([*entries, following])
        else:
            entries.append(following)
    assert not accused(entries)
    for subject in SUBJECTS:
        for family in FAMILIES:
            assert (
                sum(e.milli for e in entries if (e.subject, e.family_id) == (subject, family)) >= 0
            )


@given(st.integers(1, 70), st.data())
@settings(deadline=None)
def test_every_leaf_is_proved_and_no_other_leaf_is(size: int, data: st.DataObject) -> None:
    leaves = [leaf_hash(bytes([number])) for number in range(size)]
    node, index = merkle.of_leaves(leaves), data.draw(st.integers(0, size - 1))
    root, path = merkle.root(size, node), merkle.inclusion(index, size, node)
    assert merkle.included(leaves[index], index, size, path, root)
    assert not merkle.included(leaf_hash(b"another"), index, size, path, root)
    assert not merkle.included(leaves[index], index, size, [*path, root], root)


@given(st.integers(1, 70), st.data())
@settings(deadline=None)
def test_every_beginning_is_consistent_and_no_other_is(size: int, data: st.DataObject) -> None:
    first = data.draw(st.integers(1, size))
    leaves = [leaf_hash(bytes([number])) for number in range(size)]
    node = merkle.of_leaves(leaves)
    before, after = merkle.root(first, node), merkle.root(size, node)
    proof = merkle.consistency(first, size, node)
    assert merkle.consistent(first, size, before, after, proof)
    other = merkle.root(first, merkle.of_leaves([leaf_hash(b"x"), *leaves[1:first]]))
    assert not merkle.consistent(first, size, other, after, proof)


def test_the_root_of_seven_leaves_is_the_one_of_rfc_9162() -> None:
    """RFC 9162, 2.1.5: the tree of d0 to d6 and the path of d4."""
    leaves = [leaf_hash(f"d{number}".encode()) for number in range(7)]
    a, b, c, d, e, f, j = leaves
    g, h, i = merkle.interior(a, b), merkle.interior(c, d), merkle.interior(e, f)
    k = merkle.interior(g, h)
    node = merkle.of_leaves(leaves)
    assert merkle.root(7, node) == merkle.interior(k, merkle.interior(i, j))
    assert merkle.inclusion(4, 7, node) == [f, j, k]
    assert merkle.consistency(3, 7, node) == [c, d, g, merkle.interior(i, j)]


def test_a_text_changed_by_one_letter_has_another_hash() -> None:
    first = entry(drafted(1, _award()), [])
    assert replace(first, reason="tried.").sealed().hash != first.hash


def _award() -> dict[str, Any]:
    return {
        "subject": SUBJECTS[0],
        "family_id": FAMILIES[0],
        "category": "required",
        "period": "2017",
        "milli": 1000,
        "type": Type.AWARD,
    }
