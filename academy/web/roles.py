"""Granting and ending roles, from a person's page."""

from __future__ import annotations

from uuid import UUID

from flask import Blueprint, Response, g, make_response, redirect
from marshmallow import fields, validate

from academy.rules.permissions import ROLES
from academy.services import roles
from academy.web.forms import Form, filled
from schemas.policies import policy
from schemas.write_door import write

blueprint = Blueprint("roles", __name__)


class RoleForm(Form):
    """A role at a unit."""

    role = fields.String(required=True, validate=validate.OneOf(list(ROLES)))
    unit = fields.UUID(required=True)


@blueprint.post("/people/<uuid:person_id>/roles")
@policy("roles.grant")
def grant(person_id: UUID) -> Response:
    """Let the person hold a role at a unit of the own subtree."""
    form = filled(RoleForm)
    write(roles.grant, g.principal, person_id, form["role"], form["unit"])
    return _back(person_id)


@blueprint.post("/people/<uuid:person_id>/roles/end")
@policy("roles.grant")
def end(person_id: UUID) -> Response:
    """End a role, and the person's sessions with it."""
    form = filled(RoleForm)
    write(roles.end, g.principal, person_id, form["role"], form["unit"])
    return _back(person_id)


def _back(person_id: UUID) -> Response:
    return make_response(redirect(f"/people/{person_id}", 303))
