"""Signed statements: three states, and never more trust than a chain of certificates gives.

A signature is an attachment of its own usage type that holds a JSON Web Signature in compact
form, whose payload is the statement (Data 2.6). Only RS256, RS384 and RS512 count. Keys named
by the signature itself (``jku``, ``jwk``, ``x5u``) are never used.
"""

from __future__ import annotations

import base64
import binascii
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import Enum
from typing import Any

from lrs.rules.equivalence import same
from schemas.clauses import clause
from schemas.refusals import Malformed
from schemas.strict_json import parsed
from schemas.values import Violation

USAGE_TYPE = "http://adlnet.gov/expapi/attachments/signature"
CONTENT_TYPE = "application/octet-stream"
ALGORITHMS = frozenset({"RS256", "RS384", "RS512"})

TYPE_IS_RIGHT = clause("XAPI-00115")
PAYLOAD_IS_STATEMENT = clause("XAPI-00116")
ALGORITHM_IS_ALLOWED = clause("XAPI-00117")

_COMPACT = re.compile(rb"([A-Za-z0-9_-]+)\.([A-Za-z0-9_-]+)\.([A-Za-z0-9_-]+)\s*")


class Trust(Enum):
    """How far a statement's signature goes: none, its form alone, a chain to a known root."""

    UNSIGNED = "unsigned"
    WELL_FORMED = "well-formed"
    TRUSTED = "trusted"


@dataclass(frozen=True, slots=True)
class Signature:
    """A JSON Web Signature taken apart: *chain* are the DER certificates of ``x5c``, the
    signer's first."""

    algorithm: str
    chain: tuple[bytes, ...]
    payload: Any
    signed: bytes
    octets: bytes


Verified = Callable[[Signature], bool]
"""Says whether the signer's certificate of a signature fits its octets."""


def read(content: bytes) -> Signature:
    """Return the JSON Web Signature in *content*; raise Malformed when it is none."""
    found = _COMPACT.fullmatch(content)
    if found is None:
        raise Malformed("the signature is not a JWS in compact form")
    header, payload = parsed(_octets(found[1])), parsed(_octets(found[2]))
    if not isinstance(header, dict):
        raise Malformed("the header of the signature is not an object")
    algorithm = header.get("alg")
    if not isinstance(algorithm, str) or algorithm not in ALGORITHMS:
        raise Malformed("the signature's algorithm is not RS256, RS384 or RS512", code="algorithm")
    if header.get("crit"):
        raise Malformed("the signature demands extensions that are not known here")
    chain = header.get("x5c", [])
    if not isinstance(chain, list) or not all(isinstance(link, str) for link in chain):
        raise Malformed("x5c is not an array of certificates")
    return Signature(
        algorithm,
        tuple(_certificate(link) for link in chain),
        payload,
        found[1] + b"." + found[2],
        _octets(found[3]),
    )


def violations(
    statement: dict[str, Any],
    contents: dict[str, bytes],
    where: str,
    verified: Verified,
) -> list[Violation]:
    """Return what is wrong with the signatures of *statement*.

    *contents* holds the octets that came, by SHA-2; *verified* checks a signature against
    the certificate that it carries. A signature without a certificate cannot be checked and
    is only well-formed; one whose certificate does not fit is refused.
    """
    found: list[Violation] = []
    for number, attachment in enumerate(statement.get("attachments", ())):
        if attachment["usageType"] != USAGE_TYPE:
            continue
        here = f"{where}.attachments[{number}]"
        if attachment["contentType"] != CONTENT_TYPE:
            found.append(
                Violation(TYPE_IS_RIGHT, f"{here}.contentType", f"a signature has {CONTENT_TYPE}")
            )
            continue
        content = contents.get(attachment["sha2"].lower())
        if content is None:
            found.append(Violation(TYPE_IS_RIGHT, here, "the signature's data did not come"))
            continue
        try:
            signature = read(content)
        except Malformed as refusal:
            broken = ALGORITHM_IS_ALLOWED if refusal.code == "algorithm" else PAYLOAD_IS_STATEMENT
            found.append(Violation(broken, here, refusal.reason))
            continue
        if not _fits(signature.payload, statement):
            found.append(
                Violation(
                    PAYLOAD_IS_STATEMENT, here, "the signature's payload is another statement"
                )
            )
        elif signature.chain and not verified(signature):
            found.append(
                Violation(PAYLOAD_IS_STATEMENT, here, "the signature does not fit its certificate")
            )
    return found


def trust(
    statement: dict[str, Any],
    contents: dict[str, bytes],
    trusted: Callable[[Sequence[bytes]], bool],
    verified: Verified,
) -> Trust:
    """Return the state of *statement*: trusted needs a chain that *trusted* accepts."""
    state = Trust.UNSIGNED
    for attachment in _signatures(statement):
        content = contents.get(attachment["sha2"].lower())
        if content is None:
            continue
        try:
            signature = read(content)
        except Malformed:
            continue
        if not _fits(signature.payload, statement):
            continue
        state = Trust.WELL_FORMED
        if signature.chain and verified(signature) and trusted(signature.chain):
            return Trust.TRUSTED
    return state


def is_signed(statement: dict[str, Any]) -> bool:
    """Say whether *statement* carries a signature."""
    return bool(_signatures(statement))


def _signatures(statement: dict[str, Any]) -> list[dict[str, Any]]:
    return [
        attachment
        for attachment in statement.get("attachments", ())
        if attachment["usageType"] == USAGE_TYPE
    ]


def _fits(payload: Any, statement: dict[str, Any]) -> bool:
    """Say whether the signed *payload* is *statement*, before the signature was attached."""
    if not isinstance(payload, dict) or not {"actor", "verb", "object"} <= payload.keys():
        return False
    if "id" in payload and payload["id"].lower() != statement.get("id", "").lower():
        return False
    try:
        return same(payload, statement)
    except (KeyError, TypeError, AttributeError):
        return False


def _octets(text: bytes) -> bytes:
    try:
        return base64.urlsafe_b64decode(text + b"=" * (-len(text) % 4))
    except binascii.Error:
        raise Malformed("the signature is not base64url") from None


def _certificate(text: str) -> bytes:
    try:
        return base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError):
        raise Malformed("a certificate of x5c is not base64") from None
