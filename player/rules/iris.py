"""The names that the player mints: activities under the installation's base, its own profile."""

from __future__ import annotations

from urllib.parse import quote
from uuid import UUID, uuid5

PROFILE = "https://w3id.org/xueshi"
"""The constant namespace of the house's own verbs and extensions (docs/decisions/0050)."""

STATEMENTS = UUID("6f1d9f0c-3b0e-5d59-9a43-0f6a4b8a2c11")
"""The UUID namespace of every statement that the player derives."""


def course(base: str, family_id: UUID) -> str:
    """Return the activity id of a course, the same for all its versions."""
    return f"{base}/course/{family_id}"


def unit(base: str, family_id: UUID, identifier: str) -> str:
    """Return the activity id of a SCO, an asset or a medium."""
    return f"{base}/unit/{family_id}/{quote(identifier, safe='')}"


def au(base: str, family_id: UUID, identifier: str) -> str:
    """Return the activity id of a cmi5 AU or block, or of an xAPI package's activity.

    It is never the publisher's own id (cmi5 8.1.5), which may be in use anywhere.
    """
    return f"{base}/au/{family_id}/{quote(identifier, safe='')}"


def attempt(unit_iri: str, attempt_id: UUID) -> str:
    """Return the activity id of one attempt at a unit (xAPI SCORM Profile 5.2)."""
    return f"{unit_iri}?attemptId={attempt_id}"


def statement_id(*parts: object) -> UUID:
    """Return the id of the statement that *parts* bring about: the same parts, the same id."""
    return uuid5(STATEMENTS, "\n".join(map(str, parts)))


def actor(base: str, learner: UUID) -> dict[str, object]:
    """Return the xAPI actor of a person: an account by random UUID, and nothing that names."""
    return {"objectType": "Agent", "account": {"homePage": base, "name": str(learner)}}
