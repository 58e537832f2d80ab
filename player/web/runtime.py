"""The run-time endpoint: what the wrapper on a content origin saves, by a launch's own token.

No cookie is read here. CORS admits the one content origin of the launch; a request from
elsewhere may arrive, but no page there can read its answer, and it lacks the token.
"""

from __future__ import annotations

from flask import Blueprint, Response, jsonify, request

from player.services import diagnostics, media, scorm_commit
from player.services.scorm_commit import Entry
from player.web import documents, errors
from player.web.cors import admit_content_origin
from player.web.forms import DiagnosticsForm, JournalForm, MediaForm, sent
from schemas.policies import OWN_GUARD, policy
from schemas.write_door import write

blueprint = Blueprint("player_runtime", __name__, url_prefix="/rt/<capability>")
errors.register(blueprint)
blueprint.after_request(admit_content_origin)


@blueprint.post("/journal")
@policy(OWN_GUARD)
def journal(capability: str) -> Response:
    """The launch's token guards this."""
    form = sent(JournalForm)
    entry = Entry(
        run=form["attempt"],
        seq=form["seq"],
        changes=tuple(form["changes"]),
        commit=form["commit"],
        terminate=form["terminate"],
        nav=form["nav"],
    )
    found = write(scorm_commit.journalled, capability, _token(form["token"]), entry, False)
    return jsonify(documents.kept(found))


@blueprint.post("/media")
@policy(OWN_GUARD)
def position(capability: str) -> tuple[str, int]:
    """The launch's token guards this."""
    form = sent(MediaForm)
    token = _token(form["token"])
    write(media.moved, capability, token, form["position_ms"], form["length_ms"])
    return "", 204


@blueprint.post("/diagnostics")
@policy(OWN_GUARD)
def events(capability: str) -> tuple[str, int]:
    """The launch's token guards this."""
    form = sent(DiagnosticsForm)
    seen = [(event["kind"], event["detail"]) for event in form["events"]]
    write(diagnostics.noted, capability, _token(form["token"]), seen)
    return "", 204


@blueprint.route("/<path:path>", methods=["OPTIONS"])
@policy(OWN_GUARD)
def preflight(capability: str, path: str) -> tuple[str, int]:
    """Nothing is told here but the one origin that may ask."""
    return "", 204


def _token(in_body: str | None) -> str:
    header = request.headers.get("Authorization", "")
    scheme, _, credentials = header.partition(" ")
    return credentials.strip() if scheme.lower() == "bearer" else in_body or ""
