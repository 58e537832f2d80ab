"""The tree of units: looking at it, founding and moving."""

from __future__ import annotations

from uuid import UUID

from flask import Blueprint, Response, g, make_response, redirect, render_template
from marshmallow import fields, validate

from academy.rules.calendar import shanghai_date
from academy.rules.units import LEVELS
from academy.services import units
from academy.web.forms import LONG, Form, Query, asked, filled
from schemas.database import database
from schemas.policies import policy
from schemas.write_door import now, write

blueprint = Blueprint("units", __name__)


class DayQuery(Query):
    """As of which day the tree is shown, and which unit is to be put under another parent."""

    on = fields.Date(load_default=None)
    move = fields.UUID(load_default=None)


class NewUnit(Form):
    """A unit to be founded."""

    name = fields.String(required=True, validate=LONG)
    level = fields.String(required=True, validate=validate.OneOf(LEVELS[1:]))
    parent = fields.UUID(required=True)
    since = fields.Date(load_default=None)


class NewParent(Form):
    """Below which unit another is to stand, from which day on."""

    parent = fields.UUID(required=True)
    since = fields.Date(required=True)


@blueprint.get("/units")
@policy("units.manage")
def units_page() -> str:
    """Show the own subtree as of a day."""
    query = asked(DayQuery)
    on = query["on"] or shanghai_date(now())
    tree = units.tree(database.session(), g.principal, on, "units.manage")
    every = (branch.unit for top in tree for branch in top.walked())
    moved = next((unit for unit in every if unit.id == query["move"]), None)
    return render_template("units.html", tree=tree, on=on, levels=LEVELS[1:], moved=moved)


@blueprint.post("/units")
@policy("units.manage")
def found() -> Response:
    """Found a unit below one of the own."""
    form = filled(NewUnit)
    write(units.found, g.principal, form["name"], form["level"], form["parent"], form["since"])
    return make_response(redirect("/units", 303))


@blueprint.post("/units/<uuid:unit_id>/parent")
@policy("units.manage")
def move(unit_id: UUID) -> Response:
    """Put a unit under another parent from a day on."""
    form = filled(NewParent)
    write(units.move, g.principal, unit_id, form["parent"], form["since"])
    return make_response(redirect("/units", 303))
