"""The address that AICC calls ``aicc_url``: one form in, one text out."""

from __future__ import annotations

from flask import Blueprint, Response, request

from player.services import content, hacp
from player.web import errors
from player.web.cors import admitted
from schemas.database import database
from schemas.policies import OWN_GUARD, policy
from schemas.settings import settings
from schemas.write_door import write

blueprint = Blueprint("player_hacp", __name__)
errors.register(blueprint)


@blueprint.post("/hacp")
@policy(OWN_GUARD)
def message() -> Response:
    """The ``session_id`` in the form, which holds the launch's token, guards this."""
    form = {name.lower(): value for name, value in request.form.items()}
    sid = form.get("session_id", "")
    text = write(hacp.answered, form.get("command", ""), sid, form.get("aicc_data", ""))
    response = Response(text, content_type="text/plain; charset=utf-8")
    label = content.label_of(database.session(), sid.partition(".")[0])
    return admitted(response, settings().content_origin(label) if label else None)
