"""What a balancer and a watchman ask of a standalone store."""

from __future__ import annotations

from flask import Blueprint, Response, jsonify
from sqlalchemy import select
from sqlalchemy.exc import SQLAlchemyError

from lrs.store.tables import Statement
from schemas.database import database
from schemas.policies import PUBLIC, policy

blueprint = Blueprint("operation", __name__)


@blueprint.get("/healthz")
@policy(PUBLIC)
def alive() -> Response:
    """The process answers."""
    return jsonify(status="ok")


@blueprint.get("/readyz")
@policy(PUBLIC)
def ready() -> tuple[Response, int]:
    """The database answers and has its tables."""
    try:
        database.session.execute(select(Statement.seq).limit(1))
    except SQLAlchemyError as error:
        return jsonify(status="not ready", reason=type(error).__name__), 503
    return jsonify(status="ok"), 200
