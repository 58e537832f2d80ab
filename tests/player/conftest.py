"""The desk with everything that it stands on: real library, real accounts, real record."""

from __future__ import annotations

import io
import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from importlib import resources
from typing import Any
from uuid import UUID, uuid4

import pytest
from flask import Flask, g, request
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

import player.web
from content_packages.services import imports, review
from content_packages.services.courses import CourseVersion
from credits.rules.study import CourseOfStudy, unit_key
from credits.services import courses as courses_of_study
from credits.services import rule_documents
from lrs.services import statements
from player.services import library
from player.services.records import ACADEMY_STORE
from player.store.tables import ChallengeRow
from schemas.database import connect, database
from schemas.installation import found_installation
from schemas.jobs import run_due
from schemas.settings import Settings, configure, settings
from schemas.values import Principal
from schemas.write_door import UnitOfWork, door, open_door, write
from tests.conftest import SettableClock
from tests.content_packages.builders import HTML, cmi5, mp4, scorm_1_2, zipped

VENDOR, STAFF = uuid4(), uuid4()
WANG = Principal(uuid4(), "王小明")
LIN = Principal(uuid4(), "林小红")


@dataclass
class Page:
    """A learner's page: what a launch gave, and the beats that follow from it."""

    desk: Desk
    who: Principal
    launch: dict[str, Any]
    presence: dict[str, Any] | None = None
    seq: int = 0
    position: int = 0
    opened_at: int = 0
    journal_seq: int = 0
    study: dict[str, Any] = field(default_factory=dict)
    challenge: dict[str, Any] | None = None

    def post(self, path: str, body: Mapping[str, Any]) -> TestResponse:
        return self.desk.post(path, body, who=self.who)

    @property
    def session(self) -> str:
        assert self.presence is not None
        return f"/player/sessions/{self.presence['session']}"

    @property
    def nonce(self) -> str:
        assert self.presence is not None
        return str(self.presence["nonce"])

    def now(self) -> int:
        """Milliseconds of the session's monotonic clock, which the server's clock drives here."""
        return self.desk.milliseconds() - self.opened_at

    def body(self, *spans: Mapping[str, Any], **changes: Any) -> dict[str, Any]:
        return {"request": uuid4().hex, "nonce": self.nonce, "spans": list(spans)} | changes

    def span(self, seconds: float, **changes: Any) -> dict[str, Any]:
        """A visible span of *seconds* that ends now."""
        length = int(seconds * 1000)
        found = {
            "seq": self.seq,
            "from": self.now() - length,
            "to": self.now(),
            "media_from": self.position,
            "media_to": self.position + length,
            "rate_milli": 1000,
            "visible": True,
        } | changes
        self.seq += 1
        self.position += length
        return found

    def beat(self, *spans: Mapping[str, Any], **changes: Any) -> TestResponse:
        """Send a beat and take over what it answers."""
        return self.take(self.post(f"{self.session}/beats", self.body(*spans, **changes)))

    def take(self, answer: TestResponse) -> TestResponse:
        told = answer.get_json() or {}
        if self.presence is not None and "nonce" in told:
            self.presence["nonce"] = told["nonce"]
        self.study = told.get("study") or self.study
        if "challenge" in told:
            self.challenge = told["challenge"]
        return answer

    def watch(self, seconds: int, *, every: int = 30, answering: bool = True) -> None:
        """Study for *seconds* in beats, and answer what is asked as a person would."""
        left = seconds
        while left > 0:
            step = min(every, left)
            self.desk.clock.forward(seconds=step)
            assert self.beat(self.span(step), interactions=[self.now()]).status_code == 200
            left -= step
            if answering and self.challenge is not None:
                self.answer()

    def right(self) -> str:
        """The right answer, which only the tables know."""
        assert self.challenge is not None
        row = database.session.get(ChallengeRow, UUID(self.challenge["id"]))
        assert row is not None
        found = str(row.right[0])
        database.session.rollback()
        return found

    def answer(self, answer: str | None = None) -> TestResponse:
        assert self.challenge is not None
        return self.take(
            self.post(
                f"{self.session}/challenges/{self.challenge['id']}",
                {"answer": answer or self.right(), "nonce": self.nonce},
            )
        )

    def reanchor(self) -> TestResponse:
        answer = self.post(f"/player/launches/{self.launch['launch']}/sessions", {})
        if answer.status_code == 201:
            self.sit_down(answer.get_json())
        return answer

    def sit_down(self, told: Mapping[str, Any]) -> None:
        self.presence = told["presence"]
        self.study = told["study"]
        self.seq = 0
        self.opened_at = self.desk.milliseconds()
        self.challenge = self.presence["challenge"] if self.presence else None

    def journal(self, *changes: tuple[str, str], **more: Any) -> TestResponse:
        """Send the next entry of the run-time's journal."""
        self.journal_seq += 1
        runtime = self.launch["runtime"]
        body = {"attempt": runtime["attempt"], "seq": self.journal_seq, "set": list(changes)}
        return self.desk.browser.post(
            f"/rt/{self.launch['launch']}/journal",
            json=body | more,
            headers={"Authorization": f"Bearer {runtime['token']}"},
        )


