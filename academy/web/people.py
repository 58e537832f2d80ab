"""The administrator's desk: lists, one person, registering, passwords, careers."""

from __future__ import annotations

import secrets
from uuid import UUID

from flask import Blueprint, Response, g, make_response, redirect, render_template
from marshmallow import fields, validate

from academy.rules.calendar import shanghai_date
from academy.rules.passwords import drawn
from academy.rules.people import Registration
from academy.services import (
    accounts,
    careers,
    people,
    roles,
    second_factors,
    terms_of_people,
    units,
)
from academy.services.careers import FACTS, RELATIONS, Line
from academy.services.hashing import hashing
from academy.web.forms import LONG, Form, Query, asked, filled
from schemas.database import database
from schemas.policies import policy
from schemas.write_door import now, write

blueprint = Blueprint("people", __name__)


class ListQuery(Query):
    """Which people to list."""

    unit = fields.UUID(load_default=None)
    search = fields.String(load_default="", validate=LONG)
    page = fields.Integer(load_default=1, validate=validate.Range(min=1, max=100_000))


class NewPerson(Form):
    """A person to be registered."""

    name = fields.String(required=True, validate=LONG)
    username = fields.String(required=True, validate=LONG)
    work_unit = fields.UUID(required=True)
    managing_unit = fields.UUID(load_default=None)
    grade = fields.String(required=True, validate=LONG)
    category = fields.String(required=True, validate=LONG)
    position = fields.String(load_default="", validate=LONG)
    since = fields.Date(load_default=None)


class NewFact(Form):
    """Another grade or category from a day on."""

    fact = fields.String(required=True, validate=validate.OneOf(FACTS))
    value = fields.String(required=True, validate=LONG)
    since = fields.Date(required=True)


class NewUnit(Form):
    """Another work or managing unit from a day on."""

    relation = fields.String(required=True, validate=validate.OneOf(RELATIONS))
    unit = fields.UUID(required=True)
    since = fields.Date(required=True)


class CvForm(Form):
    """A line of a CV; with *replaces*, in place of that line, which is kept on record."""

    began_on = fields.Date(required=True)
    ended_on = fields.Date(load_default=None)
    organisation = fields.String(required=True, validate=LONG)
    position = fields.String(required=True, validate=LONG)
    replaces = fields.Integer(load_default=None)


@blueprint.get("/people")
@policy("people.read")
def people_page() -> str:
    """List the people in scope, of one subtree or name where asked for."""
    query, session, on = asked(ListQuery), database.session(), shanghai_date(now())
    found = people.listed(
        session,
        g.principal,
        on,
        unit_id=query["unit"],
        search=query["search"],
        page=query["page"],
    )
    tree = units.tree(session, g.principal, on)
    return render_template("people.html", found=found, tree=tree, query=query)


@blueprint.get("/people/new")
@policy("people.register")
def new_page() -> str:
    """Ask for what a registration needs."""
    session, on = database.session(), shanghai_date(now())
    return render_template(
        "person_new.html",
        tree=units.tree(session, g.principal, on, "people.register"),
        terms=terms_of_people.terms(session, now()),
        today=on,
    )


@blueprint.post("/people")
@policy("people.register")
def register() -> Response:
    """Register a person and show the one-time password, this once."""
    form = filled(NewPerson)
    given = Registration(
        name=form["name"],
        username=form["username"],
        work_unit_id=form["work_unit"],
        managing_unit_id=form["managing_unit"],
        grade=form["grade"],
        category=form["category"],
        since=form["since"] or shanghai_date(now()),
        position=form["position"],
    )
    password = drawn(secrets.choice)
    person_id = write(people.register, g.principal, given, hashing().hashed(password))
    return password_shown(person_id, password)


@blueprint.get("/people/<uuid:person_id>")
@policy("people.read")
def person_page(person_id: UUID) -> str:
    """Show one person: units, grade, CV, roles, and what may be done about them."""
    session, on = database.session(), shanghai_date(now())
    return render_template(
        "person.html",
        person=people.person(session, g.principal, person_id, on),
        facts=careers.facts(session, person_id),
        lines=careers.curriculum(session, person_id),
        corrections=careers.corrections(session, person_id),
        held=roles.held(session, person_id),
        grantable=roles.grantable(session, g.principal),
        tree=units.tree(session, g.principal, on),
        terms=terms_of_people.terms(session, now()),
        today=on,
    )


@blueprint.post("/people/<uuid:person_id>/password")
@policy("people.reissue")
def reissue(person_id: UUID) -> Response:
    """Re-issue a lost password and show it, this once (Measures, Art. 11)."""
    password = drawn(secrets.choice)
    write(accounts.reissue, g.principal, person_id, hashing().hashed(password))
    return password_shown(person_id, password)


@blueprint.post("/people/<uuid:person_id>/factor")
@policy("factor.withdraw")
def withdraw_factor(person_id: UUID) -> Response:
    """Take away a lost second factor; the person takes up a new one at the next sign-in."""
    write(second_factors.withdraw, g.principal, person_id)
    return _back(person_id)


@blueprint.post("/people/<uuid:person_id>/facts")
@policy("people.edit")
def change_fact(person_id: UUID) -> Response:
    """Record another grade or category from a day on."""
    form = filled(NewFact)
    write(careers.state, g.principal, person_id, form["fact"], form["value"], form["since"])
    return _back(person_id)


@blueprint.post("/people/<uuid:person_id>/units")
@policy("people.edit")
def change_unit(person_id: UUID) -> Response:
    """Record another work or managing unit from a day on."""
    form = filled(NewUnit)
    write(careers.transfer, g.principal, person_id, form["unit"], form["relation"], form["since"])
    return _back(person_id)


@blueprint.post("/people/<uuid:person_id>/cv")
@policy("people.edit")
def change_cv(person_id: UUID) -> Response:
    """Add a line to the CV, or correct one."""
    form = filled(CvForm)
    replaces = form.pop("replaces")
    if replaces is None:
        write(careers.add_line, g.principal, person_id, Line(**form))
    else:
        write(careers.correct_line, g.principal, person_id, replaces, Line(**form))
    return _back(person_id)


@blueprint.post("/people/<uuid:person_id>/cv/<int:line>/withdrawal")
@policy("people.edit")
def withdraw_line(person_id: UUID, line: int) -> Response:
    """Withdraw a line of the CV; it stays on record."""
    write(careers.correct_line, g.principal, person_id, line, None)
    return _back(person_id)


@blueprint.post("/people/<uuid:person_id>/departure")
@policy("people.edit")
def leave(person_id: UUID) -> Response:
    """Close the account of a person who has left."""
    write(careers.leave, g.principal, person_id)
    return make_response(redirect("/people", 303))


def password_shown(person_id: UUID, password: str) -> Response:
    """Show the one-time *password* of the person, on a page that no cache keeps."""
    person = people.known(database.session(), person_id, shanghai_date(now()))
    return make_response(render_template("password_issued.html", person=person, password=password))


def _back(person_id: UUID) -> Response:
    return make_response(redirect(f"/people/{person_id}", 303))
