"""The spans of a closed session in about a kilobyte.

A session says nearly the same thing every thirty seconds, so each number is written as its
difference from what the span before it lets one expect, column by column, and deflated.
"""

from __future__ import annotations

import json
import zlib
from collections.abc import Iterable, Sequence

from credits.rules.evidence import Span

_FORMAT = 1


def packed(spans: Iterable[Span]) -> bytes:
    """Return *spans*, all of one session, in their smallest form; order is not kept."""
    rows = sorted(spans, key=lambda span: (span.seq, span.received_at, span.canonical()))
    columns: list[list[int | None]] = [
        _steps([span.seq for span in rows]),
        _steps([span.from_ms for span in rows]),
        [span.to_ms - span.from_ms for span in rows],
        _steps([span.media_from for span in rows]),
        [
            None
            if span.media_from is None or span.media_to is None
            else span.media_to - span.media_from
            for span in rows
        ],
        [span.media_to if span.media_from is None else None for span in rows],
        _steps([span.rate_milli for span in rows]),
        _steps([int(span.visible) for span in rows]),
        _steps([span.received_at - span.to_ms for span in rows]),
    ]
    text = json.dumps([_FORMAT, *columns], separators=(",", ":"))
    return zlib.compress(text.encode(), 9)


def unpacked(content: bytes, session: str) -> list[Span]:
    """Return the spans that ``packed`` was given, of *session*, in order of their numbers."""
    _, *columns = json.loads(zlib.decompress(content))
    seqs, froms, lengths, media, media_lengths, ends, rates, visible, receipts = columns
    rows = zip(
        _sums(seqs),
        _sums(froms),
        lengths,
        _sums(media),
        media_lengths,
        ends,
        _sums(rates),
        _sums(visible),
        _sums(receipts),
        strict=True,
    )
    return [
        Span(
            session=session,
            seq=_known(seq),
            from_ms=_known(start),
            to_ms=_known(start) + length,
            media_from=position,
            media_to=end if position is None or step is None else position + step,
            rate_milli=_known(rate),
            visible=bool(seen),
            received_at=_known(receipt) + _known(start) + length,
        )
        for seq, start, length, position, step, end, rate, seen, receipt in rows
    ]


def _steps(values: Sequence[int | None]) -> list[int | None]:
    steps: list[int | None] = []
    last = 0
    for value in values:
        steps.append(None if value is None else value - last)
        last = last if value is None else value
    return steps


def _sums(steps: Sequence[int | None]) -> list[int | None]:
    values: list[int | None] = []
    last = 0
    for step in steps:
        last += step or 0
        values.append(None if step is None else last)
    return values


def _known(value: int | None) -> int:
    assert value is not None
    return value
