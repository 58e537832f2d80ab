"""The answers of the protocol, made from what the services return."""

from __future__ import annotations

from typing import Any

from player.rules.scorm.errors import Fault
from player.services.beats import Opened
from player.services.launch import Ended, Launched
from player.services.scorm_commit import Kept
from schemas.settings import Settings

BEAT_MS = 30_000
"""How often the page sends a beat; spans are cut at every pause, seek and change besides."""


def launched(found: Launched, given: Settings) -> dict[str, Any]:
    """Return the answer to a launch."""
    origin = given.content_origin(found.version.label)
    return {
        "launch": found.capability,
        "learner": str(found.learner),
        "registration": str(found.registration),
        "version": str(found.version.id),
        "unit": found.unit.identifier,
        "title": found.unit.title,
        "mode": found.mode,
        "frame": f"{origin}/s/{found.capability}/player",
        "origin": origin,
        "runtime": {
            "format": found.wire,
            "endpoint": f"{given.public_url}/rt/{found.capability}",
            "token": found.token,
            "attempt": str(found.run),
            "seq": 0,
            "content": found.content,
            "window": found.window,
            "data": dict(found.data),
            "media": found.media,
            "policy": {"offline_commit": True, "strict": False},
        },
        "presence": None if found.presence is None else presence(found.presence),
        "study": found.study.as_document(),
        "outline": list(found.outline),
        "navigation": found.navigation.as_document(),
    }


def ended(found: Ended) -> dict[str, Any]:
    """Return the answer to a move that has ended the course."""
    return {
        "launch": None,
        "ended": True,
        "outline": list(found.outline),
        "navigation": found.navigation.as_document(),
    }


def presence(found: Opened, step_back_ms: int | None = None) -> dict[str, Any]:
    """Return the PRESENCE of the protocol."""
    return {
        "session": str(found.session),
        "nonce": found.nonce,
        "beat_ms": BEAT_MS,
        "min_span_ms": found.limits.shortest_ms,
        "max_span_ms": found.limits.longest_ms,
        "offline_ms": found.limits.offline_ms,
        "step_back_ms": step_back_ms,
        "challenge": found.challenge,
    }


def kept(found: Kept) -> dict[str, Any]:
    """Return the answer to a journal entry."""
    answer = {
        "seq": found.seq,
        "errors": [fault(one) for one in found.faults],
        "warnings": [fault(one) for one in found.warnings],
        "progress": found.progress.as_document(),
        "navigation": dict(found.navigation),
        "next": None if found.follows is None else dict(found.follows),
    }
    return answer if found.data is None else answer | {"data": dict(found.data)}


def fault(found: Fault) -> dict[str, Any]:
    """Return a refused value; of a long one only its beginning."""
    return {
        "element": found.element,
        "value": found.value[:200],
        "code": found.code,
        "reason": found.reason,
    }
