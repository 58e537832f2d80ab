"""Credit formulas: arithmetic over a course's measures, exact to the last fraction."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from fractions import Fraction

NAMES = frozenset({"words", "av_minutes", "questions", "approved_minutes", "verified_minutes"})
"""What a formula may speak of; each is a property of the course or of its study."""

_TOKEN = re.compile(r"\s*(?:(\d+(?:\.\d+)?)|([a-z_]+)|([-+*/()]))")
_LONGEST = 500
Value = Callable[[Mapping[str, Fraction]], Fraction]


class FormulaRefused(ValueError):
    """The text is no formula; the message says why."""


class Formula:
    """A parsed formula such as ``(words/180 + av_minutes + questions*1.85)/50``.

    Only numbers, the known names, ``+ - * /`` and parentheses; a divisor is a number without
    names and not zero, so that no course can make it fail.
    """

    def __init__(self, text: str) -> None:
        self.text = text
        self._tokens = _tokens(text)
        self._at = 0
        self._value = self._sum()
        if self._at < len(self._tokens):
            raise FormulaRefused(f"{self._tokens[self._at]!r} does not belong there")

    def value(self, measures: Mapping[str, Fraction | int]) -> Fraction:
        """Return what the formula comes to; a measure that is not given is 0."""
        return self._value({name: Fraction(measures.get(name, 0)) for name in NAMES})

    def _next(self, *wanted: str) -> str | None:
        if self._at < len(self._tokens) and self._tokens[self._at] in wanted:
            self._at += 1
            return self._tokens[self._at - 1]
        return None

    def _sum(self) -> Value:
        value = self._product()
        while operator := self._next("+", "-"):
            value = _combined(operator, value, self._product())
        return value

    def _product(self) -> Value:
        value = self._factor()
        while operator := self._next("*", "/"):
            begin = self._at
            factor = self._factor()
            if operator == "/" and (
                NAMES.intersection(self._tokens[begin : self._at]) or factor({}) == 0
            ):
                raise FormulaRefused("a divisor is a number other than zero")
            value = _combined(operator, value, factor)
        return value

    def _factor(self) -> Value:
        if self._next("-"):
            inner = self._factor()
            return lambda measures: -inner(measures)
        if self._next("("):
            value = self._sum()
            if not self._next(")"):
                raise FormulaRefused("a parenthesis is not closed")
            return value
        if self._at >= len(self._tokens):
            raise FormulaRefused("it ends too early")
        token = self._tokens[self._at]
        self._at += 1
        if token in NAMES:
            return lambda measures: measures[token]
        if not token[0].isdigit():
            raise FormulaRefused(f"{token!r} is neither a number nor one of {sorted(NAMES)}")
        constant = Fraction(token)
        return lambda measures: constant


def _combined(operator: str, left: Value, right: Value) -> Value:
    match operator:
        case "+":
            return lambda measures: left(measures) + right(measures)
        case "-":
            return lambda measures: left(measures) - right(measures)
        case "*":
            return lambda measures: left(measures) * right(measures)
    return lambda measures: left(measures) / right(measures)


def _tokens(text: str) -> list[str]:
    if len(text) > _LONGEST:
        raise FormulaRefused(f"it is longer than {_LONGEST} characters")
    tokens: list[str] = []
    at = 0
    while at < len(text.rstrip()):
        found = _TOKEN.match(text, at)
        if found is None:
            raise FormulaRefused(f"{text[at:].strip()[:1]!r} does not belong there")
        tokens.append(found.group().strip())
        at = found.end()
    return tokens
