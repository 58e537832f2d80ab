"""Days as the school counts them: by the clock of Fuzhou."""

from __future__ import annotations

from datetime import date, datetime
from zoneinfo import ZoneInfo

SCHOOL_TIME = ZoneInfo("Asia/Shanghai")


def shanghai_date(moment: datetime) -> date:
    """Return the calendar day that the aware *moment* falls on in Shanghai."""
    return moment.astimezone(SCHOOL_TIME).date()
