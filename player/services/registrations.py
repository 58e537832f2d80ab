"""Where a learner stands in the courses: by unit for the player, in short for the pages."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from player.rules import outline
from player.rules.outline import Navigation
from player.rules.progress import COMPLETED, INCOMPLETE, PASSED, UNTOUCHED, Progress, best
from player.services import runs, sequencing
from player.services.runs import Place
from player.store import registrations as store
from player.store.tables import RegistrationRow


@dataclass(frozen=True, slots=True)
class Overview:
    """A registration in one line: what the home page and the catalogue say about a course.

    *percent* is the share of units that are done, by the content's own word: it is no credit.
    """

    registration: UUID
    version_id: UUID
    family_id: UUID
    last_unit: str | None
    last_at: datetime
    units_done: int
    units_begun: int
    location: str
    satisfied_at: datetime | None


def overview(
    session: Session, learner: UUID, version_ids: Iterable[UUID]
) -> Mapping[UUID, Overview]:
    """Return where *learner* stands in each of *version_ids* that was ever opened."""
    return _summed(session, store.of_versions(session, learner, version_ids))


def recent(session: Session, learner: UUID, limit: int = 6) -> Sequence[Overview]:
    """Return what *learner* studied last, newest first."""
    rows = store.recent(session, learner, limit)
    found = _summed(session, rows)
    return [found[row.version_id] for row in rows if found[row.version_id].registration == row.id]


def pinned(session: Session, learner: UUID, family_id: UUID) -> UUID | None:
    """Return the version of the family in which *learner* has begun, None for none."""
    row = store.of_family(session, learner, family_id)
    return None if row is None else row.version_id


def progress(session: Session, registration_id: UUID) -> dict[str, Progress]:
    """Return how far each unit of the registration is, the best of its attempts."""
    attempts: dict[str, list[Progress]] = {}
    for row in store.attempts(session, [registration_id]):
        attempts.setdefault(row.unit, []).append(runs.progress_of(row))
    found = {name: best(every) for name, every in attempts.items()}
    for result in store.au_results(session, [registration_id]):
        found[result.unit] = _with_result(
            found.get(result.unit, UNTOUCHED), result.verb, result.score_milli
        )
    return found


def navigation(session: Session, place: Place) -> Navigation:
    """Return where the learner may go from the unit that runs in *place*."""
    if sequencing.is_sequenced(place.registration, place.version):
        return sequencing.navigation(session, place.registration, place.version, place.unit)
    done = progress(session, place.registration.id)
    return outline.navigation(place.version.course, done, place.unit.identifier)


_TARGET = re.compile(r"\{target=([^}]*)\}(choice|jump)")


def wished(place: Place, state: Mapping[str, str], nav: str | None) -> dict[str, Any] | None:
    """Return the move that the content asked for before it ended, None for none.

    SCORM 2004 writes ``adl.nav.request``; SCORM 1.2 content of some tools ``nav.event``.
    """
    asked = sequencing.wished(state, nav)
    found = _TARGET.fullmatch(asked)
    if found:
        return {"request": found.group(2), "unit": found.group(1)}
    return {"request": asked, "unit": None} if asked in sequencing.REQUESTS else None


def _with_result(known: Progress, verb: str, score_milli: int | None) -> Progress:
    scores = [one for one in (known.score_milli, score_milli) if one is not None]
    done = verb in ("completed", "waived")
    passed = verb in ("passed", "waived")
    failed = verb == "failed" and known.success != PASSED
    return Progress(
        completion=COMPLETED if done or known.completion == COMPLETED else INCOMPLETE,
        success=PASSED if passed else "failed" if failed else known.success,
        score_milli=max(scores, default=None),
        location=known.location,
        total_ms=known.total_ms,
    )


def _summed(session: Session, rows: Sequence[RegistrationRow]) -> dict[UUID, Overview]:
    units: dict[UUID, dict[str, Progress]] = {row.id: {} for row in rows}
    for attempt in store.attempts(session, units):
        known = units[attempt.registration_id]
        one = runs.progress_of(attempt)
        earlier = known.get(attempt.unit)
        known[attempt.unit] = one if earlier is None else best([earlier, one])
    for result in store.au_results(session, units):
        known = units[result.registration_id]
        known[result.unit] = _with_result(
            known.get(result.unit, UNTOUCHED), result.verb, result.score_milli
        )
    return {
        row.version_id: Overview(
            registration=row.id,
            version_id=row.version_id,
            family_id=row.family_id,
            last_unit=row.last_unit,
            last_at=row.last_at,
            units_done=sum(one.done for one in units[row.id].values()),
            units_begun=len(units[row.id]),
            location=units[row.id].get(row.last_unit or "", UNTOUCHED).location,
            satisfied_at=row.satisfied_at,
        )
        for row in rows
    }
