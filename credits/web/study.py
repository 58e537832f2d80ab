"""A person's own standing and time receipt, for programs."""

from __future__ import annotations

from flask import Blueprint, Response, g, jsonify

from credits.services import seat_time, standing
from credits.web import presenters
from credits.web.errors import install
from credits.web.parameters import OneUnit, asked
from schemas.database import database
from schemas.policies import SIGNED_IN, policy
from schemas.write_door import now

blueprint = install(Blueprint("credits_study", __name__, url_prefix="/api"))


@blueprint.get("/standing")
@policy(SIGNED_IN)
def own_standing() -> Response:
    """What the signed-in person still owes this year."""
    found = standing.standing(database.session(), g.principal.id, now())
    return jsonify(presenters.standing(found))


@blueprint.get("/receipt")
@policy(SIGNED_IN)
def own_receipt() -> Response:
    """Every minute of the signed-in person, counted or not, with its reason."""
    unit = asked(OneUnit)["unit"]
    found = seat_time.receipt(database.session(), g.principal.id, now(), unit_id=unit)
    return jsonify(presenters.receipt(found))