@dataclass
class Desk:
    """The player's routes on the academy origin, with nobody's session but a name in a header."""

    app: Flask
    browser: FlaskClient
    clock: SettableClock

    def milliseconds(self) -> int:
        return int(self.clock.now.timestamp() * 1000)

    def post(self, path: str, body: Mapping[str, Any], *, who: Principal = WANG) -> TestResponse:
        return self.browser.post(path, json=body, headers={"X-Test-Person": str(who.id)})

    def imported(self, package: bytes, name: str = "course.zip") -> UUID:
        """Import *package* and return the version's id."""
        received = imports.receive(io.BytesIO(package), name)
        import_id = write(imports.begin, received, VENDOR, None)
        run_due()
        database.session.rollback()
        state = imports.state(database.session, import_id)
        assert state.version_id is not None, state.findings
        return state.version_id

    def published(
        self,
        package: bytes,
        *,
        minutes: int = 45,
        name: str = "course.zip",
        quiz: bool = False,
    ) -> CourseVersion:
        """Publish *package* and register it as a course of study, as the school does.

        With *quiz* every unit of study is complete only with a passed test.
        """
        version_id = self.imported(package, name)
        write(review.submit, version_id, VENDOR)
        found = library.version(database.session(), version_id)
        studies = {
            name: replace(one, quiz=quiz)
            for name, one in review.proposed(found.course, minutes * 60_000).items()
        }
        version: CourseVersion = write(
            review.publish,
            version_id,
            STAFF,
            subject_area="政治",
            kind="required",
            studies=studies,
        )
        refs = [library.study_of(version, unit) for unit in version.course.units()]
        write(
            courses_of_study.register,
            CourseOfStudy(
                family_id=version.family_id,
                version_id=version.id,
                title=version.title,
                category="required",
                units=tuple(ref for ref in refs if ref is not None),
            ),
        )
        return version

    def launched(
        self, version: CourseVersion, unit: str | None = None, *, who: Principal = WANG, **more: Any
    ) -> Page:
        """Launch a unit and sit down before it."""
        body = {"version": str(version.id), "unit": unit} | more
        answer = self.post("/player/launches", body, who=who)
        assert answer.status_code == 201, answer.get_json()
        page = Page(self, who, answer.get_json())
        page.sit_down(page.launch)
        return page

    def relaunched(self, page: Page, **more: Any) -> Page:
        """Open the course of *page* again."""
        body = {"version": page.launch["version"]} | more
        answer = self.post("/player/launches", body, who=page.who)
        assert answer.status_code == 201, answer.get_json()
        again = Page(self, page.who, answer.get_json())
        again.sit_down(again.launch)
        return again

    def statements(self, **filters: Any) -> list[dict[str, Any]]:
        """Every statement of the record, oldest first."""
        database.session.rollback()
        found = statements.query(
            database.session(), ACADEMY_STORE, statements.Filters(ascending=True, **filters)
        )
        return [json.loads(kept.whole) for kept in found.statements]

    def said(self, **filters: Any) -> list[str]:
        """The verbs of every statement, by their last word."""
        return [one["verb"]["id"].rpartition("/")[2] for one in self.statements(**filters)]


def rule_document(**changes: Any) -> dict[str, Any]:
    text = resources.files("credits.documents").joinpath("cn-fj-cadre-online.json").read_text()
    return {**json.loads(text), **changes}


def in_force(unit: UnitOfWork, document: dict[str, Any]) -> None:
    adopted = rule_documents.adopt(unit, document, "staff")
    rule_documents.activate(
        unit,
        adopted.rule_id,
        adopted.version,
        in_force_from=datetime(2017, 1, 11, 16, tzinfo=UTC),
        by="staff",
        second="organiser",
    )


def desk_of(given: Settings, clock: SettableClock) -> Iterator[Desk]:
    app = Flask("desk")
    configure(app, given)
    connect(app)
    open_door(app, clock)
    for blueprint in player.web.blueprints():
        app.register_blueprint(blueprint)
    people = {str(one.id): one for one in (WANG, LIN)}
    app.before_request(lambda: _known(people))
    with app.app_context():
        write(found_installation, settings())
        write(in_force, rule_document())
        yield Desk(app, app.test_client(), clock)
        door().close()
        database.session.remove()
        database.engine.dispose()


def _known(people: Mapping[str, Principal]) -> None:
    g.principal = people.get(request.headers.get("X-Test-Person", ""))


@pytest.fixture
def desk(settings: Settings, clock: SettableClock) -> Iterator[Desk]:
    """The desk on both databases."""
    yield from desk_of(settings, clock)


@pytest.fixture
def one_desk(sqlite_settings: Settings, clock: SettableClock) -> Iterator[Desk]:
    """The desk on SQLite only, for what no database can change."""
    yield from desk_of(sqlite_settings, clock)


SCO = '<item identifier="{0}" identifierref="r{0}"><title>{0}</title>{1}</item>'
SCO_FILE = (
    '<resource identifier="r{0}" type="webcontent" adlcp:scormtype="sco" '
    'href="{0}.html"><file href="{0}.html"/></resource>'
)


def scorm_12_package(*names: str, inner: Mapping[str, str] | None = None) -> bytes:
    """A SCORM 1.2 course of the SCOs *names*; *inner* adds elements to an item."""
    wanted = names or ("sco",)
    more = inner or {}
    manifest = scorm_1_2(
        "".join(SCO.format(name, more.get(name, "")) for name in wanted),
        "".join(SCO_FILE.format(name) for name in wanted),
    )
    pages = {f"{name}.html": HTML for name in wanted}
    return zipped({"imsmanifest.xml": manifest, **pages})


def cmi5_package(structure: str = "") -> bytes:
    return zipped({"cmi5.xml": structure or cmi5(), "index.html": HTML})


def video_package(milliseconds: int = 2_700_000) -> bytes:
    return zipped({"film.mp4": mp4(milliseconds)})


Published = Callable[..., CourseVersion]
KEY = unit_key
