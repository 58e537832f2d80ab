"""The public check of a certificate's number."""

from __future__ import annotations

from flask import Blueprint, render_template, request

from credits.services import certificates
from schemas.database import database
from schemas.policies import PUBLIC, policy
from schemas.refusals import NotFound

blueprint = Blueprint("certificates", __name__)

LONGEST = 64
"""Characters of a number that anyone may ask for."""


@blueprint.get("/verify")
@policy(PUBLIC)
def verify_page() -> str:
    """Say whether the certificate with that number is genuine, and what it says, masked."""
    number = request.args.get("number", "").strip()[:LONGEST]
    try:
        found = certificates.checked(database.session(), number) if number else None
    except NotFound:
        found = None
    return render_template("verify.html", number=number, found=found)
