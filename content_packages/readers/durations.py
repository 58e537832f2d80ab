"""Durations as packages write them, in whole milliseconds."""

from __future__ import annotations

import re

_ISO = re.compile(
    r"P(?:(\d+)Y)?(?:(\d+)M)?(?:(\d+)W)?(?:(\d+)D)?"
    r"(?:T(?:(\d+)H)?(?:(\d+)M)?(?:(\d+)(?:[.,](\d{1,9}))?S)?)?"
)
_CLOCK = re.compile(r"(\d{1,4}):([0-5]?\d):([0-5]?\d)(?:\.(\d{1,3}))?")

_DAY_MS = 86_400_000


def iso_ms(text: str) -> int | None:
    """Return the milliseconds of an ISO 8601 duration (``PT1H30M``), or None if it is none.

    A year counts 365 days and a month 30, which is as exact as a duration without a start
    can be.
    """
    found = _ISO.fullmatch(text.strip())
    if not found or not any(found.groups()):
        return None
    years, months, weeks, days, hours, minutes, seconds, fraction = found.groups()
    whole_days = (
        int(years or 0) * 365 + int(months or 0) * 30 + int(weeks or 0) * 7 + int(days or 0)
    )
    return (
        whole_days * _DAY_MS
        + int(hours or 0) * 3_600_000
        + int(minutes or 0) * 60_000
        + int(seconds or 0) * 1000
        + int(((fraction or "") + "000")[:3])
    )


def clock_ms(text: str) -> int | None:
    """Return the milliseconds of ``HHHH:MM:SS.SS`` (SCORM 1.2, AICC), or None if it is none."""
    found = _CLOCK.fullmatch(text.strip())
    if not found:
        return None
    hours, minutes, seconds, fraction = found.groups()
    return (
        int(hours) * 3_600_000
        + int(minutes) * 60_000
        + int(seconds) * 1000
        + int(((fraction or "") + "000")[:3])
    )


def either_ms(text: str) -> int | None:
    """Return the milliseconds of either notation: real LOM files hold both."""
    iso = iso_ms(text)
    return clock_ms(text) if iso is None else iso
