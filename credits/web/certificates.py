"""Certificates for programs and printers; the page that checks a number is the school's."""

from __future__ import annotations

from urllib.parse import quote

from flask import Blueprint, Response, g, jsonify

from credits.services import certificates
from credits.web import certificate_pdf, presenters
from credits.web.errors import install
from schemas.database import database
from schemas.policies import PUBLIC, SIGNED_IN, policy
from schemas.settings import settings
from schemas.write_door import now

blueprint = install(Blueprint("credits_certificates", __name__, url_prefix="/api/certificates"))


@blueprint.get("/mine")
@policy(SIGNED_IN)
def own() -> Response:
    """The certificates of the signed-in person, the latest first."""
    found = certificates.of_learner(database.session(), g.principal.id)
    return jsonify([presenters.certificate(issued) for issued in found])


@blueprint.get("/mine/<number>.pdf")
@policy(SIGNED_IN)
def printed(number: str) -> Response:
    """A certificate of the signed-in person, to print."""
    issued = certificates.own(database.session(), g.principal.id, number)
    address = f"{settings().public_url}/verify?number={quote(number)}"
    return Response(
        certificate_pdf.drawn(issued.certificate, address),
        mimetype="application/pdf",
        headers={"Content-Disposition": f'attachment; filename="{number}.pdf"'},
    )


@blueprint.get("/mine/<number>.json")
@policy(SIGNED_IN)
def portable(number: str) -> Response:
    """A certificate with the proofs that a stranger's verifier asks for."""
    return jsonify(certificates.portable(database.session(), g.principal.id, number))


@blueprint.get("/<number>")
@policy(PUBLIC)
def checked(number: str) -> Response:
    """What anybody may know of a number: whether it holds, and for whom, masked."""
    return jsonify(presenters.checked(certificates.checked(database.session(), number)))


@blueprint.get("/not-valid")
@policy(PUBLIC)
def status_list() -> Response:
    """The signed list of certificates that do not hold, for checks without us."""
    return jsonify(certificates.status_list(database.session(), now()))
