"""Opening units, and opening presence sessions anew: for the signed-in learner's own pages."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, Response, g, jsonify, send_from_directory

from player.services import launch
from player.services.launch import Ended, Order
from player.web import documents, errors
from player.web.forms import LaunchForm, ReanchorForm, sent
from player.web.static_files import SHELL
from schemas.policies import PUBLIC, SIGNED_IN, policy
from schemas.settings import settings
from schemas.write_door import write

blueprint = Blueprint("player_launch", __name__, url_prefix="/player")
errors.register(blueprint)


@blueprint.post("/launches")
@policy(SIGNED_IN)
def open_unit() -> tuple[Response, int]:
    order = Order(**_renamed(sent(LaunchForm)))
    found = write(launch.opened, settings(), g.principal, order)
    if isinstance(found, Ended):
        return jsonify(documents.ended(found)), 200
    return jsonify(documents.launched(found, settings())), 201


@blueprint.post("/launches/<capability>/sessions")
@policy(SIGNED_IN)
def open_session(capability: str) -> tuple[Response, int]:
    sent(ReanchorForm)
    found = write(launch.reanchored, g.principal.id, capability)
    body = {"presence": documents.presence(found), "study": found.study.as_document()}
    return jsonify(body), 201


@blueprint.get("/static/<path:path>")
@policy(PUBLIC)
def static_file(path: str) -> Response:
    return send_from_directory(SHELL, path, max_age=3600)


def _renamed(loaded: dict[str, Any]) -> dict[str, Any]:
    return {("version_id" if name == "version" else name): value for name, value in loaded.items()}
