"""A record store by itself: its own application, its own commands."""

from __future__ import annotations

from flask import Flask

from lrs.web import commands, operation
from lrs.web.blueprint import xapi_blueprint
from schemas.database import connect
from schemas.logs import configure_logs, log_requests
from schemas.policies import refuse_unguarded
from schemas.settings import Settings, configure
from schemas.write_door import Clock, open_door, utc_now


def create_app(given: Settings | None = None, *, clock: Clock = utc_now) -> Flask:
    """Return a standalone record store at ``/xapi`` for *given* settings (default: the
    environment's). Its tables are made by ``flask --app lrs:create_app store upgrade``."""
    app = Flask("lrs")
    found = given or Settings.from_environment()
    configure(app, found)
    configure_logs(found)
    connect(app)
    open_door(app, clock)
    log_requests(app)
    app.register_blueprint(xapi_blueprint("xapi", "/xapi"))
    app.register_blueprint(operation.blueprint)
    app.cli.add_command(commands.store_commands)
    refuse_unguarded(app)
    return app
