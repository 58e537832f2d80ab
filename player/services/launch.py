"""Open a unit of a course for a learner: registration, attempt, run, keys, presence.

Every move through a course comes here: the outline, next and previous, and what the content
itself asked for. What the learner left behind ends first.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from urllib.parse import quote, urlencode
from uuid import UUID

from content_packages.readers.structure import Unit
from content_packages.services.courses import CourseVersion
from player.rules import outline
from player.rules import presence as rules_of_presence
from player.rules.outline import Navigation
from player.rules.scorm.runs import BROWSE, NORMAL, REVIEW
from player.services import (
    abandonment,
    admission,
    au_sessions,
    beats,
    chance,
    hacp,
    library,
    media,
    registrations,
    runs,
    seat_time,
    sequencing,
)
from player.services.beats import Opened
from player.services.runs import Place
from player.services.seat_time import Study
from player.services.sequencing import Moved
from player.store import launches, presences
from player.store import registrations as store
from player.store.tables import AttemptRow, LaunchRow, RegistrationRow
from schemas.identifiers import new_id
from schemas.refusals import Conflict, Malformed, NotFound, NotPermitted
from schemas.settings import Settings
from schemas.values import Principal
from schemas.write_door import UnitOfWork

MODES = (NORMAL, BROWSE, REVIEW)
REQUESTS = ("start", "resume", "choice", "jump", "retry", *sorted(sequencing.REQUESTS))
PREVIEW = "package.review"
"""The permission that opens versions which are not published yet."""

FLUSH = timedelta(milliseconds=rules_of_presence.FLUSH_MS)


@dataclass(frozen=True, slots=True)
class Order:
    """What the learner asks for; *left* is the capability of the launch that this one leaves."""

    version_id: UUID
    unit: str | None = None
    mode: str = NORMAL
    request: str | None = None
    left: str | None = None
    more_time: bool = False


@dataclass(frozen=True, slots=True)
class Launched:
    """An opened unit: its keys, which are told only once, and all that the page shows."""

    capability: str
    token: str
    learner: UUID
    registration: UUID
    version: CourseVersion
    unit: Unit
    mode: str
    wire: str
    run: UUID
    content: str
    window: str
    data: Mapping[str, str]
    media: Mapping[str, Any] | None
    presence: Opened | None
    study: Study
    outline: Sequence[Mapping[str, Any]]
    navigation: Navigation


@dataclass(frozen=True, slots=True)
class Ended:
    """The move has ended the course for now; the outline shows what can be taken up again."""

    outline: Sequence[Mapping[str, Any]]
    navigation: Navigation


def opened(unit: UnitOfWork, given: Settings, learner: Principal, order: Order) -> Launched | Ended:
    """Open what *order* asks for and return it, or Ended where sequencing ends the course.

    Raises NotFound for a version or unit that is not there, NotPermitted for a version that is
    not published, Conflict (``sequencing``) where the move is not possible, and Malformed.
    """
    if order.mode not in MODES or (order.request or "choice") not in REQUESTS:
        raise Malformed("no such mode or request", code="launch-malformed")
    version = library.version(unit.session, order.version_id)
    _refuse_strangers(unit, learner, version, order.mode)
    registration = _registration(unit, learner, version, order)
    presences.held(unit.session, learner.id, due_after_ms=beats.first_due(unit, learner.id))
    abandonment.left_behind(unit, learner, registration, flush=FLUSH)
    progress = registrations.progress(unit.session, registration.id)
    moved = _moved(unit, version, registration, progress, order)
    if moved.unit is None:
        return _ended(unit, version, registration, learner, progress)
    wanted = moved.unit
    place = Place(registration, version, wanted)
    launch, capability, token = _keys(unit, learner, place, order)
    attempt = _begun(unit, place, learner, launch, moved)
    presence = beats.opened(unit, launch) if place.recorded else None
    content = _address(unit, given, place, learner, launch, capability, token)
    registration.last_unit, registration.last_at = wanted.identifier, unit.now
    unit.session.flush()
    progress = registrations.progress(unit.session, registration.id)
    navigation = registrations.navigation(unit.session, place)
    return Launched(
        capability=capability,
        token=token,
        learner=learner.id,
        registration=registration.id,
        version=version,
        unit=wanted,
        mode=order.mode,
        wire=place.wire,
        run=launch.id,
        content=content,
        window="own" if wanted.remote or wanted.launch_method == "OwnWindow" else "frame",
        data=runs.presented(place, attempt),
        media=media.described(unit, given, place, attempt, presence),
        presence=presence,
        study=_study(place, presence),
        outline=outline.items(
            version.course,
            progress,
            wanted.identifier,
            navigation.choice,
            {}
            if presence is None
            else seat_time.studies(unit.session, learner.id, version, unit.now),
        ),
        navigation=navigation,
    )


def reanchored(unit: UnitOfWork, learner: UUID, capability: str) -> Opened:
    """Open a new presence session of a launch that goes on, and return it.

    Raises NotFound for another's launch, Conflict for one that is over or has no presence.
    """
    launch = launches.by_capability(unit.session, capability)
    if launch is None or launch.learner != learner:
        raise NotFound("no such launch", code="no-such-launch")
    if launch.ended_at is not None or launch.revoked_at is not None:
        raise Conflict("this launch is over: open the unit again", code="attempt-over")
    found = beats.opened(unit, launch) if launch.mode == NORMAL else None
    if found is None:
        raise Conflict("time in this unit cannot be observed", code="not-observable")
    launch.seen_at = unit.now
    return found


def _refuse_strangers(
    unit: UnitOfWork, learner: Principal, version: CourseVersion, mode: str
) -> None:
    """Ask the school before study; a look at what is not published is for those who work on it."""
    if mode == NORMAL:
        admission.asked(unit, learner.id, version)
        return
    mine = learner.id in (version.vendor_id, version.recommended_by)
    if version.published_at is None and not mine and PREVIEW not in learner.permissions:
        raise NotFound("no such version", code="no-such-version")


def _registration(
    unit: UnitOfWork, learner: Principal, version: CourseVersion, order: Order
) -> RegistrationRow:
    found = store.latest(unit.session, learner.id, version.id, order.mode)
    if found is not None:
        return found
    if order.mode == NORMAL and version.state != "published":
        raise NotPermitted("this version is not open to new learners", code="not-published")
    row = store.add(
        unit.session,
        learner=learner.id,
        family_id=version.family_id,
        version_id=version.id,
        mode=order.mode,
        number=1,
        now=unit.now,
    )
    au_sessions.registered(unit, row, version)
    return row


def _moved(
    unit: UnitOfWork,
    version: CourseVersion,
    registration: RegistrationRow,
    progress: Mapping[str, Any],
    order: Order,
) -> Moved:
    """Let the sequencer decide, or flow and choice where the course has no sequencing."""
    request = order.request or ("choice" if order.unit else "resume")
    owing = _owing(unit, version, registration) if request == "resume" else frozenset()
    if sequencing.is_sequenced(registration, version):
        return sequencing.moved(unit.session, registration, version, request, order.unit, owing)
    if request in ("exit", "exitAll", "abandon", "abandonAll", "suspendAll"):
        return Moved(None, False, {})
    wanted = _wanted(version, registration, progress, order, owing)
    return Moved(wanted, order.request != "retry", {})


def _owing(
    unit: UnitOfWork, version: CourseVersion, registration: RegistrationRow
) -> AbstractSet[str]:
    """Return the units that still lack verified time, whatever the content says of them."""
    if registration.mode != NORMAL:
        return frozenset()
    studies = seat_time.studies(unit.session, registration.learner, version, unit.now)
    return {name for name, study in studies.items() if study["completed_at"] is None}


def _ended(
    unit: UnitOfWork,
    version: CourseVersion,
    registration: RegistrationRow,
    learner: Principal,
    progress: Mapping[str, Any],
) -> Ended:
    registration.last_at = unit.now
    unit.session.flush()
    choice = tuple(one.identifier for one in outline.open_units(version.course, progress))
    studies = seat_time.studies(unit.session, learner.id, version, unit.now)
    return Ended(
        outline.items(version.course, progress, None, choice, studies),
        Navigation(forward=False, back=False, exit=False, choice=choice),
    )


def _wanted(
    version: CourseVersion,
    registration: RegistrationRow,
    progress: Mapping[str, Any],
    order: Order,
    owing: AbstractSet[str],
) -> Unit:
    """Return the unit that the order leads to, by flow and choice."""
    course, request = version.course, order.request or ("choice" if order.unit else "resume")
    current = registration.last_unit
    found: Unit | None
    if request in ("continue", "previous"):
        step = 1 if request == "continue" else -1
        found = outline.neighbour(course, progress, current or "", step)
    elif request in ("choice", "retry") and order.unit:
        found = library.unit_of(version, order.unit)
        if found not in outline.open_units(course, progress):
            raise Conflict("what must come first is not done yet", code="sequencing")
    else:
        last = None if request == "start" else current
        found = outline.resumed(course, progress, last, owing)
    if found is None:
        raise Conflict("there is no unit in that direction", code="sequencing")
    return found


def _keys(
    unit: UnitOfWork, learner: Principal, place: Place, order: Order
) -> tuple[LaunchRow, str, str]:
    capability, token = chance.key(), chance.key()
    row = LaunchRow(
        id=new_id(unit.now),
        capability=launches.digest(capability),
        token=launches.digest(token),
        registration_id=place.registration.id,
        learner=learner.id,
        version_id=place.version.id,
        unit=place.unit.identifier,
        mode=order.mode,
        label=place.version.label,
        study=library.as_document(library.study_of(place.version, place.unit)),
        more_time=order.more_time,
        opened_at=unit.now,
        seen_at=unit.now,
    )
    unit.session.add(row)
    unit.session.flush()
    return row, capability, token


def _begun(
    unit: UnitOfWork, place: Place, learner: Principal, launch: LaunchRow, moved: Moved
) -> AttemptRow | None:
    if place.wire in ("cmi5", "tincan"):
        return None
    decided = not moved.resumed or sequencing.is_sequenced(place.registration, place.version)
    attempt = runs.begun(
        unit,
        place,
        learner,
        launch.id,
        afresh=not moved.resumed if decided else None,
        initial=moved.initial,
        shared=moved.shared,
    )
    launch.attempt_id = attempt.id
    return attempt


def _address(
    unit: UnitOfWork,
    given: Settings,
    place: Place,
    learner: Principal,
    launch: LaunchRow,
    capability: str,
    token: str,
) -> str:
    """Return the address of the vendor's document, with what its standard wants in the query."""
    launched = place.unit
    address = launched.launch
    if not launched.remote:
        origin = given.content_origin(place.version.label)
        address = f"{origin}/s/{capability}/c/{_quoted(launched.launch)}"
    if place.wire in ("cmi5", "tincan"):
        return au_sessions.launched(unit, given, place, learner, launch, address)
    address += _appended(address, launched.parameters)
    if place.wire != "aicc":
        return address
    keys = {"aicc_sid": hacp.session_id(capability, token), "aicc_url": f"{given.public_url}/hacp"}
    return address + _appended(address, urlencode(keys))


def _quoted(path: str) -> str:
    return quote(path, safe="/;,:@&=+$!*'()~")


def _appended(address: str, parameters: str) -> str:
    """Return *parameters* as they are joined to *address* (SCORM 1.2 CAM 2.3.2.2)."""
    if not parameters or parameters.startswith("#"):
        return parameters
    bare = parameters.lstrip("?&")
    return ("&" if "?" in address else "?") + bare


def _study(place: Place, presence: Opened | None) -> Study:
    if presence is not None:
        return presence.study
    reason = "NOT_OBSERVABLE" if place.recorded else "NOT_RECORDED"
    return seat_time.unobserved(place.unit.identifier, reason)
