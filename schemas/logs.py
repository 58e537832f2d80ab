"""One line of log for each event, each with the id of the request that it belongs to."""

from __future__ import annotations

import logging
import sys
from time import perf_counter
from uuid import uuid4

import structlog
from flask import Flask, Response, g, request

from schemas.settings import Settings

log = structlog.get_logger("request")

REQUEST_ID = "X-Request-ID"
"""Taken from a proxy in front when it is short and plain, else drawn; sent back either way."""


def configure_logs(given: Settings) -> None:
    """Write JSON lines to standard error, or readable ones where a person is watching.

    A person sees warnings only; a collector also gets one line for each request.
    """
    readable = given.log_format == "console" or (not given.log_format and sys.stderr.isatty())
    structlog.configure(
        wrapper_class=structlog.make_filtering_bound_logger(
            logging.WARNING if readable else logging.INFO
        ),
        processors=[
            structlog.contextvars.merge_contextvars,
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            structlog.processors.format_exc_info,
            structlog.dev.ConsoleRenderer()
            if readable
            else structlog.processors.JSONRenderer(ensure_ascii=False),
        ],
        logger_factory=structlog.PrintLoggerFactory(sys.stderr),
        cache_logger_on_first_use=True,
    )


def log_requests(app: Flask) -> None:
    """Give every request of *app* an id, and write down how each one ended.

    Neither query strings nor bodies are logged: they carry names and tokens.
    """

    @app.before_request
    def _begin() -> None:
        given = request.headers.get(REQUEST_ID, "")
        g.request_id = given if given.isalnum() and len(given) <= 64 else uuid4().hex
        g.request_began = perf_counter()
        structlog.contextvars.clear_contextvars()
        structlog.contextvars.bind_contextvars(request_id=g.request_id)

    @app.after_request
    def _end(response: Response) -> Response:
        request_id = g.get("request_id")
        if request_id is None:
            return response
        response.headers[REQUEST_ID] = request_id
        level = log.warning if response.status_code >= 500 else log.info
        level(
            "answered",
            method=request.method,
            rule=str(request.url_rule),
            status=response.status_code,
            ms=round((perf_counter() - g.request_began) * 1000, 1),
        )
        return response
