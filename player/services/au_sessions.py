"""cmi5 sessions and launches of xAPI packages: begun, claimed, abandoned, waived, satisfied."""

from __future__ import annotations

import json
from collections.abc import Iterable
from datetime import timedelta
from typing import Any
from urllib.parse import parse_qsl, quote, urlencode, urlsplit, urlunsplit
from uuid import UUID, uuid4

from content_packages.readers.structure import Unit
from content_packages.services.courses import CourseVersion
from lrs.services import documents
from player.rules import iris
from player.rules.cmi5 import satisfaction, statements
from player.rules.cmi5.statements import Launch
from player.services import chance, library, passes, records
from player.services.runs import Place
from player.store import au_sessions as store
from player.store.launches import digest
from player.store.tables import AuSessionRow, LaunchRow, RegistrationRow
from schemas.installation import iri_base
from schemas.refusals import Conflict, NotFound
from schemas.settings import Settings
from schemas.tables import milliseconds
from schemas.values import Principal
from schemas.write_door import UnitOfWork

FETCH_LIFE = timedelta(minutes=10)
"""How long after the launch the fetch URL may be claimed."""

MODES = {"normal": "Normal", "browse": "Browse", "review": "Review"}
LAUNCH_DATA = "LMS.LaunchData"


def registered(unit: UnitOfWork, row: RegistrationRow, version: CourseVersion) -> None:
    """Weigh moveOn at registration: what asks for nothing is satisfied at once (9.6.1.1)."""
    if version.course.format == "cmi5":
        _satisfy(unit, row, version, str(uuid4()))


def launched(
    unit: UnitOfWork,
    given: Settings,
    place: Place,
    learner: Principal,
    row: LaunchRow,
    address: str,
) -> str:
    """Open a session of the AU or xAPI package and return its launch URL.

    Open sessions of the registration are abandoned first (9.3.6). The statement "launched" and
    the launch data are stored before anybody can follow the URL (9.3.1, 10.1).
    """
    for earlier in store.open_of_registration(unit.session, place.registration.id):
        _abandon(unit, place.registration, place.version, earlier)
    fetch_key = chance.key()
    session_id = str(uuid4())
    launch = _launch(unit, place, session_id, f"{given.public_url}/learn/{place.version.id}")
    au = AuSessionRow(
        id=UUID(session_id),
        launch_id=row.id,
        registration_id=place.registration.id,
        unit=place.unit.identifier,
        standard=place.wire,
        session=session_id,
        facts={"said": [], "read": [], "mode": launch.mode},
        launched_at=unit.now,
    )
    unit.session.add(au)
    endpoint = f"{given.public_url}/{place.wire}/{session_id}/xapi"
    if place.wire == "tincan":
        au.token, au.fetched_at = digest(fetch_key), unit.now
        unit.session.flush()
        return tincan_address(address + _joined(address, place.unit), endpoint, fetch_key, launch)
    au.fetch_key = digest(fetch_key)
    unit.session.flush()
    _keep_launch_data(unit, launch)
    records.keep(unit, [statements.launched(launch, address + place.unit.parameters, unit.now)])
    fetch = f"{given.public_url}/cmi5/{session_id}/fetch?key={fetch_key}"
    return cmi5_address(address, place.unit.parameters, endpoint, fetch, launch)


def cmi5_address(address: str, parameters: str, endpoint: str, fetch: str, launch: Launch) -> str:
    """Return the launch URL with the parameters of cmi5 8.1 after the package's own."""
    return _with_query(
        address + parameters,
        {
            "endpoint": endpoint,
            "fetch": fetch,
            "actor": _actor(launch),
            "registration": str(launch.registration),
            "activityId": launch.activity_id,
        },
    )


def tincan_address(address: str, endpoint: str, token: str, launch: Launch) -> str:
    """Return the launch URL of an xAPI package, as Tin Can 1.0 packages expect it."""
    return _with_query(
        address,
        {
            "endpoint": f"{endpoint}/",
            "auth": f"Basic {token}",
            "actor": _actor(launch),
            "registration": str(launch.registration),
            "activity_id": launch.activity_id,
        },
    )


def fetched(unit: UnitOfWork, session_id: UUID, key: str) -> str | None:
    """Claim the fetch URL and return the session's token, None where it is no longer to be had."""
    token = chance.key()
    since = unit.now - FETCH_LIFE
    won = store.claimed(unit.session, session_id, digest(key), digest(token), unit.now, since)
    return token if won else None


def abandoned(unit: UnitOfWork, place: Place, row: LaunchRow) -> None:
    """Abandon the open sessions of the launch that ends."""
    if place.wire not in ("cmi5", "tincan"):
        return
    for au in store.open_of_registration(unit.session, place.registration.id):
        if au.launch_id == row.id:
            _abandon(unit, place.registration, place.version, au)


def abandon(unit: UnitOfWork, session_id: UUID) -> None:
    """Abandon one session by name; one that is over stays as it is."""
    au = store.found(unit.session, session_id, lock=True)
    if au is None:
        raise NotFound("no such session", code="no-such-session")
    if au.abandoned_at is None and au.terminated_at is None:
        registration = unit.session.get_one(RegistrationRow, au.registration_id)
        version = library.version(unit.session, registration.version_id)
        _abandon(unit, registration, version, au)


