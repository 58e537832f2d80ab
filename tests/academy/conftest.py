"""A small province to test with: two cities, a county in each, an office in each county."""

from __future__ import annotations

import contextvars
import re
import shutil
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID, uuid4

import pyotp
import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from academy import create_app
from academy.demonstration import seed
from academy.rules.people import Registration
from academy.rules.permissions import granted
from academy.services import people, roles, second_factors, units
from academy.services.hashing import hashing
from academy.services.keys import keys
from schemas.database import database
from schemas.installation import found_installation
from schemas.settings import Settings
from schemas.values import Principal
from schemas.write_door import UnitOfWork, door, write
from tests.conftest import SettableClock, _named, _run_on

SINCE = date(2017, 1, 1)
PASSWORD = "Kfm8-qwhx-3tne-7bDv"
DIVISION, SECTION = "处级及以上", "科级及以下"


@dataclass
class Academy:
    """The application, its clock, and the names of what stands in it."""

    app: Flask
    clock: SettableClock
    units: dict[str, UUID] = field(default_factory=dict)
    people: dict[str, UUID] = field(default_factory=dict)
    factors: dict[str, str] = field(default_factory=dict)
    _hash: str = ""

    def write(self, use_case, *args, **kwargs):
        """Run a use case through the write door."""
        return write(use_case, *args, **kwargs)

    def unit(self, name: str, level: str, parent: str | None = None) -> UUID:
        """Found a unit."""
        if parent is None:
            founded = self.write(units.found_top, name)
        else:
            founded = self.write(units.found, None, name, level, self.units[parent], SINCE)
        self.units[name] = founded.id
        return founded.id

    def person(
        self,
        username: str,
        unit: str,
        *held: str,
        grade: str = DIVISION,
        managing: str | None = None,
        at: str | None = None,
        one_time: bool = False,
    ) -> Principal:
        """Register a person at *unit* who holds the roles *held* there (or *at* another)."""
        self._hash = self._hash or hashing().hashed(PASSWORD)
        given = Registration(
            name=f"某{username}",
            username=username,
            work_unit_id=self.units[unit],
            managing_unit_id=self.units[managing] if managing else None,
            grade=grade,
            category="事业单位管理人员",
            since=SINCE,
        )
        person_id = self.write(people.register, None, given, self._hash, one_time=one_time)
        for role in held:
            self.write(roles.grant, None, person_id, role, self.units[at or unit])
        if held:
            secret = pyotp.random_base32()
            self.write(second_factors.give, person_id, secret, keys().factors)
            self.factors[username] = secret
        self.people[username] = person_id
        return Principal(person_id, given.name, granted(("learner", *held)))

    def browser(self) -> Browser:
        """A new browser without cookies."""
        return Browser(self)

    def signed_in(self, username: str) -> Browser:
        """A browser in which *username* is signed in, with the second factor where there is one."""
        browser = self.browser()
        browser.sign_in(username)
        return browser


class Browser:
    """A client that sends along the form token of the page it saw last."""

    def __init__(self, academy: Academy) -> None:
        self.academy = academy
        self.client: FlaskClient = academy.app.test_client()
        self.csrf_token = ""

    def get(self, path: str, **more) -> TestResponse:
        answer = self._asked(self.client.get, path, **more)
        found = re.search(r'name="csrf-token" content="([^"]*)"', answer.text)
        if found:
            self.csrf_token = found.group(1)
        return answer

    def post(self, path: str, form: dict[str, str] | None = None, **more) -> TestResponse:
        body = {"csrf_token": self.csrf_token, **(form or {})}
        return self._asked(self.client.post, path, data=body, **more)

    def ask(self, method: str, path: str, token: str | None = None) -> TestResponse:
        """Ask as a program would: JSON is wanted, and the form token goes into the header."""
        headers = {
            "Accept": "application/json",
            "X-CSRF-Token": self.csrf_token if token is None else token,
        }
        return self._asked(self.client.open, path, method=method, headers=headers)

    def garbage(self, method: str, path: str, fields: dict[str, str]) -> TestResponse:
        """Ask with *fields* in the address, or in the form where one is sent."""
        headers = {"X-CSRF-Token": self.csrf_token}
        where = "query_string" if method == "GET" else "data"
        return self._asked(
            self.client.open, path, method=method, headers=headers, **{where: fields}
        )

    @staticmethod
    def _asked(asking, *given, **more) -> TestResponse:
        """Ask outside of the test's own application context, as a stranger's browser would."""
        return contextvars.Context().run(lambda: asking(*given, **more))

    def sign_in(self, username: str, password: str = PASSWORD) -> TestResponse:
        self.get("/sign-in")
        answer = self.post("/sign-in", {"username": username, "password": password})
        secret = self.academy.factors.get(username)
        if secret is not None and answer.status_code == 303:
            self.get("/sign-in")
            code = pyotp.TOTP(secret).at(self.academy.clock.now)
            answer = self.post("/sign-in", {"totp": code})
        if answer.status_code == 303:
            self.get("/sign-in/password")
        return answer


@pytest.fixture
def academy(settings: Settings, clock: SettableClock) -> Iterator[Academy]:
    """The province, on both databases."""
    app = create_app(settings, clock=clock)
    app.testing = True
    with app.app_context():

        def founded(unit: UnitOfWork) -> None:
            found_installation(unit, settings)

        door().run(founded)
        found = Academy(app, clock)
        found.unit("省", "province")
        for city in ("甲市", "乙市"):
            found.unit(city, "city", "省")
            found.unit(f"{city}县", "county", city)
            found.unit(f"{city}县局", "unit", f"{city}县")
        yield found
        door().close()
        database.session.remove()
        database.engine.dispose()


@dataclass
class Seeded(Academy):
    """The demonstration academy: shared by the tests of a module, which only add to it."""

    settings: Settings = field(default_factory=Settings)
    record: dict[str, Any] = field(default_factory=dict)


@pytest.fixture(scope="module", params=["sqlite", "postgres"])
def seeded(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Seeded]:
    """The demonstration academy in November 2026, seeded once for each database."""
    folder, name = tmp_path_factory.mktemp("seeded"), f"seeded_{uuid4().hex[:12]}"
    server = ""
    if request.param == "sqlite":
        shutil.copy(request.getfixturevalue("migrated_sqlite"), folder / "xueshi.sqlite")
        given = Settings(data_dir=str(folder))
    else:
        server = request.getfixturevalue("postgres_server")
        template = request.getfixturevalue("migrated_postgres")
        _run_on(server, f"CREATE DATABASE {name} TEMPLATE {template}")
        given = Settings(data_dir=str(folder), database_url=_named(server, name))
    clock = SettableClock()
    clock.now = datetime(2026, 11, 23, 8, 0, tzinfo=UTC)
    app = create_app(given, clock=clock)
    app.testing = True
    with app.app_context():
        yield Seeded(app, clock, settings=given, record=seed(given, lambda _: None))
        door().close()
        database.session.remove()
        database.engine.dispose()
    if server:
        _run_on(server, f"DROP DATABASE {name} WITH (FORCE)")
