"""What a new rule version changes of awards that were posted under an older one."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from credits.rules.ledger.entry import Entry, Rule, Type


@dataclass(frozen=True, slots=True)
class Change:
    """An award that gives *before* and would give *after* under the new rules."""

    award: Entry
    before: int
    after: int

    @property
    def delta(self) -> int:
        return self.after - self.before


def change(history: Sequence[Entry], worth: int) -> Change | None:
    """Return what becomes of an award (first of *history*) that is now *worth* so much.

    1.0 under 45 minutes a credit becomes 0.9 under 50. Nothing becomes of an award that gives
    what it should, nor of one that was cancelled or carried away: decisions stand.
    """
    award = history[0]
    if award.type is not Type.AWARD:
        return None
    decided = {Type.CANCEL, Type.REINSTATE, Type.REVERSAL, Type.CARRY_OUT, Type.ADJUST}
    if any(entry.type in decided for entry in history[1:]):
        return None
    before = sum(entry.milli for entry in history)
    return None if before == worth else Change(award, before, worth)


def rule_of(history: Sequence[Entry]) -> Rule | None:
    """Return the rules that an award (first of *history*) was last reckoned under."""
    found = None
    for entry in history:
        if entry.type in (Type.AWARD, Type.RECOMPUTE):
            found = entry.rule
    return found


def histories(entries: Iterable[Entry]) -> list[list[Entry]]:
    """Return *entries* grouped by award, each award first, in order of posting."""
    groups: dict[int, list[Entry]] = {}
    for entry in entries:
        groups.setdefault(entry.n if entry.refers is None else entry.refers, []).append(entry)
    return list(groups.values())
