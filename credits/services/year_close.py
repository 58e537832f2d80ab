"""Close a period: freeze, publish provisionally, hear disputes, close with signed totals.

From the freeze on nothing is awarded in the period; what is completed and unconfirmed is
listed. After the close a change is a new entry, and a corrected statement says so.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Sequence
from datetime import timedelta
from uuid import UUID

from sqlalchemy.orm import Session

from credits.rules.standing import Standing, window_at
from credits.services import ledger, rule_documents, signing
from credits.services.standing import standings
from credits.store import closings as store
from credits.store.closings import Statement
from schemas.installation import iri_base
from schemas.refusals import Conflict, NotFound, NotPermitted
from schemas.settings import settings
from schemas.tables import milliseconds, moment
from schemas.write_door import UnitOfWork

GRACE = timedelta(minutes=10)
"""After learning ends, until the freeze: the last answers and spans are on their way.

The measures' statistics begin on 21 December; the freeze is at 00:10 of that day.
"""


def freeze(unit: UnitOfWork, period: str, learners: Sequence[UUID], *, by: str) -> Statement:
    """Make the provisional statement of *period* over *learners*, the candidate set.

    Raises Conflict while the period is still learned in, or when it is frozen already.
    """
    if store.statements(unit.session, period):
        raise Conflict(f"{period} is frozen already", code="period-frozen")
    return _stated(unit, period, learners, "provisional", by, None)


def close(
    unit: UnitOfWork, period: str, learners: Sequence[UUID], *, by: str, second: str
) -> Statement:
    """Close *period* with its final totals; two persons answer for it.

    Raises Conflict when it was not frozen before, or is closed already.
    """
    _two_persons(by, second)
    if not store.statements(unit.session, period):
        raise Conflict(f"{period} was not frozen and published first", code="period-not-frozen")
    if store.final(unit.session, period) is not None:
        raise Conflict(f"{period} is closed", code="period-closed")
    return _stated(unit, period, learners, "final", by, second)


def correct(
    unit: UnitOfWork, period: str, learners: Sequence[UUID], *, by: str, second: str
) -> Statement:
    """State the totals of a closed *period* anew, after entries that came after the close."""
    _two_persons(by, second)
    if store.final(unit.session, period) is None:
        raise Conflict(f"{period} is not closed", code="period-open")
    return _stated(unit, period, learners, "correction", by, second)


def statements(session: Session, period: str) -> Sequence[Statement]:
    """Return the statements of *period*, the first first."""
    return store.statements(session, period)


def _two_persons(by: str, second: str) -> None:
    if not by or not second or by == second:
        raise NotPermitted("a period is closed by two persons", code="two-persons")


def _stated(
    unit: UnitOfWork,
    period: str,
    learners: Sequence[UUID],
    stage: str,
    by: str,
    second: str | None,
) -> Statement:
    document = rule_documents.in_force(unit.session, unit.now)
    # A period is named by the year it ends in; its last instant decides who stood where.
    window = window_at(document, milliseconds(unit.now))
    if window is not None and window.name != period:
        window = window_at(document, window.opens_at - 1)
    if window is None or window.name != period:
        raise NotFound(f"{period} is no period that ends now", code="period-unknown")
    closes = moment(window.closes_at)
    if unit.now < closes + GRACE:
        raise Conflict(f"{period} is learned in until {closes.isoformat()}", code="period-open")
    ledger.checkpoint(unit)
    found = standings(unit.session, learners, closes - timedelta(milliseconds=1))
    earlier = store.statements(unit.session, period)
    text = json.dumps(
        {
            "period": period,
            "stage": stage,
            "number": len(earlier) + 1,
            "corrects": earlier[-1].number if stage == "correction" else None,
            "rule": {"id": document.rule_id, "version": document.version},
            "ledger": {
                "size": ledger.size(unit.session),
                "root": ledger.root(unit.session).hex(),
            },
            "opens_at": window.opens_at,
            "closes_at": window.closes_at,
            "made_at": milliseconds(unit.now),
            "learners": len(found),
            "qualified": sum(standing.qualified for standing in found.values()),
            "totals": _totals(found.values()),
            "people": _digest_of_people(found),
        },
        sort_keys=True,
        separators=(",", ":"),
        ensure_ascii=False,
    )
    signer = signing.signer_of(settings(), iri_base(unit.session))
    statement = Statement(
        period=period,
        number=len(earlier) + 1,
        stage=stage,
        made_at=unit.now,
        actor=by,
        second_approver=second,
        text=text,
        signature=signer.sign(text.encode()),
    )
    store.add(unit.session, statement)
    return statement


def _totals(found: Iterable[Standing]) -> dict[str, int]:
    totals: dict[str, int] = {}
    for standing in found:
        for part in standing.parts:
            totals[part.category] = totals.get(part.category, 0) + part.done_milli
    return totals


def _digest_of_people(found: dict[UUID, Standing]) -> str:
    """SHA-256 over one line for each person, in order of their ids: who stood where."""
    digest = hashlib.sha256()
    for learner, standing in sorted(found.items()):
        parts = ",".join(f"{part.category}={part.done_milli}" for part in standing.parts)
        digest.update(f"{learner} {parts} {int(standing.qualified)}\n".encode())
    return digest.hexdigest()
