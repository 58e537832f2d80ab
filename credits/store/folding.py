"""Fold the span rows of sessions that are long over into one small value each."""

from __future__ import annotations

import hashlib
from datetime import datetime

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from credits.rules.evidence import Span
from credits.store import packing
from credits.store.tables import SessionRow, SpanRow
from schemas.tables import milliseconds


def fold(session: Session, before: datetime, limit: int) -> int:
    """Fold up to *limit* sessions that were opened before *before*; return how many.

    What is known of a learner stays the same; the rows of the spans are gone afterwards.
    """
    rows = session.scalars(
        select(SessionRow)
        .where(SessionRow.opened_at < before, SessionRow.evidence_digest.is_(None))
        .order_by(SessionRow.opened_at)
        .limit(limit)
        .with_for_update(skip_locked=True)
    ).all()
    for row in rows:
        spans = [
            _span(span)
            for span in session.scalars(select(SpanRow).where(SpanRow.session_id == row.id))
        ]
        row.packed = packing.packed(spans)
        row.evidence_digest = hashlib.sha256(
            b"\n".join(sorted(span.canonical() for span in spans))
        ).digest()
        session.flush()
        session.execute(
            delete(SpanRow)
            .where(SpanRow.session_id == row.id)
            .execution_options(synchronize_session=False)
        )
    return len(rows)


def _span(row: SpanRow) -> Span:
    return Span(
        session=str(row.session_id),
        seq=row.seq,
        from_ms=row.from_ms,
        to_ms=row.to_ms,
        media_from=row.media_from,
        media_to=row.media_to,
        rate_milli=row.rate_milli,
        visible=row.visible,
        received_at=milliseconds(row.received_at),
    )
