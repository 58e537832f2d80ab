"""The home page: the learner's own, or the first room that an administrator works in."""

from __future__ import annotations

from flask import Blueprint, g, redirect, render_template
from werkzeug.wrappers import Response

from academy.services import home
from academy.services.study import refusal
from academy.web import notices
from academy.web.layout import navigation
from schemas.database import database
from schemas.policies import SIGNED_IN, policy
from schemas.write_door import now

blueprint = Blueprint("home", __name__)

NOTICES = 4
"""Notices on the home page."""

ROOMS = ("/review", "/province", "/unit", "/packages", "/ledger")
"""Where those work who do not learn here; the first that is open to them is their home."""


@blueprint.get("/")
@policy(SIGNED_IN)
def home_page() -> str | Response:
    """Show learners what they owe; lead others to where they work."""
    if "learning.study" not in g.principal.permissions:
        return redirect(_first_room(), 303)
    session, at = database.session(), now()
    return render_template(
        "home.html",
        page=home.learner_home(session, g.principal.id, at),
        notices=notices.latest(NOTICES),
        refused=refusal(session, g.principal.id, at),
    )


def _first_room() -> str:
    open_to = [way.href for way in navigation(g.principal) if way.href != "/"]
    return next((href for href in ROOMS if href in open_to), (open_to or ["/rules"])[0])
