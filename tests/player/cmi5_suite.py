"""Serve the desk for ADL CATAPULT's LMS test suite (``lts``), which is not part of this project.

    python -m tests.player.cmi5_suite PORT

The suite reaches an LMS through one adapter; ``cmi5_suite_adapter.js`` is ours: copy it over
the suite's ``lib/lms.js`` and set ``LMS_BASE``. What an LMS does in its own way (import,
registration, launch, waiving, abandoning) has plain routes here, and nothing else differs from
the served application: packages are imported by the library's job, AUs run on their content
origin, and every statement passes the AU's door.
"""

from __future__ import annotations

import io
import sys
import tempfile
from typing import Any
from uuid import NAMESPACE_URL, UUID, uuid4, uuid5

from flask import Flask, Response, jsonify, request
from werkzeug.serving import run_simple

import player.web
from academy.web.hosts import Site
from content_packages.services import imports, review
from lrs import xapi_blueprint
from lrs.services import credentials
from player import create_content_app
from player.services import au_sessions, launch, library
from player.services.launch import Launched, Order
from player.store.tables import RegistrationRow
from schemas.database import connect, database
from schemas.installation import found_installation, iri_base
from schemas.jobs import run_due
from schemas.migrations import upgrade
from schemas.policies import OWN_GUARD, policy
from schemas.settings import Settings, configure
from schemas.values import Principal
from schemas.write_door import UnitOfWork, open_door, utc_now, write
from tests.player.conftest import in_force, rule_document

STAFF = uuid4()


def application(given: Settings) -> Flask:
    """Return the desk with the routes that the adapter calls."""
    app = Flask("suite")
    configure(app, given)
    connect(app)
    open_door(app, utc_now)
    upgrade(app)
    for blueprint in player.web.blueprints():
        app.register_blueprint(blueprint)
    app.register_blueprint(xapi_blueprint("xapi", "/xapi"))
    with app.app_context():
        write(found_installation, given)
        write(in_force, rule_document())
        base = iri_base(database.session())
        issued = write(credentials.issue, 1, label="suite", scopes=("all",), iri_base=base)

    @app.get("/suite/credential")
    @policy(OWN_GUARD)
    def credential() -> Response:
        return jsonify(key=issued.key, secret=issued.secret)

    @app.post("/suite/courses/<name>")
    @policy(OWN_GUARD)
    def course(name: str) -> tuple[Response, int]:
        received = imports.receive(io.BytesIO(request.get_data()), name)
        import_id = write(imports.begin, received, STAFF, None)
        run_due()
        database.session.rollback()
        state = imports.state(database.session(), import_id)
        if state.version_id is None:
            return jsonify(findings=[str(found) for found in state.findings]), 400
        write(review.submit, state.version_id, STAFF)
        version = library.version(database.session(), state.version_id)
        write(
            review.publish,
            version.id,
            STAFF,
            subject_area="政治",
            kind="required",
            studies=review.proposed(version.course, 60 * 60_000),
        )
        return jsonify(course=str(version.id)), 201

    @app.post("/suite/launches")
    @policy(OWN_GUARD)
    def opened() -> Response:
        asked: dict[str, Any] = request.get_json()
        version = library.version(database.session(), UUID(asked["course"]))
        learner = Principal(uuid5(NAMESPACE_URL, asked["actor"]["account"]["name"]), "Learner")
        if asked.get("registration"):
            write(_registered, UUID(asked["registration"]), learner.id, version)
        order = Order(
            version.id,
            version.course.units()[asked["au"]].identifier,
            (asked.get("mode") or "Normal").lower(),
        )
        found: Launched = write(launch.opened, given, learner, order)
        return jsonify(url=found.content)

    @app.post("/suite/waive")
    @policy(OWN_GUARD)
    def waive() -> tuple[str, int]:
        asked: dict[str, Any] = request.get_json()
        registration = database.session.get_one(RegistrationRow, UUID(asked["registration"]))
        version = library.version(database.session(), registration.version_id)
        unit = version.course.units()[asked["au"]].identifier
        write(au_sessions.waive, registration.id, unit, asked["reason"])
        return "", 204

    @app.post("/suite/abandon/<uuid:session>")
    @policy(OWN_GUARD)
    def abandon(session: UUID) -> tuple[str, int]:
        write(au_sessions.abandon, session)
        return "", 204

    return app


def _registered(unit: UnitOfWork, registration: UUID, learner: UUID, version: Any) -> None:
    if unit.session.get(RegistrationRow, registration) is not None:
        return
    row = RegistrationRow(
        id=registration,
        learner=learner,
        family_id=version.family_id,
        version_id=version.id,
        mode="normal",
        number=1,
        created_at=unit.now,
        last_at=unit.now,
    )
    unit.session.add(row)
    unit.session.flush()
    au_sessions.registered(unit, row, version)


def main(port: str) -> None:
    """Serve on loopback until stopped, on an empty database."""
    with tempfile.TemporaryDirectory() as folder:
        given = Settings(data_dir=folder, port=port)
        site = Site(application(given), create_content_app(given), given)
        run_simple("127.0.0.1", int(port), site, threaded=True)


if __name__ == "__main__":
    main(sys.argv[1])
