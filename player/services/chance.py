"""The server's chance: keys nobody can guess and moments nobody can foresee."""

from __future__ import annotations

import secrets


def key() -> str:
    """Return 256 random bits as text that fits into an address."""
    return secrets.token_urlsafe(32)


def nonce() -> str:
    """Return the next link of a chain of requests."""
    return secrets.token_urlsafe(12)


def draw(n: int) -> int:
    """Return a whole number from 0 to *n* - 1, each as likely."""
    return secrets.randbelow(n)


def fraction_milli() -> int:
    """Return a whole number from 0 to 1000, each as likely."""
    return secrets.randbelow(1001)
