"""The special data types of xAPI: is this string a UUID, an IRI, a timestamp, a duration?

Each predicate takes any JSON value, so that callers need not ask for its type first.
Source: xAPI 1.0.3 Data 4.0; IEEE 9274.1.1-2023 4.2.7.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta, timezone
from functools import lru_cache
from typing import Any
from uuid import UUID

_UUID = re.compile(r"[0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}")
_IRI = re.compile(r'[A-Za-z][A-Za-z0-9+.-]*:[^\s<>"{}|\\^`\x00-\x20\x7f]+')
_MAILTO = re.compile(r"mailto:[^\s@<>\x00-\x20]+@[^\s@<>\x00-\x20]+")
_SHA1 = re.compile(r"[0-9a-fA-F]{40}")
_SHA2 = re.compile(r"[0-9a-fA-F]{56}(?:[0-9a-fA-F]{8}|[0-9a-fA-F]{40}|[0-9a-fA-F]{72})?")
_TOKEN = r"[!#$%&'*+.^_`|~0-9A-Za-z-]+"
_MEDIA_TYPE = re.compile(
    rf'{_TOKEN}/{_TOKEN}(?:\s*;\s*{_TOKEN}=(?:{_TOKEN}|"(?:[^"\\]|\\.)*"))*\s*;?\s*'
)
_LANGUAGE_TAG = re.compile(
    r"(?:(?:[a-z]{2,3}(?:-[a-z]{3}){0,3}|[a-z]{4,8})"
    r"(?:-[a-z]{4})?"
    r"(?:-(?:[a-z]{2}|[0-9]{3}))?"
    r"(?:-(?:[a-z0-9]{5,8}|[0-9][a-z0-9]{3}))*"
    r"(?:-[0-9a-wy-z](?:-[a-z0-9]{2,8})+)*"
    r"(?:-x(?:-[a-z0-9]{1,8})+)?"
    r"|x(?:-[a-z0-9]{1,8})+"
    r"|i-[a-z]{2,8}|en-gb-oed|sgn-(?:be-fr|be-nl|ch-de)|zh-min(?:-nan)?|no-(?:bok|nyn)"
    r"|art-lojban|cel-gaulish)",
    re.IGNORECASE,
)
_NUMBER = r"[0-9]+(?:[.,][0-9]+)?"
_DURATION = re.compile(
    rf"P(?!$)(?:{_NUMBER}W|(?:({_NUMBER})Y)?(?:({_NUMBER})M)?(?:({_NUMBER})D)?"
    rf"(?:T(?=[0-9])(?:({_NUMBER})H)?(?:({_NUMBER})M)?(?:({_NUMBER})S)?)?)"
)
_TIMESTAMP = re.compile(
    r"([0-9]{4})-([0-9]{2})-([0-9]{2})"
    r"(?:[T ]([0-9]{2}):([0-9]{2})(?::([0-9]{2})(?:[.,]([0-9]+))?)?"
    r"(Z|[+-][0-9]{2}(?::?[0-9]{2})?)?)?",
    re.IGNORECASE,
)
_USUAL_TIMESTAMP = re.compile(
    r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}(?:\.[0-9]{1,6})?Z"
)
_NEGATIVE_ZERO = re.compile(r"-00(?::?00)?")


REMEMBERED = 4096
"""Texts of one kind whose verdict is remembered: IRIs and language tags come again and again."""

LONGEST_REMEMBERED = 200
"""Characters; longer texts are judged every time, so that nobody fills the memory with them."""


def _remembering(pattern: re.Pattern[str]) -> Callable[[Any], bool]:
    """Return the test whether a value is a string that matches *pattern*, with a memory."""
    full = pattern.fullmatch

    @lru_cache(REMEMBERED)
    def judged(text: str) -> bool:
        return full(text) is not None

    def test(value: Any) -> bool:
        if not isinstance(value, str):
            return False
        return judged(value) if len(value) <= LONGEST_REMEMBERED else full(value) is not None

    return test


def is_uuid(value: Any) -> bool:
    """A UUID in its standard string form of 36 characters, in either case."""
    return isinstance(value, str) and _UUID.fullmatch(value) is not None


is_iri = _remembering(_IRI)
"""An absolute IRI: a scheme, a colon, and something without blanks behind it.

