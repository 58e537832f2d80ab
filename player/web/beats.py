"""Presence over HTTP: beats, challenges, the end of a session. The learner's cookie guards them."""

from __future__ import annotations

from uuid import UUID

from flask import Blueprint, Response, g, jsonify

from player.services import beats
from player.services.beats import Beat
from player.web import errors
from player.web.forms import AnswerForm, AskForm, BeatForm, sent, spans
from schemas.policies import SIGNED_IN, policy
from schemas.refusals import Conflict
from schemas.write_door import write

blueprint = Blueprint("player_beats", __name__, url_prefix="/player/sessions/<uuid:session>")
errors.register(blueprint)


@blueprint.post("/beats")
@policy(SIGNED_IN)
def beat(session: UUID) -> Response:
    found = write(beats.beat, g.principal.id, session, _beat())
    if found.ended is not None:
        raise Conflict(f"the session ended: {found.ended}", code="ended")
    return jsonify(found.document)


@blueprint.post("/challenges/<uuid:challenge>")
@policy(SIGNED_IN)
def answer(session: UUID, challenge: UUID) -> Response:
    form = sent(AnswerForm)
    found = write(beats.answered, g.principal.id, session, challenge, form["answer"], form["nonce"])
    return jsonify(found)


@blueprint.post("/challenges/<uuid:challenge>/more-time")
@policy(SIGNED_IN)
def more_time(session: UUID, challenge: UUID) -> Response:
    nonce = sent(AskForm)["nonce"]
    return jsonify(write(beats.given_more_time, g.principal.id, session, challenge, nonce))


@blueprint.post("/challenges")
@policy(SIGNED_IN)
def ask(session: UUID) -> tuple[Response, int]:
    return jsonify(write(beats.asked, g.principal.id, session, sent(AskForm)["nonce"])), 201


@blueprint.post("/close")
@policy(SIGNED_IN)
def close(session: UUID) -> Response:
    study = write(beats.closed, g.principal.id, session, _beat())
    return jsonify({"study": None if study is None else study.as_document()})


def _beat() -> Beat:
    form = sent(BeatForm)
    return Beat(form["request"], form["nonce"], spans(form), tuple(form["interactions"]))
