"""Giving people a course to study, by a day."""

from __future__ import annotations

from uuid import UUID

from flask import Blueprint, g, redirect, render_template, request
from marshmallow import fields, validate
from werkzeug.wrappers import Response

from academy.rules.calendar import shanghai_date
from academy.services import assignments, reminders
from academy.web.forms import Form, Query, asked, filled
from academy.web.language import gettext as _
from schemas.database import database
from schemas.policies import policy
from schemas.write_door import now, write

blueprint = Blueprint("assignments", __name__)


class DeskQuery(Query):
    """Whose people are shown, with which course chosen; *given* is said after giving."""

    unit = fields.UUID(load_default=None)
    course = fields.UUID(load_default=None)
    given = fields.Integer(load_default=None, validate=validate.Range(min=0))


class Assignment(Form):
    """A course for the people who are ticked."""

    unit = fields.UUID(required=True)
    course = fields.UUID(load_default=None)
    due = fields.Date(load_default=None)
    person = fields.List(fields.UUID(), load_default=list)


@blueprint.get("/assignments")
@policy("assignment.give")
def assignment_page() -> str:
    """Show the people of a unit, the courses there are, and what was given."""
    query = asked(DeskQuery)
    return _shown(query["unit"], query["course"], given=query["given"])


@blueprint.post("/assignments")
@policy("assignment.give")
def give() -> Response | tuple[str, int]:
    """Give a course to the people who are ticked; each is told once."""
    form = filled(Assignment)
    problem = _problem(form)
    if problem:
        return _shown(form["unit"], form["course"], problem=problem), 400
    count = write(
        reminders.assign, g.principal, form["unit"], form["person"], form["course"], form["due"]
    )
    return redirect(f"/assignments?unit={form['unit']}&given={count}", 303)


def _problem(form: dict[str, object]) -> str:
    """Return what keeps the course from being given, '' for nothing."""
    if form["course"] is None:
        return _("请选择一门课程。")
    if not form["person"]:
        return _("请至少选择一个人。")
    if form["due"] is not None and str(form["due"]) < shanghai_date(now()).isoformat():
        return _("完成期限不能早于今天。")
    return ""


def _shown(
    unit_id: UUID | None, course: UUID | None, *, given: int | None = None, problem: str = ""
) -> str:
    session = database.session()
    return render_template(
        "assignments.html",
        page=assignments.desk(session, g.principal, unit_id, now()),
        course=course,
        ticked=set(request.form.getlist("person")),
        due=request.form.get("due", ""),
        today=shanghai_date(now()),
        given=given,
        problem=problem,
    )
