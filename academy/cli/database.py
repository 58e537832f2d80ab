"""``flask database``: bring the tables up to date, and write new revisions."""

from __future__ import annotations

import click
from alembic import command
from flask import current_app
from flask.cli import AppGroup

from schemas.migrations import BRANCHES, FOLDER, configuration, upgrade

database_commands = AppGroup("database", help="Tables and their migrations.")


@database_commands.command("upgrade")
def upgrade_tables() -> None:
    """Create or change the tables of every package."""
    upgrade(current_app._get_current_object())  # type: ignore[attr-defined]


@database_commands.command("revision")
@click.argument("branch", type=click.Choice(BRANCHES))
@click.argument("message")
def revision(branch: str, message: str) -> None:
    """Write a revision of BRANCH from the difference between its tables and the database."""
    config = configuration()
    config.cmd_opts = type("Options", (), {"x": [f"branch={branch}"]})()
    first = not any((FOLDER / branch).glob("*.py"))
    command.revision(
        config,
        message,
        autogenerate=True,
        head="base" if first else f"{branch}@head",
        branch_label=branch if first else None,
        version_path=str(FOLDER / branch),
        splice=first,
    )
