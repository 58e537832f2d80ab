"""Secrets that must be read again (TOTP), sealed for the table.

AES-256-GCM with a key from the data folder, bound to the person, so that neither a dump of
the database nor a row copied to another person is of use.
"""

from __future__ import annotations

import secrets
from uuid import UUID

from cryptography.hazmat.primitives.ciphers.aead import AESGCM

_NONCE_OCTETS = 12


def sealed(secret: str, person_id: UUID, key: bytes) -> bytes:
    """Return *secret* sealed for the person with the 32-octet *key*."""
    nonce = secrets.token_bytes(_NONCE_OCTETS)
    return nonce + AESGCM(key).encrypt(nonce, secret.encode(), person_id.bytes)


def opened(box: bytes, person_id: UUID, key: bytes) -> str:
    """Return the secret in *box*; raises cryptography's InvalidTag for a foreign box."""
    nonce, ciphertext = box[:_NONCE_OCTETS], box[_NONCE_OCTETS:]
    return AESGCM(key).decrypt(nonce, ciphertext, person_id.bytes).decode()
