"""The commands of ``flask``: one group for each package, one module for each group."""

from __future__ import annotations

from flask import Flask

from academy.cli.database import database_commands


def register_commands(app: Flask) -> None:
    """Give *app* its commands."""
    app.cli.add_command(database_commands)
