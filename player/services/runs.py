"""Runs of attempts: begun by a launch, ended by the content, by a timeout or by the next launch."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from content_packages.readers.structure import Unit
from content_packages.services.courses import CourseVersion
from player.rules import formats
from player.rules.progress import PASSED, Progress
from player.rules.scorm import as_statements, runs
from player.rules.scorm.durations import as_interval, as_timespan, interval_ms, timespan_ms
from player.services import passes, records
from player.store import launches
from player.store.tables import AttemptRow, RegistrationRow
from schemas.identifiers import new_id
from schemas.values import Principal
from schemas.write_door import UnitOfWork


@dataclass(frozen=True, slots=True)
class Place:
    """Where a run takes place: the registration, the version it is pinned to, and the unit."""

    registration: RegistrationRow
    version: CourseVersion
    unit: Unit

    @property
    def wire(self) -> str:
        return formats.wire_format(self.version.course.format, self.unit.kind)

    @property
    def recorded(self) -> bool:
        """True when what happens here goes on record: not in browse or review mode."""
        return self.registration.mode == runs.NORMAL


def facts(place: Place, learner: Principal) -> runs.Facts:
    """Return what the data model tells the SCO about *learner* and the unit."""
    unit = place.unit
    threshold = unit.completion_threshold
    primary = unit.sequencing.primary_objective if unit.sequencing else None
    limit = unit.max_time_allowed_ms
    as_duration = as_timespan if place.wire in ("scorm12", "aicc") else as_interval
    return runs.Facts(
        learner_id=str(learner.id),
        learner_name=learner.name,
        mode=place.registration.mode,
        launch_data=unit.data_from_lms or None,
        mastery_score=None if unit.mastery_score is None else str(unit.mastery_score),
        max_time_allowed=None if limit is None else as_duration(limit),
        time_limit_action=unit.time_limit_action or None,
        completion_threshold=(
            str(threshold.min_progress_measure)
            if threshold and threshold.completed_by_measure
            else None
        ),
        scaled_passing_score=(
            str(primary.min_normalized_measure)
            if primary and primary.satisfied_by_measure
            else None
        ),
    )


def begun(
    unit: UnitOfWork,
    place: Place,
    learner: Principal,
    run_id: UUID,
    *,
    afresh: bool | None = None,
    initial: Mapping[str, str] | None = None,
    shared: Mapping[str, str] | None = None,
) -> AttemptRow:
    """Open a run of the unit for *learner* and return its attempt, a new one where need be.

    A run that is still open is over: the learner has come back without a goodbye.
    *afresh* asks for a new attempt, or for the old one; None leaves it to how that one ended.
    *initial* is what a new attempt knows from elsewhere (shared objectives), *shared* what
    every run finds as others have left it.
    """
    attempt = launches.latest_attempt(unit.session, place.registration.id, place.unit.identifier)
    if attempt is not None and attempt.running:
        ended(unit, place, attempt, timed_out=True)
    anew = attempt is not None and _is_finished(place.wire, attempt) if afresh is None else afresh
    if attempt is not None and anew:
        attempt = _added(unit, place, attempt.number + 1, run_id)
        state: Mapping[str, str] | None = None
    elif attempt is None:
        attempt, state = _added(unit, place, 1, run_id), None
    else:
        state = attempt.state
        attempt.previous_run, attempt.previous_seq = attempt.run, attempt.seq
        attempt.run, attempt.seq, attempt.last_answer = run_id, 0, None
    opened = opened_state(place, learner, state)
    if state is None:
        opened = opened | dict(initial or {})
    opened = opened | dict(shared or {})
    kept(attempt, place.wire, opened, unit)
    attempt.running = True
    attempt.runs += 1
    unit.session.flush()
    if place.recorded and place.wire in formats.MODELS:
        entry = attempt.state.get("cmi.entry", attempt.state.get("cmi.core.entry", ""))
        run = records.run_of(unit, place.registration, place.version, place.unit, attempt)
        records.keep(unit, [as_statements.began(run, entry, unit.now)])
    return attempt


def presented(place: Place, attempt: AttemptRow | None) -> dict[str, str]:
    """Return the data as the run-time shows it: with the words for what nobody has set."""
    if attempt is None:
        return {}
    defaults = {}
    if place.wire == "scorm2004":
        defaults = {"cmi.completion_status": "unknown", "cmi.success_status": "unknown"}
    return defaults | dict(attempt.state)


def opened_state(
    place: Place, learner: Principal, state: Mapping[str, str] | None
) -> dict[str, str]:
    """Return the data of a new run on *state*; for formats without data it marks the visit."""
    if place.wire in ("scorm12", "aicc"):
        return runs.opened_1_2(state, facts(place, learner))
    if place.wire == "scorm2004":
        return runs.opened_2004(state, facts(place, learner))
    if place.wire == "asset":
        return {"seen": "true"}
    return dict(state or {})


def ended(
    unit: UnitOfWork, place: Place, attempt: AttemptRow, *, timed_out: bool = False
) -> Progress:
    """Close the attempt's run by its own word, or as suspended where it *timed_out*."""
    before = dict(attempt.state)
    if place.wire == "scorm2004":
        session_ms = interval_ms(before.get("cmi.session_time", "")) or 0
        after = runs.timed_out_2004(before) if timed_out else runs.ended_2004(before)
        suspended = after.get("cmi.exit") == "suspend"
    elif place.wire in ("scorm12", "aicc"):
        session_ms = timespan_ms(before.get("cmi.core.session_time", "")) or 0
        after = runs.timed_out_1_2(before) if timed_out else runs.ended_1_2(before)
        suspended = after.get("cmi.core.exit") == "suspend"
    else:
        attempt.running = False
        return formats.progress(place.wire, before)
    was = formats.progress(place.wire, before)
    now = kept(attempt, place.wire, after, unit)
    attempt.running = False
    if now.success == PASSED and was.success != PASSED:
        passes.reported(unit, place.registration, place.version, place.unit.identifier)
    if place.recorded:
        run = records.run_of(unit, place.registration, place.version, place.unit, attempt)
        records.keep(
            unit,
            [
                *as_statements.changed(run, was, now, unit.now, "end"),
                as_statements.over(
                    run, now, suspended=suspended, session_ms=session_ms, at=unit.now
                ),
            ],
        )
    return now


