"""Boards for administrators: the unit's, and the province's."""

from __future__ import annotations

from urllib.parse import urlencode
from uuid import UUID

from flask import Blueprint, g, redirect, render_template, request
from werkzeug.wrappers import Response

from academy.services import reminders, reports
from schemas.database import database
from schemas.policies import policy
from schemas.write_door import now, write

blueprint = Blueprint("boards", __name__)


@blueprint.get("/unit")
@policy("board.unit")
def unit_board() -> str:
    """Show who will not finish at the present pace, in the unit asked for or the first."""
    unit_id = request.args.get("unit", type=UUID)
    page = reports.unit_board(database.session(), g.principal, unit_id, now())
    reminded = request.args.get("reminded", type=int)
    return render_template("unit_board.html", page=page, reminded=reminded)


@blueprint.post("/unit/reminders")
@policy("reminder.send")
def remind() -> Response:
    """Remind the people who were ticked of what they owe."""
    unit_id = UUID(request.form["unit"])
    people = [UUID(person) for person in request.form.getlist("person")]
    count = write(reminders.send, g.principal, unit_id, people) if people else 0
    return redirect(f"/unit?{urlencode({'unit': unit_id, 'reminded': count})}", 303)


@blueprint.get("/province")
@policy("board.province")
def province_board() -> str:
    """Show which units need help, one level of the tree at a time."""
    unit_id = request.args.get("unit", type=UUID)
    page = reports.province_board(database.session(), g.principal, unit_id, now())
    return render_template("province.html", page=page)
