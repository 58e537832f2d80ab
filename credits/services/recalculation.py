"""A new rule version in open periods: a dry run over everybody first, then entries.

Only what rules say of credit is run again; evidence and decisions stand as they are.
Closed periods stay untouched, and what would take credit from a certified person is listed
and not posted.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy.orm import Session

from credits.rules import recompute
from credits.rules.accrual import credit_milli, together
from credits.rules.evidence import StudyUnit
from credits.rules.ledger.entry import Draft, Entry, Type
from credits.rules.recompute import Change
from credits.rules.rule_document import RuleDocument
from credits.rules.study import CourseOfStudy
from credits.rules.verified_time import reckoned
from credits.services import ledger, rule_documents
from credits.services.standing import standing
from credits.store import certificates, closings, courses, evidence
from credits.store import ledger as entries_store
from credits.store.locks import lock_learner
from schemas.refusals import NotFound
from schemas.tables import milliseconds, moment
from schemas.write_door import UnitOfWork


@dataclass(frozen=True, slots=True)
class Effect:
    """What a rule document would change for one learner.

    *posted* are the changes that would be posted, *listed* those that would only be listed
    because they take credit from a certified person.
    """

    learner: UUID
    posted: tuple[Change, ...]
    listed: tuple[Change, ...]

    @property
    def delta(self) -> int:
        return sum(change.delta for change in self.posted)


@dataclass(frozen=True, slots=True)
class DryRun:
    """Who would change, and by how much; nothing was written."""

    learners: int
    effects: tuple[Effect, ...]

    @property
    def gaining(self) -> int:
        return sum(effect.delta > 0 for effect in self.effects)

    @property
    def losing(self) -> int:
        return sum(effect.delta < 0 for effect in self.effects)


def dry_run(session: Session, document: RuleDocument, learners: Iterable[UUID]) -> DryRun:
    """Return what *document* would change for *learners*, whether adopted or not."""
    closed = closings.closed_periods(session)
    effects, count = [], 0
    for learner in learners:
        count += 1
        effect = _effect(session, learner, document, closed)
        if effect.posted or effect.listed:
            effects.append(effect)
    return DryRun(count, tuple(effects))


def falls_below(session: Session, effect: Effect, document: RuleDocument) -> bool:
    """True when a learner who is finished today would not be after *effect*.

    Judged by the targets of the rule document in force; *document* gives the kinds.
    """
    if not effect.posted:
        return False
    at = max(change.award.effective_at for change in effect.posted)
    try:
        now = standing(session, effect.learner, moment(at))
    except NotFound:
        return False
    lost: dict[str, int] = {}
    for change in effect.posted:
        if change.award.period == now.window.name:
            lost[change.award.category] = lost.get(change.award.category, 0) + change.delta
    return now.qualified and any(
        part.done_milli
        + sum(
            delta
            for category, delta in lost.items()
            if document.categories.holds(part.category, category)
        )
        < part.target_milli
        for part in now.parts
    )


def recompute_learner(unit: UnitOfWork, learner: UUID, digest: bytes, *, by: str) -> list[Entry]:
    """Post what the adopted document *digest* changes of the open awards of *learner*."""
    document = rule_documents.of_digest(unit.session, digest)
    lock_learner(unit.session, learner)
    effect = _effect(unit.session, learner, document, closings.closed_periods(unit.session))
    rule = rule_documents.frozen(document)
    drafts = [
        Draft(
            subject=change.award.subject,
            family_id=change.award.family_id,
            version_id=change.award.version_id,
            category=change.award.category,
            period=change.award.period,
            plan=change.award.plan,
            milli=change.delta,
            type=Type.RECOMPUTE,
            idem=f"recompute:{change.award.n}:{document.digest}",
            refers=change.award.n,
            rule=rule,
            evidence_digest=change.award.evidence_digest,
            reason=f"{document.rule_id} {document.version}",
            actor=by,
            effective_at=milliseconds(unit.now),
        )
        for change in effect.posted
    ]
    return ledger.post(unit, learner, drafts) if drafts else []


def _effect(
    session: Session, learner: UUID, document: RuleDocument, closed: frozenset[str]
) -> Effect:
    posted: list[Change] = []
    listed: list[Change] = []
    certified: dict[str, bool] = {}
    for change in _changes(session, learner, document):
        period = change.award.period
        if period is None or period in closed:
            continue
        if period not in certified:
            certified[period] = certificates.of_period(session, learner, period) is not None
        (listed if certified[period] and change.delta < 0 else posted).append(change)
    return Effect(learner, tuple(posted), tuple(listed))


def _changes(session: Session, learner: UUID, document: RuleDocument) -> Iterator[Change]:
    """Yield what *document* changes of each award that gives what its own rules say.

    An award that a cap reduced gives less than its course is worth; it stays as it is.
    """
    groups = recompute.histories(entries_store.entries_of(session, learner))
    versions = [group[0].version_id for group in groups if group[0].version_id is not None]
    known = courses.courses(session, versions)
    passed = evidence.passed_units(session, learner)
    for group in groups:
        rule = recompute.rule_of(group)
        course = None if group[0].version_id is None else known.get(group[0].version_id)
        if course is None or rule is None:
            continue
        quiz_passed = not passed.isdisjoint(part.unit_id for part in course.units)
        own = rule_documents.of_digest(session, rule.digest)
        if sum(entry.milli for entry in group) != _worth(
            session, learner, course, own, quiz_passed
        ):
            continue
        worth = _worth(session, learner, course, document, quiz_passed)
        found = recompute.change(group, worth)
        if found is not None:
            yield found


def _worth(
    session: Session,
    learner: UUID,
    course: CourseOfStudy,
    document: RuleDocument,
    quiz_passed: bool,
) -> int:
    verified = None
    if document.credit.mode == "verified_minutes":
        units = _verified(session, learner, document)
        verified = sum(units.get(part.unit_id, 0) for part in course.units)
    return credit_milli(_whole(course), document, verified=verified, quiz_passed=quiz_passed)


def _verified(session: Session, learner: UUID, document: RuleDocument) -> Mapping[str, int]:
    known = evidence.evidence(session, learner)
    result = reckoned(known, document.evidence, document.completion)
    return {name: unit.verified for name, unit in result.units.items()}


def _whole(course: CourseOfStudy) -> StudyUnit:
    return together(
        [
            StudyUnit(
                kind="article",
                approved=part.approved_ms,
                category=part.category,
                quiz=part.quiz,
            )
            for part in course.units
        ]
    )
