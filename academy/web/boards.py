"""Boards for administrators: the unit's, and the province's."""

from __future__ import annotations

from uuid import UUID

from flask import Blueprint, g, render_template, request

from academy.services import reports
from schemas.database import database
from schemas.policies import policy
from schemas.write_door import now

blueprint = Blueprint("boards", __name__)


@blueprint.get("/unit")
@policy("board.unit")
def unit_board() -> str:
    """Show who will not finish at the present pace, in the unit asked for or the first."""
    unit_id = request.args.get("unit", type=UUID)
    page = reports.unit_board(database.session(), g.principal, unit_id, now())
    return render_template("unit_board.html", page=page)


@blueprint.get("/province")
@policy("board.province")
def province_board() -> str:
    """Show which units need help, one level of the tree at a time."""
    unit_id = request.args.get("unit", type=UUID)
    page = reports.province_board(database.session(), g.principal, unit_id, now())
    return render_template("province.html", page=page)
