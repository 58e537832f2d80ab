"""One entry of the ledger, its canonical text and its hash.

The text is JSON in UTF-8 with sorted names and no spaces; all names are always there.
The hash is that of a leaf of an RFC 9162 Merkle tree (section 2.1.1): SHA-256 of a zero octet
and the text. The text holds the hash of the entry before, so the entries are a chain as well
as a tree.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any
from uuid import UUID

BEGINNING = bytes(32)
"""What the first entry carries as the hash of the one before it."""


class Type(StrEnum):
    """Why an entry exists (RULES: ledger)."""

    AWARD = "AWARD"
    TRANSFER_IN = "TRANSFER_IN"
    CARRY_IN = "CARRY_IN"
    CARRY_OUT = "CARRY_OUT"
    REVERSAL = "REVERSAL"
    CANCEL = "CANCEL"
    REINSTATE = "REINSTATE"
    RECOMPUTE = "RECOMPUTE"
    ADJUST = "ADJUST"


@dataclass(frozen=True, slots=True)
class Rule:
    """The rule document that an entry was reckoned under, frozen with it."""

    rule_id: str
    version: str
    digest: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """What somebody wants to post; the ledger adds number, time and hashes.

    *subject* is the person's pseudonym (``pseudonym``), *milli* thousandths of a credit,
    *period* the period that counts it (None: for the archive only), *plan* the plan or class
    that governed the learner, *idem* the key under which it may be posted once.
    *refers* is the number of the award that a correction is about. *document* is the number
    of the decision behind it. Times are milliseconds since the Unix epoch.
    """

    subject: bytes
    family_id: UUID
    category: str
    milli: int
    type: Type
    idem: str
    reason: str
    actor: str
    effective_at: int
    version_id: UUID | None = None
    period: str | None = None
    plan: str | None = None
    refers: int | None = None
    rule: Rule | None = None
    evidence_digest: bytes | None = None
    document: str | None = None
    second_approver: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry(Draft):
    """A posted entry: *n* counts from 1, *prev_hash* and *hash* chain it to its neighbours."""

    n: int
    posted_at: int
    prev_hash: bytes
    hash: bytes = b""

    def sealed(self) -> Entry:
        """Return the entry with the hash that its text has."""
        return replace(self, hash=leaf_hash(canonical(self)))


def document(entry: Entry) -> dict[str, Any]:
    """Return what the entry's hash covers: every member but the hash itself.

    Octets are hexadecimal; the person appears by pseudonym only.
    """
    rule = entry.rule
    return {
        "n": entry.n,
        "subject": entry.subject.hex(),
        "family": str(entry.family_id),
        "version": None if entry.version_id is None else str(entry.version_id),
        "category": entry.category,
        "period": entry.period,
        "plan": entry.plan,
        "milli": entry.milli,
        "type": entry.type.value,
        "idem": entry.idem,
        "refers": entry.refers,
        "rule": None
        if rule is None
        else {"id": rule.rule_id, "version": rule.version, "digest": rule.digest.hex()},
        "evidence": None if entry.evidence_digest is None else entry.evidence_digest.hex(),
        "reason": entry.reason,
        "document": entry.document,
        "actor": entry.actor,
        "second_approver": entry.second_approver,
        "effective_at": entry.effective_at,
        "posted_at": entry.posted_at,
        "prev": entry.prev_hash.hex(),
    }


def canonical(entry: Entry) -> bytes:
    """Return the text that the entry's hash is taken of."""
    return json.dumps(
        document(entry), sort_keys=True, separators=(",", ":"), ensure_ascii=False
    ).encode()


def leaf_hash(text: bytes) -> bytes:
    """Return the hash of a leaf with *text* (RFC 9162, 2.1.1)."""
    return hashlib.sha256(b"\x00" + text).digest()


def pseudonym(salt: bytes, learner: UUID) -> bytes:
    """Return the name under which the ledger knows *learner*; without the salt it is nobody's."""
    return hashlib.sha256(salt + learner.bytes).digest()


def line(entry: Entry) -> str:
    """Return the entry as one line of an exported ledger: its text and its hash."""
    return json.dumps(
        {**document(entry), "hash": entry.hash.hex()},
        sort_keys=True,
        separators=(",", ":"),
        ensure_ascii=False,
    )
