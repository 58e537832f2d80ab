"""The statement of a closed session: how much of it was verified, and why the rest was not.

It speaks the project's own profile (``player.rules.iris.PROFILE``). Spans are evidence and stay
with the accounts; this is the one line of them that the record keeps.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from player.rules import iris

STUDIED = f"{iris.PROFILE}/verbs/studied"
VERIFIED_MS = f"{iris.PROFILE}/extensions/verified-ms"
REVIEW_MS = f"{iris.PROFILE}/extensions/review-ms"
NOT_COUNTED = f"{iris.PROFILE}/extensions/not-counted"
EVIDENCE_DIGEST = f"{iris.PROFILE}/extensions/evidence-digest"
SESSION = f"{iris.PROFILE}/extensions/presence-session"


@dataclass(frozen=True, slots=True)
class Studied:
    """One closed session as the accounts judge it; *not_counted* gives ms by reason."""

    base: str
    learner: UUID
    registration: UUID
    activity_id: str
    course_id: str
    title: str
    language: str
    session: UUID
    verified_ms: int
    review_ms: int
    not_counted: Mapping[str, int]
    digest: str
    ended_at: datetime


def studied(told: Studied) -> dict[str, Any]:
    """Return the statement; its id follows from the session and the digest of its evidence."""
    return {
        "id": str(iris.statement_id(told.session, told.digest)),
        "actor": iris.actor(told.base, told.learner),
        "verb": {"id": STUDIED, "display": {"zh-CN": "学习", "en-US": "studied"}},
        "object": {
            "objectType": "Activity",
            "id": told.activity_id,
            "definition": {"name": {told.language: told.title}},
        },
        "result": {
            "duration": f"PT{told.verified_ms // 1000}.{told.verified_ms % 1000 // 10:02}S",
            "extensions": {
                VERIFIED_MS: told.verified_ms,
                REVIEW_MS: told.review_ms,
                NOT_COUNTED: dict(told.not_counted),
                EVIDENCE_DIGEST: told.digest,
            },
        },
        "context": {
            "registration": str(told.registration),
            "platform": "Xueshi",
            "contextActivities": {
                "parent": [{"objectType": "Activity", "id": told.course_id}],
                "category": [{"objectType": "Activity", "id": iris.PROFILE}],
            },
            "extensions": {SESSION: str(told.session)},
        },
        "timestamp": told.ended_at.isoformat(timespec="milliseconds").replace("+00:00", "Z"),
    }
