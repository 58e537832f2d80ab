"""Repeats: how often one course may earn credit."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from enum import StrEnum

from credits.rules.days import Days
from credits.rules.earnings import Earning
from credits.rules.periods import months_after


class RepeatScope(StrEnum):
    LIFETIME = "lifetime"
    PERIOD = "period"
    MONTHS = "months"


@dataclass(frozen=True, slots=True)
class RepeatRule:
    """One credit per course family, or per version, in a lifetime, a period or some months.

    *version_change* and *retire_grace_days* tell the school what becomes of a learner whose
    version is replaced (``pin``: it is finished as begun).
    """

    per_version: bool = False
    scope: RepeatScope = RepeatScope.LIFETIME
    months: int | None = None
    version_change: str = "pin"
    retire_grace_days: int | None = None

    def once(self, awards: Iterable[Earning], days: Days) -> list[Earning]:
        """Return *awards*, in order of completion, with every forbidden repeat worth nothing."""
        credited: dict[tuple[str, str | None], list[Earning]] = {}
        found: list[Earning] = []
        for earning in awards:
            key = (earning.family, earning.version if self.per_version else None)
            earlier = credited.setdefault(key, [])
            if any(self._forbids(earning, other, days) for other in earlier):
                earning = replace(earning, milli=0, reduced_by="repeat")
            else:
                earlier.append(earning)
            found.append(earning)
        return found

    def _forbids(self, earning: Earning, earlier: Earning, days: Days) -> bool:
        match self.scope:
            case RepeatScope.LIFETIME:
                return True
            case RepeatScope.PERIOD:
                return earning.period == earlier.period
        again = months_after(days.of(earlier.completed_at).local_date, self.months or 0)
        return days.of(earning.completed_at).local_date < again
