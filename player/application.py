"""The application of the content origins."""

from __future__ import annotations

from flask import Flask

from player.web import content
from schemas.database import connect
from schemas.policies import refuse_unguarded
from schemas.settings import Settings, configure


def create_content_app(given: Settings) -> Flask:
    """Return the application that serves every content host of the installation.

    It has no static folder, no session, no sign-in and no write door: it only reads.
    """
    app = Flask("content", static_folder=None)
    configure(app, given)
    connect(app)
    app.register_blueprint(content.blueprint)
    refuse_unguarded(app)
    return app
