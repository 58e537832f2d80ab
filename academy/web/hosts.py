"""Two applications behind one door, told apart by the exact Host before anything is routed.

The academy answers under its own host, vendors' content under one label below the content
domain; whoever asks under any other name has reached the wrong server (RFC 9110, 15.5.20).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING

from werkzeug.wrappers import Response

from schemas.settings import Settings

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

_LABEL = re.compile(r"[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?")


class Site:
    """The WSGI application that gunicorn serves: *academy* or *content*, by Host."""

    def __init__(self, academy: WSGIApplication, content: WSGIApplication, given: Settings) -> None:
        self._academy = academy
        self._content = content
        self._academy_host = given.academy_host
        self._content_suffix = f".{given.content_domain}"

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        return self._chosen(environ.get("HTTP_HOST", ""))(environ, start_response)

    def _chosen(self, host: str) -> WSGIApplication:
        host = host.lower()
        if host == self._academy_host:
            return self._academy
        if host.endswith(self._content_suffix) and _LABEL.fullmatch(
            host.removesuffix(self._content_suffix)
        ):
            return self._content
        return _misdirected


def _misdirected(environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
    answer: Callable[..., Iterable[bytes]] = Response(
        "421 Misdirected Request: no academy under this name\n",
        status=421,
        content_type="text/plain; charset=utf-8",
    )
    return answer(environ, start_response)
