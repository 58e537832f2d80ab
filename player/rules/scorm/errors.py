"""The error numbers of the two run-time APIs that a stored value can meet."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Numbers:
    """What each kind of refusal is called in one edition of the API."""

    undefined: int
    keyword: int
    read_only: int
    mismatch: int
    out_of_range: int
    dependency: int
    general_set: int


SCORM_1_2 = Numbers(
    undefined=201,
    keyword=402,
    read_only=403,
    mismatch=405,
    out_of_range=405,
    dependency=201,
    general_set=201,
)
"""SCORM 1.2 Run-Time Environment, 3.3.6: it has no word for range, order or dependency."""

SCORM_2004 = Numbers(
    undefined=401,
    keyword=404,
    read_only=404,
    mismatch=406,
    out_of_range=407,
    dependency=408,
    general_set=351,
)
"""SCORM 2004 4th Ed. Run-Time Environment, 3.1.7."""


@dataclass(frozen=True, slots=True)
class Fault:
    """A value that was not stored: the element, what was sent, the error number, and why."""

    element: str
    value: str
    code: int
    reason: str
