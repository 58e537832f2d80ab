"""Everything that a query finds, streamed: JSON lines or CSV."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator
from dataclasses import replace

from sqlalchemy.orm import Session

from lrs.rules.tabular import COLUMNS, row
from lrs.services import statements
from lrs.services.statements import MOST_AT_ONCE, Filters, Kept

FORMATS = ("jsonl", "csv")


def lines(session: Session, store_id: int, filters: Filters, how: str) -> Iterator[bytes]:
    """Yield the statements that meet *filters*, oldest first, each as one line of *how*.

    CSV begins with a byte order mark, by which spreadsheets know UTF-8, and a heading.
    Pages are read one after the other: nothing is held in memory, nor a snapshot on the disk.
    """
    if how == "csv":
        yield b"\xef\xbb\xbf" + _line(list(COLUMNS))
    for kept in _all(session, store_id, filters):
        if how == "csv":
            yield _line(row(json.loads(kept.whole)))
        else:
            yield kept.whole + b"\n"


def _all(session: Session, store_id: int, filters: Filters) -> Iterator[Kept]:
    wanted = replace(filters, ascending=True, limit=MOST_AT_ONCE)
    while True:
        page = statements.query(session, store_id, wanted)
        session.rollback()
        yield from page.statements
        if page.next_seq is None:
            return
        wanted = replace(wanted, after_seq=page.next_seq)


def _line(cells: list[str]) -> bytes:
    text = io.StringIO()
    csv.writer(text).writerow(cells)
    return text.getvalue().encode()
