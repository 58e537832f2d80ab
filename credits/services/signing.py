"""The installation's ledger key: Ed25519 now; SM2 is another class with the same four members."""

from __future__ import annotations

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import (
    Ed25519PrivateKey,
    Ed25519PublicKey,
)

from credits.rules.ledger.checkpoint import ED25519
from schemas.settings import Settings

SECRET = "ledger_signing_key"
"""Name of the key's seed among the installation's secrets."""


class Ed25519Signer:
    """Signs with the 32-octet *seed* under *name*, which has neither spaces nor plus signs."""

    algorithm = ED25519

    def __init__(self, name: str, seed: bytes) -> None:
        self.name = name
        self._key = Ed25519PrivateKey.from_private_bytes(seed)

    @property
    def public_key(self) -> bytes:
        return self._key.public_key().public_bytes_raw()

    def sign(self, message: bytes) -> bytes:
        return self._key.sign(message)


def signer_of(given: Settings, iri_base: str) -> Ed25519Signer:
    """Return the installation's signer; its key is drawn at first use and kept.

    Its name follows the installation's name, which never changes.
    """
    return Ed25519Signer(f"{iri_base.partition('://')[2]}/ledger", given.secret(SECRET))


def verifies(public_key: bytes, signature: bytes, message: bytes) -> bool:
    """True when *signature* is the Ed25519 key's own of *message* (RFC 8032)."""
    try:
        Ed25519PublicKey.from_public_bytes(public_key).verify(signature, message)
    except (InvalidSignature, ValueError):
        return False
    return True
