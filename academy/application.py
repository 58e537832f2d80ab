"""The application factory: one academy, with every engine that it stands on."""

from __future__ import annotations

from flask import Flask

import content_packages.web
import credits.web
import player.web
from academy.cli import register_commands
from academy.services import enrolments, hashing
from academy.services.governance import School
from academy.services.packages import recommending_unit
from academy.web import blueprints, errors, headers, layout, policies
from content_packages.services import import_job, recommendation
from credits.services import governance, ledger
from lrs import xapi_blueprint
from player.services import admission
from schemas.database import connect
from schemas.logs import configure_logs, log_requests
from schemas.policies import refuse_unguarded
from schemas.settings import Settings, configure
from schemas.write_door import Clock, open_door, utc_now

WITH_JOBS = (import_job, ledger)
"""Modules that bring jobs: a worker knows the handlers of what is imported."""


def create_app(given: Settings | None = None, *, clock: Clock = utc_now) -> Flask:
    """Return the academy's application for *given* settings (default: the environment's).

    *clock* is the server's clock; only tests and rehearsals hand in another.
    Raises SettingRefused for settings with which it would be unsafe to serve, and
    RuntimeError where a route names no policy or one that no role was considered for.
    """
    app = Flask("academy")
    found = given or Settings.from_environment()
    configure(app, found)
    configure_logs(found)
    connect(app)
    open_door(app, clock)
    hashing.install(app, found.data)
    log_requests(app)
    for part in (policies, errors, headers, layout):
        part.install(app)
    governance.install(app, School())
    admission.install(app, enrolments.enrol)
    recommendation.install(app, recommending_unit)
    for blueprint in (
        *blueprints(),
        *content_packages.web.blueprints(),
        *credits.web.blueprints(),
        *player.web.blueprints(),
        xapi_blueprint("xapi", "/xapi"),
    ):
        app.register_blueprint(blueprint)
    register_commands(app)
    refuse_unguarded(app)
    policies.refuse_unknown(app)
    return app
