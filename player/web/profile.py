"""The project's own xAPI Profile, served by every installation."""

from __future__ import annotations

from importlib import resources

from flask import Blueprint, Response

from schemas.policies import PUBLIC, policy

blueprint = Blueprint("player_profile", __name__)


@blueprint.get("/profiles/xueshi")
@policy(PUBLIC)
def profile() -> Response:
    text = resources.files("schemas.profiles").joinpath("xueshi.jsonld").read_text("utf-8")
    return Response(text, content_type="application/ld+json")
