"""The page of one course."""

from __future__ import annotations

from uuid import UUID

from flask import Blueprint, g, render_template

from academy.services import catalogue
from academy.services.study import refusal
from schemas.database import database
from schemas.policies import SIGNED_IN, policy
from schemas.write_door import now

blueprint = Blueprint("courses", __name__)


@blueprint.get("/courses/<uuid:family_id>")
@policy(SIGNED_IN)
def course_page(family_id: UUID) -> str:
    """Show what the course is, what it is worth, and one button to study it."""
    studies = "learning.study" in g.principal.permissions
    learner = g.principal.id if studies else None
    session, at = database.session(), now()
    return render_template(
        "course.html",
        page=catalogue.course_page(session, learner, family_id, at),
        may_study=studies,
        refused=refusal(session, learner, at) if learner else "",
    )
