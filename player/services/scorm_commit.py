"""The run-time's journal: what a SCO set, checked, kept, and told to the record.

Each entry has a number in its run. An entry that is known already changes nothing, so a
browser may send it again until it hears an answer; one that comes too early is refused.
"""

from __future__ import annotations

import hmac
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from player.rules import formats
from player.rules.progress import Progress
from player.rules.scorm import as_statements
from player.rules.scorm.errors import Fault
from player.rules.scorm.writing import written
from player.services import library, passes, records, registrations, runs
from player.services.runs import Place
from player.store import launches
from player.store.tables import AttemptRow, LaunchRow, RegistrationRow
from schemas.refusals import Conflict, NotFound, NotPermitted
from schemas.write_door import UnitOfWork


class Gap(Conflict):
    """An entry came before the one that it follows; *expected* is the number that is missing."""

    def __init__(self, expected: int) -> None:
        super().__init__(f"entry {expected} is missing", code="gap")
        self.expected = expected


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry of a journal: element changes in order, and what the SCO called besides."""

    run: UUID
    seq: int
    changes: tuple[tuple[str, str], ...] = ()
    commit: bool = False
    terminate: bool = False
    nav: str | None = None


@dataclass(frozen=True, slots=True)
class Kept:
    """The answer to an entry: the highest number stored, what was refused, how far it is."""

    seq: int
    faults: tuple[Fault, ...]
    warnings: tuple[Fault, ...]
    progress: Progress
    navigation: Mapping[str, Any]
    follows: Mapping[str, Any] | None = None
    data: Mapping[str, str] | None = None


def guarded(
    session: Session, unit_now: Any, capability: str, token: str, *, lock: bool = False
) -> LaunchRow:
    """Return the launch that *capability* and *token* open together.

    Raises NotFound for no such launch and NotPermitted for a wrong or revoked token.
    """
    launch = launches.by_capability(session, capability, lock=lock)
    if launch is None:
        raise NotFound("no such launch", code="no-such-launch")
    if not hmac.compare_digest(launch.token, launches.digest(token)):
        raise NotPermitted("not the token of this launch", code="token")
    if launch.revoked_at is not None and unit_now >= launch.revoked_at:
        raise Conflict("another window or device studies now", code="taken-over")
    if launch.ended_at is not None:
        raise Conflict("this launch is over", code="attempt-over")
    return launch


def place_of(session: Session, launch: LaunchRow) -> Place:
    """Return the registration, the version and the unit of *launch*."""
    version = library.version(session, launch.version_id)
    return Place(
        registration=session.get_one(RegistrationRow, launch.registration_id),
        version=version,
        unit=library.unit_of(version, launch.unit),
    )


def journalled(unit: UnitOfWork, capability: str, token: str, entry: Entry, strict: bool) -> Kept:
    """Apply *entry* to the attempt of the launch and return the answer.

    Besides the refusals of ``guarded``: Gap for a number beyond the next, Conflict
    (``attempt-over``) for an entry of a run that is over, unless it is the run before this one,
    kept offline, and this one has stored nothing yet.
    """
    launch = guarded(unit.session, unit.now, capability, token)
    place = place_of(unit.session, launch)
    attempt = _attempt(unit.session, launch)
    model = formats.MODELS.get(attempt.format)
    if model is None:
        raise Conflict("this format has no run-time data", code="no-run-time")
    late = entry.run != attempt.run
    if late and not (entry.run == attempt.previous_run and attempt.seq == 0):
        raise Conflict("that run is over", code="attempt-over")
    reached = attempt.previous_seq if late else attempt.seq
    if entry.seq <= reached or (not attempt.running and not late):
        return _answer(unit, place, attempt, reached)
    if entry.seq > reached + 1:
        raise Gap(reached + 1)
    launch.seen_at = unit.now
    before, was = dict(attempt.state), runs.progress_of(attempt)
    result = written(before, entry.changes, model, strict=strict)
    now = runs.kept(attempt, attempt.format, result.state, unit)
    if late:
        attempt.previous_seq = entry.seq
    else:
        attempt.seq = entry.seq
    if place.recorded:
        run = records.run_of(unit, place.registration, place.version, place.unit, attempt)
        key = f"{entry.run}/{entry.seq}"
        records.keep(
            unit,
            [
                *as_statements.answered(run, before, result.state, unit.now, key),
                *as_statements.changed(run, was, now, unit.now, key),
            ],
        )
    if formats.says_passed(attempt.format, result.state, entry.changes):
        passes.reported(unit, place.registration, place.version, place.unit.identifier)
    follows = None
    if entry.terminate and not late:
        runs.ended(unit, place, attempt)
        follows = registrations.wished(place, result.state, entry.nav)
    unit.session.flush()
    answer = _answer(unit, place, attempt, entry.seq)
    return Kept(
        seq=answer.seq,
        faults=result.faults,
        warnings=result.warnings,
        progress=answer.progress,
        navigation=answer.navigation,
        follows=follows,
        data=dict(attempt.state) if late else None,
    )


def _attempt(session: Session, launch: LaunchRow) -> AttemptRow:
    found = launches.attempt(session, launch.attempt_id) if launch.attempt_id else None
    if found is None:
        raise Conflict("this launch runs no attempt", code="no-run-time")
    if found.run != launch.id:
        raise Conflict("the attempt went on elsewhere", code="attempt-over")
    return found


def _answer(unit: UnitOfWork, place: Place, attempt: AttemptRow, seq: int) -> Kept:
    return Kept(
        seq=seq,
        faults=(),
        warnings=(),
        progress=runs.progress_of(attempt),
        navigation=registrations.navigation(unit.session, place).as_document(),
    )
