"""What the accounts ask of the school: who a learner is, and who governs what they study."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol
from uuid import UUID

from flask import Flask, current_app
from sqlalchemy.orm import Session

from credits.rules.evidence import Person
from credits.rules.standing import PRESENT, UNKNOWN, Absence
from credits.rules.study import CourseOfStudy


@dataclass(frozen=True, slots=True)
class Governed:
    """How a course counts for one learner: its *category*, by *plan* (None: by the course)."""

    category: str
    plan: str | None = None


@dataclass(frozen=True, slots=True)
class Learner:
    """Who is judged: what targets ask of the person, and where rules of their own may hold.

    *scopes* are the managing unit and the units above it, the nearest first. *since* is when
    the person was admitted, None: from the beginning of the period. *absence* is what was
    approved for the period.
    """

    person: Person = UNKNOWN
    scopes: tuple[UUID, ...] = ()
    since: datetime | None = None
    absence: Absence = PRESENT


class Governance(Protocol):
    """Answers from the school's dated facts; all as of a moment."""

    def learners(
        self, session: Session, learners: Sequence[UUID], at: datetime
    ) -> Mapping[UUID, Learner]:
        """Return what is known of *learners* at *at*; who is missing is an unknown person."""

    def governed(
        self, session: Session, learner: UUID, course: CourseOfStudy, at: datetime
    ) -> Governed:
        """Return how *course*, completed at *at*, counts for *learner*."""


class CourseDecides:
    """Without a school: everybody is unknown, and the course's own category holds."""

    def learners(
        self, session: Session, learners: Sequence[UUID], at: datetime
    ) -> Mapping[UUID, Learner]:
        return {}

    def governed(
        self, session: Session, learner: UUID, course: CourseOfStudy, at: datetime
    ) -> Governed:
        return Governed(course.category)


_GOVERNANCE = "credits_governance"
_ANSWERED = "credits_governance_answered"


def install(app: Flask, governance: Governance) -> None:
    """Let *governance* answer in *app*."""
    app.extensions[_GOVERNANCE] = governance


def governance() -> Governance:
    """Return the governance of the current application."""
    found: Governance = current_app.extensions.get(_GOVERNANCE) or CourseDecides()
    return found


def learner_at(session: Session, learner: UUID, at: datetime) -> Learner:
    """Return what is known of *learner* at *at*; one session asks the school once.

    A beat needs it for the rules, for the challenges and for the award, always at one *now*.
    """
    answered: dict[tuple[UUID, datetime], Learner] = session.info.setdefault(_ANSWERED, {})
    if (learner, at) not in answered:
        answered[learner, at] = (
            governance().learners(session, [learner], at).get(learner, Learner())
        )
    return answered[learner, at]
