"""The door of every request: whose session it is, whether the route's policy is met, and that
an unsafe request was meant by the one who sends it.

``g.principal`` is the signed-in person or None, ``g.session`` the session even where a
second factor is still lacking, ``g.csrf_token`` what unsafe requests must bring along. On
routes that guard themselves (``OWN_GUARD``) none of them is set: cookies mean nothing there.
"""

from __future__ import annotations

import hmac
import secrets
from datetime import timedelta
from typing import Any
from urllib.parse import quote

from flask import Flask, Response, current_app, g, make_response, redirect, request
from werkzeug.datastructures import MultiDict

from academy.rules.permissions import known
from academy.services import sessions
from academy.services.keys import keys
from academy.services.sessions import Begun, Present
from academy.web.errors import refused, wants_json
from schemas.database import database
from schemas.policies import OWN_GUARD, PUBLIC, SIGNED_IN, policy_of
from schemas.refusals import Malformed, NotPermitted
from schemas.settings import settings
from schemas.write_door import now, write

SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})
_VISITOR_AGE = timedelta(days=1)


def install(app: Flask) -> None:
    """Put the door in front of every route of *app*."""
    app.before_request(_admit)
    app.after_request(_hand_out_visitor)
    app.after_request(_keep_private)


def refuse_unknown(app: Flask) -> None:
    """Raise RuntimeError when a view of *app* names a policy that is not in the catalogue."""
    strange = sorted(
        f"{rule.endpoint} ({policy})"
        for rule in app.url_map.iter_rules()
        if (policy := _policy(app, rule.endpoint)) is not None and not known(policy)
    )
    if strange:
        raise RuntimeError(
            "policies that academy.rules.permissions does not know: " + ", ".join(strange)
        )


def set_session_cookie(answer: Response, begun: Begun) -> Response:
    """Give the browser the token of the session just *begun*."""
    answer.set_cookie(_session_cookie(), begun.token, **_attributes())
    return answer


def clear_session_cookie(answer: Response) -> Response:
    """Take the session's token from the browser."""
    answer.delete_cookie(_session_cookie(), **_attributes())
    return answer


def session_token() -> str | None:
    """Return the session token that the browser sent."""
    return request.cookies.get(_session_cookie())


def _policy(app: Flask, endpoint: str) -> str | None:
    if endpoint.rpartition(".")[2] == "static":
        return PUBLIC
    return policy_of(app, endpoint)


def _admit() -> Response | None:
    g.principal, g.session, g.csrf_token = None, None, ""
    if request.endpoint is None or request.routing_exception is not None:
        _recognise()
        return None
    wanted = _policy(current_app, request.endpoint)
    if wanted == OWN_GUARD:
        return None
    _recognise()
    _refuse_nul(request.args)
    if request.method not in SAFE_METHODS:
        _refuse_unmeant()
        _refuse_nul(request.form)
    if wanted == PUBLIC:
        return None
    if g.principal is None:
        return _sign_in_first()
    if wanted != SIGNED_IN and wanted not in g.principal.permissions:
        raise NotPermitted("您的角色没有这项权限。", code="no-permission")
    return None


def _recognise() -> None:
    token = session_token()
    found = sessions.present(database.session(), token, now()) if token else None
    if found is None:
        g.visitor = request.cookies.get(_visitor_cookie()) or secrets.token_urlsafe(16)
        g.csrf_token = _signed(f"visitor:{g.visitor}")
        return
    g.session, g.principal = found, found.principal
    g.csrf_token = _signed(f"session:{found.digest}")
    _see(found)


def _see(found: Present) -> None:
    if now() - found.seen_at >= sessions.SEEN_EVERY:
        write(sessions.seen, found.digest)


def _refuse_unmeant() -> None:
    sent = request.headers.get("X-CSRF-Token") or request.form.get("csrf_token") or ""
    if not hmac.compare_digest(sent.encode(), g.csrf_token.encode()):
        raise NotPermitted("页面已过期，请刷新后再试。", code="csrf")


def _refuse_nul(given: MultiDict[str, str]) -> None:
    """Nobody types a NUL, and PostgreSQL cannot keep one."""
    if any("\x00" in value for _, value in given.items(multi=True)):
        raise Malformed("输入中含有不允许的字符。", code="nul")


def _sign_in_first() -> Response:
    if wants_json() or request.method not in SAFE_METHODS:
        return refused(401, "请先登录。", "sign-in")
    here = request.full_path if request.query_string else request.path
    target = f"/sign-in?next={quote(here, safe='/')}"
    if request.headers.get("HX-Request") == "true":
        answer = make_response("", 401)
        answer.headers["HX-Redirect"] = target
        return answer
    return make_response(redirect(target, 303))


def _hand_out_visitor(answer: Response) -> Response:
    visitor = g.get("visitor")
    page = answer.mimetype == "text/html"
    if visitor and page and request.cookies.get(_visitor_cookie()) != visitor:
        answer.set_cookie(
            _visitor_cookie(), visitor, max_age=int(_VISITOR_AGE.total_seconds()), **_attributes()
        )
    return answer


def _keep_private(answer: Response) -> Response:
    if g.get("session") is not None and "Cache-Control" not in answer.headers:
        answer.headers["Cache-Control"] = "no-store"
    return answer


def _signed(text: str) -> str:
    return hmac.new(keys().forms, text.encode(), "sha256").hexdigest()


def _session_cookie() -> str:
    return _named("xueshi_session")


def _visitor_cookie() -> str:
    return _named("xueshi_visitor")


def _named(name: str) -> str:
    """The cookie *name*; with https only this very host may have set it."""
    return name if _plain() else f"__Host-{name}"


def _plain() -> bool:
    return settings().public_url.startswith("http://")


def _attributes() -> dict[str, Any]:
    return {"path": "/", "secure": not _plain(), "httponly": True, "samesite": "Lax"}
