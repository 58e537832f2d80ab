"""Forwarders: create, pause, resume, rewind, remove, and see how far each has come."""

from __future__ import annotations

import base64
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from cryptography.fernet import Fernet
from sqlalchemy.orm import Session

from lrs.rules.forwarding import REFUSED_IN_A_ROW, pause_after, wrong_endpoint
from lrs.rules.versions import Edition
from lrs.services.remote_store import Answer
from lrs.services.statements import Filters
from lrs.store import forwarders as store
from lrs.store import order
from lrs.store.tables import Forwarder
from schemas.refusals import Malformed, NotFound
from schemas.settings import Settings
from schemas.write_door import UnitOfWork


@dataclass(frozen=True, slots=True)
class Progress:
    """A forwarder as it may be shown.

    *lag* is the number of statements that it has yet to look at, *behind_since* when the
    first of them was stored; *refused* how many were set aside.
    """

    id: int
    store_id: int
    label: str
    endpoint: str
    filters: dict[str, Any]
    position: int
    lag: int
    behind_since: datetime | None
    failures: int
    retry_at: datetime | None
    last_error: str | None
    paused_at: datetime | None
    last_taken_at: datetime | None
    refused: int


@dataclass(frozen=True, slots=True)
class Refused:
    """A statement that the other store refused, and why."""

    seq: int
    sid: UUID
    reason: str
    refused_at: datetime


def create(
    unit: UnitOfWork,
    store_id: int,
    *,
    label: str,
    endpoint: str,
    key: str,
    secret: str,
    given: Settings,
    filters: Filters | None = None,
    version: str = "1.0.3",
    from_now: bool = False,
) -> int:
    """Create a forwarder to the store at *endpoint* (before ``statements``); return its id.

    It sends what meets *filters* (agent, verb, activity, registration and the two related),
    from the first statement or *from_now* on. *version* is what the other store speaks:
    ``1.0.3``, into which statements of 2.0 are turned, or ``2.0.0``, with both as they are.
    Raises Malformed for an address to which records must not go (``endpoint``).
    """
    wrong = wrong_endpoint(endpoint)
    if wrong is not None:
        raise Malformed(f"{endpoint!r}: {wrong}", code="endpoint")
    if version not in {edition.value for edition in Edition}:
        raise Malformed(f"{version!r}: 1.0.3 or 2.0.0 is needed", code="version")
    row = Forwarder(
        store_id=store_id,
        label=label,
        endpoint=endpoint.rstrip("/"),
        key=key,
        sealed_secret=_seal(given).encrypt(secret.encode()),
        version=version,
        filters=_as_document(filters or Filters()),
        position=order.head(unit.session, store_id).seq if from_now else 0,
        failures=0,
        refused_in_a_row=0,
        created_at=unit.now,
    )
    unit.session.add(row)
    unit.session.flush()
    return row.id


def pause(unit: UnitOfWork, forwarder_id: int) -> None:
    """Let the forwarder rest where it stands; what is stored meanwhile waits."""
    row = _row(unit, forwarder_id)
    row.paused_at = row.paused_at or unit.now


def resume(unit: UnitOfWork, forwarder_id: int) -> None:
    """Let the forwarder go on from where it stands, at once."""
    row = _row(unit, forwarder_id)
    row.paused_at = row.retry_at = None
    row.failures = row.refused_in_a_row = 0


def rewind(unit: UnitOfWork, forwarder_id: int, after: int) -> None:
    """Let the forwarder send again what stands after the place *after*, and forget what was
    refused there. The other store knows by their ids what it has."""
    row = _row(unit, forwarder_id)
    if not 0 <= after <= row.position:
        raise Malformed(f"a place from 0 to {row.position} is needed", code="position")
    row.position = after
    store.forget_refusals(unit.session, forwarder_id, after=after)


def remove(unit: UnitOfWork, forwarder_id: int) -> None:
    """End the forwarder; what it sent stays there."""
    _row(unit, forwarder_id)
    store.remove(unit.session, forwarder_id)


