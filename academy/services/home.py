"""The learner's home: what is still owed, by when, and what to do next."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlalchemy.orm import Session

from academy.rules.calendar import shanghai_date
from academy.services.catalogue import CourseCard, Reader
from academy.services.study import AWAITING, DONE, NEW, unit_titles
from content_packages.services import courses
from content_packages.services.values import CatalogueQuery
from credits.services import standing as standings
from player.services import registrations
from schemas.refusals import NotFound
from schemas.tables import moment

SUGGESTIONS = 3
LOOKED_AT = 60
"""Published courses among which suggestions are looked for."""


@dataclass(frozen=True, slots=True)
class Requirement:
    """One kind of credit that the year asks for."""

    category: str
    target_milli: int
    done_milli: int


@dataclass(frozen=True, slots=True)
class Resume:
    """Where the learner left off: course, unit, and the time verified in the course."""

    family_id: UUID
    version_id: UUID
    area: str
    title: str
    unit_title: str
    approved_ms: int
    verified_ms: int
    position_ms: int | None
    awaiting: bool
    picture: bool


@dataclass(frozen=True, slots=True)
class LearnerHome:
    """What the home page says.

    Without *requirements* nothing is asked of the person this year. *days_left* counts to the
    last day of learning, *closes_on*, itself included. *pace_milli* is what a week needs.
    """

    period: str
    requirements: tuple[Requirement, ...]
    owed_milli: int
    closes_on: date | None
    days_left: int
    pace_milli: int
    provisional_ms: int
    resume: Resume | None
    suggested: tuple[CourseCard, ...]


def learner_home(session: Session, learner: UUID, now: datetime) -> LearnerHome:
    """Return the home page of *learner* as of *now*."""
    reader = Reader(session, learner, now)
    resume = _resume(session, learner, reader)
    suggested = _suggested(session, reader)
    try:
        found = standings.standing(session, learner, now)
    except NotFound:
        return LearnerHome(
            period=str(shanghai_date(now).year),
            requirements=(),
            owed_milli=0,
            closes_on=None,
            days_left=0,
            pace_milli=0,
            provisional_ms=reader.studied.uncredited_ms,
            resume=resume,
            suggested=suggested,
        )
    return LearnerHome(
        period=found.window.name,
        requirements=tuple(
            Requirement(part.category, part.target_milli, part.done_milli) for part in found.parts
        ),
        owed_milli=found.owed_milli,
        closes_on=shanghai_date(moment(found.window.closes_at - 1)),
        days_left=found.days_left,
        pace_milli=min(found.weekly_milli, found.owed_milli),
        provisional_ms=reader.studied.uncredited_ms,
        resume=resume,
        suggested=suggested,
    )


def _resume(session: Session, learner: UUID, reader: Reader) -> Resume | None:
    """Return the course that was studied last and is not finished, None where there is none."""
    for overview in registrations.recent(session, learner):
        version = courses.version(session, overview.version_id)
        progress = reader.studied.course(version.family_id, version.id, version.approved_ms)
        if version.published_at is None or progress.state == DONE:
            continue
        titles = unit_titles(version)
        return Resume(
            family_id=version.family_id,
            version_id=version.id,
            area=version.subject_area,
            title=version.title,
            unit_title=titles.get(overview.last_unit or "", ""),
            approved_ms=version.approved_ms,
            verified_ms=progress.verified_ms,
            position_ms=None,
            awaiting=progress.state == AWAITING,
            picture=version.cover is not None,
        )
    return None


def _suggested(session: Session, reader: Reader) -> tuple[CourseCard, ...]:
    """Return what to study next: nothing begun, recommended and required ones first."""
    page = courses.published(session, CatalogueQuery(order="new", size=LOOKED_AT))
    fresh = [card for card in map(reader.card, page.cards) if card.state == NEW]
    fresh.sort(key=lambda card: (card.recommended_by is None, card.category != "required"))
    return tuple(fresh[:SUGGESTIONS])
