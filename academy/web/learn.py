"""The player's page. Everything that moves on it comes from the player's routes."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from flask import Blueprint, render_template, request

from academy.web.wording import reason_words
from content_packages.services import courses
from schemas.database import database
from schemas.policies import SIGNED_IN, policy

blueprint = Blueprint("learn", __name__)

MODES = ("normal", "browse", "review")


@blueprint.get("/learn/<uuid:version>")
@policy(SIGNED_IN)
def page(version: UUID) -> str:
    """Show the player for a course version.

    ``unit`` opens that unit, ``at`` (milliseconds) that place of its medium, ``mode`` browses
    or reviews; whether the learner may is decided where the unit is launched.
    """
    course = courses.version(database.session(), version)
    return render_template("player.html", course=course, settings=_settings(course))


def _settings(course: courses.CourseVersion) -> dict[str, Any]:
    """Return what the page's script needs to know before it asks anybody."""
    wanted = request.args.get("mode", "normal")
    return {
        "version": str(course.id),
        "title": course.title,
        "unit": request.args.get("unit"),
        "at": request.args.get("at", type=int),
        "mode": wanted if wanted in MODES else "normal",
        "reasons": reason_words(),
        "course": f"/courses/{course.family_id}",
        "receipt": f"/receipt?version={course.id}",
        "timer": "/player/static/worker_timer.js",
    }
