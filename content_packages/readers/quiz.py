"""A quiz beside a medium: a JSON document of the house's own.

``{"title": …, "pass_percent": 60, "questions": [{"text": …, "kind": "single" | "multiple",
"options": [{"text": …, "right": true}, …]}, …]}``
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from schemas.refusals import Malformed
from schemas.strict_json import parsed


@dataclass(frozen=True, slots=True)
class Question:
    """A question: *right* are the places of the right options, counted from 0."""

    text: str
    kind: str
    options: tuple[str, ...]
    right: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Quiz:
    """Questions, and the share of right answers in percent that passes."""

    title: str
    pass_percent: int
    questions: tuple[Question, ...]


def quiz(data: bytes) -> Quiz:
    """Return the quiz that the JSON *data* is; raise Malformed saying what is wrong with it."""
    document = parsed(data)
    if not isinstance(document, dict) or not isinstance(document.get("questions"), list):
        raise Malformed("an object with a list “questions” is expected")
    questions = tuple(_question(number, row) for number, row in enumerate(document["questions"], 1))
    percent = document.get("pass_percent", 60)
    if not isinstance(percent, int) or isinstance(percent, bool) or not 1 <= percent <= 100:
        raise Malformed("“pass_percent” is to be a whole number from 1 to 100")
    if not questions:
        raise Malformed("it has no question")
    return Quiz(str(document.get("title", "")), percent, questions)


def _question(number: int, row: Any) -> Question:
    options = row.get("options") if isinstance(row, dict) else None
    if not isinstance(options, list) or len(options) < 2:
        raise Malformed(f"question {number} needs a list of at least two options")
    texts, right = [], []
    for place, option in enumerate(options):
        if not isinstance(option, dict) or not isinstance(option.get("text"), str):
            raise Malformed(f"option {place + 1} of question {number} has no text")
        texts.append(option["text"])
        if option.get("right") is True:
            right.append(place)
    kind = row.get("kind", "single")
    if kind not in ("single", "multiple"):
        raise Malformed(f"question {number} is neither single nor multiple")
    if not right or (kind == "single" and len(right) != 1):
        raise Malformed(f"question {number} does not have the right number of right options")
    if not isinstance(row.get("text"), str) or not row["text"].strip():
        raise Malformed(f"question {number} has no text")
    return Question(row["text"], kind, tuple(texts), tuple(right))
