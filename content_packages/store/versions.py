"""Families and versions in the database."""

from __future__ import annotations

import base64
import secrets
from uuid import UUID

from sqlalchemy import delete, func, insert, select
from sqlalchemy.orm import Session

from content_packages.readers.terms import indexed
from content_packages.store.tables import FamilyRow, HistoryRow, TermRow, VersionRow
from schemas.refusals import NotFound

WEIGHTS = {"title": 8, "teacher": 6, "subject_area": 4, "keywords": 3, "summary": 1}
"""How much a find in each part of a course counts."""

SUMMARY_INDEXED = 2000
"""Characters of a summary that are indexed."""


def found(session: Session, version_id: UUID, *, locked: bool = False) -> VersionRow:
    """Return the version's row, held against other writers if *locked*; raise NotFound."""
    row = session.get(VersionRow, version_id, with_for_update=locked or None)
    if row is None:
        raise NotFound(f"no course version {version_id}")
    return row


def family(session: Session, family_id: UUID, *, locked: bool = False) -> FamilyRow:
    """Return the family's row, held against other writers if *locked*; raise NotFound."""
    row = session.get(FamilyRow, family_id, with_for_update=locked or None)
    if row is None:
        raise NotFound(f"no course {family_id}")
    return row


def next_number(session: Session, family_id: UUID) -> int:
    """Return the number of the next version of the family, counted from 1."""
    last = session.scalar(
        select(func.max(VersionRow.number)).where(VersionRow.family_id == family_id)
    )
    return (last or 0) + 1


def drawn_label() -> str:
    """Return a random DNS label: 100 bits, so that no origin can be guessed from another."""
    return "c" + base64.b32encode(secrets.token_bytes(15)).decode().lower()[:20]


def index(session: Session, row: VersionRow) -> None:
    """Write the terms by which *row* is found, in place of those it had."""
    session.execute(delete(TermRow).where(TermRow.version_id == row.id))
    terms = indexed(
        [
            (row.title, WEIGHTS["title"]),
            (row.teacher, WEIGHTS["teacher"]),
            (row.subject_area, WEIGHTS["subject_area"]),
            (" ".join(row.course.get("keywords", ())), WEIGHTS["keywords"]),
            (row.summary[:SUMMARY_INDEXED], WEIGHTS["summary"]),
        ]
    )
    if terms:
        session.execute(
            insert(TermRow),
            [
                {"term": term, "version_id": row.id, "weight": weight}
                for term, weight in terms.items()
            ],
        )


def unindex(session: Session, version_id: UUID) -> None:
    """Let the version be found no longer."""
    session.execute(delete(TermRow).where(TermRow.version_id == version_id))


def history(session: Session, version_id: UUID) -> list[HistoryRow]:
    """Return what was done with the version, the first act first."""
    return list(
        session.scalars(
            select(HistoryRow).where(HistoryRow.version_id == version_id).order_by(HistoryRow.id)
        )
    )
