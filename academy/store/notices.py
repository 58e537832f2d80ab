"""Notices, and who has read them."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import and_, or_, select
from sqlalchemy.orm import Session

from academy.rules.notices import Notice
from academy.store import scopes
from academy.store.dated import holds
from academy.store.inserts import inserted
from academy.store.tables import AffiliationRow, NoticeReadRow, NoticeRow, UnitRow


def add(
    session: Session,
    audience: str,
    kind: str,
    now: datetime,
    *,
    by: UUID | None,
    unit_id: UUID | None = None,
    person_id: UUID | None = None,
    title: str = "",
    body: str = "",
    facts: Mapping[str, Any] | None = None,
) -> UUID:
    """Add a notice and return its id."""
    notice_id = uuid4()
    session.add(
        NoticeRow(
            id=notice_id,
            audience=audience,
            unit_id=unit_id,
            person_id=person_id,
            kind=kind,
            title=title,
            body=body,
            facts=dict(facts or {}),
            published_at=now,
            published_by=by,
        )
    )
    session.flush()
    return notice_id


def visible(
    session: Session, person_id: UUID, on: date, limit: int, notice_id: UUID | None = None
) -> tuple[Notice, ...]:
    """Return what the person may read, the newest first; with *notice_id* that one only.

    A unit's notice reaches the people who work, or are managed, in it or below it.
    """
    own_units = select(AffiliationRow.unit_id.label("unit_id")).where(
        AffiliationRow.person_id == person_id, holds(AffiliationRow, on)
    )
    query = (
        select(NoticeRow, UnitRow.name, NoticeReadRow.read_at)
        .outerjoin(UnitRow, UnitRow.id == NoticeRow.unit_id)
        .outerjoin(
            NoticeReadRow,
            and_(NoticeReadRow.notice_id == NoticeRow.id, NoticeReadRow.person_id == person_id),
        )
        .where(
            or_(
                NoticeRow.audience == "public",
                and_(
                    NoticeRow.audience == "unit",
                    NoticeRow.unit_id.in_(scopes.above(own_units, on)),
                ),
                NoticeRow.person_id == person_id,
            )
        )
        .order_by(NoticeRow.published_at.desc(), NoticeRow.id)
        .limit(limit)
    )
    if notice_id is not None:
        query = query.where(NoticeRow.id == notice_id)
    return tuple(
        Notice(
            row.id,
            row.audience,
            row.kind,
            row.title,
            row.body,
            row.facts,
            unit,
            row.published_at,
            read_at is not None,
        )
        for row, unit, read_at in session.execute(query)
    )


def mark(session: Session, notice_id: UUID, person_id: UUID, now: datetime) -> None:
    """Write down that the person read the notice; the first time stands."""
    inserted(session, NoticeReadRow, notice_id=notice_id, person_id=person_id, read_at=now)
