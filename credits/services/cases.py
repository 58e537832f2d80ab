"""Cases of proxy study: opened by people, decided by two bodies, appealed, and carried out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session

from credits.rules import cases as rules
from credits.rules.cases import CaseRule, Event, Scope, Step
from credits.rules.ledger.entry import Draft, Entry, Type
from credits.rules.reversal import Amount, Finding, given_back, taken_by
from credits.rules.working_days import Deadline
from credits.services import certificates, ledger, rule_documents
from credits.services.governance import learner_at
from credits.store import calendar
from credits.store import cases as store
from credits.store import ledger as entries_store
from credits.store.cases import Case, Taken
from credits.store.locks import lock_learner
from schemas.identifiers import new_id
from schemas.refusals import Conflict, Malformed, NotFound
from schemas.tables import milliseconds
from schemas.write_door import UnitOfWork


@dataclass(frozen=True, slots=True)
class File:
    """A case with its steps and deadlines, as a page draws it."""

    case: Case
    steps: Sequence[Taken]
    statement_due: Deadline | None
    appeal_due: date | None

    @property
    def state(self) -> Step:
        return self.steps[-1].step


def open_case(
    unit: UnitOfWork, learner: UUID, *, by: str, source: str, summary: str, finding: Finding
) -> UUID:
    """Open a case about *learner* and return its id; nothing is taken by that.

    *source* says whether a signal, a report or an inspection led to it. What the finding may
    take is bounded by the scope that the learner's rule document allows.
    """
    document = rule_documents.in_force(
        unit.session, unit.now, learner_at(unit.session, learner, unit.now).scopes
    )
    allowed = _rule(document.document).scope
    if _WIDTH[finding.scope] > _WIDTH[allowed]:
        raise Malformed(
            f"the rule document lets a finding take a {allowed}, not {finding.scope}",
            code="scope-too-wide",
        )
    case = Case(
        id=new_id(unit.now),
        learner=learner,
        opened_at=unit.now,
        source=source,
        summary=summary,
        finding=finding,
        rule_digest=bytes.fromhex(document.digest),
    )
    store.add(unit.session, case)
    store.add_step(unit.session, case.id, Taken(Step.OPENED, unit.now, by, None, None, summary))
    return case.id


def take_step(
    unit: UnitOfWork,
    case_id: UUID,
    step: Step,
    *,
    by: str,
    second: str | None = None,
    document: str | None = None,
    note: str = "",
    milli: int | None = None,
) -> list[Entry]:
    """Take the next step of a case and return what it posted to the ledger.

    A cancellation takes all that the finding covers and revokes certificates that rest on it;
    a reinstatement gives back *milli*, or everything. Raises Conflict with what is not in
    order: the step, the two persons, the document, the deadlines.
    """
    case = store.case(unit.session, case_id)
    if case is None:
        raise NotFound(f"no case {case_id}", code="case-unknown")
    lock_learner(unit.session, case.learner)
    kept = rule_documents.of_digest(unit.session, case.rule_digest)
    zone = ZoneInfo(kept.zone)
    taken = store.steps(unit.session, case_id)
    following = Event(step, unit.now.astimezone(zone).date(), by, second, document)
    found = rules.violations(
        _events(taken, zone),
        following,
        _rule(kept.document),
        calendar.working_days(unit.session),
    )
    if found:
        raise Conflict("the case does not allow this step", code="case", violations=found)
    store.add_step(unit.session, case_id, Taken(step, unit.now, by, second, document, note))
    if step is Step.CANCELLED:
        return _cancel(unit, case, by, second, document)
    if step is Step.REINSTATED:
        decision = next(t.document for t in taken if t.step is Step.CANCELLED)
        return _reinstate(unit, case, decision or "", by, second, document, milli)
    return []


def file(session: Session, case_id: UUID) -> File:
    """Return a case with everything that happened in it."""
    case = store.case(session, case_id)
    if case is None:
        raise NotFound(f"no case {case_id}", code="case-unknown")
    kept = rule_documents.of_digest(session, case.rule_digest)
    steps = store.steps(session, case_id)
    events = _events(steps, ZoneInfo(kept.zone))
    rule = _rule(kept.document)
    return File(
        case=case,
        steps=steps,
        statement_due=rules.statement_due(events, rule, calendar.working_days(session)),
        appeal_due=rules.appeal_due(events, rule),
    )


def files(session: Session, learner: UUID | None = None) -> list[File]:
    """Return the cases (about one learner), the newest first."""
    return [file(session, case.id) for case in store.cases(session, learner)]


def publish_calendar(unit: UnitOfWork, year: int, exceptions: Mapping[date, bool]) -> None:
    """Keep the official calendar of *year*: the days that break the rule of Monday to Friday."""
    calendar.publish(unit.session, year, exceptions, unit.now)


_WIDTH = {
    Scope.COURSE: 0,
    Scope.FINDING_INTERVAL: 1,
    Scope.PERIOD: 2,
    Scope.ALL_TIME: 3,
}
"""How much a scope can take, so that a finding stays within what the rule allows."""


def _rule(document: Mapping[str, object]) -> CaseRule:
    integrity = document.get("integrity")
    said = integrity.get("proxy_study") if isinstance(integrity, Mapping) else None
    if not isinstance(said, Mapping):
        raise NotFound("the rule document says nothing of proxy study", code="no-case-rule")
    return CaseRule(
        scope=Scope(said.get("scope", Scope.PERIOD)),
        statement_days=int(said.get("statement_days", 0)),
        appeal_days=int(said.get("appeal_days", 0)),
    )


def _events(steps: Sequence[Taken], zone: ZoneInfo) -> list[Event]:
    return [
        Event(
            taken.step,
            taken.taken_at.astimezone(zone).date(),
            taken.actor,
            taken.second_approver,
            taken.document,
        )
        for taken in steps
    ]


def _cancel(
    unit: UnitOfWork, case: Case, by: str, second: str | None, document: str | None
) -> list[Entry]:
    entries = entries_store.entries_of(unit.session, case.learner)
    taken = taken_by(entries, case.finding)
    drafts = [
        _draft(unit, amount, -amount.milli, Type.CANCEL, case, by, second, document)
        for amount in taken
    ]
    posted = ledger.post(unit, case.learner, drafts)
    for period in sorted({amount.period for amount in taken if amount.period is not None}):
        certificates.revoke_of(
            unit, case.learner, period, by=by, reason="credits cancelled", document=document
        )
    return posted


def _reinstate(
    unit: UnitOfWork,
    case: Case,
    decision: str,
    by: str,
    second: str | None,
    document: str | None,
    milli: int | None,
) -> list[Entry]:
    entries = entries_store.entries_of(unit.session, case.learner)
    try:
        amounts = given_back(entries, decision, milli)
    except ValueError as error:
        raise Conflict(str(error), code="more-than-taken") from None
    drafts = [
        _draft(unit, amount, amount.milli, Type.REINSTATE, case, by, second, document)
        for amount in amounts
    ]
    return ledger.post(unit, case.learner, drafts)


def _draft(
    unit: UnitOfWork,
    amount: Amount,
    milli: int,
    type_: Type,
    case: Case,
    by: str,
    second: str | None,
    document: str | None,
) -> Draft:
    award = amount.award
    return Draft(
        subject=award.subject,
        family_id=award.family_id,
        version_id=award.version_id,
        category=amount.category,
        period=amount.period,
        plan=award.plan,
        milli=milli,
        type=type_,
        idem=f"{type_.lower()}:{case.id}:{award.n}:{amount.category}:{amount.period}",
        refers=award.n,
        rule=award.rule,
        reason=f"case {case.id}",
        document=document,
        actor=by,
        second_approver=second,
        effective_at=milliseconds(unit.now),
    )
