"""The log of administrators' actions, for those who judge and do not act."""

from __future__ import annotations

from flask import Blueprint, render_template
from marshmallow import fields, validate

from academy.services import audit_log
from academy.web.forms import Query, asked
from schemas.database import database
from schemas.policies import policy

blueprint = Blueprint("audit", __name__)


class LogQuery(Query):
    """From where to read on, towards older acts."""

    before = fields.Integer(load_default=None, validate=validate.Range(min=1, max=2**53))


@blueprint.get("/audit")
@policy("audit.read")
def log_page() -> str:
    """Show the newest acts and whether the chain holds."""
    session = database.session()
    page = audit_log.page(session, asked(LogQuery)["before"])
    return render_template("audit.html", page=page, verdict=audit_log.verified(session))