def kept(attempt: AttemptRow, wire: str, state: Mapping[str, str], unit: UnitOfWork) -> Progress:
    """Put *state* into the attempt, with the summary that lists and boards read."""
    progress = formats.progress(wire, state)
    attempt.state = dict(state)
    attempt.completion = progress.completion
    attempt.success = progress.success
    attempt.score_milli = progress.score_milli
    attempt.location = progress.location[:4000]
    attempt.total_ms = progress.total_ms
    attempt.changed_at = unit.now
    return progress


def progress_of(attempt: AttemptRow) -> Progress:
    """Return the summary that the attempt's row carries."""
    return Progress(
        completion=attempt.completion,
        success=attempt.success,
        score_milli=attempt.score_milli,
        location=attempt.location,
        total_ms=attempt.total_ms,
    )


def _is_finished(wire: str, attempt: AttemptRow) -> bool:
    """SCORM 2004 begins a new attempt after any exit but suspend; the others go on for ever."""
    return wire == "scorm2004" and not runs.resumes_2004(attempt.state)


def _added(unit: UnitOfWork, place: Place, number: int, run_id: UUID) -> AttemptRow:
    row = AttemptRow(
        id=new_id(unit.now),
        registration_id=place.registration.id,
        unit=place.unit.identifier,
        number=number,
        format=place.wire,
        state={},
        run=run_id,
        seq=0,
        previous_seq=0,
        runs=0,
        running=False,
        completion="",
        success="",
        location="",
        total_ms=0,
        started_at=unit.now,
        changed_at=unit.now,
    )
    unit.session.add(row)
    return row
