"""Carry what was earned beyond a target into the next period, where the rules allow it."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import timedelta
from uuid import UUID

from credits.rules.days import MS_OF_DAY
from credits.rules.ledger.entry import Draft, Entry, Type
from credits.rules.reversal import living
from credits.rules.rule_document import RuleDocument
from credits.rules.standing import main_target, window_at
from credits.rules.targets import assessed
from credits.services import ledger, rule_documents
from credits.services.governance import learner_at
from credits.store import closings
from credits.store import ledger as entries_store
from credits.store.locks import lock_learner
from schemas.refusals import PreconditionFailed
from schemas.tables import milliseconds, moment
from schemas.write_door import UnitOfWork


def carry(unit: UnitOfWork, learner: UUID, period: str, *, by: str) -> list[Entry]:
    """Carry the surplus of *learner* out of the closed *period*; return the entries.

    Nanjing: 60.0 required where 56.0 are needed carry 4.0 into next year's elective. It is
    taken from the latest awards first, one pair of entries for each, once only.
    Raises PreconditionFailed before the period is closed.
    """
    closing = closings.final(unit.session, period)
    if closing is None:
        raise PreconditionFailed(f"the period {period} is not closed", code="period-open")
    lock_learner(unit.session, learner)
    closes_at = int(json.loads(closing.text)["closes_at"])
    at = moment(closes_at) - timedelta(milliseconds=1)
    who = learner_at(unit.session, learner, at)
    document = rule_documents.in_force(unit.session, at, who.scopes)
    target = main_target(document, who.person)
    following = _following(document, closes_at)
    entries = entries_store.entries_of(unit.session, learner)
    if target is None or following is None or _carried_before(entries, period):
        return []
    amounts = [amount for amount in living(entries) if amount.period == period]
    done: dict[str, int] = {}
    for amount in amounts:
        done[amount.category] = done.get(amount.category, 0) + amount.milli
    found = document.carry_over.carried(
        assessed(target, done, document.categories, rounding=document.credit.rounding)
    )
    if found is None:
        return []
    into, left = found
    drafts: list[Draft] = []
    for amount in sorted(amounts, key=lambda a: a.award.effective_at, reverse=True):
        source = document.carry_over.source
        if source is None or not document.categories.holds(source, amount.category):
            continue
        part = min(left, amount.milli)
        if part > 0:
            key = f"{amount.award.n}:{period}:{amount.category}"
            out = Draft(
                subject=amount.award.subject,
                family_id=amount.award.family_id,
                version_id=amount.award.version_id,
                refers=amount.award.n,
                rule=rule_documents.frozen(document),
                reason=f"surplus of {period}",
                actor=by,
                effective_at=milliseconds(unit.now),
                type=Type.CARRY_OUT,
                category=amount.category,
                period=period,
                milli=-part,
                idem=f"carry-out:{key}",
            )
            drafts.append(out)
            drafts.append(
                replace(
                    out,
                    type=Type.CARRY_IN,
                    category=into,
                    period=following,
                    milli=part,
                    idem=f"carry-in:{key}",
                )
            )
            left -= part
    return ledger.post(unit, learner, drafts) if drafts else []


def _carried_before(entries: list[Entry], period: str) -> bool:
    return any(entry.type is Type.CARRY_OUT and entry.period == period for entry in entries)


def _following(document: RuleDocument, closes_at: int) -> str | None:
    """The period after the one that closed: the first to begin at or after its learning ended."""
    for later in range(366):
        window = window_at(document, closes_at + later * MS_OF_DAY)
        if window is not None and window.opens_at >= closes_at:
            return window.name
    return None
