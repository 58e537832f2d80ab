"""What an AU sends through its own door: who it is, what it may say, what follows from it."""

from __future__ import annotations

import hmac
from collections.abc import Container, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from content_packages.services.courses import CourseVersion
from player.rules import iris
from player.rules.cmi5 import preferences
from player.rules.cmi5 import session as rules
from player.rules.cmi5.session import AuSession
from player.services import au_sessions, library
from player.services.runs import Place
from player.store import au_sessions as store
from player.store.launches import digest
from player.store.tables import AuSessionRow, LaunchRow, RegistrationRow
from schemas.clauses import clause
from schemas.installation import iri_base
from schemas.refusals import NotPermitted
from schemas.values import Violation
from schemas.write_door import UnitOfWork

READ_FIRST = clause("cmi5 11.0.0.0-3 (d2)")
NO_VOIDING = clause("house au-no-voiding")
OWN_ACTOR = clause("house au-own-actor")
OWN_PROFILE = clause("cmi5 11.0.0.0-1 (d)")
LAUNCH_DATA_KEPT = clause("cmi5 10.2.1.0-5 (d)")
OWN_REGISTRATION = clause("cmi5 8.1.4.0-3 (d)")


@dataclass(frozen=True, slots=True)
class Au:
    """An AU in its session, as its token tells: whose, of which registration, which activity."""

    session: UUID
    standard: str
    actor: Mapping[str, Any]
    registration: UUID
    activity_id: str


def admitted(session: Session, session_id: UUID, token: str) -> Au:
    """Return the AU that *token* opens; raise NotPermitted (``credentials``).

    A token is good from its fetch to the end of its session (cmi5 8.1.2).
    """
    row = store.found(session, session_id)
    if row is None or row.token is None or not hmac.compare_digest(row.token, digest(token)):
        raise NotPermitted("the token of this session is needed", code="credentials")
    if row.terminated_at is not None or row.abandoned_at is not None:
        raise NotPermitted("this session is over", code="session-over")
    registration = session.get_one(RegistrationRow, row.registration_id)
    base = iri_base(session)
    return Au(
        session=row.id,
        standard=row.standard,
        actor=iris.actor(base, registration.learner),
        registration=registration.id,
        activity_id=iris.au(base, registration.family_id, row.unit),
    )


def note_read(unit: UnitOfWork, session_id: UUID, what: str) -> None:
    """Note that the AU has read *what*: its launch data, the learner's preferences."""
    row = store.found(unit.session, session_id, lock=True)
    if row is not None and what not in row.facts["read"]:
        row.facts = row.facts | {"read": [*row.facts["read"], what]}
        unit.session.flush()


def vetted(unit: UnitOfWork, au: Au, statements: Sequence[dict[str, Any]]) -> None:
    """Raise NotPermitted with every rule that the *statements*, in order, break."""
    row, _, place = _where(unit, au)
    if au.standard == "tincan":
        _refuse(_strangers(au, statements))
        return
    session = _session(unit, au, row, place)
    found: list[Violation] = []
    missing = {au_sessions.LAUNCH_DATA, preferences.PROFILE_ID} - set(row.facts["read"])
    if missing:
        message = f"{', '.join(sorted(missing))} must be read first"
        found.append(Violation(READ_FIRST, "", message))
    for index, statement in enumerate(statements):
        found.extend(rules.violations(statement, session, f"[{index}]"))
        session = rules.after(statement, session)
    _refuse(found)


def followed(unit: UnitOfWork, au: Au, statements: Sequence[dict[str, Any]]) -> None:
    """Move the session on by *statements* that were stored, and satisfy what became so."""
    row, launch, place = _where(unit, au)
    words = [(rules.word(one), _score(one)) for one in statements if rules.is_defined(one)]
    if statements:
        row.last_at = unit.now
        launch.seen_at = unit.now
    said = {word for word, _ in words}
    if said:
        row.facts = row.facts | {"said": sorted(set(row.facts["said"]) | said)}
    if "initialized" in said and row.initialized_at is None:
        row.initialized_at = unit.now
    judged = [pair for pair in words if pair[0] in ("completed", "passed", "failed")]
    if au.standard == "tincan":
        own = (au.activity_id, place.unit.publisher_id)
        judged = [pair for one in statements if (pair := _package_judgement(one, own)) is not None]
    if judged and place.registration.mode == "normal":
        au_sessions.reached(unit, place.registration, place.version, row, judged)
    if "terminated" in said:
        row.terminated_at = unit.now
    unit.session.flush()


