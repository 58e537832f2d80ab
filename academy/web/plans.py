"""Teaching plans: what a year's plan makes required, for a unit and those below it."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from flask import Blueprint, g, redirect, render_template, request
from marshmallow import fields, validate
from werkzeug.wrappers import Response

from academy.rules.calendar import shanghai_date
from academy.services import plans, units
from academy.web.forms import LONG, Query, asked, filled
from academy.web.language import gettext as _
from content_packages.services import courses
from content_packages.services.values import CatalogueQuery
from schemas.database import database
from schemas.policies import policy
from schemas.refusals import Malformed
from schemas.write_door import now, write

blueprint = Blueprint("plans", __name__)

YEAR = validate.Range(2000, 2100)
CATALOGUE = CatalogueQuery(order="title", size=2000)
"""Every course that a plan can name."""


class PlanQuery(Query):
    """Whose plan for which year is to be made."""

    unit = fields.UUID(load_default=None)
    year = fields.Integer(load_default=None, validate=YEAR)
    published = fields.String(load_default="")


class NewPlan(Query):
    """A plan; beside these fields the form has ``kind-<course family>`` for each course."""

    unit = fields.UUID(required=True)
    year = fields.Integer(required=True, validate=YEAR)
    title = fields.String(load_default="", validate=LONG)


@blueprint.get("/plans")
@policy("class.manage")
def plan_page() -> str:
    """Show the plans, and the form for the next one of a unit and year."""
    query = asked(PlanQuery)
    return _shown(query["unit"], query["year"], published=bool(query["published"]))


@blueprint.post("/plans")
@policy("class.manage")
def publish() -> Response | tuple[str, int]:
    """Publish a plan; what was typed is kept where it cannot be published."""
    form = filled(NewPlan)
    kinds = _kinds()
    try:
        write(plans.publish, g.principal, form["unit"], form["year"], form["title"], kinds)
    except Malformed:
        return _shown(form["unit"], form["year"], sent=kinds, title=form["title"]), 400
    return redirect(f"/plans?unit={form['unit']}&year={form['year']}&published=yes", 303)


def _kinds() -> dict[UUID, str]:
    """Return the courses that the form makes required or elective."""
    said = {
        name.removeprefix("kind-"): kind
        for name, kind in request.form.items()
        if name.startswith("kind-") and kind
    }
    try:
        return {UUID(family): kind for family, kind in said.items()}
    except ValueError:
        raise Malformed("没有这门课程。", code="course") from None


def _shown(
    unit_id: UUID | None,
    year: int | None,
    *,
    published: bool = False,
    sent: dict[UUID, str] | None = None,
    title: str = "",
) -> str:
    session, at = database.session(), now()
    on = shanghai_date(at)
    tree = units.tree(session, g.principal, on, "class.manage")
    chosen_unit = unit_id or (tree[0].unit.id if tree else None)
    chosen_year = year or on.year
    known: dict[UUID, str] = {}
    if chosen_unit is not None:
        known = plans.of_unit(session, chosen_unit, chosen_year, at)
    context: dict[str, Any] = {
        "tree": tree,
        "unit_id": chosen_unit,
        "year": chosen_year,
        "years": sorted({on.year - 1, on.year, on.year + 1, chosen_year}),
        "title": title or _("%(year)s 年教学计划", year=chosen_year),
        "courses": courses.published(session, CATALOGUE).cards,
        "kinds": known if sent is None else sent,
        "refused": sent is not None,
        "published": published,
        "plans": plans.listed(session, g.principal, on),
    }
    return render_template("plans.html", **context)
