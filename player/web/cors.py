"""Which origin may read the answers to a launch's requests: its own content origin, no other."""

from __future__ import annotations

from flask import Response, request

from player.services import content
from schemas.database import database
from schemas.settings import settings

HEADERS = "Authorization, Content-Type, X-Experience-API-Version, If-Match, If-None-Match"
EXPOSED = "ETag, Last-Modified, X-Experience-API-Version, X-Experience-API-Consistent-Through"


def admitted(response: Response, origin: str | None) -> Response:
    """Let pages of *origin* read *response*, if that is where the request comes from."""
    response.headers.add("Vary", "Origin")
    if origin is not None and request.headers.get("Origin") == origin:
        response.headers["Access-Control-Allow-Origin"] = origin
        response.headers["Access-Control-Allow-Headers"] = HEADERS
        response.headers["Access-Control-Allow-Methods"] = "GET, HEAD, POST, PUT, DELETE, OPTIONS"
        response.headers["Access-Control-Expose-Headers"] = EXPOSED
        response.headers["Access-Control-Max-Age"] = "7200"
    return response


def admit_content_origin(response: Response) -> Response:
    """Admit the content origin of the launch that the address names."""
    capability = (request.view_args or {}).get("capability", "")
    if "Origin" not in request.headers:
        return response
    label = content.label_of(database.session(), capability)
    return admitted(response, settings().content_origin(label) if label else None)
