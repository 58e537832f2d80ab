"""Prerequisites in ``aicc_script`` (SCORM 1.2 Content Aggregation Model 2.3.2.6.2; AICC CMI 4.2).

    S1 & (S2 | ~S3)         ids of other units; alone an id means "passed or completed"
    S4 = "passed"           a status; <> for any other
    2*{S1, S2, S3}          at least two of a set

An expression that cannot be read holds nobody up: it is the package's fault, not the learner's.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

_TOKEN = re.compile(r'\s*(<>|[&|~(){}=,*]|"[^"]*"|[^\s&|~(){}=,*<>"]+)')
_STATUS = {
    "p": "passed",
    "c": "completed",
    "f": "failed",
    "i": "incomplete",
    "b": "browsed",
    "n": "not attempted",
}


def satisfied(expression: str, statuses: Mapping[str, str]) -> bool:
    """Return whether *expression* holds for the *statuses* (``lesson_status``) of the units.

    A unit that *statuses* lacks is "not attempted".
    """
    if not expression.strip():
        return True
    try:
        reading = _Reading(_tokens(expression), statuses)
        result = reading.either()
        reading.end()
    except (_Unreadable, ValueError, IndexError, RecursionError):
        return True
    return result


class _Unreadable(Exception):
    """The expression breaks its grammar."""


def _tokens(expression: str) -> list[str]:
    tokens, place = [], 0
    text = expression.strip()
    while place < len(text):
        found = _TOKEN.match(text, place)
        if found is None:
            raise _Unreadable(text[place:])
        tokens.append(found.group(1))
        place = found.end()
    return tokens


class _Reading:
    """Recursive descent: either → both → one."""

    def __init__(self, tokens: list[str], statuses: Mapping[str, str]) -> None:
        self._tokens = tokens
        self._statuses = statuses
        self._place = 0

    def _peek(self) -> str:
        return self._tokens[self._place] if self._place < len(self._tokens) else ""

    def _take(self, expected: str = "") -> str:
        token = self._peek()
        if not token or (expected and token != expected):
            raise _Unreadable(token)
        self._place += 1
        return token

    def end(self) -> None:
        if self._peek():
            raise _Unreadable(self._peek())

    def either(self) -> bool:
        result = self._both()
        while self._peek() == "|":
            self._take()
            result = self._both() or result
        return result

    def _both(self) -> bool:
        result = self._one()
        while self._peek() == "&":
            self._take()
            result = self._one() and result
        return result

    def _one(self) -> bool:
        token = self._take()
        if token == "~":
            return not self._one()
        if token == "(":
            result = self.either()
            self._take(")")
            return result
        if token.isdigit() and self._peek() == "*":
            self._take()
            return self._at_least(int(token))
        if token in "&|)}=,*" or token == "<>":
            raise _Unreadable(token)
        if self._peek() in ("=", "<>"):
            equal = self._take() == "="
            word = self._take().strip('"').lower()
            return (self._status(token) == _STATUS.get(word[:1], word)) == equal
        return self._status(token) in ("passed", "completed")

    def _at_least(self, least: int) -> bool:
        self._take("{")
        holding = int(self.either())
        while self._peek() == ",":
            self._take()
            holding += int(self.either())
        self._take("}")
        return holding >= least

    def _status(self, unit: str) -> str:
        return self._statuses.get(unit.strip('"'), "not attempted")
