"""Credit what was earned: at confirmation, at once, and once only."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import timedelta
from uuid import UUID

from sqlalchemy.orm import Session

from credits.rules.awards import Earned, earlier_award, earned, idem_key
from credits.rules.evidence_digest import evidence_digest
from credits.rules.ledger.entry import Draft, Entry, Type
from credits.rules.rule_document import RuleDocument
from credits.rules.study import CourseOfStudy
from credits.rules.verified_time import reckoned
from credits.services import ledger, rule_documents, seat_time
from credits.services.governance import governance
from credits.store import courses
from credits.store import evidence as store
from credits.store import ledger as entries_store
from credits.store.locks import lock_learner
from schemas.jobs import RunningJob, job
from schemas.tables import moment
from schemas.write_door import UnitOfWork, write

ACTOR = "system"
"""Who posts what the rules alone decide."""

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
    it stood.
    """
    lock_learner(unit.session, learner)
    posted = entries_store.entries_of(unit.session, learner)
    rules = seat_time.rules_of(unit.session, learner, unit.now)
    waiting = _not_yet_awarded(unit.session, learner, posted, rules)
    if not waiting:
        return []
    known = store.evidence(unit.session, learner, as_of=unit.now)
    judged = seat_time.without_open(known, rules, unit.now)
    result = reckoned(judged, rules.evidence, rules.completion)
    drafts: list[Draft] = []
    for course in waiting:
        found = earned(course, result, rules)
        if found is None or earlier_award(found, posted, rules) is not None:
            continue
        draft = _draft(unit, learner, found, rules)
        if all(draft.idem != other.idem for other in drafts):
            drafts.append(replace(draft, evidence_digest=evidence_digest(known)))
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


def _not_yet_awarded(
    session: Session, learner: UUID, posted: list[Entry], rules: RuleDocument
) -> list[CourseOfStudy]:
    """The courses that *learner* studied and that could still earn something."""
    studied = courses.courses(session, store.studied_versions(session, learner))
    lifelong = rules.document["repeat"]["scope"] == "lifetime"
    per_version = rules.document["repeat"]["credit_once_per"] == "course_version"
    awards = [entry for entry in posted if entry.type is Type.AWARD]
    done = {e.version_id if per_version else e.family_id for e in awards} if lifelong else set()
    return [
        course
        for _, course in sorted(studied.items())
        if (course.version_id if per_version else course.family_id) not in done
    ]


def _draft(unit: UnitOfWork, learner: UUID, found: Earned, rules: RuleDocument) -> Draft:
    course = found.course
    governed = governance().governed(unit.session, learner, course, moment(found.completed_at))
    subject = ledger.subject(unit, learner)
    return Draft(
        subject=subject,
        family_id=course.family_id,
        version_id=course.version_id,
        category=governed.category,
        plan=governed.plan,
        period=found.period,
        milli=found.milli,
        type=Type.AWARD,
        idem=idem_key(subject, found, rules, attempt=1),
        rule=rule_documents.frozen(rules),
        reason="completed and confirmed",
        actor=ACTOR,
        effective_at=found.completed_at,
    )
