"""Credentials for Basic authentication: issue, check, revoke.

A secret has 256 bits of chance, so its SHA-256 needs neither salt nor stretching: no table of
guesses exists for it, and checking costs a microsecond.
"""

from __future__ import annotations

import hmac
import secrets
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256
from typing import Any
from urllib.parse import quote

from sqlalchemy.orm import Session

from lrs.rules.contract import AUTHORITY
from lrs.rules.scopes import SCOPES
from lrs.store import credentials as store
from lrs.store.tables import Credential
from schemas.refusals import Malformed, NotFound, NotPermitted
from schemas.values import Violation
from schemas.write_door import UnitOfWork

USE_IS_WRITTEN_EVERY = timedelta(minutes=10)
"""How exactly the last use of a credential is known; finer would make every read a write."""


@dataclass(frozen=True, slots=True)
class Issued:
    """A new credential. The secret is shown once and kept nowhere."""

    key: str
    secret: str


@dataclass(frozen=True, slots=True)
class Known:
    """A credential as it may be shown, and as it acts."""

    key: str
    store_id: int
    label: str
    scopes: frozenset[str]
    authority: dict[str, Any]
    created_at: datetime
    revoked_at: datetime | None
    last_used_at: datetime | None


def issue(
    unit: UnitOfWork,
    store_id: int,
    *,
    label: str,
    scopes: Collection[str] = ("all",),
    iri_base: str,
    authority: dict[str, Any] | None = None,
) -> Issued:
    """Issue a credential called *label* with *scopes*.

    Its *authority* is written into every statement that it brings: by default an account of
    this installation (*iri_base*) named after the key. Raises Malformed for unknown scopes or
    a broken authority.
    """
    unknown = set(scopes) - SCOPES
    if unknown or not scopes:
        raise Malformed(f"scopes are {', '.join(sorted(SCOPES))}", code="scopes")
    issued = Issued(secrets.token_hex(16), secrets.token_hex(32))
    spoken_for = authority or {
        "objectType": "Agent",
        "name": label,
        "account": {"homePage": f"{iri_base}/lrs/credentials", "name": quote(issued.key)},
    }
    broken: list[Violation] = []
    AUTHORITY(spoken_for, "", "authority", broken)
    if broken:
        raise Malformed("the authority is no Agent", code="authority", violations=broken)
    unit.session.add(
        Credential(
            store_id=store_id,
            key=issued.key,
            secret_sha256=_digest(issued.secret),
            label=label,
            scopes=sorted(scopes),
            authority=spoken_for,
            created_at=unit.now,
        )
    )
    unit.session.flush()
    return issued


def checked(session: Session, key: str, secret: str) -> Known:
    """Return the credential of *key* and *secret*; raise NotPermitted (``credentials``)."""
    row = store.by_key(session, key)
    expected = row.secret_sha256 if row is not None else b"\0" * 32
    if not hmac.compare_digest(expected, _digest(secret)) or row is None or row.revoked_at:
        raise NotPermitted("the key and secret are not those of a credential", code="credentials")
    return _known(row)


def use_is_due(known: Known, now: datetime) -> bool:
    """Say whether the use of *known* at *now* should be written down."""
    return known.last_used_at is None or now - known.last_used_at > USE_IS_WRITTEN_EVERY


def note_use(unit: UnitOfWork, key: str) -> None:
    """Write down that the credential *key* is being used."""
    store.used(unit.session, key, unit.now)


def revoke(unit: UnitOfWork, key: str) -> None:
    """End the credential *key*; what it brought stays."""
    row = store.by_key(unit.session, key)
    if row is None:
        raise NotFound(f"there is no credential {key}", code="credential")
    if row.revoked_at is None:
        row.revoked_at = unit.now


def listed(session: Session, store_id: int) -> list[Known]:
    """Return all credentials of the store, oldest first."""
    return [_known(row) for row in store.listed(session, store_id)]


def _digest(secret: str) -> bytes:
    return sha256(secret.encode()).digest()


def _known(row: Credential) -> Known:
    return Known(
        row.key,
        row.store_id,
        row.label,
        frozenset(row.scopes),
        row.authority,
        row.created_at,
        row.revoked_at,
        row.last_used_at,
    )
