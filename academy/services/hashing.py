"""Password hashes: argon2id, and never more than two at a time on one machine.

One hash takes 46 MiB. A flood of sign-ins in December must not fill the memory, and so
whoever comes third waits, in whatever process.
"""

from __future__ import annotations

import fcntl
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from argon2 import PasswordHasher, Type
from argon2.exceptions import InvalidHashError, VerificationError
from flask import Flask, current_app

MEMORY_KIB = 47_104
"""46 MiB; with one pass the first choice of OWASP's Password Storage Cheat Sheet."""

PASSES = 1
LANES = 1
AT_ONCE = 2

_PAUSE_S = 0.01


class Hashing:
    """Hashes and verifies; *folder* holds the locks that all processes share."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._slots = [folder / f"hashing-{number}.lock" for number in range(AT_ONCE)]
        self._threads = threading.BoundedSemaphore(AT_ONCE)
        self._hasher = PasswordHasher(
            time_cost=PASSES, memory_cost=MEMORY_KIB, parallelism=LANES, type=Type.ID
        )
        self._nobody: str | None = None

    def hashed(self, password: str) -> str:
        """Return the salted hash of *password* in PHC form."""
        with self._slot():
            return self._hasher.hash(password)

    def verified(self, kept: str | None, password: str) -> bool:
        """True where *password* is the one of the hash *kept*.

        Without a hash the same work is done against nobody's, and the answer is False, so
        that an unknown account takes as long as a known one.
        """
        hash_of_someone = kept if kept is not None else self._hash_of_nobody()
        with self._slot():
            try:
                self._hasher.verify(hash_of_someone, password)
            except (VerificationError, InvalidHashError):
                return False
        return kept is not None

    def _hash_of_nobody(self) -> str:
        if self._nobody is None:
            self._nobody = self.hashed("")
        return self._nobody

    @contextmanager
    def _slot(self) -> Iterator[None]:
        self._folder.mkdir(parents=True, exist_ok=True)
        with self._threads:
            while True:
                for slot in self._slots:
                    with slot.open("ab") as lock:
                        try:
                            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
                        except BlockingIOError:
                            continue
                        yield
                        return
                time.sleep(_PAUSE_S)


_HASHING = "academy_hashing"


def install(app: Flask, folder: Path) -> None:
    """Give *app* its hashing, with a hash of nobody ready before the first stranger comes."""
    app.extensions[_HASHING] = Hashing(folder)


def hashing() -> Hashing:
    """Return the hashing of the current application."""
    found: Hashing = current_app.extensions[_HASHING]
    return found
