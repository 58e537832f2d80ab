"""Credit what was earned: at confirmation, at once, and once only."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from uuid import UUID

from sqlalchemy.orm import Session

from credits.rules.accrual import earnings
from credits.rules.awards import REPEAT, idem_key
from credits.rules.earnings import Earning
from credits.rules.evidence import Evidence
from credits.rules.evidence_digest import evidence_digest
from credits.rules.ledger.entry import Draft, Entry, Type
from credits.rules.repeats import RepeatScope
from credits.rules.reversal import cancelled_families
from credits.rules.rule_document import RuleDocument
from credits.rules.verified_time import reckoned
from credits.services import ledger, rule_documents, seat_time
from credits.services.governance import Governed, governance, learner_at
from credits.store import closings, courses
from credits.store import evidence as store
from credits.store import ledger as entries_store
from credits.store.locks import lock_learner
from schemas.jobs import RunningJob, job
from schemas.tables import milliseconds, moment
from schemas.write_door import UnitOfWork, write

ACTOR = "system"
"""Who posts what the rules alone decide."""

Again = Mapping[UUID, tuple[int, int]]
"""Course families whose credit was cancelled: attempts so far, and since when (Unix ms)."""

SWEEP_EVERY = timedelta(minutes=5)
SWEEP_BACK = timedelta(hours=1)
"""How far back the sweep looks for answers whose settling was cut short by a crash."""


@dataclass(frozen=True, slots=True)
class Award:
    """What a course earned a learner: *milli* still stands, after every correction."""

    n: int
    milli: int
    period: str | None
    category: str
    completed_at: int
    posted_at: int


def settle(unit: UnitOfWork, learner: UUID) -> list[Entry]:
    """Post what *learner* has earned and not been credited for; return the new entries.

    May be called at any time and any number of times. Each award freezes the rule document,
    the kind and plan that govern the learner at completion, and the digest of the evidence as
    it stood. In a period that was frozen nothing is posted.
    """
    lock_learner(unit.session, learner)
    posted = entries_store.entries_of(unit.session, learner)
    who = learner_at(unit.session, learner, unit.now)
    rules = rule_documents.in_force(unit.session, unit.now, who.scopes)
    studied = store.studied_versions(unit.session, learner)
    again = cancelled_families(posted)
    if not _could_earn(unit.session, studied, posted, rules, again):
        return []
    confirmed = None if again else _confirmed_versions(unit, learner)
    if confirmed is not None and not _could_earn(unit.session, confirmed, posted, rules, again):
        return []
    known = store.evidence(unit.session, learner, as_of=unit.now)
    judged = replace(seat_time.without_open(known, rules, unit.now), person=who.person)
    judged = _without_cancelled(judged, again)
    dated = rule_documents.evidence_in_force(unit.session, unit.now, who.scopes)
    result = reckoned(judged, dated, rules.completion)
    governed = _governed(unit.session, learner, earnings(judged, result, rules))
    found = earnings(_by_plan(judged, governed), result, rules)
    keys = {entry.idem for entry in posted}
    frozen = closings.frozen_periods(unit.session)
    subject = ledger.subject(unit, learner)
    drafts = [
        replace(draft, evidence_digest=evidence_digest(known))
        for draft in _drafts(subject, found, governed, rules, again)
        if draft.idem not in keys and draft.period not in frozen
    ]
    return ledger.post(unit, learner, drafts) if drafts else []


def awarded(session: Session, learner: UUID, family_id: UUID) -> Award | None:
    """Return what the last award of a course family still gives *learner*."""
    entries = [e for e in ledger.entries(session, learner) if e.family_id == family_id]
    awards = [entry for entry in entries if entry.type is Type.AWARD]
    if not awards:
        return None
    award = awards[-1]
    return Award(
        n=award.n,
        milli=sum(e.milli for e in entries if e.n == award.n or e.refers == award.n),
        period=award.period,
        category=award.category,
        completed_at=award.effective_at,
        posted_at=award.posted_at,
    )


@job("credits.settle", every=SWEEP_EVERY)
def sweep(_: RunningJob) -> None:
    """Settle every learner who answered lately; what was settled already stays as it is."""
    for learner in write(_lately_answered):
        write(settle, learner)


def _lately_answered(unit: UnitOfWork) -> list[UUID]:
    return store.lately_answered(unit.session, unit.now - SWEEP_BACK)


def _could_earn(
    session: Session,
    studied: list[UUID],
    posted: list[Entry],
    rules: RuleDocument,
    again: Again,
) -> bool:
    """False where every course that was opened has earned what it may in a lifetime."""
    if rules.repeat.scope is not RepeatScope.LIFETIME:
        return bool(studied)
    awards = [
        entry for entry in posted if entry.type is Type.AWARD and entry.family_id not in again
    ]
    if rules.repeat.per_version:
        done = {entry.version_id for entry in awards}
        return any(version not in done for version in studied)
    families = {entry.family_id for entry in awards}
    return any(
        course.family_id not in families for course in courses.courses(session, studied).values()
    )


def _confirmed_versions(unit: UnitOfWork, learner: UUID) -> list[UUID] | None:
    """Return the course versions of which every unit is confirmed by now.

    None where live progress cannot say it: the rules need all evidence at once, or something
    is on record from after now, which settling leaves aside.
    """
    found = seat_time.live(unit.session, learner, unit.now)
    if found is None or found.latest > milliseconds(unit.now):
        return None
    lacking = {
        of.version
        for name, of in found.facts.units
        if found.reckoning.units[name].confirmed_at is None
    }
    versions = {of.version for _, of in found.facts.units} - lacking
    return sorted(UUID(version) for version in versions if version is not None)


def _without_cancelled(evidence: Evidence, again: Again) -> Evidence:
    """Return *evidence* without the sessions of cancelled courses from before the decision."""
    since = {str(family): at for family, (_, at) in again.items()}
    dropped = {
        name
        for name, session in evidence.sessions.items()
        if session.opened_at < since.get(evidence.units[session.unit].family or "", 0)
    }
    return replace(
        evidence, spans=tuple(span for span in evidence.spans if span.session not in dropped)
    )


def _governed(session: Session, learner: UUID, found: Sequence[Earning]) -> dict[str, Governed]:
    """How each earned course version counts for *learner*, by what governed at completion."""
    versions = {UUID(earning.version): earning for earning in found if earning.version}
    known = courses.courses(session, list(versions))
    return {
        str(version): governance().governed(
            session, learner, course, moment(versions[version].completed_at)
        )
        for version, course in known.items()
    }


def _by_plan(evidence: Evidence, governed: Mapping[str, Governed]) -> Evidence:
    """Return *evidence* with the category that governs each unit, so that caps meet it."""
    return replace(
        evidence,
        units={
            name: replace(unit, category=governed[unit.version].category)
            if unit.version is not None and unit.version in governed
            else unit
            for name, unit in evidence.units.items()
        },
    )


def _drafts(
    subject: bytes,
    found: Sequence[Earning],
    governed: Mapping[str, Governed],
    rules: RuleDocument,
    again: Again,
) -> Iterator[Draft]:
    """Yield the award of every registered course that is confirmed and no repeat."""
    seen: set[str] = set()
    for earning in found:
        version = earning.version
        if version is None or version not in governed or earning.confirmed_at is None:
            continue
        attempts, _ = again.get(UUID(earning.family), (0, 0))
        key = idem_key(subject, earning, rules, attempts + 1)
        if earning.reduced_by == REPEAT or key in seen:
            continue
        seen.add(key)
        yield Draft(
            subject=subject,
            family_id=UUID(earning.family),
            version_id=UUID(version),
            category=earning.category,
            plan=governed[version].plan,
            period=earning.period,
            milli=earning.milli,
            type=Type.AWARD,
            idem=key,
            rule=rule_documents.frozen(rules),
            reason="completed and confirmed",
            actor=ACTOR,
            effective_at=earning.effective_at,
        )
