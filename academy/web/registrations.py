"""Asking to be registered, deciding on it, and registering a whole sheet."""

from __future__ import annotations

import secrets
from uuid import UUID

from flask import Blueprint, Response, g, make_response, redirect, render_template, request
from marshmallow import fields, validate

from academy.rules.calendar import shanghai_date
from academy.rules.passwords import drawn
from academy.rules.people import Registration
from academy.rules.people_sheet import COLUMNS, MOST_ROWS, NEEDED
from academy.services import people_sheets, registrations, terms_of_people, units
from academy.services.hashing import hashing
from academy.services.people_sheets import MOST_OCTETS, Issued
from academy.web.forms import LONG, Form, filled
from academy.web.people import password_shown
from schemas.database import database
from schemas.policies import PUBLIC, policy
from schemas.refusals import Malformed
from schemas.write_door import now, write

blueprint = Blueprint("registrations", __name__)

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


class Applying(Form):
    """What somebody says who asks to be registered."""

    name = fields.String(required=True, validate=LONG)
    username = fields.String(required=True, validate=LONG)
    unit = fields.UUID(required=True)
    grade = fields.String(required=True, validate=LONG)
    category = fields.String(required=True, validate=LONG)
    position = fields.String(load_default="", validate=LONG)


class Decision(Form):
    """What the administrator decides."""

    decision = fields.String(required=True, validate=validate.OneOf(("accept", "refuse")))
    remarks = fields.String(load_default="", validate=validate.Length(max=1000))


@blueprint.get("/register")
@policy(PUBLIC)
def register_page() -> str:
    """Ask a visitor for what the unit's administrator will check."""
    return _register_form()


@blueprint.post("/register")
@policy(PUBLIC)
def register() -> Response:
    """Leave the request with the unit; it opens nothing by itself."""
    try:
        form = filled(Applying)
        given = Registration(
            name=form["name"],
            username=form["username"],
            work_unit_id=form["unit"],
            grade=form["grade"],
            category=form["category"],
            since=shanghai_date(now()),
            position=form["position"],
        )
        write(registrations.ask, given)
    except Malformed as refusal:
        return make_response(_register_form(refusal.reason), 400)
    return make_response(_register_form(done=True))


@blueprint.get("/people/registrations")
@policy("people.review")
def waiting_page() -> str:
    """List the requests that wait for this administrator."""
    on = shanghai_date(now())
    found = registrations.waiting(database.session(), g.principal, on)
    return render_template("registrations.html", found=found)


@blueprint.post("/people/registrations/<uuid:registration_id>")
@policy("people.review")
def decide(registration_id: UUID) -> Response:
    """Accept, and show the one-time password this once, or refuse with the reason."""
    form = filled(Decision)
    if form["decision"] == "refuse":
        write(registrations.refuse, g.principal, registration_id, form["remarks"])
        return make_response(redirect("/people/registrations", 303))
    password = drawn(secrets.choice)
    person_id = write(
        registrations.accept, g.principal, registration_id, hashing().hashed(password)
    )
    return password_shown(person_id, password)


@blueprint.get("/people/sheet")
@policy("people.import")
def sheet_page() -> str:
    """Say what a sheet of people looks like, and ask for one."""
    return _sheet_form()


@blueprint.get("/people/sheet/template.xlsx")
@policy("people.import")
def sheet_template() -> Response:
    """Return an empty sheet with the header row."""
    return _attached(people_sheets.template(), "people.xlsx")


@blueprint.post("/people/sheet")
@policy("people.import")
def take_sheet() -> Response:
    """Register everyone in the sheet and return the one-time passwords as a sheet, this once;
    or nobody, with every fault by row and column."""
    upload = request.files.get("sheet")
    octets = upload.stream.read(MOST_OCTETS + 1) if upload is not None else b""
    try:
        found = people_sheets.registrations(database.session(), g.principal, octets, now())
    except Malformed as refusal:
        return make_response(_sheet_form(refusal), 400)
    passwords = [drawn(secrets.choice) for _ in found]
    hashed = [hashing().hashed(password) for password in passwords]
    write(people_sheets.register_all, g.principal, list(zip(found, hashed, strict=True)))
    issued = [
        Issued(one.name, one.username, password)
        for one, password in zip(found, passwords, strict=True)
    ]
    return _attached(people_sheets.issued_sheet(issued), "one-time-passwords.xlsx")


def _register_form(problem: str = "", *, done: bool = False) -> str:
    session = database.session()
    return render_template(
        "register.html",
        problem=problem,
        done=done,
        given=request.form,
        tree=units.public_tree(session, shanghai_date(now())),
        terms=terms_of_people.terms(session, now()),
    )


def _sheet_form(refusal: Malformed | None = None) -> str:
    return render_template(
        "people_sheet.html",
        refusal=refusal,
        columns=COLUMNS,
        needed=NEEDED,
        most=MOST_ROWS,
        terms=terms_of_people.terms(database.session(), now()),
    )


def _attached(octets: bytes, name: str) -> Response:
    answer = make_response(octets)
    answer.headers["Content-Type"] = XLSX
    answer.headers["Content-Disposition"] = f"attachment; filename={name}"
    answer.headers["Cache-Control"] = "no-store"
    return answer
