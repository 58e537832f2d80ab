"""Courses and their versions, for reading: by id, by label, by search."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from content_packages.readers.course_document import from_document
from content_packages.readers.findings import from_documents
from content_packages.services.values import (
    Act,
    Card,
    CataloguePage,
    CatalogueQuery,
    CourseVersion,
    Study,
)
from content_packages.store import catalogue, versions
from content_packages.store.tables import VersionRow
from schemas.refusals import NotFound

__all__ = [
    "Act",
    "Card",
    "CataloguePage",
    "CatalogueQuery",
    "CourseVersion",
    "Study",
    "as_version",
    "by_label",
    "card",
    "current",
    "history",
    "of_vendor",
    "published",
    "recommended_by",
    "version",
    "versions_of",
    "waiting_for_review",
]


def version(session: Session, version_id: UUID) -> CourseVersion:
    """Return the version; raise NotFound."""
    return as_version(versions.found(session, version_id))


def current(session: Session, family_id: UUID) -> CourseVersion:
    """Return the version of the course that new learners get; raise NotFound where none is."""
    row = versions.family(session, family_id)
    if row.current_id is None:
        raise NotFound(f"course {family_id} has no published version")
    return version(session, row.current_id)


def by_label(session: Session, label: str) -> CourseVersion:
    """Return the version whose content origin has the DNS *label*; raise NotFound."""
    row = session.scalar(select(VersionRow).where(VersionRow.label == label))
    if row is None:
        raise NotFound(f"no course version is labelled {label!r}")
    return as_version(row)


def versions_of(session: Session, family_id: UUID) -> tuple[CourseVersion, ...]:
    """Return every version of the course, the newest first."""
    rows = session.scalars(
        select(VersionRow)
        .where(VersionRow.family_id == family_id)
        .order_by(VersionRow.number.desc())
    )
    return tuple(as_version(row) for row in rows)


def of_vendor(session: Session, vendor_id: UUID) -> tuple[CourseVersion, ...]:
    """Return what the vendor delivered, the newest first."""
    rows = session.scalars(
        select(VersionRow)
        .where(VersionRow.vendor_id == vendor_id)
        .order_by(VersionRow.created_at.desc(), VersionRow.id.desc())
    )
    return tuple(as_version(row) for row in rows)


def recommended_by(session: Session, units: Collection[UUID]) -> tuple[CourseVersion, ...]:
    """Return what the *units* recommended (Measures, Art. 8), the newest first.

    The reply to a recommendation is the version's history: who returned or published it,
    and with which remarks.
    """
    rows = session.scalars(
        select(VersionRow)
        .where(VersionRow.recommended_by.in_(units))
        .order_by(VersionRow.created_at.desc(), VersionRow.id.desc())
    )
    return tuple(as_version(row) for row in rows)


def waiting_for_review(session: Session) -> tuple[CourseVersion, ...]:
    """Return the versions that wait for the staff, the oldest first."""
    rows = session.scalars(
        select(VersionRow)
        .where(VersionRow.state.in_(("checked", "in_review")))
        .order_by(VersionRow.created_at, VersionRow.id)
    )
    return tuple(as_version(row) for row in rows)


def history(session: Session, version_id: UUID) -> tuple[Act, ...]:
    """Return who did what with the version, the first act first."""
    return tuple(
        Act(row.at, row.by, row.act, row.remarks, row.details)
        for row in versions.history(session, version_id)
    )


def published(session: Session, query: CatalogueQuery | None = None) -> CataloguePage:
    """Return one page of the published courses that answer to *query* (default: the newest)."""
    query = query or CatalogueQuery()
    conditions = catalogue.narrowed(
        words=query.words,
        kind=query.kind,
        kinds=query.kinds,
        teacher=query.teacher,
        shortest_ms=query.shortest_ms,
        longest_ms=query.longest_ms,
        since=query.since,
        recommended=query.recommended,
        families=query.families,
    )
    areas = catalogue.counted(session, conditions)
    if query.subject_area:
        conditions.append(VersionRow.subject_area == query.subject_area)
    rows = catalogue.cards(
        session,
        conditions,
        words=query.words,
        order=query.order,
        offset=(max(query.page, 1) - 1) * query.size,
        limit=query.size,
    )
    total = areas.get(query.subject_area, 0) if query.subject_area else sum(areas.values())
    return CataloguePage(tuple(Card(*row) for row in rows), total, query.page, query.size, areas)


def card(found: CourseVersion) -> Card:
    """Return the card of a version that was published; raise NotFound for any other."""
    if found.published_at is None:
        raise NotFound(f"version {found.id} was never published")
    return Card(
        found.id,
        found.family_id,
        found.number,
        found.title,
        found.teacher,
        found.summary,
        found.subject_area,
        found.kind,
        found.course.format,
        found.approved_ms,
        found.recommended_by,
        found.published_at,
        found.cover,
    )


def as_version(row: VersionRow) -> CourseVersion:
    """Return the value of a version's row."""
    return CourseVersion(
        id=row.id,
        family_id=row.family_id,
        number=row.number,
        label=row.label,
        state=row.state,
        course=from_document(row.course),
        findings=from_documents(row.findings),
        package=row.package,
        title=row.title,
        teacher=row.teacher,
        summary=row.summary,
        subject_area=row.subject_area,
        kind=row.kind,
        price_note=row.price_note,
        studies=_studies(row.studies),
        approved_ms=row.approved_ms,
        cover=row.cover,
        vendor_id=row.vendor_id,
        recommended_by=row.recommended_by,
        created_at=row.created_at,
        published_at=row.published_at,
    )


def _studies(document: Mapping[str, Any]) -> dict[str, Study]:
    return {identifier: Study(**study) for identifier, study in document.items()}
