"""What a finding takes from the ledger, and what an appeal gives back."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from uuid import UUID

from credits.rules.cases import Scope
from credits.rules.ledger.entry import Entry, Type


@dataclass(frozen=True, slots=True)
class Amount:
    """*milli* of one award in one kind and period."""

    award: Entry
    category: str
    period: str | None
    milli: int


@dataclass(frozen=True, slots=True)
class Finding:
    """What was found: the *scope* of it, and what bounds that scope.

    *family_id* for a course, *period* for a period, [*from_at*, *to_at*) in Unix ms for an
    interval, by the moment of completion.
    """

    scope: Scope
    family_id: UUID | None = None
    period: str | None = None
    from_at: int = 0
    to_at: int = 0

    def covers(self, award: Entry) -> bool:
        """True for an award that the finding takes."""
        match self.scope:
            case Scope.COURSE:
                return award.family_id == self.family_id
            case Scope.PERIOD:
                return award.period == self.period
            case Scope.FINDING_INTERVAL:
                return self.from_at <= award.effective_at < self.to_at
        return True


def living(entries: Iterable[Entry]) -> list[Amount]:
    """Return what every award still gives, by kind and period, zeros left out."""
    awards: dict[int, Entry] = {}
    sums: dict[tuple[int, str, str | None], int] = {}
    for entry in entries:
        root = entry.n if entry.refers is None else entry.refers
        if entry.refers is None:
            awards[entry.n] = entry
        key = (root, entry.category, entry.period)
        sums[key] = sums.get(key, 0) + entry.milli
    return [
        Amount(awards[root], category, period, milli)
        for (root, category, period), milli in sums.items()
        if milli > 0
    ]


def taken_by(entries: Iterable[Entry], finding: Finding) -> list[Amount]:
    """Return the amounts that *finding* cancels: all that its awards still give.

    48.0 of a year, found to be proxy study in that period, become 0.0.
    """
    return [amount for amount in living(entries) if finding.covers(amount.award)]


def given_back(entries: Sequence[Entry], document: str, milli: int | None) -> list[Amount]:
    """Return what an appeal gives back of what the decision *document* took.

    *milli* None gives back everything; otherwise that much, of the last cancelled first.
    Raises ValueError when that is more than was taken.
    """
    awards = {entry.n: entry for entry in entries if entry.refers is None}
    open_amounts: dict[tuple[int, str, str | None], int] = {}
    for entry in entries:
        if entry.refers is None or entry.document != document:
            continue
        if entry.type is Type.CANCEL:
            key = (entry.refers, entry.category, entry.period)
            open_amounts[key] = open_amounts.get(key, 0) - entry.milli
    left = sum(open_amounts.values()) if milli is None else milli
    if left > sum(open_amounts.values()):
        raise ValueError(f"{left} exceed the {sum(open_amounts.values())} that were taken")
    found = []
    for (root, category, period), amount in reversed(open_amounts.items()):
        part = min(left, amount)
        if part > 0:
            found.append(Amount(awards[root], category, period, part))
            left -= part
    return found


def cancelled_families(entries: Iterable[Entry]) -> dict[UUID, tuple[int, int]]:
    """Return, for each course family whose credit is cancelled whole, (attempts, since).

    Such a course may be earned again (OP-13), as attempt number *attempts* + 1, by evidence
    after *since*, the Unix ms of the last decision.
    """
    left: dict[UUID, int] = {}
    decisions: dict[UUID, set[str | None]] = {}
    since: dict[UUID, int] = {}
    for entry in entries:
        left[entry.family_id] = left.get(entry.family_id, 0) + entry.milli
        if entry.type is Type.CANCEL:
            decisions.setdefault(entry.family_id, set()).add(entry.document)
            since[entry.family_id] = max(since.get(entry.family_id, 0), entry.posted_at)
    return {
        family: (len(documents), since[family])
        for family, documents in decisions.items()
        if left[family] == 0
    }
