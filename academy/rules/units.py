"""Units and the tree they form on a day."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from uuid import UUID

LEVELS = ("province", "city", "county", "unit")
"""From the widest; a unit's parent is of a wider level, and only units stand below units."""


@dataclass(frozen=True, slots=True)
class Unit:
    """A unit as it stood on a day; *parent_id* is None for the top of the tree."""

    id: UUID
    name: str
    level: str
    parent_id: UUID | None


@dataclass(frozen=True, slots=True)
class Branch:
    """A unit, its *depth* below the tree's top as seen by the asker, and its branches."""

    unit: Unit
    depth: int
    branches: tuple[Branch, ...]

    def walked(self) -> Iterator[Branch]:
        """Yield this branch and everything below it, parents first, in order of name."""
        yield self
        for branch in self.branches:
            yield from branch.walked()


def may_stand_below(level: str, parent_level: str) -> bool:
    """True where a unit of *level* may have a parent of *parent_level*."""
    if level == parent_level == "unit":
        return True
    return LEVELS.index(parent_level) < LEVELS.index(level)


def forest(units: Iterable[Unit]) -> tuple[Branch, ...]:
    """Return the trees that *units* form; a unit whose parent is not among them is a top."""
    ordered = sorted(units, key=lambda unit: (LEVELS.index(unit.level), unit.name, unit.id))
    ids = {unit.id for unit in ordered}
    below: dict[UUID | None, list[Unit]] = {}
    for unit in ordered:
        below.setdefault(unit.parent_id if unit.parent_id in ids else None, []).append(unit)

    def grown(unit: Unit, depth: int) -> Branch:
        return Branch(
            unit, depth, tuple(grown(child, depth + 1) for child in below.get(unit.id, ()))
        )

    return tuple(grown(unit, 0) for unit in below.get(None, ()))
