"""The time receipt: where one's minutes went."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from flask import Blueprint, g, render_template, request

from academy.services import receipts
from schemas.database import database
from schemas.policies import policy
from schemas.write_door import now

blueprint = Blueprint("receipts", __name__)


@blueprint.get("/receipt")
@policy("learning.study")
def receipt() -> str:
    """Show one's own receipt: ``version`` narrows it to a course version, ``before`` pages back."""
    page = receipts.receipt_page(
        database.session(),
        g.principal.id,
        now(),
        version_id=request.args.get("version", type=UUID),
        before=request.args.get("before", type=date.fromisoformat),
    )
    return render_template("receipt.html", page=page)
