"""JSON as I-JSON means it."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from schemas.refusals import Malformed
from schemas.strict_json import MAX_DEPTH, parsed

values = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(st.characters(exclude_categories=("Cs",))),
    lambda inner: (
        st.lists(inner) | st.dictionaries(st.text(st.characters(exclude_categories=("Cs",))), inner)
    ),
    max_leaves=30,
)


@given(values)
def test_what_json_can_say_is_read_as_said(value: object) -> None:
    assert parsed(json.dumps(value).encode()) == value


@pytest.mark.parametrize(
    ("text", "code"),
    [
        (b'{"a": 1, "a": 2}', "duplicate-name"),
        (b'[{"x": {"b": 1, "c": 2, "b": 3}}]', "duplicate-name"),
        (b"NaN", "not-a-number"),
        (b"[Infinity]", "not-a-number"),
        (b"[-Infinity]", "not-a-number"),
        (rb'"\ud800"', "lone-surrogate"),
        (rb'{"\udc00": 1}', "lone-surrogate"),
        (b'"\xff"', "not-utf-8"),
        (b"\xef\xbb\xbf{}", "not-json"),
        (b"", "not-json"),
        (b"{'a': 1}", "not-json"),
        (b"[1,]", "not-json"),
        (b"[" * (MAX_DEPTH + 1) + b"]" * (MAX_DEPTH + 1), "too-deep"),
        (b"[" * 1_000_000, "too-deep"),
        (b"1" * 5000, "not-json"),
    ],
)
def test_what_is_not_json_is_refused_with_its_code(text: bytes, code: str) -> None:
    with pytest.raises(Malformed) as refused:
        parsed(text)
    assert refused.value.code == code


def test_brackets_inside_strings_are_not_nesting() -> None:
    text = json.dumps(["[" * 500 + '"' + "{" * 500])
    assert parsed(text) == json.loads(text)


def test_a_surrogate_pair_is_one_character() -> None:
    assert parsed(rb'"\ud83d\ude00"') == "\U0001f600"


def test_the_deepest_allowed_nesting_is_read() -> None:
    parsed(b"[" * MAX_DEPTH + b"]" * MAX_DEPTH)
