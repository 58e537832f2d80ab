"""Entity tags of documents, and what a request demands of them (Communication 3.1, RFC 9110)."""

from __future__ import annotations

import hashlib
import re

from lrs.rules.versions import Edition
from schemas.clauses import clause
from schemas.refusals import Conflict, Malformed, PreconditionFailed

TAGS_ARE_HEEDED = clause("XAPI-00322")
TAG_IS_NEEDED = clause("IEEE 4.1.4")

_TAG = re.compile(r'(?:W/)?"([^"]*)"')


def etag(content: bytes) -> str:
    """Return the entity tag of *content*: its SHA-1, 40 hexadecimal digits, without quotes."""
    return hashlib.sha1(content, usedforsecurity=False).hexdigest()


def heed(if_match: str | None, if_none_match: str | None, current: str | None) -> None:
    """Raise PreconditionFailed unless *current*, the document's tag or None, is as demanded."""
    if if_match is not None and not _names(if_match, current):
        raise PreconditionFailed("the document is not the one that If-Match names", code="if-match")
    if if_none_match is not None and _names(if_none_match, current):
        raise PreconditionFailed(
            "there is a document that If-None-Match excludes", code="if-none-match"
        )


def refuse_blind_put(
    kind: str, edition: Edition, *, conditional: bool, current: str | None
) -> None:
    """Refuse a PUT that says nothing of the document which it may overwrite.

    1.0.3 demands this of profiles (409 where there is a document, 400 where not); 2.0 of
    every document that exists.
    """
    if conditional or (edition is Edition.ONE and kind == "state"):
        return
    if current is not None:
        raise Conflict(
            "there is such a document: look at it first, then say If-Match with its ETag, or "
            "If-None-Match: * to write only where there is none",
            code="etag-needed",
        )
    if edition is Edition.ONE:
        raise Malformed(
            "a PUT of a profile needs If-Match or If-None-Match: * (xAPI 1.0.3)",
            code="etag-needed",
        )


def _names(header: str, current: str | None) -> bool:
    """Say whether the list of tags *header* names *current*; a bare tag counts too."""
    if current is None:
        return False
    if header.strip() == "*":
        return True
    return current in _TAG.findall(header) or header.strip() == current
