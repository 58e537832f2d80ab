"""What the library's routes answer, as JSON-ready values."""

from __future__ import annotations

from typing import Any

from content_packages.readers.reports import report
from content_packages.services.uploads import PIECE, Upload
from content_packages.services.values import CourseVersion, ImportState


def upload(found: Upload) -> dict[str, Any]:
    """How much of an upload is here, and how large the next piece may be."""
    return {
        "upload": str(found.id),
        "name": found.name,
        "size": found.size,
        "received": found.received,
        "piece": PIECE,
        "import": None if found.import_id is None else str(found.import_id),
    }


def import_state(found: ImportState) -> dict[str, Any]:
    """How far an import is, with its report."""
    return {
        "import": str(found.id),
        "state": found.state,
        "name": found.name,
        "size": found.size,
        "done": found.done,
        "total": found.total,
        "version": None if found.version_id is None else str(found.version_id),
        "created_at": found.created_at.isoformat(),
        "finished_at": None if found.finished_at is None else found.finished_at.isoformat(),
        **report(found.findings, found.course),
    }


def version_report(found: CourseVersion) -> dict[str, Any]:
    """The report that is kept with a version."""
    return {
        "version": str(found.id),
        "family": str(found.family_id),
        "number": found.number,
        "state": found.state,
        **report(found.findings, found.course),
    }
