"""Adopt rule documents, put them into force, and say which one governs."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import datetime
from functools import lru_cache
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from credits.rules import rule_document
from credits.rules.ledger.entry import Rule
from credits.rules.rule_document import RuleDocument
from credits.rules.verified_time import DatedRules
from credits.store import rule_documents as store
from credits.store.rule_documents import Activation, Adopted
from schemas.refusals import Conflict, NotFound, NotPermitted
from schemas.tables import milliseconds
from schemas.write_door import UnitOfWork


def adopt(unit: UnitOfWork, document: dict[str, Any], by: str) -> RuleDocument:
    """Keep *document* for ever and return what it says; the same text again changes nothing.

    *by* is the id of who adopts it. Raises Malformed for a document that breaks its schema,
    Conflict when this version of the rule was adopted with another text: a change is a new
    version.
    """
    read = rule_document.read(document)
    known = store.named(unit.session, read.rule_id, read.version)
    if known is not None:
        if known.digest.hex() != read.digest:
            raise Conflict(
                f"version {read.version} of {read.rule_id} was adopted with another text",
                code="version-adopted-otherwise",
            )
        return read
    store.add(
        unit.session,
        Adopted(
            digest=bytes.fromhex(read.digest),
            rule_id=read.rule_id,
            version=read.version,
            title=read.title,
            text=json.dumps(document, sort_keys=True, separators=(",", ":"), ensure_ascii=False),
            adopted_at=unit.now,
            adopted_by=by,
        ),
    )
    return read


def activate(
    unit: UnitOfWork,
    rule_id: str,
    version: str,
    *,
    in_force_from: datetime,
    by: str,
    second: str,
    scope: UUID | None = None,
) -> None:
    """Let a document govern *scope* (None: the whole academy) from *in_force_from* on.

    Raises NotFound for a document that was not adopted, NotPermitted unless *second* is
    another person than *by*.
    """
    adopted = store.named(unit.session, rule_id, version)
    if adopted is None:
        raise NotFound(f"{rule_id} version {version} was not adopted", code="rule-unknown")
    if not by or not second or by == second:
        raise NotPermitted("a rule takes force by two persons", code="two-persons")
    store.activate(
        unit.session,
        Activation(
            digest=adopted.digest,
            scope=scope,
            in_force_from=in_force_from,
            activated_at=unit.now,
            activated_by=by,
            second_approver=second,
        ),
    )


def in_force(session: Session, at: datetime, scopes: Sequence[UUID] = ()) -> RuleDocument:
    """Return the rule document that governs at *at*; raise NotFound where none does.

    *scopes* are the units above a person, the nearest first (Measures, Art. 23).
    """
    digest = store.in_force(session, at, scopes)
    if digest is None:
        raise NotFound("no rule document is in force", code="no-rule-in-force")
    return of_digest(session, digest)


def evidence_in_force(session: Session, at: datetime, scopes: Sequence[UUID] = ()) -> DatedRules:
    """Return the evidence rules that governed one after the other up to *at*.

    Each span is judged by what was in force at the beginning of its local day, so a new
    version never reaches back. Raises NotFound where nothing is in force.
    """
    relevant = [
        found
        for found in store.activations(session)
        if found.in_force_from <= at and (found.scope is None or found.scope in scopes)
    ]
    versions = []
    for moment in sorted({found.in_force_from for found in relevant}):
        governing = in_force(session, moment, scopes)
        versions.append((milliseconds(moment), governing.evidence))
    if not versions:
        raise NotFound("no rule document is in force", code="no-rule-in-force")
    return DatedRules(tuple(versions))


def of_digest(session: Session, digest: bytes) -> RuleDocument:
    """Return the adopted document with that digest."""
    adopted = store.by_digest(session, digest)
    if adopted is None:
        raise NotFound(f"no rule document {digest.hex()}", code="rule-unknown")
    return _read(adopted.text)


def named(session: Session, rule_id: str, version: str) -> Adopted:
    """Return an adopted document as it was adopted, or raise NotFound."""
    adopted = store.named(session, rule_id, version)
    if adopted is None:
        raise NotFound(f"{rule_id} version {version} was not adopted", code="rule-unknown")
    return adopted


def adopted(session: Session) -> Sequence[Adopted]:
    """Return every adopted document, the newest first."""
    return store.documents(session)


def activations(session: Session, digest: bytes | None = None) -> Sequence[Activation]:
    """Return when what took force, in order."""
    return store.activations(session, digest)


def frozen(document: RuleDocument) -> Rule:
    """Return the name and digest of *document* that entries carry."""
    return Rule(document.rule_id, document.version, bytes.fromhex(document.digest))


@lru_cache(maxsize=64)
def _read(text: str) -> RuleDocument:
    return rule_document.read(json.loads(text))
