"""What becomes of launches that nobody ends: the next launch, the lease, and the sweep end them.

A run that times out counts as suspended, so that the next launch resumes; open cmi5 sessions of
the registration are abandoned (cmi5 9.3.6).
"""

from __future__ import annotations

from datetime import timedelta

from player.rules.scorm.runs import NORMAL
from player.services import au_sessions, beats, scorm_commit
from player.services import runs as run_service
from player.store import launches, presences
from player.store.tables import LaunchRow, RegistrationRow
from schemas.values import Principal
from schemas.write_door import UnitOfWork

SILENT_LAUNCH = timedelta(minutes=30)
"""A launch that has neither saved nor beaten for so long is over."""

SILENT_SESSION = timedelta(minutes=10)
"""A presence session that has not beaten for so long is over: its spans would be STALE."""


def left_behind(
    unit: UnitOfWork, learner: Principal, registration: RegistrationRow, *, flush: timedelta
) -> None:
    """End what *learner* left open, because a new launch begins.

    Launches of the same registration end at once; others, which lose the lease to the new one,
    may save for *flush* more, and their token dies then.
    """
    for launch in launches.open_of_learner(unit.session, learner.id):
        if launch.registration_id == registration.id:
            ended(unit, launch)
        elif launch.mode == NORMAL and registration.mode == NORMAL and launch.revoked_at is None:
            launch.revoked_at = unit.now + flush


def ended(unit: UnitOfWork, launch: LaunchRow) -> None:
    """End *launch*: its presence sessions, its run as suspended, its AU session as abandoned."""
    if launch.ended_at is not None:
        return
    for session in presences.of_launch(unit.session, launch.id):
        if session.ended_at is None:
            beats.ended_silently(unit, session, "left")
    place = scorm_commit.place_of(unit.session, launch)
    if launch.attempt_id is not None:
        attempt = launches.attempt(unit.session, launch.attempt_id)
        if attempt is not None and attempt.running and attempt.run == launch.id:
            run_service.ended(unit, place, attempt, timed_out=True)
    au_sessions.abandoned(unit, place, launch)
    launch.ended_at = unit.now
    unit.session.flush()


def swept(unit: UnitOfWork, *, limit: int = 100) -> int:
    """End launches and sessions that have fallen silent; return how many there were."""
    count = 0
    for session in beats.silent_before(unit, SILENT_SESSION, limit):
        beats.ended_silently(unit, session, "silent")
        count += 1
    for launch in launches.silent_since(unit.session, unit.now - SILENT_LAUNCH, limit):
        ended(unit, launch)
        count += 1
    for launch in launches.revoked(unit.session, unit.now, limit):
        ended(unit, launch)
        count += 1
    unit.session.flush()
    return count
