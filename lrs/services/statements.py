"""Store statements, and find them again.

Storing has two halves: ``prepared`` does everything that needs no lock (contract, ids, bytes,
mentions), ``put`` appends inside the caller's unit of work. ``store`` is both.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any
from uuid import UUID

import orjson
from sqlalchemy.orm import Session

from lrs.rules import actors, attachments, certificates, contract, signatures
from lrs.rules.equivalence import same
from lrs.rules.mentions import activities, mentions
from lrs.rules.preparation import prepared as as_kept
from lrs.rules.versions import Edition, edition_of
from lrs.store import attachments as attachment_store
from lrs.store import lookups, order, pages, payloads
from lrs.store import statements as table
from lrs.store.payloads import TIMELESS
from lrs.store.statements import Kept
from lrs.store.tables import Activity, Agent, Verb
from schemas.clauses import clause
from schemas.identifiers import new_id
from schemas.refusals import Conflict, Malformed, NotFound
from schemas.values import Violation
from schemas.write_door import UnitOfWork

ONCE = clause("house xapi-batch-once")
IMMUTABLE = clause("XAPI-00142")

MOST_AT_ONCE = 1000
"""Statements in one request; a page has at most so many too."""

__all__ = [
    "Batch",
    "Filters",
    "Kept",
    "Page",
    "by_id",
    "consistent_through",
    "prepared",
    "put",
    "query",
    "store",
]


@dataclass(frozen=True, slots=True)
class Batch:
    """Statements that can be stored: as they will be kept, and as rows.

    *parts* are the attachment data that came with them.
    """

    statements: tuple[dict[str, Any], ...]
    entries: tuple[table.Entry, ...]
    parts: tuple[attachments.Part, ...] = ()


@dataclass(frozen=True, slots=True)
class Filters:
    """A query of the Statement resource; None means that the parameter was not given.

    *agent* is an Agent or identified Group. *after_seq* and *before_seq* continue a page.
    *authority* is the canonical IFI to whose statements a caller is confined. *with_voided*
    is for those who copy the store: no client may ask for it.
    """

    agent: dict[str, Any] | None = None
    verb: str | None = None
    activity: str | None = None
    registration: UUID | None = None
    related_agents: bool = False
    related_activities: bool = False
    since: datetime | None = None
    until: datetime | None = None
    ascending: bool = False
    limit: int = 100
    after_seq: int | None = None
    before_seq: int | None = None
    authority: str | None = None
    with_voided: bool = False


@dataclass(frozen=True, slots=True)
class Page:
    """One page of a query: the statements, and the place of the last of them where more
    follow."""

    statements: tuple[Kept, ...]
    next_seq: int | None


def prepared(
    statements: Sequence[Any],
    *,
    authority: dict[str, Any],
    version: str,
    now: datetime,
    parts: Sequence[attachments.Part] = (),
) -> Batch:
    """Return *statements* ready to be put; raise Malformed with everything that is wrong.

    *version* is that of the request; *authority* replaces whatever the statements say.
    """
    edition = edition_of(version)
    if edition is None:
        raise Malformed(f"{version!r} is no version of xAPI that is spoken here", code="version")
    if len(statements) > MOST_AT_ONCE:
        raise Malformed(f"more than {MOST_AT_ONCE} statements in one request", code="too-many")
    found: list[Violation] = []
    for index, statement in enumerate(statements):
        found.extend(contract.violations(statement, edition, f"[{index}]"))
    if not found:
        found = [
            *_twice(statements),
            *attachments.violations(statements, parts),
            *_signed_wrongly(statements, parts),
        ]
    if found:
        raise refused(found)
    kept = tuple(
        as_kept(
            statement,
            new_id=None if "id" in statement else new_id(now),
            authority=authority,
            edition=edition,
        )
        for statement in statements
    )
    return Batch(kept, tuple(entry_of(statement) for statement in kept), tuple(parts))


def packed(session: Session, batch: Batch) -> Batch:
    """Return *batch* compressed, so that this need not be done inside the lock."""
    return replace(
        batch,
        entries=tuple(
            replace(entry, packed=payloads.compressed(session, entry.plain))
            for entry in batch.entries
        ),
    )


def put(
    unit: UnitOfWork,
    store_id: int,
    batch: Batch,
    *,
    defines: bool = True,
    vetted: Callable[[Sequence[dict[str, Any]]], None] | None = None,
) -> tuple[list[UUID], list[dict[str, Any]]]:
    """Append *batch*, all of it or nothing; return all ids, and the statements that were new.

    A statement whose id is stored already is left out when it is the same, and refused with
    Conflict when it is not. *vetted* may refuse the new statements before anything is
    written. With *defines* false, definitions of activities are kept in the statements but
    not believed.
    """
    order.lock(unit.session, store_id)
    sids = [entry.sid for entry in batch.entries]
    known = table.taken(unit.session, store_id, sids)
    if known:
        _refuse_others(batch, table.by_ids(unit.session, store_id, known))
    new = [
        (statement, entry)
        for statement, entry in zip(batch.statements, batch.entries, strict=True)
        if entry.sid not in known
    ]
    statements = [statement for statement, _ in new]
    if vetted is not None:
        vetted(statements)
    if new:
        entries = [entry if defines else replace(entry, definitions=()) for _, entry in new]
        _, fresh = table.append(unit.session, store_id, entries, unit.now)
        attachment_store.record(unit.session, store_id, batch.parts, unit.now)
        session = unit.session
        unit.after_commit(lambda: table.remember(session, store_id, fresh))
    return sids, statements


def store(
    unit: UnitOfWork,
    store_id: int,
    statements: Sequence[dict[str, Any]],
    *,
    authority: dict[str, Any],
    version: str = "1.0.3",
    attachments: Sequence[attachments.Part] = (),
) -> list[UUID]:
    """Store *statements* in the caller's unit of work, all or none; return their ids.

    Storing the same statement again changes nothing. Raises Malformed with every violation,
    or Conflict where an id is taken by another statement. Data of *attachments* must have
    been kept by ``lrs.services.attachments`` before.
    """
    batch = prepared(
        statements, authority=authority, version=version, now=unit.now, parts=attachments
    )
    return put(unit, store_id, batch)[0]


def by_id(session: Session, store_id: int, sid: UUID, *, voided: bool = False) -> Kept:
    """Return the statement *sid*, a voided one only where *voided* asks for it."""
    kept = table.by_ids(session, store_id, [sid]).get(sid)
    if kept is None or kept.voided is not voided:
        raise NotFound(
            f"there is no {'voided ' if voided else ''}statement with id {sid}", code="statement"
        )
    return kept


def query(session: Session, store_id: int, filters: Filters) -> Page:
    """Return the page of statements that meet *filters*."""
    newest = order.head(session, store_id)
    search = _search(session, store_id, filters, newest.seq)
    if search is None:
        return Page((), None)
    found = pages.places(session, search)
    wanted = found[: filters.limit]
    return Page(
        tuple(table.by_places(session, store_id, wanted)) if wanted else (),
        wanted[-1] if len(found) > filters.limit else None,
    )


def consistent_through(session: Session, store_id: int, now: datetime) -> datetime | None:
    """Return the time up to which what *session* reads next is complete; None: unknown."""
    return order.complete_through(session, store_id, now)


def refused(found: Sequence[Violation]) -> Malformed:
    """Return the refusal of a request with *found*."""
    first = found[0]
    more = f", and {len(found) - 1} more" if len(found) > 1 else ""
    return Malformed(f"{first.where}: {first.message}{more}", code="statement", violations=found)


def entry_of(statement: dict[str, Any]) -> table.Entry:
    """Return *statement*, prepared and without ``stored``, as it can be put into the table."""
    plain = _written(statement)
    if "timestamp" not in statement:
        plain = TIMELESS + plain[1:]
    edition = edition_of(statement["version"])
    return table.Entry(
        sid=UUID(statement["id"]),
        plain=plain,
        mentions=mentions(statement),
        edition=2 if edition is Edition.TWO else 1,
        definitions=tuple(
            (activity["id"], activity["definition"])
            for activity in activities(statement)
            if activity.get("definition")
        ),
    )


def _written(statement: dict[str, Any]) -> bytes:
    """Return the JSON of *statement*.

    orjson knows no integers beyond 64 bits, and writes infinity as null: then the standard
    library writes, or refuses.
    """
    try:
        written = orjson.dumps(statement)
    except TypeError:
        written = b"null"
    if b"null" not in written:
        return written
    try:
        return json.dumps(
            statement, ensure_ascii=False, separators=(",", ":"), allow_nan=False
        ).encode()
    except ValueError:
        raise Malformed("a number is beyond every bound of IEEE 754", code="number") from None


def _twice(statements: Sequence[dict[str, Any]]) -> list[Violation]:
    seen: dict[str, int] = {}
    found: list[Violation] = []
    for index, statement in enumerate(statements):
        sid = statement.get("id", "").lower()
        if sid and sid in seen:
            found.append(Violation(ONCE, f"[{index}].id", f"stands at [{seen[sid]}] too"))
        seen[sid] = index
    return found


def _signed_wrongly(
    statements: Sequence[dict[str, Any]], parts: Sequence[attachments.Part]
) -> list[Violation]:
    contents = {part.sha2: part.content for part in parts}
    return [
        violation
        for index, statement in enumerate(statements)
        if "attachments" in statement
        for violation in signatures.violations(statement, contents, f"[{index}]", certificates.fits)
    ]


def _refuse_others(batch: Batch, known: dict[UUID, Kept]) -> None:
    """Raise Conflict where an id of *batch* is stored with another statement."""
    others = [
        Violation(IMMUTABLE, f"[{index}].id", f"{entry.sid} is stored with another content")
        for index, (statement, entry) in enumerate(
            zip(batch.statements, batch.entries, strict=True)
        )
        if entry.sid in known and not same(table.parsed(known[entry.sid]), statement)
    ]
    if others:
        raise Conflict(
            "a statement is never changed; send the new one with another id",
            code="statement-id",
            violations=others,
        )


def _search(session: Session, store_id: int, filters: Filters, newest: int) -> pages.Search | None:
    """Turn texts into ids and times into places; None where nothing can match."""
    wanted: dict[str, Any] = {}
    agent = None if filters.agent is None else actors.ifi(filters.agent)
    texts: tuple[tuple[str, lookups.Table, str | None], ...] = (
        ("agent", Agent, agent),
        ("verb", Verb, filters.verb),
        ("activity", Activity, filters.activity),
        ("authority", Agent, filters.authority),
    )
    for name, kind, text in texts:
        if text is None:
            continue
        known = lookups.ids(session, kind, store_id, [text])
        if text not in known:
            return None
        wanted[name] = known[text]
    after, until = 0, newest
    if filters.since is not None:
        after = order.last_until(session, store_id, filters.since)
    if filters.until is not None:
        until = min(until, order.last_until(session, store_id, filters.until))
    if filters.after_seq is not None:
        after = max(after, filters.after_seq)
    if filters.before_seq is not None:
        until = min(until, filters.before_seq - 1)
    if after >= until:
        return None
    return pages.Search(
        store_id=store_id,
        after=after,
        until=until,
        ascending=filters.ascending,
        limit=filters.limit + 1,
        related_agents=filters.related_agents,
        related_activities=filters.related_activities,
        registration=filters.registration,
        with_voided=filters.with_voided,
        **wanted,
    )
