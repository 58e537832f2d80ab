"""Finding published courses: filters, terms, order, counts, in the database."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Select, and_, func, or_, select
from sqlalchemy.orm import Session

from content_packages.readers.terms import asked, of_words
from content_packages.store.tables import FamilyRow, TermRow, VersionRow


def narrowed(
    *,
    words: str,
    kind: str,
    kinds: Mapping[UUID, str],
    teacher: str,
    shortest_ms: int,
    longest_ms: int | None,
    since: datetime | None,
    recommended: bool,
    families: frozenset[UUID] | None,
) -> list[ColumnElement[bool]]:
    """Return the conditions of a question, the subject area apart; only current versions pass."""
    conditions: list[ColumnElement[bool]] = [
        VersionRow.state == "published",
        FamilyRow.current_id == VersionRow.id,
    ]
    if kind:
        conditions.append(_is(kind, kinds))
    if teacher:
        conditions.append(VersionRow.teacher == teacher)
    if shortest_ms:
        conditions.append(VersionRow.approved_ms >= shortest_ms)
    if longest_ms is not None:
        conditions.append(VersionRow.approved_ms <= longest_ms)
    if since is not None:
        conditions.append(VersionRow.published_at >= since)
    if recommended:
        conditions.append(VersionRow.recommended_by.is_not(None))
    if families is not None:
        conditions.append(VersionRow.family_id.in_(families))
    conditions += [_has(term) for term in asked(words)]
    return conditions


def _is(kind: str, kinds: Mapping[UUID, str]) -> ColumnElement[bool]:
    """True for courses of *kind*: by *kinds* where it names their family, else by their own."""
    own = VersionRow.kind == kind
    if not kinds:
        return own
    so_named = [family_id for family_id, name in kinds.items() if name == kind]
    return or_(
        VersionRow.family_id.in_(so_named), and_(own, VersionRow.family_id.not_in(list(kinds)))
    )


def _has(term: str) -> ColumnElement[bool]:
    return VersionRow.id.in_(select(TermRow.version_id).where(_matches(term)))


def _matches(term: str) -> ColumnElement[bool]:
    if of_words(term):
        return TermRow.term.startswith(term, autoescape=True)
    return TermRow.term == term


def _weight(words: str) -> ColumnElement[int]:
    """The weights of the terms found, summed."""
    terms = asked(words)
    condition = _matches(terms[0])
    for term in terms[1:]:
        condition = condition | _matches(term)
    return (
        select(func.coalesce(func.sum(TermRow.weight), 0))
        .where(TermRow.version_id == VersionRow.id, condition)
        .correlate(VersionRow)
        .scalar_subquery()
    )


def _ordered(
    statement: Select[*tuple[Any, ...]], order: str, words: str
) -> Select[*tuple[Any, ...]]:
    newest = (VersionRow.published_at.desc(), VersionRow.id.desc())
    if order == "title":
        return statement.order_by(VersionRow.title, *newest)
    if order == "length":
        return statement.order_by(VersionRow.approved_ms, *newest)
    if order == "best" and asked(words):
        return statement.order_by(_weight(words).desc(), *newest)
    return statement.order_by(*newest)


def cards(
    session: Session,
    conditions: list[ColumnElement[bool]],
    *,
    words: str,
    order: str,
    offset: int,
    limit: int,
) -> list[Any]:
    """Return the rows of one page: the columns of ``values.Card`` in their order."""
    statement = (
        select(
            VersionRow.id,
            VersionRow.family_id,
            VersionRow.number,
            VersionRow.title,
            VersionRow.teacher,
            VersionRow.summary,
            VersionRow.subject_area,
            VersionRow.kind,
            VersionRow.format,
            VersionRow.approved_ms,
            VersionRow.recommended_by,
            VersionRow.published_at,
            VersionRow.cover,
        )
        .join(FamilyRow, FamilyRow.id == VersionRow.family_id)
        .where(*conditions)
    )
    return list(session.execute(_ordered(statement, order, words).offset(offset).limit(limit)))


def counted(session: Session, conditions: list[ColumnElement[bool]]) -> dict[str, int]:
    """Return how many finds there are in each subject area."""
    rows = session.execute(
        select(VersionRow.subject_area, func.count())
        .join(FamilyRow, FamilyRow.id == VersionRow.family_id)
        .where(*conditions)
        .group_by(VersionRow.subject_area)
    )
    return {row[0]: row[1] for row in rows}