def listed(session: Session, store_id: int | None = None) -> list[Progress]:
    """Return how far each forwarder of the store (None: of all) has come, oldest first."""
    refused = store.refusal_counts(session)
    return [_progress(session, row, refused) for row in store.listed(session, store_id)]


def refusals(session: Session, forwarder_id: int) -> list[Refused]:
    """Return the statements that the other store refused, in order."""
    return [
        Refused(row.seq, row.sid, row.reason, row.refused_at)
        for row in store.refusals(session, forwarder_id)
    ]


def advance(unit: UnitOfWork, forwarder_id: int, before: int, seq: int, *, taken: bool) -> bool:
    """Move the forwarder from *before* to *seq*; False where it no longer stands there.

    *taken*: the other store took statements, and did not merely lack interest in them.
    """
    row = _standing(unit, forwarder_id, before)
    if row is None:
        return False
    row.position = seq
    if taken:
        row.failures = row.refused_in_a_row = 0
        row.retry_at = row.last_error = None
        row.last_taken_at = unit.now
    return True


def set_aside(
    unit: UnitOfWork, forwarder_id: int, before: int, seq: int, sid: UUID, reason: str
) -> bool:
    """Pass over the statement at *seq*, which was refused; False where there is to be a halt."""
    row = _standing(unit, forwarder_id, before)
    if row is None:
        return False
    row.last_error = reason
    row.refused_in_a_row += 1
    if row.refused_in_a_row > REFUSED_IN_A_ROW:
        row.paused_at = unit.now
        return False
    row.position = seq
    store.set_aside(unit.session, forwarder_id, seq, sid, reason, unit.now)
    return True


def put_off(unit: UnitOfWork, forwarder_id: int, before: int, answer: Answer) -> None:
    """Let the forwarder wait after a failure, longer each time."""
    row = _standing(unit, forwarder_id, before)
    if row is not None:
        row.failures += 1
        row.last_error = answer.reason
        row.retry_at = unit.now + pause_after(row.failures, answer.retry_after)


def secret_of(row: Forwarder, given: Settings) -> str:
    """Return the secret with which to speak to the other store."""
    return _seal(given).decrypt(row.sealed_secret).decode()


def filters_of(row: Forwarder) -> Filters:
    """Return what *row* sends."""
    given = dict(row.filters)
    if "registration" in given:
        given["registration"] = UUID(given["registration"])
    return Filters(**given)


_FILTERS = (
    "agent",
    "verb",
    "activity",
    "registration",
    "related_agents",
    "related_activities",
)


def _as_document(filters: Filters) -> dict[str, Any]:
    told = {name: getattr(filters, name) for name in _FILTERS}
    return {
        name: str(value) if isinstance(value, UUID) else value
        for name, value in told.items()
        if value is not None and value is not False
    }


def _row(unit: UnitOfWork, forwarder_id: int) -> Forwarder:
    row = store.get(unit.session, forwarder_id, lock=True)
    if row is None:
        raise NotFound(f"there is no forwarder {forwarder_id}", code="forwarder")
    return row


def _standing(unit: UnitOfWork, forwarder_id: int, before: int) -> Forwarder | None:
    """Return the row while it is in force and stands at *before*: people may have moved it."""
    row = store.get(unit.session, forwarder_id, lock=True)
    if row is None or row.paused_at is not None or row.position != before:
        return None
    return row


def _progress(session: Session, row: Forwarder, refused: dict[int, int]) -> Progress:
    return Progress(
        row.id,
        row.store_id,
        row.label,
        row.endpoint,
        row.filters,
        row.position,
        order.head(session, row.store_id).seq - row.position,
        store.stored_after(session, row.store_id, row.position),
        row.failures,
        row.retry_at,
        row.last_error,
        row.paused_at,
        row.last_taken_at,
        refused.get(row.id, 0),
    )


def _seal(given: Settings) -> Fernet:
    return Fernet(base64.urlsafe_b64encode(given.secret("lrs-forwarding")))
