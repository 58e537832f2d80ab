"""Second factors: giving, showing and taking away TOTP secrets (RFC 6238)."""

from __future__ import annotations

from uuid import UUID

from academy.services.sealing import sealed
from academy.store.tables import AccountRow
from schemas.write_door import UnitOfWork


def give(unit: UnitOfWork, person_id: UUID, secret: str, key: bytes) -> None:
    """Give the person's account the TOTP *secret* (base 32), sealed with *key*."""
    account = unit.session.get_one(AccountRow, person_id)
    account.totp_sealed, account.totp_step = sealed(secret, person_id, key), None
    unit.session.flush()
