"""Terms by which a course is found, the same on every database.

Chinese has no spaces, so every pair of neighbouring Han characters is a term, and every
single one, for those who type only 闽. Other scripts give their words.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable

_HAN = "\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003134f〇"
_RUN = re.compile(f"([{_HAN}]+)|([^\\W_{_HAN}]+)")

MAX_TERM = 40
"""Characters of a term at most; longer words are cut."""

MAX_ASKED = 24
"""Terms of one question that are looked up; a longer question is cut."""


def indexed(weighted: Iterable[tuple[str, int]]) -> dict[str, int]:
    """Return every term of the texts in *weighted* with the largest weight it has there."""
    found: dict[str, int] = {}
    for text, weight in weighted:
        for han, word in _runs(text):
            for term in (*han, *_pairs(han), *([word[:MAX_TERM]] if word else ())):
                found[term] = max(found.get(term, 0), weight)
    return found


def asked(text: str) -> tuple[str, ...]:
    """Return the terms that a course must have to answer to *text*: pairs, else the single one."""
    found: list[str] = []
    for han, word in _runs(text):
        found += _pairs(han) or [*han]
        found += [word[:MAX_TERM]] if word else []
    return tuple(dict.fromkeys(found))[:MAX_ASKED]


def of_words(term: str) -> bool:
    """True for a term of a script with spaces, of which a beginning is enough."""
    return not re.match(f"[{_HAN}]", term)


def _runs(text: str) -> list[tuple[str, str]]:
    return _RUN.findall(unicodedata.normalize("NFKC", text).casefold())


def _pairs(han: str) -> list[str]:
    return [han[place : place + 2] for place in range(len(han) - 1)]
