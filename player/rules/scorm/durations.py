"""Durations as the data models write them, and milliseconds.

SCORM 1.2 writes ``HHHH:MM:SS.SS`` (CMITimespan); SCORM 2004 writes ISO 8601 durations
(``P1DT2H3M4.5S``, timeinterval(second,10,2)). Years and months, which SCORM 2004 admits, count
365 and 30 days, as its data type says no more than that they are intervals.
"""

from __future__ import annotations

import re

_TIMESPAN = re.compile(r"(\d{2,4}):(\d{2}):(\d{2})(?:\.(\d{1,2}))?")
_INTERVAL = re.compile(
    r"P(?:(\d{1,10})Y)?(?:(\d{1,10})M)?(?:(\d{1,10})D)?"
    r"(T(?:(\d{1,10})H)?(?:(\d{1,10})M)?(?:(\d{1,10})(?:\.(\d{1,2}))?S)?)?"
)

_SECOND = 1_000
_MINUTE = 60 * _SECOND
_HOUR = 60 * _MINUTE
_DAY = 24 * _HOUR


def timespan_ms(text: str) -> int | None:
    """Return the milliseconds of the SCORM 1.2 *text*, or None where it is no CMITimespan."""
    found = _TIMESPAN.fullmatch(text)
    if found is None:
        return None
    hours, minutes, seconds, fraction = found.groups()
    return (
        int(hours) * _HOUR
        + int(minutes) * _MINUTE
        + int(seconds) * _SECOND
        + int((fraction or "0").ljust(2, "0")) * 10
    )


def interval_ms(text: str) -> int | None:
    """Return the milliseconds of the ISO 8601 *text*, or None where it is no timeinterval."""
    found = _INTERVAL.fullmatch(text)
    if found is None or text == "P" or found.group(4) == "T":
        return None
    years, months, days, _, hours, minutes, seconds, fraction = found.groups()
    return (
        int(years or 0) * 365 * _DAY
        + int(months or 0) * 30 * _DAY
        + int(days or 0) * _DAY
        + int(hours or 0) * _HOUR
        + int(minutes or 0) * _MINUTE
        + int(seconds or 0) * _SECOND
        + int((fraction or "0").ljust(2, "0")) * 10
    )


def as_timespan(ms: int) -> str:
    """Return *ms* as CMITimespan; what its four digits of hours cannot hold stays at the top."""
    ms = min(ms, 9999 * _HOUR + 59 * _MINUTE + 59 * _SECOND + 990)
    hours, rest = divmod(ms, _HOUR)
    minutes, rest = divmod(rest, _MINUTE)
    seconds, rest = divmod(rest, _SECOND)
    return f"{hours:04}:{minutes:02}:{seconds:02}.{rest // 10:02}"


def as_interval(ms: int) -> str:
    """Return *ms* as an ISO 8601 duration of hours, minutes and hundredths of seconds."""
    hours, rest = divmod(ms, _HOUR)
    minutes, rest = divmod(rest, _MINUTE)
    seconds, rest = divmod(rest, _SECOND)
    hundredths = rest // 10
    fraction = f".{hundredths:02}".rstrip("0") if hundredths else ""
    parts = (f"{hours}H" if hours else "") + (f"{minutes}M" if minutes else "")
    if seconds or hundredths or not parts:
        parts += f"{seconds}{fraction}S"
    return f"PT{parts}"