def refuse_document(au: Au, kind: str, key: Mapping[str, Any], method: str) -> None:
    """Raise NotPermitted for a document that is not this AU's to use so."""
    found: list[Violation] = []
    agent = key.get("agent")
    if agent is not None and agent.get("account") != au.actor["account"]:
        found.append(Violation(OWN_PROFILE, "agent", "not the actor of this session"))
    if kind == "state":
        if key.get("activity") != au.activity_id and au.standard == "cmi5":
            found.append(Violation(OWN_ACTOR, "activityId", "not the activity of this session"))
        given = key.get("registration")
        if given != au.registration:
            found.append(Violation(OWN_REGISTRATION, "registration", "not the launch's"))
        if method != "GET" and key.get("id") in (au_sessions.LAUNCH_DATA, None):
            found.append(Violation(LAUNCH_DATA_KEPT, "stateId", "is the LMS's alone"))
    if kind == "activity_profile" and method != "GET":
        found.append(Violation(OWN_ACTOR, "activityId", "profiles of activities are shared"))
    if kind == "agent_profile" and method == "DELETE":
        found.append(Violation(OWN_PROFILE, "profileId", "profiles are not an AU's to delete"))
    _refuse(found)


def refuse_preferences(document: Any) -> None:
    """Raise NotPermitted where *document* is no ``cmi5LearnerPreferences``."""
    _refuse(preferences.violations(document))


def _where(unit: UnitOfWork, au: Au) -> tuple[AuSessionRow, LaunchRow, Place]:
    row = store.found(unit.session, au.session, lock=True)
    if row is None or row.terminated_at is not None or row.abandoned_at is not None:
        raise NotPermitted("this session is over", code="session-over")
    registration = unit.session.get_one(RegistrationRow, row.registration_id)
    version: CourseVersion = library.version(unit.session, registration.version_id)
    launch = unit.session.get_one(LaunchRow, row.launch_id)
    return row, launch, Place(registration, version, library.unit_of(version, row.unit))


def _session(unit: UnitOfWork, au: Au, row: AuSessionRow, place: Place) -> AuSession:
    reached = store.reached(unit.session, au.registration).get(row.unit, set())
    return AuSession(
        actor=au.actor,
        activity_id=au.activity_id,
        publisher_id=place.unit.publisher_id,
        registration=str(au.registration),
        session_id=row.session,
        mode=row.facts["mode"],
        mastery_score=place.unit.mastery_score,
        template=au_sessions.context_template(place, row.session),
        said=frozenset(row.facts["said"]),
        reached=frozenset(reached),
    )


def _strangers(au: Au, statements: Sequence[Mapping[str, Any]]) -> list[Violation]:
    """xAPI packages say what they like, but only for their learner and never for the LMS."""
    found = []
    for index, statement in enumerate(statements):
        if statement["actor"].get("account") != au.actor["account"]:
            found.append(Violation(OWN_ACTOR, f"[{index}].actor", "not the launch's actor"))
        if statement["verb"]["id"] in rules.OF_LMS:
            found.append(Violation(NO_VOIDING, f"[{index}].verb", "a verb of the LMS"))
        registration = statement.get("context", {}).get("registration")
        if registration is not None and str(registration).lower() != str(au.registration):
            found.append(Violation(OWN_REGISTRATION, f"[{index}].context", "another registration"))
    return found


def _package_judgement(
    statement: Mapping[str, Any], own: Container[str]
) -> tuple[str, int | None] | None:
    """Return what a statement of an xAPI package reaches, None for nothing.

    It speaks of the launch where its object is one of *own*: the activity that the launch named,
    or the package's own name for it, which many packages have written down instead.
    """
    word = rules.word(statement)
    if word not in ("completed", "passed", "failed") or statement["object"].get("id") not in own:
        return None
    if word == "passed" and statement.get("result", {}).get("success") is False:
        return None
    return word, _score(statement)


def _score(statement: Mapping[str, Any]) -> int | None:
    scaled = statement.get("result", {}).get("score", {}).get("scaled")
    return None if scaled is None else max(0, int(Decimal(str(scaled)) * 1000))


def _refuse(found: Sequence[Violation]) -> None:
    if found:
        raise NotPermitted(str(found[0]), code="cmi5", violations=found)
