"""Browser parts by other hands, as set-up collected them; no vendor's content."""

from __future__ import annotations

from pathlib import Path

from flask import Blueprint, Response, request, send_from_directory

from schemas.policies import PUBLIC, policy

blueprint = Blueprint("assets", __name__)

FOLDER = Path(__file__).parents[2] / "build" / "assets"
YEAR_S = 365 * 24 * 3600
HOUR_S = 3600


@blueprint.get("/assets/<path:path>")
@policy(PUBLIC)
def asset(path: str) -> Response:
    """Return a collected file; for a year where the address carries its version (``?v=``)."""
    return send_from_directory(FOLDER, path, max_age=YEAR_S if "v" in request.args else HOUR_S)
