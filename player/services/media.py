"""Media units: what the wrapper's player plays, and where the learner left it."""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Mapping
from typing import Any
from urllib.parse import quote

from sqlalchemy.orm import Session

from content_packages.services import files
from player.rules import media
from player.services import runs, scorm_commit
from player.services.beats import Opened
from player.services.runs import Place
from player.store import launches
from player.store.tables import AttemptRow
from schemas.settings import Settings
from schemas.write_door import UnitOfWork

FASTEST = 2000
"""Thousandths of normal speed at most where no time is counted."""


def described(
    unit: UnitOfWork,
    given: Settings,
    place: Place,
    attempt: AttemptRow | None,
    presence: Opened | None,
) -> Mapping[str, Any] | None:
    """Return the MEDIA of the protocol, None for units of other formats."""
    if place.wire != "media" or attempt is None:
        return None
    origin = given.content_origin(place.version.label)
    key = signing_key(given)
    study = place.version.studies.get(place.unit.identifier)
    length = place.unit.length_ms or (study.media_length_ms if study else None) or 0
    return {
        "src": origin + address(unit.session, key, place, place.unit.launch),
        "type": place.unit.media_type or "video/mp4",
        "length_ms": length,
        "position_ms": int(attempt.state.get("position_ms", "0")),
        "tracks": [
            {
                "src": origin + address(unit.session, key, place, subtitle.path),
                "language": subtitle.language,
                "label": subtitle.label,
                "kind": "subtitles",
            }
            for subtitle in place.unit.subtitles
        ],
        "max_rate_milli": FASTEST if presence is None else presence.limits.max_rate_milli,
    }


def address(session: Session, key: bytes, place: Place, path: str) -> str:
    """Return the signed address of a file of the version, without its origin."""
    stored = files.file_of(session, place.version.id, path)
    return signed(key, stored.sha256, stored.media_type)


def signed(key: bytes, sha256: str, media_type: str) -> str:
    """Return the path at which a content host serves the file *sha256* for ever."""
    return f"/m/{sha256}?t={quote(media_type, safe='')}&s={signature(key, sha256, media_type)}"


def signature(key: bytes, sha256: str, media_type: str) -> str:
    """Return what proves that this installation has given out the address."""
    return hmac.new(key, f"{sha256}\n{media_type}".encode(), hashlib.sha256).hexdigest()[:40]


def signing_key(given: Settings) -> bytes:
    """Return the secret with which addresses of media are signed."""
    return given.secret("media-addresses")


def moved(unit: UnitOfWork, capability: str, token: str, position_ms: int, length_ms: int) -> None:
    """Keep the place where the learner is in the medium of the launch."""
    launch = scorm_commit.guarded(unit.session, unit.now, capability, token)
    attempt = launches.attempt(unit.session, launch.attempt_id) if launch.attempt_id else None
    if attempt is None or attempt.format != "media" or attempt.run != launch.id:
        return
    launch.seen_at = unit.now
    runs.kept(attempt, "media", media.moved(attempt.state, position_ms, length_ms), unit)
    unit.session.flush()
