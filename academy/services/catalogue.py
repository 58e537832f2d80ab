"""The catalogue and the page of one course, as one learner sees them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Session

from academy.rules.calendar import shanghai_date
from academy.services import plans, units
from academy.services.study import NEW, Progress, Studied, rules_for, studied, worth
from content_packages.readers.structure import Block, Unit
from content_packages.services import courses
from content_packages.services.values import Card, CatalogueQuery, CourseVersion
from credits.rules.rule_document import RuleDocument
from player.services import registrations
from schemas.refusals import NotFound

NOTHING = Studied({}, {})


@dataclass(frozen=True, slots=True)
class CourseCard:
    """A course in a list: what it is, what it is worth, and how far the reader is with it."""

    family_id: UUID
    version_id: UUID
    title: str
    teacher: str
    summary: str
    area: str
    category: str
    approved_ms: int
    credit_milli: int
    recommended_by: str | None
    published_at: datetime | None
    state: str
    verified_ms: int
    picture: bool = False
    """True where the package brought a picture of its own."""


@dataclass(frozen=True, slots=True)
class Found:
    """One page of a search, and how many courses each area has for it."""

    cards: tuple[CourseCard, ...]
    total: int
    areas: dict[str, int]
    number: int
    pages: int


@dataclass(frozen=True, slots=True)
class OutlineLine:
    """A line of a course's contents; *identifier* is None for a heading."""

    depth: int
    title: str
    identifier: str | None = None
    approved_ms: int = 0
    verified_ms: int = 0
    state: str = NEW

    @property
    def is_unit(self) -> bool:
        return self.identifier is not None


@dataclass(frozen=True, slots=True)
class VersionLine:
    """A version of a course in its list of versions."""

    version_id: UUID
    number: int
    published_at: datetime | None


@dataclass(frozen=True, slots=True)
class CoursePage:
    """A course with its contents and versions; its card is of the version the reader gets."""

    card: CourseCard
    description: str
    outline: tuple[OutlineLine, ...]
    versions: tuple[VersionLine, ...]

    @property
    def unit_count(self) -> int:
        return sum(line.is_unit for line in self.outline)


class Reader:
    """One reader's view of courses: progress, worth and names, read once for a page."""

    def __init__(self, session: Session, learner: UUID | None, now: datetime) -> None:
        self._session = session
        self._now = now
        self.studied = NOTHING if learner is None else studied(session, learner, now)
        self.rules: RuleDocument | None = rules_for(session, learner, now)
        self.kinds = {} if learner is None else plans.kinds_for(session, learner, now)
        self._bodies: dict[UUID, str | None] = {}

    def card(self, found: Card) -> CourseCard:
        """Return *found* as this reader sees it."""
        progress = self.studied.course(found.family_id, found.version_id, found.approved_ms)
        category = self.kinds.get(found.family_id, found.kind)
        return CourseCard(
            family_id=found.family_id,
            version_id=found.version_id,
            title=found.title,
            teacher=found.teacher,
            summary=found.summary,
            area=found.subject_area,
            category=category,
            approved_ms=found.approved_ms,
            credit_milli=worth(self.rules, category, found.approved_ms),
            recommended_by=self._body(found.recommended_by),
            published_at=found.published_at,
            state=progress.state,
            verified_ms=progress.verified_ms,
            picture=found.cover is not None,
        )

    def _body(self, unit_id: UUID | None) -> str | None:
        """Return the name of the unit that recommends, None where it is unknown."""
        if unit_id is None:
            return None
        if unit_id not in self._bodies:
            path = units.path(self._session, unit_id, shanghai_date(self._now))
            self._bodies[unit_id] = path[-1].name if path else None
        return self._bodies[unit_id]


def searched(session: Session, learner: UUID | None, query: CatalogueQuery, now: datetime) -> Found:
    """Return the courses that answer to *query*, as *learner* (None: a visitor) sees them.

    Required and elective are what the plans that govern the learner make of the courses.
    """
    reader = Reader(session, learner, now)
    page = courses.published(session, replace(query, kinds=reader.kinds))
    return Found(
        cards=tuple(reader.card(card) for card in page.cards),
        total=page.total,
        areas=dict(page.areas),
        number=page.page,
        pages=max(1, -(-page.total // page.size)),
    )


def course_page(
    session: Session, learner: UUID | None, family_id: UUID, now: datetime
) -> CoursePage:
    """Return the course: the version that *learner* has begun, else the current one.

    Raises NotFound for a course that was never published.
    """
    pinned = None if learner is None else registrations.pinned(session, learner, family_id)
    version = (
        courses.current(session, family_id) if pinned is None else courses.version(session, pinned)
    )
    if version.published_at is None:
        raise NotFound("这门课程还没有上线。", code="course")
    reader = Reader(session, learner, now)
    every = courses.versions_of(session, family_id)
    return CoursePage(
        card=reader.card(courses.card(version)),
        description=version.summary or version.course.description,
        outline=tuple(_outline(version, reader.studied)),
        versions=tuple(
            VersionLine(one.id, one.number, one.published_at)
            for one in every
            if one.published_at is not None
        ),
    )


def _outline(version: CourseVersion, known: Studied) -> Iterator[OutlineLine]:
    """Yield the lines of the contents; the organization itself is the page's title."""

    def walked(block: Block, depth: int) -> Iterator[OutlineLine]:
        for child in block.children:
            if isinstance(child, Unit):
                yield _unit_line(version, child, depth, known)
            else:
                if child.visible:
                    yield OutlineLine(depth, child.title)
                yield from walked(child, depth + 1)

    yield from walked(version.course.root, 1)


def _unit_line(version: CourseVersion, unit: Unit, depth: int, known: Studied) -> OutlineLine:
    progress: Progress = known.unit(version.id, unit.identifier)
    study = version.studies.get(unit.identifier)
    return OutlineLine(
        depth=depth,
        title=unit.title or version.title,
        identifier=unit.identifier,
        approved_ms=0 if study is None else study.approved_ms,
        verified_ms=progress.verified_ms,
        state=progress.state,
    )
