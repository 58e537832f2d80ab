"""The routes of the school. Each module brings one blueprint; here they are all named."""

from __future__ import annotations

from flask import Blueprint

from academy.web import assets, learn, session


def blueprints() -> tuple[Blueprint, ...]:
    """Return the academy's own blueprints."""
    return (
        assets.blueprint,
        learn.blueprint,
        session.blueprint,
    )
