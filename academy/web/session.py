"""Signing in and out: password, second factor, replacing a password that was handed out."""

from __future__ import annotations

import io
from urllib.parse import urlencode

import pyotp
import segno
from flask import Blueprint, Response, g, make_response, redirect, render_template, request

from academy.rules.passwords import requirements
from academy.rules.paths import local_path
from academy.services import accounts, sessions, sign_in
from academy.services.hashing import hashing
from academy.services.keys import keys
from academy.services.sealing import sealed
from academy.services.sessions import Begun
from academy.web.policies import clear_session_cookie, session_token, set_session_cookie
from schemas.policies import PUBLIC, policy
from schemas.refusals import Malformed, NotFound, NotPermitted
from schemas.settings import settings
from schemas.write_door import write

blueprint = Blueprint("session", __name__)

WRONG = "用户名或密码不正确。"
WRONG_CODE = "验证码不正确，或已经用过。请等下一个验证码再试。"


@blueprint.get("/sign-in")
@policy(PUBLIC)
def sign_in_page() -> Response:
    """Ask for what the browser's sign-in still lacks; whoever is in goes on to *next*."""
    stage = g.session.stage if g.session else ""
    if stage == "full":
        return _onwards()
    if stage == "new-factor":
        return _sent("/sign-in/second-factor")
    if stage == "new-password":
        return _sent("/sign-in/password")
    return _asked(totp=stage == "second-factor")


@blueprint.post("/sign-in")
@policy(PUBLIC)
def sign_in_try() -> Response:
    """Try name and password, or the code of a session that waits for one."""
    if "totp" in request.form:
        return _code_tried()
    try:
        held = write(sign_in.claim, request.form.get("username", ""), keys().names)
        if not hashing().verified(held.password, request.form.get("password", "")[:1000]):
            return _asked(problem=WRONG, status=403)
        begun = write(sign_in.begun, held, request.user_agent.string, session_token())
    except NotPermitted as refusal:
        return _asked(problem=refusal.reason, status=403)
    return _admitted(begun)


def _code_tried() -> Response:
    token = session_token()
    try:
        if token is None:
            raise NotFound("登录已过期，请重新登录。")
        held = write(sign_in.claim_code, token, keys().names)
        begun = write(sign_in.code_accepted, held, token, request.form["totp"], keys().factors)
    except NotPermitted as refusal:
        return _asked(totp=True, problem=refusal.reason, status=403)
    except NotFound as refusal:
        return _asked(problem=refusal.reason, status=403)
    if begun is None:
        return _asked(totp=True, problem=WRONG_CODE, status=403)
    return _admitted(begun)


@blueprint.get("/sign-in/second-factor")
@policy(PUBLIC)
def second_factor_page() -> Response:
    """Show a fresh secret to be taken into an authenticator; nothing is kept until it is."""
    if g.session is None or g.session.stage != "new-factor":
        return _sent("/sign-in")
    return _factor_shown(pyotp.random_base32())


@blueprint.post("/sign-in/second-factor")
@policy(PUBLIC)
def second_factor_try() -> Response:
    """Keep the secret when the code proves that the authenticator has it."""
    token, secret = session_token() or "", request.form.get("secret", "")
    if g.session is None or g.session.stage != "new-factor" or len(secret) < 32:
        return _sent("/sign-in")
    box = sealed(secret, g.session.person_id, keys().factors)
    try:
        begun = write(sign_in.factor_enrolled, token, secret, request.form.get("totp", ""), box)
    except Malformed:
        begun = None
    return _factor_shown(secret, WRONG_CODE) if begun is None else _admitted(begun)


@blueprint.get("/sign-in/password")
@policy(PUBLIC)
def password_page() -> Response:
    """Ask for a new password in place of one that was handed out or has grown old."""
    if g.session is None or g.session.stage != "new-password":
        return _sent("/sign-in")
    return _password_asked()


@blueprint.post("/sign-in/password")
@policy(PUBLIC)
def password_try() -> Response:
    """Replace the password; every other session of the person ends."""
    if g.session is None or g.session.stage != "new-password":
        return _sent("/sign-in")
    token, password = session_token() or "", request.form.get("password", "")
    try:
        username = write(accounts.username_waiting, token)
        accounts.refuse_weak(password, request.form.get("again", ""), username)
    except Malformed as refusal:
        return _password_asked(refusal.reason)
    return _admitted(write(accounts.password_replaced, token, hashing().hashed(password)))


@blueprint.post("/sign-out")
@policy(PUBLIC)
def sign_out() -> Response:
    """End the session here and in the table."""
    token = session_token()
    if token is not None:
        write(sessions.end, token, "sign-out")
    return clear_session_cookie(_sent("/sign-in"))


def _asked(*, totp: bool = False, problem: str | None = None, status: int = 200) -> Response:
    page = render_template(
        "sign_in.html",
        username=request.form.get("username", ""),
        problem=problem,
        next=local_path(request.values.get("next")),
        totp=totp,
    )
    return make_response(page, status)


def _factor_shown(secret: str, problem: str | None = None) -> Response:
    address = pyotp.TOTP(secret).provisioning_uri(
        name=g.session.person_id.hex[:8], issuer_name=settings().academy_host
    )
    picture = io.BytesIO()
    segno.make(address).save(picture, kind="svg", scale=5, xmldecl=False, svgns=True)
    page = render_template(
        "second_factor.html",
        secret=secret,
        svg=picture.getvalue().decode(),
        problem=problem,
        next=local_path(request.values.get("next")),
    )
    return make_response(page, 403 if problem else 200)


def _password_asked(problem: str | None = None) -> Response:
    page = render_template(
        "new_password.html",
        rules=requirements(),
        problem=problem,
        next=local_path(request.values.get("next")),
    )
    return make_response(page, 400 if problem else 200)


def _admitted(begun: Begun) -> Response:
    """Hand out the session's token and lead on to what it still lacks, or to *next*."""
    if begun.stage == "full":
        return set_session_cookie(_onwards(), begun)
    return set_session_cookie(_sent("/sign-in"), begun)


def _onwards() -> Response:
    return make_response(redirect(local_path(request.values.get("next")), 303))


def _sent(path: str) -> Response:
    wanted = local_path(request.values.get("next"))
    target = path if wanted == "/" else f"{path}?{urlencode({'next': wanted})}"
    return make_response(redirect(target, 303))
