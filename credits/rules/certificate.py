"""The certificate of a finished year: what it says, its number, and when it holds (Art. 16)."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
"""Crockford's base 32: nothing in it is taken for something else when read aloud."""

DRAWN = 8
"""Random characters of a number: 40 bits, so that numbers cannot be tried out."""


class State(StrEnum):
    """Whether a certificate holds."""

    VALID = "valid"
    SUSPENDED = "suspended"
    REVOKED = "revoked"


@dataclass(frozen=True, slots=True)
class Certificate:
    """What a certificate says; *earned* are milli-credits by kind that count for it.

    *subject* is the holder's pseudonym in the ledger, *entries* the numbers of the holder's
    entries of the period when the ledger had *size* entries under *root*.
    """

    number: str
    title: str
    issuer: str
    holder: str
    period: str
    earned: Mapping[str, int]
    rule: Mapping[str, str]
    subject: bytes
    entries: Sequence[int]
    size: int
    root: bytes
    issued_at: int

    @property
    def text(self) -> str:
        """What is signed: canonical JSON."""
        return json.dumps(
            {
                "number": self.number,
                "title": self.title,
                "issuer": self.issuer,
                "holder": self.holder,
                "period": self.period,
                "earned": dict(self.earned),
                "rule": dict(self.rule),
                "subject": self.subject.hex(),
                "entries": list(self.entries),
                "ledger": {"size": self.size, "root": self.root.hex()},
                "issued_at": self.issued_at,
            },
            sort_keys=True,
            separators=(",", ":"),
            ensure_ascii=False,
        )


def read(text: str) -> Certificate:
    """Return the certificate whose ``text`` this is."""
    said: dict[str, Any] = json.loads(text)
    return Certificate(
        number=said["number"],
        title=said["title"],
        issuer=said["issuer"],
        holder=said["holder"],
        period=said["period"],
        earned=said["earned"],
        rule=said["rule"],
        subject=bytes.fromhex(said["subject"]),
        entries=tuple(said["entries"]),
        size=said["ledger"]["size"],
        root=bytes.fromhex(said["ledger"]["root"]),
        issued_at=said["issued_at"],
    )


def numbered(period: str, drawn: int) -> str:
    """Return the number ``2017-XXXX-XXXX-C`` of *drawn*, a random number below 2**40.

    The last character lets a slip of the pen be told from a forgery.
    """
    body = ""
    for _ in range(DRAWN):
        drawn, digit = divmod(drawn, len(ALPHABET))
        body = ALPHABET[digit] + body
    return f"{period}-{body[:4]}-{body[4:]}-{_check(period + body)}"


def normalised(written: str) -> str:
    """Return *written* as a number is kept: capitals, plain hyphens, O and I read as digits."""
    plain = written.strip().upper().replace("—", "-").replace("－", "-").replace(" ", "")
    return plain.replace("O", "0").replace("I", "1").replace("L", "1")


def well_formed(number: str) -> bool:
    """True when the last character of *number* fits the others."""
    head, _, check = number.rpartition("-")
    return bool(head) and _check(head.replace("-", "")) == check


def masked(name: str) -> str:
    """Return *name* as strangers may see it: 王晓明 is 王＊明, 张三 is 张＊."""
    if len(name) <= 1:
        return name
    if len(name) == 2:
        return name[0] + "＊"
    return name[0] + "＊" * (len(name) - 2) + name[-1]


def state_after(events: Sequence[str]) -> State:
    """Return whether a certificate holds after *events*, in order."""
    states = {
        "suspended": State.SUSPENDED,
        "revoked": State.REVOKED,
        "restored": State.VALID,
    }
    return states[events[-1]] if events else State.VALID


def _check(text: str) -> str:
    total = sum((place + 1) * ord(letter) for place, letter in enumerate(text))
    return ALPHABET[total % 31]
