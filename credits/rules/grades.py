"""Grades of people, from the highest to the lowest, and ranges of them."""

from __future__ import annotations

from dataclasses import dataclass

EVERYBODY = "*"
_AND_ABOVE = "及以上"
_AND_BELOW = "及以下"


@dataclass(frozen=True, slots=True)
class GradeScale:
    """The grades that a rule document orders, and those that stand *aside* from the order.

    ``处级及以上`` is the range from the top down to 处级, ``*`` everybody. A document that orders
    no grades still names some; then a range holds nothing but the grade it is named after.
    """

    order: tuple[str, ...] = ()
    aside: frozenset[str] = frozenset()

    def knows(self, reference: str) -> bool:
        """Whether *reference* is a grade of this scale or a range on it."""
        return reference == EVERYBODY or reference in self.aside or _named(reference) in self.order

    def holds(self, reference: str, grade: str | None) -> bool:
        """Whether *grade* is, or lies in the range of, *reference*."""
        if reference == EVERYBODY:
            return True
        if grade is None:
            return False
        if reference == grade:
            return True
        name = _named(reference)
        if name not in self.order or grade not in self.order:
            return name == grade
        distance = self.order.index(grade) - self.order.index(name)
        if reference.endswith(_AND_ABOVE):
            return distance <= 0
        return distance >= 0 if reference.endswith(_AND_BELOW) else distance == 0


def _named(reference: str) -> str:
    return reference.removesuffix(_AND_ABOVE).removesuffix(_AND_BELOW)
