"""The content origins: a second application, without sessions, sign-in or cookies.

Each course version has its own host, so that one vendor's page can reach neither the academy
nor another vendor's. An address holds an unguessable launch, which is the whole guard.
"""

from __future__ import annotations

import hmac
import os

from flask import (
    Blueprint,
    Response,
    abort,
    g,
    redirect,
    request,
    send_file,
    send_from_directory,
)

from content_packages.services import files
from player.services import content, media
from player.web import errors
from player.web.static_files import ASSETS, WRAPPER
from schemas.database import database
from schemas.policies import OWN_GUARD, PUBLIC, policy
from schemas.settings import settings

blueprint = Blueprint("content", __name__)
errors.register(blueprint)

YEAR = 31_536_000


@blueprint.before_request
def only_content_hosts() -> None:
    """Refuse hosts that are no content origin of this installation."""
    label, _, domain = request.host.lower().partition(".")
    if domain != settings().content_domain or not label:
        abort(421)
    g.label = label


@blueprint.after_request
def headers(response: Response) -> Response:
    """Say to browsers what content may do: little, and only inside the academy's frame."""
    given = settings()
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Referrer-Policy"] = "no-referrer"
    response.headers["Origin-Agent-Cluster"] = "?1"
    response.headers["Content-Security-Policy"] = (
        f"frame-ancestors 'self' {given.public_url}; object-src 'self'; base-uri 'self'; "
        "worker-src 'self' blob:"
    )
    response.headers["Permissions-Policy"] = (
        "camera=(), microphone=(), geolocation=(), payment=(), usb=(), "
        "unload=*, fullscreen=*, autoplay=*"
    )
    response.headers["Cross-Origin-Resource-Policy"] = "same-site"
    response.headers.setdefault("Cache-Control", "private, no-cache")
    response.headers.pop("Set-Cookie", None)
    return response


@blueprint.get("/s/<capability>/player")
@policy(OWN_GUARD)
def wrapper(capability: str) -> Response:
    """The capability in the address guards this.

    With ``anew`` the browser first forgets what content has stored on this host: the shell asks
    for it where it does not know that the same person was here last.
    """
    content.opening(database.session(), capability, g.label)
    response = send_from_directory(WRAPPER, "index.html", max_age=0)
    if "anew" in request.args:
        response.headers["Clear-Site-Data"] = '"storage"'
    return response


@blueprint.get("/s/<capability>/c/<path:path>")
@policy(OWN_GUARD)
def vendor_file(capability: str, path: str) -> Response:
    """The capability in the address guards this."""
    if request.headers.get("Service-Worker") is not None:
        abort(403)
    opening = content.opening(database.session(), capability, g.label)
    stored = content.file(database.session(), opening, path)
    if content.is_redirected(stored):
        key = media.signing_key(settings())
        return redirect(media.signed(key, stored.sha256, stored.media_type), 302)  # type: ignore[return-value]
    return _sent(stored.sha256, stored.media_type, max_age=None)


@blueprint.get("/m/<sha256>")
@policy(OWN_GUARD)
def medium(sha256: str) -> Response:
    """The signature in the address guards this."""
    media_type, signed = request.args.get("t", ""), request.args.get("s", "")
    expected = media.signature(media.signing_key(settings()), sha256, media_type)
    if not hmac.compare_digest(signed.encode(), expected.encode()):
        abort(404)
    response = _sent(sha256, media_type, max_age=YEAR)
    response.cache_control.public = True
    response.cache_control.immutable = True
    return response


@blueprint.get("/_/assets/<path:path>")
@policy(PUBLIC)
def asset(path: str) -> Response:
    return send_from_directory(ASSETS, path, max_age=3600)


@blueprint.get("/_/<path:path>")
@policy(PUBLIC)
def own_file(path: str) -> Response:
    return send_from_directory(WRAPPER, path, max_age=0)


@blueprint.get("/favicon.ico")
@policy(PUBLIC)
def no_icon() -> tuple[str, int]:
    return "", 204


def _sent(sha256: str, media_type: str, *, max_age: int | None) -> Response:
    """Return the stored file, whole or the range that was asked for."""
    file = files.opened(sha256)
    size = file.seek(0, os.SEEK_END)
    file.seek(0)
    response = send_file(file, mimetype=media_type, conditional=False, max_age=max_age)
    response.headers["Content-Type"] = media_type  # as stored: the vendor may mean GBK
    response.content_length = size
    response.set_etag(sha256)
    response.make_conditional(request, accept_ranges=True, complete_length=size)
    return response
