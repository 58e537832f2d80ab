"""Targets: what a person has to reach in a period, part by part, without compensation."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction

from credits.rules.categories import Categories
from credits.rules.evidence import Person
from credits.rules.grades import GradeScale
from credits.rules.rounding import Rounding


@dataclass(frozen=True, slots=True)
class TargetPart:
    """At least *min_milli* of a category or set, of which at most *max_counted_milli* count."""

    category: str
    min_milli: int
    max_counted_milli: int | None = None


@dataclass(frozen=True, slots=True)
class Target:
    """What people of *grades* and *person_categories* (empty: all) owe in *period*.

    *max_leave_fraction* is the share of the period's days that leave may take at most.
    """

    period: str
    parts: tuple[TargetPart, ...]
    grades: tuple[str, ...] = ()
    person_categories: tuple[str, ...] = ()
    max_leave_fraction: Fraction | None = None

    def applies(self, person: Person, scale: GradeScale) -> bool:
        """Whether *person* is one of those who owe this."""
        return (
            not self.grades or any(scale.holds(grade, person.grade) for grade in self.grades)
        ) and (not self.person_categories or person.category in self.person_categories)


@dataclass(frozen=True, slots=True)
class Part:
    """One part of an assessment, in milli-credits."""

    category: str
    needed: int
    counted: int

    @property
    def owed(self) -> int:
        return max(0, self.needed - self.counted)

    @property
    def met(self) -> bool:
        return self.counted >= self.needed


@dataclass(frozen=True, slots=True)
class Assessment:
    """How far a person is with a target; *too_much_leave* spoils it whatever was earned."""

    target: Target
    parts: tuple[Part, ...]
    too_much_leave: bool = False

    @property
    def met(self) -> bool:
        """Every part is met: what is beyond one never makes up for another."""
        return not self.too_much_leave and all(part.met for part in self.parts)


def targets_of(person: Person, targets: Iterable[Target], scale: GradeScale) -> tuple[Target, ...]:
    """Return what *person* owes: of each kind of period the first target that applies."""
    found: dict[str, Target] = {}
    for target in targets:
        if target.period not in found and target.applies(person, scale):
            found[target.period] = target
    return tuple(found.values())


def assessed(
    target: Target,
    amounts: Mapping[str, int],
    categories: Categories,
    *,
    period_days: int = 1,
    exempt_days: int = 0,
    leave_days: int = 0,
    waived: bool = False,
    rounding: Rounding | None = None,
) -> Assessment:
    """Return how far *amounts* (milli-credits by category) go towards *target*.

    An approved exemption prorates: with 89 of 355 days exempt, 30.0 become 22.4 (rounded down
    to the rule's step, in the learner's favour). A waiver leaves nothing to reach. Leave of
    more than the target's share of the period spoils it.
    """
    parts = []
    for part in target.parts:
        needed = 0 if waived else part.min_milli
        if exempt_days and needed:
            needed = prorated(needed, period_days, exempt_days, rounding or Rounding())
        counted = categories.total(part.category, amounts)
        if part.max_counted_milli is not None:
            counted = min(counted, part.max_counted_milli)
        parts.append(Part(part.category, needed, counted))
    limit = target.max_leave_fraction
    return Assessment(
        target, tuple(parts), limit is not None and Fraction(leave_days, period_days) > limit
    )


def prorated(needed: int, period_days: int, exempt_days: int, rounding: Rounding) -> int:
    """Return what is left of *needed* milli-credits after *exempt_days* of *period_days*."""
    return rounding.rounded(needed * max(0, period_days - exempt_days), period_days)
