"""Carry-over: what is earned beyond a target and counts in the next period."""

from __future__ import annotations

from dataclasses import dataclass

from credits.rules.targets import Assessment


@dataclass(frozen=True, slots=True)
class CarryOver:
    """The surplus of one part counts as another category in the next period, if allowed."""

    allowed: bool = False
    source: str | None = None
    into: str | None = None
    max_milli: int | None = None

    def carried(self, assessment: Assessment) -> tuple[str, int] | None:
        """Return category and milli-credits that go into the next period; None for nothing.

        Nanjing: required 60.0 where 56.0 are needed carries 4.0 into next year's elective. Only
        the surplus over what the person needed is carried, and nothing while that part is owed.
        """
        if not self.allowed or self.source is None or self.into is None:
            return None
        for part in assessment.parts:
            surplus = part.counted - part.needed
            if part.category == self.source and surplus > 0:
                kept = surplus if self.max_milli is None else min(surplus, self.max_milli)
                return self.into, kept
        return None
