"""The home page: the learner's own, or the first room that an administrator works in."""

from __future__ import annotations

from flask import Blueprint, g, redirect, render_template
from werkzeug.wrappers import Response

from academy.services import home
from academy.web.layout import navigation
from schemas.database import database
from schemas.policies import SIGNED_IN, policy
from schemas.write_door import now

blueprint = Blueprint("home", __name__)


@blueprint.get("/")
@policy(SIGNED_IN)
def home_page() -> str | Response:
    """Show learners what they owe; lead others to where they work."""
    if "learning.study" not in g.principal.permissions:
        ways = [way for way in navigation(g.principal) if way.href != "/"]
        return redirect(ways[0].href, 303)
    page = home.learner_home(database.session(), g.principal.id, now())
    return render_template("home.html", page=page)
