"""``DATA_DIR/demo.json``: what a visitor of the demonstration needs, readable by its owner only."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from academy.demonstration.people import Account
from schemas.settings import Settings


def kept(given: Settings) -> dict[str, Any] | None:
    """Return what was written at an earlier seeding, or None."""
    file = _file(given)
    return json.loads(file.read_text(encoding="utf-8")) if file.exists() else None


def of(given: Settings, accounts: Sequence[Account]) -> dict[str, Any]:
    """Return the record of a fresh demonstration; its LRS credential is still to come."""
    return {
        "base": given.public_url,
        "lrs": {"endpoint": f"{given.public_url}/xapi/", "key": None, "secret": None},
        "accounts": [
            {
                "role": account.character.role,
                "username": account.character.username,
                "password": account.password,
                "totp_secret": account.totp_secret,
                "unit": account.character.unit,
            }
            for account in accounts
        ],
    }


def keep(given: Settings, record: dict[str, Any]) -> None:
    """Write *record*, whole or not at all."""
    file = _file(given)
    draft = file.with_suffix(".new")
    draft.unlink(missing_ok=True)
    draft.touch(mode=0o600)
    draft.write_text(json.dumps(record, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    draft.replace(file)


def _file(given: Settings) -> Path:
    return given.data / "demo.json"
