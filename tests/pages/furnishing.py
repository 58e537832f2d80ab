"""An academy with something to show: rules, courses, and learners who really studied.

Everything goes through the services that the browser's routes use; only the clock is ours.
"""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from uuid import UUID, uuid4
from xml.sax.saxutils import escape

from academy.services import publication
from content_packages.services import imports
from content_packages.services.values import CourseVersion, Study
from credits.rules.study import SpanContent
from credits.services import accrual, evidence, rule_documents
from player.services import launch
from schemas.database import database
from schemas.jobs import run_due
from schemas.settings import settings
from schemas.values import Principal
from schemas.write_door import UnitOfWork, door
from tests.conftest import SettableClock

RULES = Path(__file__).parents[2] / "credits" / "documents" / "cn-fj-cadre-online.json"
MINUTE = 60_000
SPAN = 30_000
TOGETHER = 5
"""Spans that arrive in one request: well within what may be late."""

ANSWER_AFTER = timedelta(seconds=20)

PAGE = "<!doctype html><meta charset=utf-8><title>{0}</title><h1>{0}</h1>"


@dataclass(frozen=True)
class Lesson:
    """One SCO: its title, its approved minutes, and how its time is counted."""

    title: str
    minutes: float
    kind: str = "video"


@dataclass
class Furnishing:
    """What a test puts into the academy of the current application context."""

    clock: SettableClock
    staff: UUID = field(default_factory=uuid4)

    def rules(self, since: datetime = datetime(2017, 1, 12, tzinfo=UTC), **changed: object) -> None:
        """Put the rule document of 2017 into force."""
        document = {**json.loads(RULES.read_text("utf-8")), **changed}

        def adopted(unit: UnitOfWork) -> None:
            found = rule_documents.adopt(unit, document, "first")
            rule_documents.activate(
                unit,
                found.rule_id,
                found.version,
                in_force_from=since,
                by="first",
                second="second",
            )

        door().run(adopted)

    def uploaded(self, package: bytes, name: str, by: UUID) -> UUID:
        """Upload a package and have it read; return the import's id."""
        received = imports.receive(io.BytesIO(package), name)
        import_id = door().run(imports.begin, received, by)
        run_due()
        database.session.rollback()
        return import_id

    def course(
        self,
        title: str,
        area: str,
        kind: str,
        lessons: Sequence[Lesson],
        teacher: str = "",
        summary: str = "",
    ) -> CourseVersion:
        """Publish a course of our own making."""
        import_id = self.uploaded(package(title, lessons), f"{title}.zip", self.staff)
        state = imports.state(database.session(), import_id)
        assert state.version_id is not None, state.findings
        assert state.course is not None
        version = door().run(
            publication.publish,
            state.version_id,
            self.staff,
            subject_area=area,
            kind=kind,
            studies={
                unit.identifier: Study(lesson.kind, round(lesson.minutes * MINUTE))
                for unit, lesson in zip(state.course.units(), lessons, strict=True)
            },
            title=title,
            teacher=teacher,
            summary=summary,
        )
        database.session.rollback()
        return version

    def studied(
        self,
        learner: Principal,
        version: CourseVersion,
        lesson: int,
        at: datetime,
        minutes: float,
        *,
        media_from: float = 0,
        hidden: tuple[float, float] | None = None,
        answered: bool = True,
    ) -> None:
        """Let *learner* study from *at* on, minute by minute of the medium from *media_from*.

        *hidden* is a stretch (in minutes of the session) in which the page was not visible.
        Challenges come every ten minutes and are answered, unless not *answered*.
        """
        unit = version.course.units()[lesson]
        study = version.studies[unit.identifier]
        self.clock.now = at
        order = launch.Order(version.id, unit=unit.identifier, request="choice")
        session = door().run(launch.opened, settings(), learner, order).presence.session
        first = round(media_from * MINUTE)
        spans = [
            self._span(number, first, hidden, study.kind == "video")
            for number in range(round(minutes * MINUTE) // SPAN)
        ]
        for start in range(0, len(spans), TOGETHER):
            some = spans[start : start + TOGETHER]
            received = at + timedelta(milliseconds=some[-1].to_ms + 400)
            self.clock.now = received
            door().run(evidence.record, session, some, [span.to_ms for span in some], received)
        for asked in range(10, int(minutes) + 1, 10):
            self._challenge(session, at + timedelta(minutes=asked), answered)
        if answered:
            self._challenge(session, at + timedelta(minutes=minutes, seconds=1), True)
        self.clock.now = at + timedelta(minutes=minutes, seconds=40)
        door().run(evidence.close_session, session)
        door().run(accrual.settle, learner.id)
        database.session.rollback()

    def _span(
        self, number: int, first: int, hidden: tuple[float, float] | None, video: bool
    ) -> SpanContent:
        start = number * SPAN
        away = hidden is not None and hidden[0] * MINUTE <= start < hidden[1] * MINUTE
        span = SpanContent(number, start, start + SPAN, None, None, 1000, not away)
        if not video:
            return span
        return replace(span, media_from=first + start, media_to=first + start + SPAN)

    def _challenge(self, session: UUID, asked: datetime, answered: bool) -> None:
        challenge = uuid4()
        self.clock.now = asked
        door().run(evidence.issue_challenge, challenge, session, asked, 120_000)
        if answered:
            self.clock.now = asked + ANSWER_AFTER
            door().run(evidence.answer_challenge, challenge, self.clock.now, True)


def package(title: str, lessons: Sequence[Lesson]) -> bytes:
    """Return a SCORM 1.2 package with one SCO for each lesson."""
    items = "".join(
        f'<item identifier="I{n}" identifierref="R{n}"><title>{escape(lesson.title)}</title></item>'
        for n, lesson in enumerate(lessons, 1)
    )
    resources = "".join(
        f'<resource identifier="R{n}" type="webcontent" adlcp:scormtype="sco" '
        f'href="{n}.html"><file href="{n}.html"/></resource>'
        for n in range(1, len(lessons) + 1)
    )
    manifest = (
        '<?xml version="1.0" encoding="utf-8"?>'
        f'<manifest identifier="M{abs(hash(title))}" version="1.1" '
        'xmlns="http://www.imsproject.org/xsd/imscp_rootv1p1p2" '
        'xmlns:adlcp="http://www.adlnet.org/xsd/adlcp_rootv1p2">'
        "<metadata><schema>ADL SCORM</schema><schemaversion>1.2</schemaversion></metadata>"
        f'<organizations default="O"><organization identifier="O"><title>{escape(title)}</title>'
        f"{items}</organization></organizations><resources>{resources}</resources></manifest>"
    )
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("imsmanifest.xml", manifest)
        for n, lesson in enumerate(lessons, 1):
            archive.writestr(f"{n}.html", PAGE.format(escape(lesson.title)))
    return file.getvalue()
