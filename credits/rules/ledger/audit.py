"""Walk the ledger from its beginning and say everything that is wrong with it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Container, Mapping
from dataclasses import dataclass
from uuid import UUID

from credits.rules.ledger import merkle
from credits.rules.ledger.checkpoint import Checkpoint
from credits.rules.ledger.entry import BEGINNING, Entry, Type, canonical, leaf_hash
from credits.rules.ledger.invariants import ADDING, OPENING, TAKING, TWO_PERSONS
from schemas.clauses import clause
from schemas.values import Violation

Account = tuple[str, str | None]
"""A kind and a period."""


@dataclass(slots=True)
class _Award:
    subject: bytes
    family: UUID
    left: dict[Account, int]
    taken: dict[Account, int]
    outside: int = 0
    """What was carried out of the award's periods and not yet carried in."""


class Audit:
    """Takes entries in their order; knows root, balances and violations at any time.

    Memory: one small record for each award, some fifty hashes for the tree.
    """

    def __init__(self) -> None:
        self.violations: list[Violation] = []
        self.balances: dict[tuple[bytes, str | None, str], int] = defaultdict(int)
        self.size = 0
        self._last = BEGINNING
        self._awards: dict[int, _Award] = {}
        self._keys: set[bytes] = set()
        self._peaks: list[tuple[int, bytes]] = []
        """Complete subtrees (level, root) that together hold every leaf, the largest first."""

    def take(self, entry: Entry) -> None:
        """Check *entry* against everything before it."""
        self._check_chain(entry)
        self._check_persons(entry)
        self._check_amounts(entry)
        key = leaf_hash(entry.idem.encode())[:16]
        if key in self._keys:
            self._say("ledger idem", entry, f"the key {entry.idem!r} was used before")
        self._keys.add(key)
        self.balances[entry.subject, entry.period, entry.category] += entry.milli
        self.size += 1
        self._last = entry.hash
        self._grow(leaf_hash(canonical(entry)))

    def root(self) -> bytes:
        """Return the Merkle root of what was taken so far."""
        if not self._peaks:
            return merkle.EMPTY
        hash_ = self._peaks[-1][1]
        for _, peak in reversed(self._peaks[:-1]):
            hash_ = merkle.interior(peak, hash_)
        return hash_

    def compare(self, checkpoint: Checkpoint, root: bytes | None) -> None:
        """Compare *checkpoint* with the *root* that the ledger had at its size, None: never had."""
        if root is None:
            message = f"the witness saw {checkpoint.size} entries, the ledger has {self.size}"
        elif root != checkpoint.root:
            message = f"the first {checkpoint.size} entries are not those that were signed"
        else:
            return
        self.violations.append(
            Violation(clause("ledger checkpoint"), f"checkpoint {checkpoint.size}", message)
        )

    def compare_balances(
        self, kept: Mapping[tuple[bytes, str | None, str], int], subjects: Container[bytes]
    ) -> None:
        """Compare the balances *kept* for boards with the sums of the entries.

        Pseudonyms outside *subjects* were erased: nobody knows whose balance to look at.
        """
        summed_here = {account for account in self.balances if account[0] in subjects}
        for account in sorted(kept.keys() | summed_here, key=lambda a: (a[0], a[1] or "", a[2])):
            summed, said = self.balances.get(account, 0), kept.get(account, 0)
            if summed != said:
                subject, period, category = account
                self.violations.append(
                    Violation(
                        clause("ledger balance"),
                        f"balance {subject.hex()[:12]} {period or 'archive'} {category}",
                        f"{said} is kept, the entries sum to {summed}",
                    )
                )

    def _check_chain(self, entry: Entry) -> None:
        if entry.n != self.size + 1:
            self._say("ledger chain", entry, f"number {self.size + 1} was expected")
        if entry.prev_hash != self._last:
            self._say("ledger chain", entry, "it does not carry the hash of the one before")
        if entry.hash != leaf_hash(canonical(entry)):
            self._say("ledger append-only", entry, "its text is not the one that was hashed")

    def _check_persons(self, entry: Entry) -> None:
        alone = entry.second_approver is None or entry.second_approver == entry.actor
        if entry.type in TWO_PERSONS and (alone or not entry.document):
            self._say("ledger two persons", entry, "two persons and a document are not named")

    def _check_amounts(self, entry: Entry) -> None:
        if (entry.type in ADDING and entry.milli < 0) or (
            entry.type in TAKING and entry.milli >= 0
        ):
            self._say("ledger sign", entry, f"{entry.type} of {entry.milli}")
        account = (entry.category, entry.period)
        if entry.refers is None:
            if entry.type not in OPENING or entry.milli < 0:
                self._say("ledger refers", entry, "it does not say which award it is about")
            self._awards[entry.n] = _Award(
                entry.subject, entry.family_id, {account: entry.milli}, {}
            )
            return
        award = self._awards.get(entry.refers)
        if award is None or (award.subject, award.family) != (entry.subject, entry.family_id):
            self._say("ledger refers", entry, f"entry {entry.refers} is no award of the person")
            return
        rest = award.left[account] = award.left.get(account, 0) + entry.milli
        if entry.milli < 0 and rest < 0:
            self._say("ledger live", entry, "it takes more than is left of the award")
        if entry.type in (Type.REVERSAL, Type.CANCEL, Type.REINSTATE):
            taken = award.taken[account] = award.taken.get(account, 0) - entry.milli
            if taken < 0:
                self._say("ledger reinstate", entry, "it gives back more than was taken")
        if entry.type in (Type.CARRY_OUT, Type.CARRY_IN):
            award.outside -= entry.milli
            if award.outside < 0:
                self._say("ledger carry", entry, "it carries in more than was carried out")

    def _grow(self, leaf: bytes) -> None:
        level, hash_ = 0, leaf
        while self._peaks and self._peaks[-1][0] == level:
            hash_ = merkle.interior(self._peaks.pop()[1], hash_)
            level += 1
        self._peaks.append((level, hash_))

    def _say(self, clause_id: str, entry: Entry, message: str) -> None:
        self.violations.append(Violation(clause(clause_id), f"entry {entry.n}", message))
