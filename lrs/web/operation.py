"""What a balancer and a watchman ask of a standalone store."""

from __future__ import annotations

from flask import Blueprint, Response, jsonify, request
from prometheus_client import CollectorRegistry, Gauge, generate_latest
from prometheus_client.exposition import CONTENT_TYPE_LATEST
from sqlalchemy.exc import SQLAlchemyError

from lrs.rules.scopes import permits
from lrs.services import forwarders
from lrs.services.operation import figures
from lrs.web import errors
from lrs.web.asked import asked
from lrs.web.doors import CredentialDoor
from schemas.database import database
from schemas.policies import OWN_GUARD, PUBLIC, policy
from schemas.refusals import NotPermitted, Refusal

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
        figures(database.session())
    except SQLAlchemyError as error:
        return jsonify(status="not ready", reason=type(error).__name__), 503
    return jsonify(status="ok"), 200


@blueprint.get("/metrics")
@policy(OWN_GUARD)
def metrics() -> Response:
    """Figures for Prometheus, from the database, so that every worker tells the same.

    Guarded by a credential that may read everything.
    """
    caller = CredentialDoor().admitted(asked(request, ""))
    if not permits(caller.scopes, "statements", "read"):
        raise NotPermitted("this credential may not read figures", code="scope")
    registry = CollectorRegistry()
    count = Gauge("lrs_statements", "Statements stored", ["store"], registry=registry)
    newest = Gauge(
        "lrs_newest_stored_seconds", "Unix time of the newest one", ["store"], registry=registry
    )
    for found in figures(database.session()):
        count.labels(str(found.store_id)).set(found.statements)
        newest.labels(str(found.store_id)).set(found.newest.timestamp())
    lag = Gauge(
        "lrs_forwarder_lag", "Statements yet to be forwarded", ["forwarder"], registry=registry
    )
    refused = Gauge(
        "lrs_forwarder_refused", "Statements set aside", ["forwarder"], registry=registry
    )
    for one in forwarders.listed(database.session()):
        lag.labels(str(one.id)).set(one.lag)
        refused.labels(str(one.id)).set(one.refused)
    return Response(generate_latest(registry), content_type=CONTENT_TYPE_LATEST)


@blueprint.errorhandler(Refusal)
def refused(refusal: Refusal) -> Response:
    return errors.answer(refusal)
