"""Buckets of data that SCOs share (adlcp:map; RTE 4.3): ``adl.data.n.id`` and ``.store``."""

from __future__ import annotations

from collections.abc import Mapping

from sqlalchemy.orm import Session

from content_packages.readers.structure import Unit
from content_packages.services.courses import CourseVersion
from player.store import shared_objectives as store
from player.store.tables import RegistrationRow


def shown(
    session: Session, registration: RegistrationRow, version: CourseVersion, unit: Unit | None
) -> dict[str, str]:
    """Return the elements with which a run of *unit* finds its buckets."""
    if unit is None or not unit.shared_data:
        return {}
    known = store.known(session, registration.learner, version.vendor_id)
    state: dict[str, str] = {}
    for index, bucket in enumerate(unit.shared_data):
        state[f"adl.data.{index}.id"] = bucket.target
        text = known.get(_named(registration, version, bucket.target), {}).get("store")
        if bucket.read_shared_data and text is not None:
            state[f"adl.data.{index}.store"] = str(text)
    return state


def kept(
    session: Session,
    registration: RegistrationRow,
    version: CourseVersion,
    unit: Unit | None,
    state: Mapping[str, str],
) -> None:
    """Keep what a run of *unit* has written into the buckets that it may write."""
    if unit is None or not unit.shared_data:
        return
    written = {
        _named(registration, version, bucket.target): {"store": state[f"adl.data.{index}.store"]}
        for index, bucket in enumerate(unit.shared_data)
        if bucket.write_shared_data and f"adl.data.{index}.store" in state
    }
    store.keep(session, registration.learner, version.vendor_id, written)


def _named(registration: RegistrationRow, version: CourseVersion, target: str) -> str:
    """Return the bucket's name: the course's own one unless it is global to the system."""
    if version.course.shared_data_global_to_system:
        return f"data:{target}"
    return f"data:{registration.id}:{target}"
