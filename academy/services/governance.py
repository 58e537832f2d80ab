"""What the accounts ask of the school: who a learner is, and what governs a course for them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime, time
from uuid import UUID

from sqlalchemy.orm import Session

from academy.rules.calendar import SCHOOL_TIME, shanghai_date
from academy.store import affiliations, people, plans
from credits.rules.evidence import Person
from credits.rules.study import CourseOfStudy
from credits.services.governance import Governed, Learner

_AT_ONCE = 5000
"""People in one query; SQLite takes 32,766 parameters."""

_FEW = 100
"""Up to so many people the database climbs from their units; for more the tree is read once."""


class School:
    """Answers from the dated facts of the school (credits.services.governance)."""

    def learners(
        self, session: Session, learners: Sequence[UUID], at: datetime
    ) -> Mapping[UUID, Learner]:
        """Return grade, category and the units above each of *learners* as of *at*.

        A learner's targets begin with the first day on which a unit answered for the results.
        """
        on = shanghai_date(at)
        parents = _above(session, learners, on)
        known: dict[UUID, Learner] = {}
        for start in range(0, len(learners), _AT_ONCE):
            some = learners[start : start + _AT_ONCE]
            since = affiliations.managed_since(session, some)
            for person in people.as_of(session, people.among(some), on):
                known[person.id] = Learner(
                    Person(category=person.category, grade=person.grade),
                    tuple(_upwards(person.managing_unit_id, parents)),
                    _morning(since.get(person.id)),
                )
        return known

    def governed(
        self, session: Session, learner: UUID, course: CourseOfStudy, at: datetime
    ) -> Governed:
        """Return required or elective by the plan nearest above the managing unit, else as the
        course itself says (Measures, Art. 7)."""
        on = shanghai_date(at)
        found = people.as_of(session, people.among([learner]), on)
        if found:
            units = list(_upwards(found[0].managing_unit_id, _above(session, [learner], on)))
            kinds = plans.kinds(session, course.family_id, on.year, units, at)
            for unit_id in units:
                if unit_id in kinds:
                    kind, plan_id = kinds[unit_id]
                    return Governed(kind, str(plan_id))
        return Governed(course.category)


def _above(session: Session, learners: Sequence[UUID], on: date) -> Mapping[UUID, UUID]:
    """Return unit → parent on *on*, at least for all units above *learners*."""
    if len(learners) > _FEW:
        return affiliations.parents(session, on)
    return affiliations.parents_above(session, learners, on)


def _upwards(unit_id: UUID | None, parents: Mapping[UUID, UUID]) -> Iterator[UUID]:
    while unit_id is not None:
        yield unit_id
        unit_id = parents.get(unit_id)


def _morning(day: date | None) -> datetime | None:
    return None if day is None else datetime.combine(day, time(), SCHOOL_TIME)
