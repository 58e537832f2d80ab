"""Certificates: issued when a year is closed and finished, checked by anybody, revocable."""

from __future__ import annotations

import json
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy.orm import Session

from credits.rules import certificate as rules
from credits.rules.certificate import Certificate, State
from credits.services import ledger, rule_documents, signing
from credits.services.governance import learner_at
from credits.services.standing import standing
from credits.store import certificates as store
from credits.store import closings
from credits.store import ledger as entries_store
from credits.store.certificates import Registered
from schemas.installation import iri_base
from schemas.refusals import Conflict, NotFound, PreconditionFailed
from schemas.settings import settings
from schemas.tables import milliseconds, moment
from schemas.write_door import UnitOfWork


@dataclass(frozen=True, slots=True)
class Issued:
    """A certificate with its state; *signature* is the issuer's of ``certificate.text``."""

    certificate: Certificate
    signature: bytes
    state: State


@dataclass(frozen=True, slots=True)
class Checked:
    """What a stranger may learn of a number; *holder* is masked."""

    number: str
    title: str
    issuer: str
    holder: str
    period: str
    earned: Mapping[str, int]
    issued_at: datetime
    state: State
    signed: bool


def issue(unit: UnitOfWork, learner: UUID, period: str, *, holder: str, by: str) -> Issued:
    """Issue the certificate of *learner* (called *holder*) for *period*; once only.

    Raises PreconditionFailed before the period is closed, or when a part is not finished.
    """
    known = store.of_period(unit.session, learner, period)
    if known is not None:
        return _issued(known)
    closing = closings.final(unit.session, period)
    if closing is None:
        raise PreconditionFailed(f"the period {period} is not closed", code="period-open")
    at = moment(int(json.loads(closing.text)["closes_at"])) - timedelta(milliseconds=1)
    found = standing(unit.session, learner, at)
    if not found.qualified or not found.parts:
        raise PreconditionFailed("required and elective are not both finished", code="not-finished")
    document = rule_documents.in_force(
        unit.session, at, learner_at(unit.session, learner, at).scopes
    )
    said = document.document["certificate"]
    ledger.checkpoint(unit)
    entries = entries_store.entries_of(unit.session, learner)
    issued = Certificate(
        number=rules.numbered(period, secrets.randbits(40)),
        title=said["name"],
        issuer=said["issuer"],
        holder=holder,
        period=period,
        earned={part.category: part.done_milli for part in found.parts},
        rule={
            "id": document.rule_id,
            "version": document.version,
            "digest": document.digest,
        },
        subject=entries[0].subject,
        entries=tuple(entry.n for entry in entries if entry.period == period),
        size=entries_store.size(unit.session),
        root=ledger.root(unit.session),
        issued_at=milliseconds(unit.now),
    )
    signer = signing.signer_of(settings(), iri_base(unit.session))
    registered = Registered(
        number=issued.number,
        learner=learner,
        period=period,
        issued_at=unit.now,
        text=issued.text,
        signature=signer.sign(issued.text.encode()),
    )
    store.add(unit.session, registered)
    return _issued(registered)


def revoke_of(
    unit: UnitOfWork, learner: UUID, period: str, *, by: str, reason: str, document: str | None
) -> None:
    """Revoke the certificate of *learner* for *period*, where there is one."""
    known = store.of_period(unit.session, learner, period)
    if known is not None and rules.state_after(known.events) is not State.REVOKED:
        store.add_event(
            unit.session,
            known.number,
            "revoked",
            unit.now,
            reason=reason,
            document=document,
            actor=by,
        )


def restore(unit: UnitOfWork, number: str, *, by: str, document: str) -> None:
    """Make a suspended or revoked certificate valid again, by the decision *document*."""
    known = store.numbered(unit.session, number)
    if known is None:
        raise NotFound(f"no certificate {number}", code="certificate-unknown")
    if rules.state_after(known.events) is State.VALID:
        raise Conflict("the certificate is valid", code="certificate-valid")
    store.add_event(
        unit.session,
        number,
        "restored",
        unit.now,
        reason="restored by decision",
        document=document,
        actor=by,
    )


def checked(session: Session, written: str) -> Checked:
    """Return what a stranger may know of the number *written*; raise NotFound for none.

    *signed* says that the register's own text still carries our signature.
    """
    number = rules.normalised(written)
    known = store.numbered(session, number) if rules.well_formed(number) else None
    if known is None:
        raise NotFound("no certificate has this number", code="certificate-unknown")
    found = rules.read(known.text)
    signer = signing.signer_of(settings(), iri_base(session))
    return Checked(
        number=found.number,
        title=found.title,
        issuer=found.issuer,
        holder=rules.masked(found.holder),
        period=found.period,
        earned=found.earned,
        issued_at=moment(found.issued_at),
        state=rules.state_after(known.events),
        signed=signing.verifies(signer.public_key, known.signature, known.text.encode()),
    )


def of_learner(session: Session, learner: UUID) -> list[Issued]:
    """Return the certificates of *learner*, the latest first."""
    return [_issued(known) for known in store.of_learner(session, learner)]


def own(session: Session, learner: UUID, number: str) -> Issued:
    """Return a certificate of *learner*; raise NotFound for anybody else's."""
    known = store.numbered(session, number)
    if known is None or known.learner != learner:
        raise NotFound(f"no certificate {number} of yours", code="certificate-unknown")
    return _issued(known)


def portable(session: Session, learner: UUID, number: str) -> dict[str, object]:
    """Return the certificate as a file that ``credits/verifier.py`` checks without us.

    It holds the signed text, and of each entry the proof under the checkpoint that the text
    names or a later one.
    """
    issued = own(session, learner, number)
    proofs = [ledger.inclusion(session, n) for n in issued.certificate.entries]
    return {
        "text": issued.certificate.text,
        "signature": issued.signature.hex(),
        "checkpoint": proofs[0].checkpoint if proofs else ledger.last_checkpoint(session),
        "entries": [
            {"text": proof.text, "index": proof.index, "path": [step.hex() for step in proof.path]}
            for proof in proofs
        ],
    }


def status_list(session: Session, now: datetime) -> dict[str, object]:
    """Return the signed list of certificates that do not hold, for offline checks."""
    signer = signing.signer_of(settings(), iri_base(session))
    text = json.dumps(
        {"as_of": milliseconds(now), "not_valid": dict(store.not_valid(session))},
        sort_keys=True,
        separators=(",", ":"),
    )
    return {"text": text, "signature": signer.sign(text.encode()).hex()}


def _issued(known: Registered) -> Issued:
    return Issued(rules.read(known.text), known.signature, rules.state_after(known.events))
