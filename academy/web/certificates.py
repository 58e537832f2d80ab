"""The public check of a certificate's number."""

from __future__ import annotations

from flask import Blueprint, render_template, request

from schemas.policies import PUBLIC, policy

blueprint = Blueprint("certificates", __name__)


@blueprint.get("/verify")
@policy(PUBLIC)
def verify_page() -> str:
    """Say whether a certificate with that number exists."""
    return render_template("verify.html", number=request.args.get("number", "").strip()[:64])
