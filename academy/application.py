"""The application factory: one academy, with every engine that it stands on."""

from __future__ import annotations

from flask import Flask

from academy.cli import register_commands
from schemas.database import connect
from schemas.policies import refuse_unguarded
from schemas.settings import Settings, configure
from schemas.write_door import Clock, open_door, utc_now


def create_app(given: Settings | None = None, *, clock: Clock = utc_now) -> Flask:
    """Return the academy's application for *given* settings (default: the environment's).

    *clock* is the server's clock; only tests and rehearsals hand in another.
    Raises SettingRefused for settings with which it would be unsafe to serve.
    """
    app = Flask("academy")
    configure(app, given or Settings.from_environment())
    connect(app)
    open_door(app, clock)
    register_commands(app)
    refuse_unguarded(app)
    return app
