"""What an LMS says by cmi5: launched, abandoned, waived, satisfied; and the launch data.

Every statement's id follows from what it tells, so that saying it twice stores it once.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from player.rules import iris
from player.rules.cmi5.session import (
    ADL,
    CMI5_CATEGORY,
    EXTENSIONS,
    MOVEON_CATEGORY,
    SESSION_ID,
    W3ID,
)

REASON = "https://w3id.org/xapi/cmi5/result/extensions/reason"
BLOCK = "https://w3id.org/xapi/cmi5/activitytype/block"
COURSE = "https://w3id.org/xapi/cmi5/activitytype/course"

Statement = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Launch:
    """What the LMS knows of a session when it speaks of it."""

    base: str
    learner: UUID
    registration: UUID
    activity_id: str
    publisher_id: str
    title: str
    session_id: str
    mode: str
    move_on: str
    mastery_score: Decimal | None
    launch_parameters: str
    entitlement_key: str
    return_url: str | None
    language: str


def context_template(launch: Launch) -> dict[str, Any]:
    """Return the context that every statement of the AU builds on (10.2.1)."""
    return {
        "contextActivities": {"grouping": [{"id": launch.publisher_id}]},
        "extensions": {SESSION_ID: launch.session_id},
    }


def launch_data(launch: Launch) -> dict[str, Any]:
    """Return the document ``LMS.LaunchData`` (10.0)."""
    document: dict[str, Any] = {
        "contextTemplate": context_template(launch),
        "launchMode": launch.mode,
        "moveOn": launch.move_on or "NotApplicable",
    }
    if launch.launch_parameters:
        document["launchParameters"] = launch.launch_parameters
    if launch.mastery_score is not None:
        document["masteryScore"] = float(launch.mastery_score)
    if launch.entitlement_key:
        document["entitlementKey"] = {"courseStructure": launch.entitlement_key}
    if launch.return_url:
        document["returnURL"] = launch.return_url
    return document


def launched(launch: Launch, launch_url: str, at: datetime) -> Statement:
    """Return "launched"; *launch_url* is the AU's address without the launch parameters."""
    extensions: dict[str, Any] = {
        SESSION_ID: launch.session_id,
        f"{EXTENSIONS}/launchmode": launch.mode,
        f"{EXTENSIONS}/launchurl": launch_url,
        f"{EXTENSIONS}/moveon": launch.move_on or "NotApplicable",
    }
    if launch.launch_parameters:
        extensions[f"{EXTENSIONS}/launchparameters"] = launch.launch_parameters
    if launch.mastery_score is not None:
        extensions[f"{EXTENSIONS}/masteryscore"] = float(launch.mastery_score)
    said = _said(launch, f"{ADL}/launched", _au(launch), at)
    said["context"]["extensions"] = extensions
    return said


def abandoned(launch: Launch, duration_ms: int, at: datetime) -> Statement:
    """Return "abandoned" with the time from launched to the last statement (9.5.4.2)."""
    said = _said(launch, f"{W3ID}/abandoned", _au(launch), at)
    return said | {"result": {"duration": duration(duration_ms)}}


def waived(launch: Launch, reason: str, at: datetime) -> Statement:
    """Return "waived" of an AU, for *reason* (9.3.7); the launch's session id is its own."""
    said = _said(launch, f"{W3ID}/waived", _au(launch), at)
    said["context"]["contextActivities"]["category"].append({"id": MOVEON_CATEGORY})
    return said | {"result": {"success": True, "completion": True, "extensions": {REASON: reason}}}


def satisfied(
    launch: Launch, activity_id: str, publisher_id: str, title: str, *, course: bool, at: datetime
) -> Statement:
    """Return "satisfied" of a block or of the course, under the session that brought it about."""
    activity = {
        "objectType": "Activity",
        "id": activity_id,
        "definition": {"type": COURSE if course else BLOCK, "name": {launch.language: title}},
    }
    said = _said(launch, f"{W3ID}/satisfied", activity, at)
    said["id"] = str(iris.statement_id(launch.registration, "satisfied", activity_id))
    said["context"]["contextActivities"]["grouping"] = [{"id": publisher_id}]
    return said


def duration(ms: int) -> str:
    """Return *ms* as an ISO 8601 duration to hundredths of a second."""
    return f"PT{ms // 1000}.{ms % 1000 // 10:02}S"


def _au(launch: Launch) -> dict[str, Any]:
    return {
        "objectType": "Activity",
        "id": launch.activity_id,
        "definition": {"name": {launch.language: launch.title}},
    }


def _said(launch: Launch, verb: str, activity: Mapping[str, Any], at: datetime) -> Statement:
    word = verb.rpartition("/")[2]
    return {
        "id": str(iris.statement_id(launch.session_id, word, activity["id"])),
        "actor": iris.actor(launch.base, launch.learner),
        "verb": {"id": verb, "display": {"en": word}},
        "object": dict(activity),
        "context": {
            "registration": str(launch.registration),
            "contextActivities": {
                "category": [{"id": CMI5_CATEGORY}],
                "grouping": [{"id": launch.publisher_id}],
            },
            "extensions": {SESSION_ID: launch.session_id},
        },
        "timestamp": at.isoformat(timespec="milliseconds").replace("+00:00", "Z"),
    }
