"""The witness's folder: signed checkpoints as files, apart from the database.

It may be another machine's disk. Files are only ever added, each named by its size.
"""

from __future__ import annotations

import os
from pathlib import Path

KEY_FILE = "ledger.vkey"


def keep(folder: Path, size: int, note: str, key: str) -> None:
    """Write *note* for the ledger of *size* entries, and the *key* that checks it.

    A file of that name stays as it is.
    """
    folder.mkdir(parents=True, exist_ok=True)
    _write(folder / KEY_FILE, key + "\n")
    _write(folder / f"{size:012d}.txt", note)


def kept(folder: Path) -> list[str]:
    """Return the notes in *folder*, the smallest ledger first."""
    return [file.read_text(encoding="utf-8") for file in sorted(folder.glob("*.txt"))]


def _write(file: Path, text: str) -> None:
    if file.exists():
        return
    draft = file.with_suffix(".new")
    with draft.open("w", encoding="utf-8") as opened:
        opened.write(text)
        opened.flush()
        os.fsync(opened.fileno())
    draft.replace(file)
