"""The province of tests/academy with courses, rules and learners, and a browser to look at it."""

from __future__ import annotations

import shutil
import socket
import threading
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from uuid import UUID

import pytest
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from flask import Flask
from playwright.sync_api import Browser
from werkzeug.serving import make_server

from academy import create_app
from content_packages.services import courses
from schemas.database import database
from schemas.installation import found_installation
from schemas.settings import Settings, settings
from schemas.write_door import door
from tests.academy.conftest import Academy
from tests.browsers import chromium
from tests.conftest import SettableClock
from tests.pages.furnishing import Furnishing, Lesson

ENGLISH = Path(__file__).parents[2] / "academy/translations/en/LC_MESSAGES/messages.po"

AFTER_ALL = datetime(2017, 11, 23, 1, 0, tzinfo=UTC)
"""Thursday, 23 November 2017, nine in the morning in Fuzhou: 28 days of learning are left."""


@pytest.fixture(scope="session", autouse=True)
def compiled_catalogue() -> None:
    """Compile the English sentences, as set-up does."""
    with ENGLISH.open("rb") as source, ENGLISH.with_suffix(".mo").open("wb") as target:
        write_mo(target, read_po(source))


@dataclass(frozen=True)
class Kept:
    """A furnished data folder, to be copied for each test, and the names of what is in it."""

    folder: Path
    units: dict[str, UUID]
    people: dict[str, UUID]
    factors: dict[str, str]
    courses: dict[str, UUID]


@pytest.fixture(scope="session")
def kept(migrated_sqlite: Path, tmp_path_factory: pytest.TempPathFactory) -> Kept:
    """Two courses, a learner with a morning of study behind her, administrators, a vendor.

    ``lin`` studied 党建 whole (1.0 required) and the second lesson of 数字福建, which she left
    hidden for four minutes; ``wumin`` is of a grade not yet admitted; ``hechuan`` did nothing.
    """
    folder = tmp_path_factory.mktemp("furnished")
    shutil.copy(migrated_sqlite, folder / "xueshi.sqlite")
    academy = Academy(*_application(Settings(data_dir=str(folder))))
    with academy.app.app_context():
        academy.clock.now = datetime(2017, 11, 19, tzinfo=UTC)
        door().run(lambda unit: found_installation(unit, settings()))
        courses = _furnish(academy)
        _close()
    return Kept(folder, academy.units, academy.people, academy.factors, courses)


@pytest.fixture
def furnished(kept: Kept, tmp_path: Path) -> Iterator[Academy]:
    """A copy of the furnished academy, on the morning of ``AFTER_ALL``."""
    folder = tmp_path / "data"
    shutil.copytree(kept.folder, folder)
    academy = Academy(*_application(Settings(data_dir=str(folder), port=str(free_port()))))
    academy.units, academy.people, academy.factors = kept.units, kept.people, kept.factors
    academy.clock.now = AFTER_ALL
    with academy.app.app_context():
        academy.courses = {
            name: courses.version(database.session(), version_id)
            for name, version_id in kept.courses.items()
        }
        yield academy
        _close()


def _application(given: Settings) -> tuple[Flask, SettableClock]:
    clock = SettableClock()
    app = create_app(given, clock=clock)
    app.testing = True
    return app, clock


def _close() -> None:
    door().close()
    database.session.remove()
    database.engine.dispose()


def _furnish(academy: Academy) -> dict[str, UUID]:
    academy.unit("省", "province")
    for city in ("甲市", "乙市"):
        academy.unit(city, "city", "省")
        academy.unit(f"{city}县", "county", city)
        academy.unit(f"{city}县局", "unit", f"{city}县")
    furnishing = Furnishing(academy.clock)
    furnishing.rules()
    lin = academy.person("lin", "甲市县局")
    academy.person("hechuan", "甲市县局")
    academy.person("wumin", "甲市县局", grade="科级及以下")
    academy.person("xulan", "乙市县局")
    academy.person("fang", "甲市县局", "unit_admin")
    academy.person("suning", "乙市县局", "unit_admin")
    academy.person("luo", "省", "province_admin")
    academy.person("staff", "省", "academy_staff")
    academy.person("vendor", "甲市县局", "vendor")
    academy.person("rival", "乙市县局", "vendor")
    academy.person("auditor", "省", "auditor")
    party = furnishing.course(
        "党建工作实务", "政治建设", "required", [Lesson("党建工作实务", 45)], "陈建国"
    )
    digital = furnishing.course(
        "数字福建 Digital Fujian",
        "福建省情",
        "elective",
        [Lesson("第一讲", 15), Lesson("第二讲", 30)],
        "林清源",
    )
    furnishing.studied(lin, party, 0, datetime(2017, 11, 20, 1, 0, tzinfo=UTC), 45)
    furnishing.studied(
        lin, digital, 1, datetime(2017, 11, 22, 1, 0, tzinfo=UTC), 20, hidden=(12, 16)
    )
    return {"party": party.id, "digital": digital.id}


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """One Chromium for all tests of pages."""
    with chromium() as found:
        yield found


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def serving(app, port: int):
    """Serve *app* from a thread; return what shuts it down."""
    server = make_server("127.0.0.1", port, app, threaded=True)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()

    def stop() -> None:
        server.shutdown()
        thread.join()

    return stop
