"""Adopted rule documents and their activations."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from credits.store.inserts import add_missing
from credits.store.tables import ActivationRow, RuleDocumentRow


@dataclass(frozen=True, slots=True)
class Adopted:
    """A rule document as it was adopted; *text* is canonical JSON."""

    digest: bytes
    rule_id: str
    version: str
    title: str
    text: str
    adopted_at: datetime
    adopted_by: str


@dataclass(frozen=True, slots=True)
class Activation:
    """From *in_force_from* on the document governs *scope* (None: the whole academy)."""

    digest: bytes
    scope: UUID | None
    in_force_from: datetime
    activated_at: datetime
    activated_by: str
    second_approver: str


def add(session: Session, document: Adopted) -> None:
    """Keep *document* unless its text is known."""
    add_missing(
        session,
        RuleDocumentRow,
        [{name: getattr(document, name) for name in Adopted.__slots__}],
    )


def named(session: Session, rule_id: str, version: str) -> Adopted | None:
    """Return the document of that name and version."""
    row = session.scalar(
        select(RuleDocumentRow).where(
            RuleDocumentRow.rule_id == rule_id, RuleDocumentRow.version == version
        )
    )
    return None if row is None else _adopted(row)


def by_digest(session: Session, digest: bytes) -> Adopted | None:
    """Return the document with that digest."""
    row = session.get(RuleDocumentRow, digest)
    return None if row is None else _adopted(row)


def documents(session: Session) -> Sequence[Adopted]:
    """Return every adopted document, the newest first."""
    rows = session.scalars(
        select(RuleDocumentRow).order_by(RuleDocumentRow.adopted_at.desc(), RuleDocumentRow.digest)
    )
    return [_adopted(row) for row in rows]


def activate(session: Session, activation: Activation) -> None:
    """Keep *activation*."""
    session.add(ActivationRow(**{name: getattr(activation, name) for name in Activation.__slots__}))
    session.flush()


def activations(session: Session, digest: bytes | None = None) -> Sequence[Activation]:
    """Return the activations (of one document), in the order of taking force."""
    wanted = select(ActivationRow).order_by(ActivationRow.in_force_from, ActivationRow.id)
    if digest is not None:
        wanted = wanted.where(ActivationRow.digest == digest)
    return [_activation(row) for row in session.scalars(wanted)]


def in_force(session: Session, at: datetime, scopes: Sequence[UUID]) -> bytes | None:
    """Return the digest of the document that governs at *at*.

    The first of *scopes* that has one decides, then the whole academy; of several activations
    the one that took force last, of equals the one activated last.
    """
    rows = session.execute(
        select(ActivationRow.scope, ActivationRow.digest)
        .where(
            ActivationRow.in_force_from <= at,
            or_(ActivationRow.scope.is_(None), ActivationRow.scope.in_(list(scopes))),
        )
        .order_by(ActivationRow.in_force_from, ActivationRow.id)
    )
    latest = dict(rows.all())
    for scope in (*scopes, None):
        if scope in latest:
            return bytes(latest[scope])
    return None


def _adopted(row: RuleDocumentRow) -> Adopted:
    return Adopted(
        digest=bytes(row.digest),
        rule_id=row.rule_id,
        version=row.version,
        title=row.title,
        text=row.text,
        adopted_at=row.adopted_at,
        adopted_by=row.adopted_by,
    )


def _activation(row: ActivationRow) -> Activation:
    return Activation(
        digest=bytes(row.digest),
        scope=row.scope,
        in_force_from=row.in_force_from,
        activated_at=row.activated_at,
        activated_by=row.activated_by,
        second_approver=row.second_approver,
    )