IRLs are held to the same test: whether one can be fetched is not for a form to say.
"""


is_mailto = _remembering(_MAILTO)
"""``mailto:`` and one address."""


def is_sha1(value: Any) -> bool:
    """Forty hexadecimal digits."""
    return isinstance(value, str) and _SHA1.fullmatch(value) is not None


def is_sha2(value: Any) -> bool:
    """The hexadecimal digits of a SHA-224, SHA-256, SHA-384 or SHA-512 hash."""
    return isinstance(value, str) and _SHA2.fullmatch(value) is not None


is_media_type = _remembering(_MEDIA_TYPE)
"""``type/subtype`` with parameters, if any (RFC 2046)."""


is_language_tag = _remembering(_LANGUAGE_TAG)
"""A well-formed tag of RFC 5646, by the sequence of its token lengths."""


def is_duration(value: Any) -> bool:
    """A duration of ISO 8601:2004(E) 4.4.3.2; weeks stand alone."""
    return isinstance(value, str) and _DURATION.fullmatch(value) is not None


def is_number(value: Any) -> bool:
    """A finite JSON number; true and false are none."""
    return type(value) is int or (type(value) is float and value - value == 0.0)


def is_timestamp(value: Any) -> bool:
    """A date and time of ISO 8601 that exists in the calendar, with no negative zero offset."""
    return isinstance(value, str) and instant(value) is not None


def instant(value: str) -> datetime | None:
    """Return the aware UTC datetime that the timestamp *value* names, None when it is none.

    A missing offset means UTC. A leap second is the first moment of the next minute.
    Digits beyond microseconds are dropped here, and kept in the statement.
    """
    if _USUAL_TIMESTAMP.fullmatch(value):
        try:
            return datetime.fromisoformat(value)
        except ValueError:
            pass  # a leap second, or a day that is in no calendar: told apart below
    found = _TIMESTAMP.fullmatch(value)
    if found is None:
        return None
    year, month, day, hour, minute, second, fraction, zone = found.groups()
    leap = second == "60"
    try:
        moment = datetime(
            int(year),
            int(month),
            int(day),
            int(hour or 0),
            int(minute or 0),
            59 if leap else int(second or 0),
            int((fraction or "0")[:6].ljust(6, "0")),
            tzinfo=_offset(zone),
        )
        return (moment + timedelta(seconds=leap)).astimezone(UTC)
    except (ValueError, OverflowError):
        return None


def in_utc(value: str) -> str:
    """Return the valid timestamp *value* in UTC (``Z``), its fraction of a second as it was."""
    if value.endswith("Z") and value[10] == "T":
        return value
    found = _TIMESTAMP.fullmatch(value)
    moment = instant(value)
    if found is None or moment is None:
        raise ValueError(f"{value!r} is no timestamp")
    fraction = f".{found[7]}" if found[7] else ""
    return moment.strftime("%Y-%m-%dT%H:%M:%S").rjust(19, "0") + fraction + "Z"


def written(moment: datetime) -> str:
    """Return the aware *moment* as xAPI writes times: UTC with three decimals."""
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.") + (
        f"{moment.microsecond // 1000:03d}Z"
    )


def canonical_uuid(value: str) -> UUID:
    """Return the UUID of the valid string *value*; letter case makes no difference."""
    return UUID(value)


def hundredths(duration: str) -> tuple[int, ...] | str:
    """Return *duration* in a form in which equal durations are equal, to 0.01 second.

    Years, months, days and seconds stay apart, because none is a fixed number of another.
    """
    found = _DURATION.fullmatch(duration)
    if found is None or duration.endswith("W"):
        return duration.upper()
    parts = [float((part or "0").replace(",", ".")) for part in found.groups()]
    seconds = parts[3] * 3600 + parts[4] * 60 + parts[5]
    return tuple(int(part * 100 + 1e-6) for part in (*parts[:3], seconds))


def _offset(zone: str | None) -> timezone:
    if zone is None or zone in "Zz":
        return UTC
    if _NEGATIVE_ZERO.fullmatch(zone):
        raise ValueError("a negative zero offset says that the local time is unknown")
    digits = zone[1:].replace(":", "").ljust(4, "0")
    minutes = int(digits[:2]) * 60 + int(digits[2:])
    if int(digits[2:]) > 59:
        raise ValueError("minutes of an offset")
    return timezone(timedelta(minutes=minutes if zone[0] == "+" else -minutes))
