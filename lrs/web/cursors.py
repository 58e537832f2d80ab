"""``more`` links: a query and a place in the order, signed, and kept nowhere.

They never die, because nothing has to be remembered for them; they work only for the caller
who got them.
"""

from __future__ import annotations

import base64
import binascii
import hmac
import json
from collections.abc import Mapping
from hashlib import sha256

from lrs.services.callers import Caller
from schemas.refusals import NotFound


def sealed(args: Mapping[str, str], caller: Caller, secret: bytes) -> str:
    """Return *args* as a token for *caller*."""
    text = json.dumps(dict(args), ensure_ascii=False, separators=(",", ":")).encode()
    return f"{_text(text)}.{_text(_seal(text, caller, secret))}"


def opened(token: str, caller: Caller, secret: bytes) -> dict[str, str]:
    """Return what ``sealed`` was given; raise NotFound for anything else."""
    body, _, seal = token.partition(".")
    try:
        text, given = _octets(body), _octets(seal)
    except (binascii.Error, ValueError):
        raise _unknown() from None
    if not hmac.compare_digest(given, _seal(text, caller, secret)):
        raise _unknown()
    found: dict[str, str] = json.loads(text)
    return found


def _seal(text: bytes, caller: Caller, secret: bytes) -> bytes:
    named = f"{caller.store_id}\0{caller.name}\0".encode()
    return hmac.new(secret, named + text, sha256).digest()[:16]


def _text(octets: bytes) -> str:
    return base64.urlsafe_b64encode(octets).rstrip(b"=").decode()


def _octets(text: str) -> bytes:
    return base64.urlsafe_b64decode(text.encode("ascii") + b"=" * (-len(text) % 4))


def _unknown() -> NotFound:
    return NotFound("this more link is not one that was given to you", code="more")
