"""Credentials: who may speak to the store, by the digest of a secret nobody keeps."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from lrs.store.tables import Credential


def by_key(session: Session, key: str) -> Credential | None:
    """Return the credential with *key*, revoked or not."""
    return session.scalar(select(Credential).where(Credential.key == key))


def listed(session: Session, store_id: int) -> list[Credential]:
    """Return all credentials of the store, oldest first."""
    return list(
        session.scalars(
            select(Credential).where(Credential.store_id == store_id).order_by(Credential.id)
        )
    )


def used(session: Session, key: str, now: datetime) -> None:
    """Write down that *key* was used."""
    session.execute(
        update(Credential)
        .where(Credential.key == key)
        .values(last_used_at=now)
        .execution_options(synchronize_session=False)
    )
