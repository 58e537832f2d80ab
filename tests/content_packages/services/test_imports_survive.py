"""An import goes on after its worker was killed, and never leaves half a package."""

from __future__ import annotations

import io
import os
import signal
import subprocess
import sys
import time
from datetime import UTC, datetime

import pytest
from flask import Flask

from content_packages.services import courses, files, imports
from schemas.database import database
from schemas.jobs import LEASE, run_due
from schemas.refusals import Conflict
from schemas.settings import Settings
from schemas.write_door import write
from tests.content_packages.builders import HTML, scorm_1_2, scorm_1_2_zip, zipped
from tests.content_packages.conftest import VENDOR

_WORKER = """
import sys
from datetime import UTC, datetime, timedelta
from flask import Flask
import content_packages.web
from schemas.database import connect
from schemas.jobs import run_due
from schemas.settings import Settings, configure
from schemas.write_door import open_door
app = Flask("worker")
configure(app, Settings(data_dir=sys.argv[1], database_url=sys.argv[2]))
connect(app)
open_door(app, lambda: datetime(2017, 3, 15, 2, 0, tzinfo=UTC))
with app.app_context():
    run_due()
"""


def test_a_killed_worker_leaves_no_version_and_the_next_one_finishes(
    bare_app: Flask, settings: Settings, clock: object
) -> None:
    pages = {f"p{number}.html": HTML + str(number).encode() for number in range(700)}
    data = zipped({"imsmanifest.xml": scorm_1_2(), "index.html": HTML, **pages})
    import_id = write(imports.begin, imports.receive(io.BytesIO(data), "groß.zip"), VENDOR)
    worker = subprocess.Popen(
        [sys.executable, "-c", _WORKER, settings.data_dir, settings.database_url]
    )
    _wait_for_contents(20)
    os.kill(worker.pid, signal.SIGKILL)
    worker.wait()

    assert sum(1 for _ in files.shelf().listed()) < 703, "the worker was killed in the middle"
    database.session.rollback()
    assert imports.state(database.session, import_id).state == "running"
    assert courses.of_vendor(database.session, VENDOR) == ()

    clock.now = clock.now.replace(hour=2) + 2 * LEASE  # type: ignore[attr-defined]
    run_due()
    database.session.rollback()
    state = imports.state(database.session, import_id)
    assert (state.state, state.done, state.total) == ("ready", 702, 702)
    (version,) = courses.of_vendor(database.session, VENDOR)
    kept = files.files_of(database.session, version.id)
    assert len(kept) == 702
    assert all(files.shelf().has(file.sha256) for file in kept)


def test_an_import_that_fails_through_our_fault_says_so_and_can_be_started_again(
    bare_app: Flask, clock: object
) -> None:
    data = scorm_1_2_zip()
    received = imports.receive(io.BytesIO(data), "a.zip")
    import_id = write(imports.begin, received, VENDOR)
    shelf = files.shelf()
    shelf.drop(received.sha256, kept_before=datetime(2999, 1, 1, tzinfo=UTC))
    for _ in range(6):
        run_due()
        clock.forward(minutes=10)  # type: ignore[attr-defined]
    database.session.rollback()
    assert imports.state(database.session, import_id).state == "failed"

    shelf.put([data])
    write(imports.again, import_id)
    run_due()
    database.session.rollback()
    assert imports.state(database.session, import_id).state == "ready"
    with pytest.raises(Conflict):
        write(imports.again, import_id)


def _wait_for_contents(count: int) -> None:
    """Wait until the worker has put *count* contents on the shelf."""
    for _ in range(6000):
        if sum(1 for _ in files.shelf().listed()) >= count:
            return
        time.sleep(0.005)
    raise AssertionError("the worker never began")
