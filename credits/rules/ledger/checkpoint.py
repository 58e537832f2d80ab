"""A signed statement of how long the ledger was and under which root.

The text is a signed note as transparency logs write it (C2SP tlog-checkpoint):

    xueshi.example/ledger
    15
    <root, base64>
    time 1489542400000

    — xueshi.example/ledger <base64 of 4 octets of key id and the signature>

so that a witness can keep, compare and countersign it with tools that are not ours.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
from dataclasses import dataclass
from typing import Protocol

ED25519 = b"\x01"
"""The algorithm octet of a key name in signed notes; SM2 will have another."""


class Signer(Protocol):
    """Something that can sign: Ed25519 now, SM2 where the law asks for it."""

    @property
    def name(self) -> str:
        """The key's name in signatures, without spaces and plus signs."""

    @property
    def algorithm(self) -> bytes:
        """The algorithm octet that goes before the public key in the key's id."""

    @property
    def public_key(self) -> bytes:
        """The public key's octets."""

    def sign(self, message: bytes) -> bytes:
        """Return the signature of *message*."""


class Verifier(Protocol):
    """The other half of a signer."""

    def __call__(self, public_key: bytes, signature: bytes, message: bytes) -> bool:
        """True when *signature* is the key's own of *message*."""


@dataclass(frozen=True, slots=True)
class Checkpoint:
    """The ledger named *origin* had *size* entries under *root* at *signed_at* (Unix ms)."""

    origin: str
    size: int
    root: bytes
    signed_at: int

    @property
    def text(self) -> str:
        """What is signed."""
        root = base64.b64encode(self.root).decode()
        return f"{self.origin}\n{self.size}\n{root}\ntime {self.signed_at}\n"


def key_id(name: str, algorithm: bytes, public_key: bytes) -> bytes:
    """Return the four octets by which a signature names its key."""
    return hashlib.sha256(name.encode() + b"\n" + algorithm + public_key).digest()[:4]


def verification_key(signer: Signer) -> str:
    """Return the signer's public half as signed notes write it: name, key id, key."""
    key = base64.b64encode(signer.algorithm + signer.public_key).decode()
    return f"{signer.name}+{key_id(signer.name, signer.algorithm, signer.public_key).hex()}+{key}"


def signed(checkpoint: Checkpoint, signer: Signer) -> str:
    """Return *checkpoint* as a note with the signature of *signer*."""
    key = key_id(signer.name, signer.algorithm, signer.public_key)
    signature = base64.b64encode(key + signer.sign(checkpoint.text.encode())).decode()
    return f"{checkpoint.text}\n— {signer.name} {signature}\n"


def opened(note: str, public_key: bytes, verifies: Verifier) -> Checkpoint:
    """Return the checkpoint in *note*; raise ValueError unless *public_key* signed it."""
    text, gap, signatures = note.partition("\n\n")
    text += "\n"
    lines = text.splitlines()
    if not gap or len(lines) != 4 or not lines[3].startswith("time "):
        raise ValueError("not a checkpoint of this ledger")
    try:
        found = Checkpoint(
            origin=lines[0],
            size=int(lines[1]),
            root=base64.b64decode(lines[2], validate=True),
            signed_at=int(lines[3].removeprefix("time ")),
        )
    except (ValueError, binascii.Error):
        raise ValueError("not a checkpoint of this ledger") from None
    if found.text != text:
        raise ValueError("the checkpoint is not in its canonical form")
    for line in signatures.splitlines():
        name, _, encoded = line.removeprefix("— ").partition(" ")
        try:
            octets = base64.b64decode(encoded, validate=True)
        except binascii.Error:
            continue
        known = octets[:4] == key_id(name, ED25519, public_key)
        if known and verifies(public_key, octets[4:], text.encode()):
            return found
    raise ValueError("no signature of the expected key is on the checkpoint")
