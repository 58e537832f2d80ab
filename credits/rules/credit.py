"""What a completed unit, or outside training, is worth, in milli-credits."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from fractions import Fraction

from credits.rules.evidence import External, StudyUnit
from credits.rules.formula import Formula
from credits.rules.points import PointRule
from credits.rules.rounding import Rounding

_MINUTE = 60_000
_CREDIT = 1_000


class CreditMode(StrEnum):
    """Where the credit of a completed unit comes from.

    ``nominal_minutes`` its approved length; ``verified_minutes`` its verified time; ``tiers`` a
    table of lengths; ``course_table`` a value fixed for the course or its category; ``formula``
    its words, minutes and questions; ``points`` nothing: minutes of a day earn points instead.
    """

    NOMINAL_MINUTES = "nominal_minutes"
    VERIFIED_MINUTES = "verified_minutes"
    TIERS = "tiers"
    COURSE_TABLE = "course_table"
    FORMULA = "formula"
    POINTS = "points"


@dataclass(frozen=True, slots=True)
class Tier:
    """Lengths between *low* and *high* minutes, each end included or not, are worth *milli*."""

    milli: int
    low: Fraction | None = None
    low_included: bool = True
    high: Fraction | None = None
    high_included: bool = False

    def holds(self, length: int) -> bool:
        """Whether *length* ms lies in this tier."""
        if self.low is not None:
            low = self.low * _MINUTE
            if length < low or (length == low and not self.low_included):
                return False
        if self.high is not None:
            high = self.high * _MINUTE
            if length > high or (length == high and not self.high_included):
                return False
        return True


@dataclass(frozen=True, slots=True)
class CategoryCredit:
    """What a category is worth: per course, per day or half day, or a multiple of the minutes.

    *max_milli* limits each single award.
    """

    per_course: int | None = None
    multiplier: int | None = None
    day: int | None = None
    half_day: int | None = None
    max_milli: int | None = None

    def limited(self, milli: int) -> int:
        return milli if self.max_milli is None else min(milli, self.max_milli)


@dataclass(frozen=True, slots=True)
class CreditRule:
    """How credit follows from a unit; *table* fixes the value of single course families."""

    mode: CreditMode
    minutes_per_credit: int | None = None
    rounding: Rounding = field(default_factory=Rounding)
    tiers: tuple[Tier, ...] = ()
    by_category: Mapping[str, CategoryCredit] = field(default_factory=dict)
    table: Mapping[str, int] = field(default_factory=dict)
    formula: Formula | None = None
    quiz_bonus: int = 0
    points: tuple[PointRule, ...] = ()

    def of_unit(self, unit: StudyUnit, verified: int, *, quiz_passed: bool = False) -> int:
        """Return the milli-credits of *unit* once it is completed with *verified* ms.

        A passed quiz adds the document's bonus.
        """
        milli = _WORTH[self.mode](self, unit, verified)
        category = self.by_category.get(unit.category)
        if category is not None:
            milli = category.limited(milli)
        return milli + (self.quiz_bonus if quiz_passed else 0)

    def of_external(self, training: External, counts_as: str) -> int:
        """Return the milli-credits of *training*, recognised as category *counts_as*.

        It is what the training says, or by its minutes, or by its days and half days.
        """
        category = self.by_category.get(counts_as, CategoryCredit())
        if training.milli is not None:
            return category.limited(training.milli)
        if training.minutes is not None:
            length = training.minutes * _MINUTE
            milli = self.by_tiers(length) if self.tiers else self.by_minutes(length)
            return category.limited(milli)
        milli = (category.day or 2 * (category.half_day or 0)) * training.days
        milli += (category.half_day or (category.day or 0) // 2) * training.half_days
        return category.limited(milli)

    def by_minutes(self, length: int) -> int:
        """Return the milli-credits of *length* ms at ``minutes_per_credit`` minutes a credit.

        45 minutes at 45 are 1000; 38 minutes, rounded down to 100, are 800.
        """
        if self.minutes_per_credit is None:
            return 0
        return self.rounding.rounded(length * _CREDIT, self.minutes_per_credit * _MINUTE)

    def by_tiers(self, length: int) -> int:
        """Return the value of the first tier that holds *length* ms, 0 without one."""
        return next((tier.milli for tier in self.tiers if tier.holds(length)), 0)

    def by_table(self, unit: StudyUnit) -> int:
        """A value for the family, else the course's own, else its category's, else by minutes."""
        fixed = self.table.get(unit.family or "", unit.credit_milli)
        if fixed is not None:
            return fixed
        category = self.by_category.get(unit.category, CategoryCredit())
        if category.per_course is not None:
            return category.per_course
        if category.multiplier is not None and self.minutes_per_credit is not None:
            return self.rounding.rounded(
                unit.approved * category.multiplier, self.minutes_per_credit * _MINUTE
            )
        return self.by_minutes(unit.approved)

    def by_formula(self, unit: StudyUnit, verified: int) -> int:
        """Return what the formula makes of the course's measures, never less than nothing."""
        assert self.formula is not None  # the reader's promise
        credits = self.formula.value(
            {
                "words": unit.words or 0,
                "av_minutes": unit.av_minutes or 0,
                "questions": unit.questions or 0,
                "approved_minutes": Fraction(unit.approved, _MINUTE),
                "verified_minutes": Fraction(verified, _MINUTE),
            }
        )
        return max(0, self.rounding.of(credits * _CREDIT))


_WORTH: dict[CreditMode, Callable[[CreditRule, StudyUnit, int], int]] = {
    CreditMode.NOMINAL_MINUTES: lambda rule, unit, verified: rule.by_minutes(unit.approved),
    CreditMode.VERIFIED_MINUTES: lambda rule, unit, verified: rule.by_minutes(verified),
    CreditMode.TIERS: lambda rule, unit, verified: rule.by_tiers(unit.approved),
    CreditMode.COURSE_TABLE: lambda rule, unit, verified: rule.by_table(unit),
    CreditMode.FORMULA: lambda rule, unit, verified: rule.by_formula(unit, verified),
    CreditMode.POINTS: lambda rule, unit, verified: 0,
}
