"""The data types of the two data models: which strings are values of which type.

A type answers ``None`` for a value that it takes, else the kind of refusal and the reason.
``smallest_permitted_maximum`` (SPM) is the length that every LMS must take; this one takes
more, up to ``LARGEST``, unless the installation is strict.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from urllib.parse import urlsplit

from player.rules.scorm.durations import interval_ms, timespan_ms

LARGEST = 65_536
"""Characters of one value at most, whatever its type: more is no bookmark but a file."""

MISMATCH = "mismatch"
OUT_OF_RANGE = "out_of_range"

Refused = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Type:
    """A data type: its *name* in the standard, its test, and its SPM where it has one."""

    name: str
    test: Callable[[str], Refused | None]
    smallest_permitted_maximum: int | None = None

    def refused(self, value: str, *, strict: bool = False) -> Refused | None:
        """Return (kind, reason) where *value* is not of this type, else None."""
        longest = LARGEST
        if strict and self.smallest_permitted_maximum is not None:
            longest = self.smallest_permitted_maximum
        if len(value) > longest:
            return MISMATCH, f"{len(value)} characters, at most {longest} are taken"
        return self.test(value)

    def oversized(self, value: str) -> bool:
        """True where *value* is longer than every LMS must take."""
        spm = self.smallest_permitted_maximum
        return spm is not None and len(value) > spm


def _any(_value: str) -> Refused | None:
    return None


def text(name: str, spm: int) -> Type:
    """Return the type of any text, of at least *spm* characters."""
    return Type(name, _any, spm)


def pattern(name: str, expression: str, spm: int | None = None) -> Type:
    """Return the type of the texts that *expression* matches whole."""
    compiled = re.compile(expression, re.DOTALL)

    def test(value: str) -> Refused | None:
        return None if compiled.fullmatch(value) else (MISMATCH, f"not a {name}")

    return Type(name, test, spm)


def vocabulary(*words: str) -> Type:
    """Return the type that has exactly *words* as its values."""

    def test(value: str) -> Refused | None:
        return None if value in words else (MISMATCH, f"one of {', '.join(map(repr, words))}")

    return Type("vocabulary", test)


def _number(value: str) -> Decimal | None:
    if not re.fullmatch(r"[+-]?(\d{1,100}(\.\d{0,100})?|\.\d{1,100})", value):
        return None
    try:
        return Decimal(value)
    except InvalidOperation:
        return None


def real(least: str | None = None, most: str | None = None, *, blank: bool = False) -> Type:
    """Return the type of decimal numbers from *least* to *most*; *blank* admits ``""``."""

    def test(value: str) -> Refused | None:
        if blank and value == "":
            return None
        number = _number(value)
        if number is None:
            return MISMATCH, "not a decimal number"
        if (least is not None and number < Decimal(least)) or (
            most is not None and number > Decimal(most)
        ):
            return OUT_OF_RANGE, f"from {least or '-∞'} to {most or '∞'}"
        return None

    return Type("real", test)


def integer(least: int, most: int) -> Type:
    """Return the type of whole numbers from *least* to *most*."""

    def test(value: str) -> Refused | None:
        if not re.fullmatch(r"[+-]?\d{1,9}", value):
            return MISMATCH, "not a whole number"
        if not least <= int(value) <= most:
            return OUT_OF_RANGE, f"from {least} to {most}"
        return None

    return Type("integer", test)


def _timespan(value: str) -> Refused | None:
    return None if timespan_ms(value) is not None else (MISMATCH, "not HHHH:MM:SS.SS")


def _interval(value: str) -> Refused | None:
    return None if interval_ms(value) is not None else (MISMATCH, "not an ISO 8601 duration")


CMI_TIMESPAN = Type("CMITimespan", _timespan)
TIME_INTERVAL = Type("timeinterval(second,10,2)", _interval)

_TIME = re.compile(
    r"(19[7-9]\d|20[0-2]\d|203[0-8])"
    r"(-(0[1-9]|1[0-2])(-(0[1-9]|[12]\d|3[01])"
    r"(T([01]\d|2[0-3])(:[0-5]\d(:[0-5]\d(\.\d{1,2}(Z|[+-]([01]\d|2[0-3])(:[0-5]\d)?)?)?)?)?)?)?)?"
)


def _time(value: str) -> Refused | None:
    return None if _TIME.fullmatch(value) else (MISMATCH, "not a time(second,10,0)")


TIME = Type("time(second,10,0)", _time)
"""ISO 8601 from 1970 to 2038 (SCORM 2004 4th Ed. RTE 4.1.1.7), to hundredths of a second."""

_LANGUAGE = re.compile(r"([A-Za-z]{2,3}|i|x)(-[A-Za-z0-9]{2,8})*")


def is_language(value: str) -> bool:
    """True for a language tag that names a language (RFC 1766 as SCORM reads it)."""
    return bool(_LANGUAGE.fullmatch(value))


def _language(value: str) -> Refused | None:
    return None if value == "" or is_language(value) else (MISMATCH, "not a language tag")


LANGUAGE = Type("language_type", _language, 250)

_LOCALIZED = re.compile(r"\{lang=([^}]*)\}")


def localized(spm: int) -> Type:
    """Return localized_string_type: text with ``{lang=…}`` before it where a language is told."""

    def test(value: str) -> Refused | None:
        found = _LOCALIZED.match(value)
        if found and not is_language(found.group(1)):
            return MISMATCH, f"{found.group(1)!r} is not a language tag"
        return None

    return Type("localized_string_type", test, spm)


def _is_identifier(value: str) -> bool:
    if not value or value.isspace() or re.search(r"[\s{}\[\]]", value.strip()):
        return False
    if value.lower().startswith("urn:"):
        return bool(re.fullmatch(r"urn:[A-Za-z0-9][A-Za-z0-9-]{1,31}:\S+", value, re.IGNORECASE))
    try:
        urlsplit(value)
    except ValueError:
        return False
    return True


def _identifier(value: str) -> Refused | None:
    return None if _is_identifier(value) else (MISMATCH, "not an identifier (a URI)")


LONG_IDENTIFIER = Type("long_identifier_type", _identifier, 4000)
SHORT_IDENTIFIER = Type("short_identifier_type", _identifier, 250)
