"""Sending a package: announced, sent in pieces, resumed where it stopped; or at one go."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from flask import Blueprint, g, request
from marshmallow import RAISE, Schema, ValidationError, fields, validate

from content_packages.services import imports, recommendation, uploads
from content_packages.web import presenters
from schemas.clauses import clause
from schemas.database import database
from schemas.policies import policy
from schemas.refusals import Malformed
from schemas.values import Violation
from schemas.write_door import write

blueprint = Blueprint("content_uploads", __name__, url_prefix="/content")

_ARCHIVE = clause("package archive-readable")


class _Announcement(Schema):
    class Meta:
        unknown = RAISE

    name = fields.String(required=True, validate=validate.Length(1, 1000))
    size = fields.Integer(required=True, strict=True)
    family = fields.UUID(load_default=None, allow_none=True)


class _OneGo(Schema):
    class Meta:
        unknown = RAISE

    csrf_token = fields.String(load_default="")
    family = fields.UUID(load_default=None, allow_none=True)


class _Piece(Schema):
    class Meta:
        unknown = RAISE

    offset = fields.Integer(required=True, validate=validate.Range(min=0))


def loaded(schema: Schema, given: Any) -> dict[str, Any]:
    """Return *given* as *schema* reads it; raise Malformed with every violation."""
    try:
        found: dict[str, Any] = schema.load(given or {})
    except ValidationError as error:
        raise Malformed(
            "the request is not as documented",
            code="malformed",
            violations=[
                Violation(_ARCHIVE, str(name), str(reasons))
                for name, reasons in error.normalized_messages().items()
            ],
        ) from None
    return found


@blueprint.post("/uploads")
@policy("package.upload")
def announce() -> tuple[dict[str, Any], int]:
    """Announce a file: name and size, and the course that it is to be a version of."""
    given = loaded(_Announcement(), request.get_json(silent=True))
    found = write(
        uploads.announced,
        g.principal.id,
        given["name"],
        given["size"],
        given["family"],
        recommendation.unit_of(database.session(), g.principal.id),
    )
    return presenters.upload(found), 201


@blueprint.get("/uploads/<uuid:upload_id>")
@policy("package.upload")
def arrived(upload_id: UUID) -> dict[str, Any]:
    """Say how much of the file is here."""
    return presenters.upload(uploads.state(database.session(), upload_id, g.principal.id))


@blueprint.patch("/uploads/<uuid:upload_id>")
@policy("package.upload")
def append(upload_id: UUID) -> dict[str, Any]:
    """Take the body as the piece at ``?offset=``; after the last one the import begins."""
    offset = loaded(_Piece(), request.args.to_dict())["offset"]
    before = uploads.state(database.session(), upload_id, g.principal.id)
    database.session.rollback()  # no reading transaction stays open while a vendor sends
    found = uploads.append(before, offset, request.stream)
    if found.received == found.size:
        write(uploads.completed, upload_id, g.principal.id, uploads.kept(found))
        found = uploads.state(database.session(), upload_id, g.principal.id)
    return presenters.upload(found)


@blueprint.post("/packages")
@policy("package.upload")
def send() -> tuple[dict[str, Any], int]:
    """Take a whole file from a form (field ``package``) and begin its import."""
    given = loaded(_OneGo(), request.form.to_dict())
    file = request.files.get("package")
    if file is None or not file.filename:
        raise Malformed("the form has no file “package”", code="package-missing")
    received = imports.receive(file.stream, file.filename)
    import_id = write(
        imports.begin,
        received,
        g.principal.id,
        given["family"],
        recommended_by=recommendation.unit_of(database.session(), g.principal.id),
    )
    return presenters.import_state(imports.state(database.session(), import_id)), 202
