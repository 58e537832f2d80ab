"""One's own account: where one is signed in, and another password."""

from __future__ import annotations

from flask import Blueprint, Response, g, make_response, redirect, render_template, request
from marshmallow import fields, validate

from academy.rules.calendar import shanghai_date
from academy.rules.passwords import requirements
from academy.services import accounts, people, roles, sessions, sign_in
from academy.services.hashing import hashing
from academy.services.keys import keys
from academy.web.forms import Query, asked
from academy.web.policies import set_session_cookie
from schemas.database import database
from schemas.policies import SIGNED_IN, policy
from schemas.refusals import Malformed, NotPermitted
from schemas.write_door import now, write

blueprint = Blueprint("account", __name__)

LONGEST_TYPED = 1000
"""Characters of a typed password that are looked at."""


class Said(Query):
    """What was done just now."""

    said = fields.String(load_default="", validate=validate.OneOf(("", "ended", "password")))


@blueprint.get("/account")
@policy(SIGNED_IN)
def account_page() -> str:
    """Show the own account."""
    return _shown(said=asked(Said)["said"])


@blueprint.post("/account/password")
@policy(SIGNED_IN)
def change_password() -> Response:
    """Change the own password: the present one is asked for, and every other sign-in ends."""
    new = request.form.get("password", "")[:LONGEST_TYPED]
    try:
        accounts.refuse_weak(new, request.form.get("again", "")[:LONGEST_TYPED], _username())
        held = write(sign_in.claim_own, g.principal.id, keys().names)
        if not hashing().verified(held.password, request.form.get("present", "")[:LONGEST_TYPED]):
            raise Malformed("当前密码不正确。", code="password-wrong")
        if hashing().verified(held.password, new):
            raise Malformed("新密码不能与当前密码相同。", code="password-same")
    except (Malformed, NotPermitted) as refusal:
        return make_response(_shown(problem=refusal.reason), 400)
    begun = write(sign_in.password_changed, held, g.session.digest, hashing().hashed(new))
    return set_session_cookie(_back("password"), begun)


@blueprint.post("/account/sessions/<handle>/end")
@policy(SIGNED_IN)
def end_session(handle: str) -> Response:
    """End one of the own sign-ins."""
    write(sessions.end_own, g.principal.id, handle)
    return _back("ended")


@blueprint.post("/account/sessions/end")
@policy(SIGNED_IN)
def end_others() -> Response:
    """End all of the own sign-ins but this one."""
    write(sessions.end_others, g.principal.id, g.session.digest)
    return _back("ended")


def _username() -> str:
    return accounts.username_of(database.session(), g.principal.id)


def _shown(*, problem: str = "", said: str = "") -> str:
    session, at = database.session(), now()
    return render_template(
        "account.html",
        person=people.known(session, g.principal.id, shanghai_date(at)),
        held=roles.held(session, g.principal.id),
        sessions=sessions.own(session, g.principal.id, g.session.digest, at),
        rules=requirements(),
        problem=problem,
        said=said,
    )


def _back(said: str) -> Response:
    return make_response(redirect(f"/account?said={said}", 303))
