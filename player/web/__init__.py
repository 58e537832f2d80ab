"""The player's routes on the academy origin."""

from __future__ import annotations

from flask import Blueprint

from player.services import sweep as _sweep  # noqa: F401 (registers the recurring job)
from player.web import beats, cmi5_lrs, hacp, launch, profile, runtime


def blueprints() -> list[Blueprint]:
    """Return the player's blueprints."""
    return [
        launch.blueprint,
        beats.blueprint,
        runtime.blueprint,
        hacp.blueprint,
        profile.blueprint,
        *cmi5_lrs.blueprints(),
    ]
