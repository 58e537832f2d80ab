"""Vendors' files as a launch may read them: its own course version's, while the launch lasts."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import urlsplit
from uuid import UUID

from sqlalchemy.orm import Session

from content_packages.services import files
from content_packages.services.files import StoredFile
from player.services import library
from player.store import au_sessions, launches
from player.store.tables import LaunchRow
from schemas.refusals import NotFound
from schemas.settings import Settings

REDIRECTED_FROM = 2 * 1024 * 1024
"""Octets from which a file is sent to its immutable address, where it can be cached for good."""


@dataclass(frozen=True, slots=True)
class Opening:
    """The launch that an address names: which unit of which version, and for whom."""

    version_id: UUID
    unit: str
    learner: UUID


def opening(session: Session, capability: str, label: str) -> Opening:
    """Return the launch, or raise NotFound: for none, for one that is over, for another label."""
    launch = launches.by_capability(session, capability)
    if launch is None or launch.ended_at is not None or launch.label != label:
        raise NotFound("no such launch", code="no-such-launch")
    return Opening(launch.version_id, launch.unit, launch.learner)


def label_of(session: Session, capability: str) -> str | None:
    """Return the label of the launch's version, None for no launch."""
    launch = launches.by_capability(session, capability)
    return None if launch is None else launch.label


def file(session: Session, found: Opening, path: str) -> StoredFile:
    """Return the file at *path* of the launch's version, or raise NotFound."""
    return files.file_of(session, found.version_id, path)


def is_redirected(stored: StoredFile) -> bool:
    """True for what is better fetched from its immutable address: media and other large files."""
    big = stored.size >= REDIRECTED_FROM
    return big and not stored.media_type.startswith(("text/", "application/javascript"))


def au_origin(session: Session, given: Settings, session_id: str) -> str | None:
    """Return the origin from which the AU of a session speaks, None for no such session."""
    try:
        au = au_sessions.found(session, UUID(session_id))
    except ValueError:
        return None
    if au is None:
        return None
    launch = session.get_one(LaunchRow, au.launch_id)
    unit = library.unit_of(library.version(session, launch.version_id), launch.unit)
    if not unit.remote:
        return given.content_origin(launch.label)
    address = urlsplit(unit.launch)
    return f"{address.scheme}://{address.netloc}"
