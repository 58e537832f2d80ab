"""What a completed unit is worth, in milli-credits."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Rounding:
    """How an exact amount of milli-credits becomes a multiple of *step_milli*."""

    method: str = "floor"
    step_milli: int = 1

    def rounded(self, dividend: int, divisor: int) -> int:
        """Return *dividend* / *divisor* milli-credits, rounded; exact to the last fraction."""
        step = divisor * self.step_milli
        if self.method == "half_up":
            return (2 * dividend + step) // (2 * step) * self.step_milli
        return dividend // step * self.step_milli


@dataclass(frozen=True, slots=True)
class CreditRule:
    """How credit follows from a unit's length."""

    mode: str
    minutes_per_credit: int | None
    rounding: Rounding

    def by_minutes(self, length: int) -> int:
        """Return the milli-credits of *length* ms at ``minutes_per_credit`` minutes a credit.

        45 minutes at 45 are 1000; 38 minutes, rounded down to 100, are 800.
        """
        if self.minutes_per_credit is None:
            return 0
        return self.rounding.rounded(length * 1000, self.minutes_per_credit * 60_000)
