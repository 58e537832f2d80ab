"""Alembic's entry: one branch of migrations for each package.

``lrs`` alone needs only its own branch; the academy upgrades all of them.
A table belongs to the branch that its prefix names.
"""

from __future__ import annotations

from importlib import import_module

from alembic import context

from schemas.database import database
from schemas.tables import Base, Document, Serial

BRANCHES = {
    "schemas": "house_",
    "lrs": "lrs_",
    "content_packages": "content_",
    "credits": "credits_",
    "player": "player_",
    "academy": "academy_",
}

import_module("schemas.house_tables")
for package in BRANCHES:
    if package != "schemas":
        import_module(f"{package}.store.tables")


def wanted(item, name, kind, reflected, compare_to):
    """Let a new revision of one branch (``-x branch=lrs``) see that branch's tables only."""
    branch = context.get_x_argument(as_dictionary=True).get("branch")
    table = name if kind == "table" else getattr(getattr(item, "table", None), "name", "")
    return branch is None or (table or "").startswith(BRANCHES[branch])


def rendered(kind, item, _context):
    """Name the house's own column types in a revision instead of spelling them out."""
    if kind == "type" and item in (Serial, Document):
        return "schemas.tables.Serial" if item is Serial else "schemas.tables.Document"
    return False


def run() -> None:
    with database.engine.connect() as connection:
        context.configure(
            connection=connection,
            target_metadata=Base.metadata,
            include_object=wanted,
            render_item=rendered,
            render_as_batch=connection.dialect.name == "sqlite",
            compare_type=True,
        )
        with context.begin_transaction():
            context.run_migrations()


run()