def waive(unit: UnitOfWork, registration_id: UUID, identifier: str, reason: str) -> None:
    """Waive an AU in a registration for *reason* (9.3.7); Conflict where it is waived already."""
    registration = unit.session.get(RegistrationRow, registration_id)
    if registration is None:
        raise NotFound("no such registration", code="no-such-registration")
    version = library.version(unit.session, registration.version_id)
    place = Place(registration, version, library.unit_of(version, identifier))
    if not store.reach(unit.session, registration_id, identifier, "waived", unit.now):
        raise Conflict("the AU is waived already", code="waived")
    launch = _launch(unit, place, str(uuid4()), None)
    records.keep(unit, [statements.waived(launch, reason, unit.now)])
    _satisfy(unit, registration, version, launch.session_id)


def reached(
    unit: UnitOfWork,
    registration: RegistrationRow,
    version: CourseVersion,
    au: AuSessionRow,
    words: Iterable[tuple[str, int | None]],
) -> None:
    """Note what the AU has said (completed, passed, failed, with the score), and satisfy."""
    for word, score_milli in words:
        store.reach(unit.session, registration.id, au.unit, word, unit.now, score_milli)
        if word == "passed":
            passes.reported(unit, registration, version, au.unit)
    _satisfy(unit, registration, version, au.session)


def _satisfy(
    unit: UnitOfWork, registration: RegistrationRow, version: CourseVersion, session_id: str
) -> None:
    """Say "satisfied" of every block, and of the course, that has become so."""
    course = version.course
    words = store.reached(unit.session, registration.id)
    base = iri_base(unit.session)
    for block in satisfaction.satisfied(course, words):
        name = f"block:{block.identifier}"
        if not store.reach(unit.session, registration.id, name, "satisfied", unit.now):
            continue
        whole = block is course.root
        activity = (
            iris.course(base, version.family_id)
            if whole
            else iris.au(base, version.family_id, block.identifier)
        )
        publisher = (course.identifier if whole else "") or block.publisher_id or activity
        launch = _speaking(base, registration, version, session_id)
        records.keep(
            unit,
            [
                statements.satisfied(
                    launch,
                    activity,
                    publisher,
                    version.title if whole else block.title,
                    course=whole,
                    at=unit.now,
                )
            ],
        )
        if whole:
            registration.satisfied_at = unit.now
    unit.session.flush()


def _abandon(
    unit: UnitOfWork, registration: RegistrationRow, version: CourseVersion, au: AuSessionRow
) -> None:
    au.abandoned_at = unit.now
    if au.standard == "cmi5":
        place = Place(registration, version, library.unit_of(version, au.unit))
        launch = _launch(unit, place, au.session, None)
        ms = milliseconds(au.last_at or au.launched_at) - milliseconds(au.launched_at)
        records.keep(unit, [statements.abandoned(launch, ms, unit.now)])
    unit.session.flush()


def context_template(place: Place, session_id: str) -> dict[str, Any]:
    """Return the context template that the AU of the session was given."""
    publisher = place.unit.publisher_id or place.unit.identifier
    return {
        "contextActivities": {"grouping": [{"id": publisher}]},
        "extensions": {"https://w3id.org/xapi/cmi5/context/extensions/sessionid": session_id},
    }


def _launch(unit: UnitOfWork, place: Place, session_id: str, return_url: str | None) -> Launch:
    launched_unit = place.unit
    base = iri_base(unit.session)
    return Launch(
        base=base,
        learner=place.registration.learner,
        registration=place.registration.id,
        activity_id=iris.au(base, place.version.family_id, launched_unit.identifier),
        publisher_id=launched_unit.publisher_id or launched_unit.identifier,
        title=launched_unit.title,
        session_id=session_id,
        mode=MODES[place.registration.mode],
        move_on=launched_unit.move_on,
        mastery_score=launched_unit.mastery_score,
        launch_parameters=launched_unit.data_from_lms,
        entitlement_key=launched_unit.entitlement_key,
        return_url=return_url,
        language=place.version.course.language or "zh-CN",
    )


def _speaking(
    base: str, registration: RegistrationRow, version: CourseVersion, session_id: str
) -> Launch:
    """Return a launch that speaks of blocks: what it says of one AU is not used."""
    return Launch(
        base=base,
        learner=registration.learner,
        registration=registration.id,
        activity_id="",
        publisher_id="",
        title="",
        session_id=session_id,
        mode="Normal",
        move_on="",
        mastery_score=None,
        launch_parameters="",
        entitlement_key="",
        return_url=None,
        language=version.course.language or "zh-CN",
    )


def _keep_launch_data(unit: UnitOfWork, launch: Launch) -> None:
    key = documents.Key(
        kind="state",
        activity=launch.activity_id,
        agent=iris.actor(launch.base, launch.learner),
        registration=launch.registration,
        document_id=LAUNCH_DATA,
    )
    body = json.dumps(statements.launch_data(launch), ensure_ascii=False).encode()
    documents.put(unit, records.ACADEMY_STORE, key, body, "application/json")


def _actor(launch: Launch) -> str:
    return json.dumps(iris.actor(launch.base, launch.learner), ensure_ascii=False)


def _joined(address: str, unit: Unit) -> str:
    return unit.parameters if "?" not in address else unit.parameters.replace("?", "&", 1)


def _with_query(address: str, parameters: dict[str, str]) -> str:
    parts = urlsplit(address)
    own = parse_qsl(parts.query, keep_blank_values=True)
    query = urlencode([*own, *parameters.items()], quote_via=quote)
    return urlunsplit(parts._replace(query=query))
