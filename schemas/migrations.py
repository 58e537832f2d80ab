"""Bring a database to the present tables, by the branch of each package that is wanted."""

from __future__ import annotations

from pathlib import Path

from alembic import command
from alembic.config import Config
from flask import Flask

from schemas.installation import found_installation
from schemas.settings import settings
from schemas.write_door import write

FOLDER = Path(__file__).parent.parent / "migrations"
BRANCHES = ("schemas", "lrs", "content_packages", "credits", "player", "academy")


def configuration() -> Config:
    """Return Alembic's configuration: one folder of revisions for each package."""
    config = Config()
    config.set_main_option("script_location", str(FOLDER))
    config.set_main_option("version_locations", " ".join(str(FOLDER / name) for name in BRANCHES))
    config.set_main_option("version_path_separator", "space")
    config.set_main_option("path_separator", "space")
    return config


def upgrade(app: Flask, branches: tuple[str, ...] = BRANCHES) -> None:
    """Create or change the tables of *branches* in the database of *app*, and found it.

    The branch ``schemas`` always comes first: every installation has a name and jobs.
    """
    with app.app_context():
        for branch in branches:
            if any((FOLDER / branch).glob("*.py")):
                command.upgrade(configuration(), f"{branch}@head")
        write(found_installation, settings())
