"""How far a learner is with the courses, as home, catalogue and course pages say it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Session

from academy.services import enrolments
from content_packages.services.values import CourseVersion
from credits.rules.accrual import credit_milli
from credits.rules.evidence import StudyUnit
from credits.rules.rule_document import RuleDocument
from credits.rules.study import unit_key
from credits.rules.verified_time import UnitReckoning
from credits.services import ledger, rule_documents, seat_time
from schemas.refusals import NotFound, NotPermitted

NEW, BEGUN, AWAITING, DONE = "new", "begun", "awaiting", "done"
"""Never opened; some time is verified; all is verified and the closing check is open; credited."""


@dataclass(frozen=True, slots=True)
class Progress:
    """How much of a course or a unit is verified, and the *state* that this amounts to."""

    state: str
    verified_ms: int


UNTOUCHED = Progress(NEW, 0)


@dataclass(frozen=True, slots=True)
class Studied:
    """Everything that one learner has studied, by unit of study and by course family.

    *credited* is what the ledger holds for each family, in milli-credits.
    """

    units: Mapping[str, UnitReckoning]
    credited: Mapping[UUID, int]

    def course(self, family_id: UUID, version_id: UUID, approved_ms: int) -> Progress:
        """Return the progress in the version of a course whose approved length is given."""
        parts = [
            unit for name, unit in self.units.items() if name.startswith(unit_key(version_id, ""))
        ]
        verified = sum(part.verified for part in parts)
        if self.credited.get(family_id, 0) > 0:
            return Progress(DONE, verified)
        if not any(part.counted for part in parts):
            return UNTOUCHED
        complete = sum(part.approved for part in parts if part.completed_at is not None)
        return Progress(AWAITING if complete >= approved_ms else BEGUN, verified)

    def unit(self, version_id: UUID, identifier: str) -> Progress:
        """Return the progress in one unit of a version."""
        found = self.units.get(unit_key(version_id, identifier))
        if found is None or not found.counted:
            return UNTOUCHED
        if found.confirmed_at is not None:
            return Progress(DONE, found.verified)
        return Progress(AWAITING if found.completed_at is not None else BEGUN, found.verified)

    @property
    def uncredited_ms(self) -> int:
        """Verified time of units that no closing check has confirmed yet."""
        return sum(unit.verified for unit in self.units.values() if unit.confirmed_at is None)


def studied(session: Session, learner: UUID, now: datetime) -> Studied:
    """Return what *learner* has studied by *now*; nothing where no rule document governs."""
    credited: dict[UUID, int] = {}
    for entry in ledger.entries(session, learner):
        credited[entry.family_id] = credited.get(entry.family_id, 0) + entry.milli
    try:
        return Studied(seat_time.units(session, learner, now), credited)
    except NotFound:
        return Studied({}, credited)


def refusal(session: Session, learner: UUID, now: datetime) -> str:
    """Return why *learner* may not take up courses at *now*, '' for who may (Measures, Art. 6)."""
    try:
        enrolments.refuse_to(session, learner, now)
    except (NotPermitted, NotFound) as refused:
        return refused.reason
    return ""


def rules_for(session: Session, learner: UUID | None, now: datetime) -> RuleDocument | None:
    """Return the rule document that governs *learner* (None: anyone), None before the first."""
    try:
        if learner is None:
            return rule_documents.in_force(session, now)
        return seat_time.rules_of(session, learner, now)
    except NotFound:
        return None


def worth(rules: RuleDocument | None, kind: str, approved_ms: int) -> int:
    """Return the milli-credits that a course of *approved_ms* is worth under *rules*."""
    if rules is None:
        return 0
    return credit_milli(StudyUnit(kind="article", approved=approved_ms, category=kind), rules)


def unit_titles(version: CourseVersion) -> dict[str, str]:
    """Return the titles of a version's units by their identifiers."""
    return {unit.identifier: unit.title for unit in version.course.units()}
