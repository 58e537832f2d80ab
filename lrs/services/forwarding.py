"""The job that forwards: reads on from each forwarder's position, sends, then moves it.

The position moves only after the other store has answered, so that a process that dies sends
some statements again and leaves out none; the other store knows them by their ids. One
worker runs the job at a time, so the order is that of storing.
"""

from __future__ import annotations

import json
import secrets
import time
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from itertools import groupby

from sqlalchemy.orm import Session

from lrs.rules.attachments import attached, joined
from lrs.rules.formats import for_edition_one
from lrs.rules.forwarding import Verdict, verdict
from lrs.rules.versions import Edition
from lrs.services import attachments, forwarders
from lrs.services.remote_store import Answer, RemoteStore
from lrs.services.statements import Filters, Kept, query
from lrs.store import forwarders as store
from lrs.store import order
from schemas.database import database
from schemas.jobs import RunningJob, job
from schemas.settings import settings
from schemas.write_door import now, write

EVERY = timedelta(seconds=5)
AT_ONCE = 100
OCTETS_AT_ONCE = 4 * 1024 * 1024
"""Statements in one request, with the data of their attachments; a larger one goes alone."""

LONGEST_RUN = 20.0
"""Seconds after which the worker's other jobs have their turn."""


@job("lrs.forward", every=EVERY)
def forward(running: RunningJob) -> None:
    """Give each forwarder that is due one page in turn, until none has more or time is up."""
    end = time.monotonic() + LONGEST_RUN
    waiting = store.due(database.session(), now())
    while waiting and time.monotonic() < end:
        waiting = [forwarder_id for forwarder_id in waiting if _sent_page(forwarder_id)]
        running.renew()


@dataclass(frozen=True, slots=True)
class _Link:
    """One forwarder at work."""

    id: int
    store_id: int
    version: str
    remote: RemoteStore


@dataclass(frozen=True, slots=True)
class _Letter:
    """One statement as it goes out, under the header *version*, with the data of *hashes*;
    *octets* is the size of all."""

    kept: Kept
    body: bytes
    version: str
    hashes: tuple[str, ...]
    octets: int


def _sent_page(forwarder_id: int) -> bool:
    """Send the next page of the forwarder; True where more may be waiting behind it."""
    session = database.session()
    row = store.get(session, forwarder_id)
    if row is None or row.paused_at is not None:
        session.rollback()
        return False
    remote = RemoteStore(row.endpoint, row.key, forwarders.secret_of(row, settings()))
    link = _Link(row.id, row.store_id, row.version, remote)
    position, filters = row.position, forwarders.filters_of(row)
    head = order.head(session, link.store_id).seq
    found, last = _page(session, link.store_id, filters, position, head)
    session.rollback()
    letters = [_letter(kept, link.version) for kept in found]
    for batch in _batches(letters):
        after = _delivered(link, position, batch)
        if after is None:
            return False
        position = after
    if last > position:
        write(forwarders.advance, link.id, position, last, taken=False)
    return last < head


def _page(
    session: Session, store_id: int, filters: Filters, position: int, head: int
) -> tuple[tuple[Kept, ...], int]:
    """Return the next statements up to *head* that meet *filters*, voided ones too, and the
    place up to which nothing else meets them.

    What was voided meanwhile is sent as well, for the statement that voids it comes behind.
    """
    wanted = replace(
        filters,
        ascending=True,
        limit=AT_ONCE,
        after_seq=position,
        before_seq=head + 1,
        with_voided=True,
    )
    page = query(session, store_id, wanted)
    return page.statements, head if page.next_seq is None else page.next_seq


def _letter(kept: Kept, version: str) -> _Letter:
    own = Edition.TWO if kept.edition == 2 else Edition.ONE
    body = kept.whole
    if own is Edition.TWO and version == Edition.ONE.value:
        own = Edition.ONE
        turned = for_edition_one(json.loads(kept.whole))
        body = json.dumps(turned, ensure_ascii=False, separators=(",", ":")).encode()
    data = list(attached(json.loads(body))) if b'"sha2"' in body else []
    return _Letter(
        kept,
        body,
        own.value,
        tuple(one["sha2"].lower() for one in data),
        len(body) + sum(one["length"] for one in data),
    )


def _batches(letters: Sequence[_Letter]) -> list[list[_Letter]]:
    """Cut *letters*, in order, into requests of one version and bounded size."""
    found: list[list[_Letter]] = []
    for _, group in groupby(letters, key=lambda letter: letter.version):
        octets = OCTETS_AT_ONCE
        for letter in group:
            if octets + letter.octets > OCTETS_AT_ONCE:
                found.append([])
                octets = 0
            found[-1].append(letter)
            octets += letter.octets
    return found


def _delivered(link: _Link, position: int, batch: Sequence[_Letter]) -> int | None:
    """Send *batch* and return where the forwarder then stands; None: stop for now.

    A batch that is refused is halved until the statement that is to blame stands alone.
    """
    answer = _posted(link, batch)
    last = batch[-1].kept
    match verdict(answer.status):
        case Verdict.TAKEN:
            moved = write(forwarders.advance, link.id, position, last.seq, taken=True)
            return last.seq if moved else None
        case Verdict.LATER:
            write(forwarders.put_off, link.id, position, answer)
            return None
    if len(batch) == 1:
        passed = write(forwarders.set_aside, link.id, position, last.seq, last.sid, answer.reason)
        return last.seq if passed else None
    middle = len(batch) // 2
    between = _delivered(link, position, batch[:middle])
    return None if between is None else _delivered(link, between, batch[middle:])


def _posted(link: _Link, batch: Sequence[_Letter]) -> Answer:
    body = b"[" + b",".join(letter.body for letter in batch) + b"]"
    hashes = [sha2 for letter in batch for sha2 in letter.hashes]
    content_type = "application/json"
    if hashes:
        session = database.session()
        data = attachments.parts(session, attachments.files(settings()), link.store_id, hashes)
        session.rollback()
        if data:
            content_type, body = joined(body, data, secrets.token_hex(16))
    return link.remote.post(body, content_type, batch[0].version)
