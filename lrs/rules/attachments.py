"""Which attachment data belongs to which statement (Data 2.4.11, Communication 1.5.2)."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from schemas.clauses import clause
from schemas.values import Violation

HASHES = {56: "sha224", 64: "sha256", 96: "sha384", 128: "sha512"}
"""Digits of a SHA-2 → the member of the family."""

NO_EXCESS = clause("XAPI-00128")
NOTHING_MISSING = clause("XAPI-00129")
HASH_IS_RIGHT = clause("XAPI-00131")


@dataclass(frozen=True, slots=True)
class Part:
    """Attachment data as it came: the hash that its header claims, and its octets."""

    sha2: str
    content_type: str
    content: bytes


def attached(statement: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """Yield the attachment objects of *statement*, its SubStatement's too."""
    yield from statement.get("attachments", ())
    if statement["object"].get("objectType") == "SubStatement":
        yield from statement["object"].get("attachments", ())


def true_hash(part: Part) -> bool:
    """Say whether the octets of *part* have the hash that it claims."""
    family = HASHES.get(len(part.sha2))
    return family is not None and hashlib.new(family, part.content).hexdigest() == part.sha2


def joined(first: bytes, attached: Iterable[Part], boundary: str) -> tuple[str, bytes]:
    """Return the content type and body of multipart/mixed with *first* (JSON) and *attached*.

    *boundary* must occur in none of them: the caller draws it.
    """
    pieces = [f"--{boundary}\r\nContent-Type: application/json\r\n\r\n".encode() + first + b"\r\n"]
    for part in attached:
        head = (
            f"--{boundary}\r\nContent-Type: {_one_line(part.content_type)}\r\n"
            "Content-Transfer-Encoding: binary\r\n"
            f"X-Experience-API-Hash: {part.sha2}\r\n\r\n"
        )
        pieces.append(head.encode() + part.content + b"\r\n")
    pieces.append(f"--{boundary}--\r\n".encode())
    return f'multipart/mixed; boundary="{boundary}"', b"".join(pieces)


def violations(statements: Sequence[dict[str, Any]], parts: Iterable[Part]) -> list[Violation]:
    """Return what is wrong between *statements* and the *parts* sent with them.

    Attachments need a part unless they have a fileUrl, even where the store has the data
    already: a hash alone proves nothing of its sender. Every part belongs to an attachment.
    """
    found: list[Violation] = []
    sent: set[str] = set()
    for number, part in enumerate(parts, start=2):
        sent.add(part.sha2)
        if not true_hash(part):
            found.append(Violation(HASH_IS_RIGHT, f"part {number}", "the content has another hash"))
    wanted: set[str] = set()
    for index, statement in enumerate(statements):
        for number, attachment in enumerate(attached(statement)):
            sha2 = attachment["sha2"].lower()
            wanted.add(sha2)
            if "fileUrl" not in attachment and sha2 not in sent:
                found.append(
                    Violation(
                        NOTHING_MISSING,
                        f"[{index}].attachments[{number}]",
                        "its data did not come with the statement, and it names no fileUrl",
                    )
                )
    found.extend(
        Violation(NO_EXCESS, f"part with hash {sha2}", "belongs to no attachment")
        for sha2 in sorted(sent - wanted)
    )
    return found


def _one_line(value: str) -> str:
    return re.sub(r"[\r\n]+", " ", value)
