"""Rounding of credit: exact amounts become multiples of a rule document's step."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction


@dataclass(frozen=True, slots=True)
class Rounding:
    """How an exact amount of milli-credits becomes a multiple of *step_milli*.

    ``floor`` goes down; ``half_up`` to the nearest, from the middle up.
    """

    method: str = "floor"
    step_milli: int = 1

    def rounded(self, dividend: int, divisor: int = 1) -> int:
        """Return *dividend* / *divisor* milli-credits, rounded; exact to the last fraction.

        844.4 milli-credits at a step of 100 are 800 by ``floor`` and by ``half_up``; 850 are
        800 and 900.
        """
        step = divisor * self.step_milli
        if self.method == "half_up":
            return (2 * dividend + step) // (2 * step) * self.step_milli
        return dividend // step * self.step_milli

    def of(self, milli: Fraction) -> int:
        """Return *milli* milli-credits, rounded."""
        return self.rounded(milli.numerator, milli.denominator)
