"""Evidence as a document: what an auditor is handed, and how it is read back.

The contract is ``schemas/evidence.schema.json``; a compiled validator of the same schema takes
the common case, the reference validator says what is wrong. What a schema cannot say (that
references hold and that nothing is answered before it is asked) is checked here.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import date
from functools import cache
from importlib import resources
from typing import Any

import jsonschema_rs
from jsonschema import Draft202012Validator, FormatChecker
from jsonschema.exceptions import ValidationError

from credits.rules.evidence import (
    Challenge,
    Evidence,
    External,
    Interaction,
    Lease,
    Person,
    Programme,
    QuizPass,
    Session,
    Span,
    StudyUnit,
)
from schemas.clauses import clause
from schemas.refusals import Malformed
from schemas.values import Violation

_CLAUSE = clause("evidence document")


def parsed(document: Any) -> Evidence:
    """Return the evidence that *document* (a parsed JSON value) holds.

    Raises Malformed with a violation for every place that breaks the contract.
    """
    if not compiled().is_valid(document):
        found = sorted(
            reference().iter_errors(document),
            key=lambda error: list(map(str, error.absolute_path)),
        )
        raise _malformed([Violation(_CLAUSE, _place(error), error.message) for error in found])
    evidence = _read(document)
    broken = list(_broken(evidence))
    if broken:
        raise _malformed(broken)
    return evidence


def as_document(evidence: Evidence) -> dict[str, Any]:
    """Return *evidence* as the document that :func:`parsed` reads back to the same value."""
    document: dict[str, Any] = {
        "learner": evidence.learner,
        "units": {name: _unit_document(unit) for name, unit in evidence.units.items()},
        "sessions": {name: session._asdict() for name, session in evidence.sessions.items()},
        "leases": [lease._asdict() for lease in evidence.leases],
        "spans": [_span_document(span) for span in evidence.spans],
        "challenges": [_without_defaults(asked) for asked in evidence.challenges],
        "interactions": [touched._asdict() for touched in evidence.interactions],
        "quizzes": [_without_defaults(attempt) for attempt in evidence.quizzes],
    }
    if evidence.person is not None:
        person = evidence.person
        document["person"] = {
            "category": person.category,
            "grade": person.grade,
            "born_on": person.born_on.isoformat() if person.born_on else None,
            "anchor_on": person.anchor_on.isoformat() if person.anchor_on else None,
        }
    if evidence.programmes:
        document["programmes"] = {
            name: {
                "opens_at": programme.opens_at,
                "closes_at": programme.closes_at,
                "days": [day.isoformat() for day in programme.days],
            }
            for name, programme in evidence.programmes.items()
        }
    if evidence.external:
        document["external"] = [
            {
                "source": training.source,
                "on": training.on.isoformat(),
                "document": training.document,
                "category": training.category,
                "milli": training.milli,
                "minutes": training.minutes,
                "days": training.days,
                "half_days": training.half_days,
            }
            for training in evidence.external
        ]
    return document


def _read(document: dict[str, Any]) -> Evidence:
    """Return the value of a *document* that meets the schema.

    JSON Schema calls 3.0 an integer; it becomes one here.
    """
    person = document.get("person")
    return Evidence(
        learner=document["learner"],
        units={name: _unit(unit) for name, unit in document["units"].items()},
        sessions={
            name: Session(row["unit"], int(row["anchor_at"]), int(row["opened_at"]))
            for name, row in document["sessions"].items()
        },
        leases=tuple(Lease(int(row["at"]), row["session"]) for row in document["leases"]),
        spans=tuple(_span(row) for row in document["spans"]),
        challenges=tuple(
            Challenge(
                row["session"],
                int(row["issued_at"]),
                _optional(row.get("answered_at")),
                row.get("answered_at") is not None and bool(row["correct"]),
                _optional(row.get("window_ms")),
                row.get("makeup", False),
            )
            for row in document["challenges"]
        ),
        interactions=tuple(
            Interaction(row["session"], int(row["at"])) for row in document.get("interactions", ())
        ),
        quizzes=tuple(
            QuizPass(row["unit"], int(row["passed_at"]), _optional(row.get("score_percent")))
            for row in document.get("quizzes", ())
        ),
        person=None
        if person is None
        else Person(
            person.get("category"),
            person.get("grade"),
            _date(person.get("born_on")),
            _date(person.get("anchor_on")),
        ),
        programmes={
            name: Programme(
                int(row["opens_at"]),
                int(row["closes_at"]),
                tuple(date.fromisoformat(day) for day in row.get("days", ())),
            )
            for name, row in document.get("programmes", {}).items()
        },
        external=tuple(
            External(
                row["source"],
                date.fromisoformat(row["on"]),
                row["document"],
                row.get("category"),
                _optional(row.get("milli")),
                _optional(row.get("minutes")),
                int(row.get("days", 0)),
                int(row.get("half_days", 0)),
            )
            for row in document.get("external", ())
        ),
    )


def _unit(row: dict[str, Any]) -> StudyUnit:
    return StudyUnit(
        kind=row["kind"],
        approved=int(row["approved"]),
        category=row["category"],
        media_length=_optional(row.get("media_length")),
        quiz=row.get("quiz", False),
        family=row.get("family"),
        version=None if row.get("version") is None else str(row["version"]),
        words=_optional(row.get("words")),
        av_minutes=_optional(row.get("av_minutes")),
        questions=_optional(row.get("questions")),
        credit_milli=_optional(row.get("credit_milli")),
        areas=tuple(row.get("areas", ())),
        programme=row.get("programme"),
    )


def _unit_document(unit: StudyUnit) -> dict[str, Any]:
    document: dict[str, Any] = {
        "kind": unit.kind,
        "approved": unit.approved,
        "media_length": unit.media_length,
        "category": unit.category,
        "quiz": unit.quiz,
    }
    for name in (
        "family",
        "version",
        "words",
        "av_minutes",
        "questions",
        "credit_milli",
        "programme",
    ):
        value = getattr(unit, name)
        if value is not None:
            document[name] = value
    if unit.areas:
        document["areas"] = list(unit.areas)
    return document


def _span(row: dict[str, Any]) -> Span:
    return Span(
        row["session"],
        int(row["seq"]),
        int(row["from"]),
        int(row["to"]),
        _optional(row.get("media_from")),
        _optional(row.get("media_to")),
        _optional(row.get("rate_milli")),
        row["visible"],
        int(row["received_at"]),
    )


def _span_document(span: Span) -> dict[str, Any]:
    row = span._asdict()
    return {_WIRE_NAMES.get(name, name): value for name, value in row.items()}


_WIRE_NAMES = {"from_ms": "from", "to_ms": "to"}


def _without_defaults(row: Challenge | QuizPass) -> dict[str, Any]:
    defaults = type(row)._field_defaults
    return {
        name: value
        for name, value in row._asdict().items()
        if name not in defaults or value != defaults[name] or name == "correct"
    }


def _optional(value: Any) -> int | None:
    return None if value is None else int(value)


def _date(text: str | None) -> date | None:
    return None if text is None else date.fromisoformat(text)


def _broken(evidence: Evidence) -> Iterator[Violation]:
    """Yield what a schema cannot say and *evidence* does not keep."""

    def violation(where: str, message: str) -> Violation:
        return Violation(_CLAUSE, where, message)

    sessions, units = evidence.sessions, evidence.units
    for name, session in sessions.items():
        where = f"sessions.{name}"
        if session.unit not in units:
            yield violation(f"{where}.unit", f"there is no unit {session.unit!r}")
        if session.anchor_at < session.opened_at:
            yield violation(f"{where}.anchor_at", "the anchor lies before the session's opening")
    for index, lease in enumerate(evidence.leases):
        if lease.session is not None and lease.session not in sessions:
            yield violation(f"leases[{index}].session", f"there is no session {lease.session!r}")
    for index, span in enumerate(evidence.spans):
        of_span = sessions.get(span.session)
        if of_span is None:
            yield violation(f"spans[{index}].session", f"there is no session {span.session!r}")
        elif of_span.unit in units and units[of_span.unit].kind == "video":
            for member in ("media_from", "media_to", "rate_milli"):
                if getattr(span, member) is None:
                    yield violation(f"spans[{index}].{member}", "a video's span says it")
    for index, asked in enumerate(evidence.challenges):
        if asked.session not in sessions:
            yield violation(
                f"challenges[{index}].session", f"there is no session {asked.session!r}"
            )
        if asked.answered_at is not None and asked.answered_at < asked.issued_at:
            yield violation(
                f"challenges[{index}].answered_at", "the answer lies before the challenge"
            )
    for index, touched in enumerate(evidence.interactions):
        if touched.session not in sessions:
            yield violation(
                f"interactions[{index}].session", f"there is no session {touched.session!r}"
            )
    for index, attempt in enumerate(evidence.quizzes):
        if attempt.unit not in units:
            yield violation(f"quizzes[{index}].unit", f"there is no unit {attempt.unit!r}")
    for name, unit in units.items():
        if unit.programme is not None and unit.programme not in evidence.programmes:
            yield violation(f"units.{name}.programme", f"there is no class {unit.programme!r}")


def _malformed(violations: list[Violation]) -> Malformed:
    return Malformed(
        f"{violations[0].where}: {violations[0].message}",
        code="not-evidence",
        violations=violations,
    )


def _place(error: ValidationError) -> str:
    """The JSON path of *error*, as in ``spans[3].to``; of a missing member, where it would be."""
    steps = list(error.absolute_path)
    if error.validator == "required" and isinstance(error.validator_value, list):
        steps += [name for name in error.validator_value if f"'{name}'" in error.message][:1]
    place = ""
    for step in steps:
        place += f"[{step}]" if isinstance(step, int) else f".{step}" if place else str(step)
    return place or "$"


def _schema() -> dict[str, Any]:
    text = resources.files("schemas").joinpath("evidence.schema.json").read_text(encoding="utf-8")
    schema: dict[str, Any] = json.loads(text)
    return schema


@cache
def compiled() -> jsonschema_rs.Draft202012Validator:
    """The validator of the common case."""
    return jsonschema_rs.Draft202012Validator(_schema(), validate_formats=True)


@cache
def reference() -> Draft202012Validator:
    """The validator that says what is wrong; it accepts the same documents."""
    return Draft202012Validator(_schema(), format_checker=FormatChecker(["date"]))
