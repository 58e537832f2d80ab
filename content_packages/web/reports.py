"""Reports: how far an import is, what was found in a package, what a version's report says."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from flask import Blueprint, Response, g

from content_packages.readers.pictures import MAX_OCTETS, picture_type
from content_packages.services import courses, files, imports
from content_packages.web import presenters
from schemas.database import database
from schemas.policies import SIGNED_IN, policy
from schemas.refusals import NotFound
from schemas.write_door import write

blueprint = Blueprint("content_reports", __name__, url_prefix="/content")

REVIEWER = "package.review"


def visible_to(principal: Any, owner: UUID) -> bool:
    """True for the one who delivered a package and for those who review them."""
    return bool(principal.id == owner or REVIEWER in principal.permissions)


@blueprint.get("/imports")
@policy("package.upload")
def mine() -> dict[str, Any]:
    """List the caller's newest imports."""
    found = imports.listed(database.session(), g.principal.id)
    return {"imports": [presenters.import_state(state) for state in found]}


@blueprint.get("/imports/<uuid:import_id>")
@policy("package.read")
def one(import_id: UUID) -> dict[str, Any]:
    """Say how far the import is and what was found."""
    return presenters.import_state(_visible(import_id))


@blueprint.post("/imports/<uuid:import_id>/again")
@policy("package.upload")
def again(import_id: UUID) -> dict[str, Any]:
    """Start an import that failed through our fault once more."""
    _visible(import_id)
    write(imports.again, import_id)
    return presenters.import_state(imports.state(database.session(), import_id))


@blueprint.get("/versions/<uuid:version_id>/report")
@policy("package.read")
def report(version_id: UUID) -> dict[str, Any]:
    """Give the report that is kept with the version."""
    found = courses.version(database.session(), version_id)
    if not visible_to(g.principal, found.vendor_id):
        raise NotFound(f"no course version {version_id}")
    return presenters.version_report(found)


@blueprint.get("/versions/<uuid:version_id>/cover")
@policy(SIGNED_IN)
def cover(version_id: UUID) -> Response:
    """Give the course's picture, a bitmap of the package's; 404 where it brought none."""
    found = courses.version(database.session(), version_id)
    seen = found.published_at is not None or visible_to(g.principal, found.vendor_id)
    if not seen or found.cover is None:
        raise NotFound(f"no picture of version {version_id}")
    octets = files.part(found.cover, 0, MAX_OCTETS)
    answer = Response(octets, content_type=picture_type(octets[:16]))
    answer.headers["Cache-Control"] = "private, max-age=31536000, immutable"
    answer.headers["X-Content-Type-Options"] = "nosniff"
    return answer


def _visible(import_id: UUID) -> imports.ImportState:
    found = imports.state(database.session(), import_id)
    if not visible_to(g.principal, found.by):
        raise NotFound(f"no import {import_id}")
    return found
