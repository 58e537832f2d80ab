"""The formats of a unit on the wire, and what each says of its own state."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from player.rules import media
from player.rules import progress as of
from player.rules.progress import COMPLETED, NOT_ATTEMPTED, PASSED, UNTOUCHED, Progress
from player.rules.scorm.elements import DataModel
from player.rules.scorm.elements_1_2 import SCORM_1_2
from player.rules.scorm.elements_2004 import SCORM_2004
from player.rules.scorm.runs import ended_1_2

WIRE = {
    "scorm_1_2": "scorm12",
    "scorm_2004": "scorm2004",
    "cmi5": "cmi5",
    "tincan": "tincan",
    "aicc": "aicc",
    "media": "media",
}
"""The names of the protocol for the formats of ``content_packages``."""

MODELS: Mapping[str, DataModel] = {
    "scorm12": SCORM_1_2,
    "scorm2004": SCORM_2004,
    "aicc": SCORM_1_2,
}
"""The formats whose data the run-time stores element by element."""

STATEMENT_FORMATS = frozenset({"cmi5", "tincan"})
"""The formats that report by statements of their own."""


def wire_format(course_format: str, unit_kind: str) -> str:
    """Return the protocol's name: an asset has no run-time, whatever package it came in."""
    return "asset" if unit_kind == "asset" else WIRE[course_format]


def progress(wire: str, state: Mapping[str, str]) -> Progress:
    """Return what the *state* of an attempt says, in the words of every format."""
    if wire in ("scorm12", "aicc"):
        return of.of_scorm_1_2(state)
    if wire == "scorm2004":
        return of.of_scorm_2004(state)
    if wire == "media":
        return media.progress(state)
    if wire == "asset":
        return Progress(completion=COMPLETED if state else NOT_ATTEMPTED)
    return UNTOUCHED


JUDGING = frozenset(
    (
        "cmi.core.lesson_status",
        "cmi.core.score.raw",
        "cmi.success_status",
        "cmi.score.scaled",
    )
)
"""The elements by which content says that its test is passed."""


def says_passed(wire: str, state: Mapping[str, str], changes: Iterable[tuple[str, str]]) -> bool:
    """Whether *changes*, now part of *state*, report that the test of the unit is passed.

    Where SCORM 1.2 or AICC name a mastery score, the score must reach it too: at the end the LMS
    would judge by it (RTE 1.2, 3.4.4).
    """
    if not any(name in JUDGING and state.get(name) == value for name, value in changes):
        return False
    if progress(wire, state).success != PASSED:
        return False
    return wire == "scorm2004" or progress(wire, ended_1_2(state)).success == PASSED
