"""The commands of ``flask``: one group for each package, one module for each group."""

from __future__ import annotations

from flask import Flask

from academy.cli.assets import assets_commands
from academy.cli.conformance import conformance_command
from academy.cli.credits import credits_commands
from academy.cli.database import database_commands
from academy.cli.demonstration import demonstration_commands
from academy.cli.ledger import ledger_commands
from academy.cli.package import package_commands
from academy.cli.routes import routes_command
from academy.cli.serve import serve_command, worker_command


def register_commands(app: Flask) -> None:
    """Give *app* its commands."""
    app.cli.add_command(assets_commands)
    app.cli.add_command(conformance_command)
    app.cli.add_command(credits_commands)
    app.cli.add_command(database_commands)
    app.cli.add_command(demonstration_commands)
    app.cli.add_command(ledger_commands)
    app.cli.add_command(package_commands)
    app.cli.add_command(routes_command)
    app.cli.add_command(serve_command)
    app.cli.add_command(worker_command)
