"""Categories of study, and sets of them that a target may ask for."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

EVERYTHING = "*"


@dataclass(frozen=True, slots=True)
class Categories:
    """The categories of a rule document and its named sets.

    A set lists categories, or ``*`` for all of them. Where a set and a category share a name the
    set is meant, so ``elective: [elective, special]`` lets special classes count as electives.
    """

    names: frozenset[str]
    sets: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    def knows(self, reference: str) -> bool:
        """Whether *reference* names a category or a set."""
        return reference in self.names or reference in self.sets

    def holds(self, reference: str, category: str) -> bool:
        """Whether *category* belongs to *reference*."""
        members = self.sets.get(reference, (reference,))
        return EVERYTHING in members or category in members

    def total(self, reference: str, amounts: Mapping[str, int]) -> int:
        """Return the sum of *amounts* (by category) over all that belong to *reference*."""
        return sum(
            amount for category, amount in amounts.items() if self.holds(reference, category)
        )

    def dangling(self) -> Iterable[tuple[str, str]]:
        """Yield each set with a member that is no category."""
        for name, members in self.sets.items():
            for member in members:
                if member != EVERYTHING and member not in self.names:
                    yield name, member
