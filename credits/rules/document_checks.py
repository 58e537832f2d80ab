"""What keeps a JSON value from being a rule document, with the article that it concerns."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from functools import cache
from importlib import resources
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from jsonschema import Draft202012Validator, FormatChecker
from jsonschema.exceptions import ValidationError

from credits.rules import document_parts as parts
from credits.rules.caps import EXECUTABLE
from credits.rules.formula import Formula, FormulaRefused
from credits.rules.grades import GradeScale
from schemas.clauses import clause
from schemas.values import Violation

_CLAUSE = clause("rule document")
Row = dict[str, Any]


def violations(document: Any) -> list[Violation]:
    """Return what breaks the schema in *document*, or what the engine could not execute.

    Members that the schema does not know are among the :func:`gaps`.

    Each names the JSON pointer of the place, and the article or source that the document gives
    for it, so that an office knows which article's value is wrong.
    """
    found = [
        _violation(_pointer(error), error.message)
        for error in _schema().iter_errors(document)
        if not _unknown_member(error)
    ]
    if not found:
        found = list(_not_executable(document))
    return sorted(_with_articles(found, document), key=lambda violation: violation.where)


def gaps(document: Row) -> list[Violation]:
    """Return what *document* says and nobody executes: unknown members, dangling references.

    It has no :func:`violations`.
    """
    found = [
        *_unknown_members(document),
        *_presence_gaps(document),
        *_category_gaps(document),
        *_grade_gaps(document),
        *_period_gaps(document),
        *_open_point_gaps(document),
    ]
    return sorted(_with_articles(found, document), key=lambda violation: violation.where)


def _unknown_members(document: Row) -> Iterator[Violation]:
    for error in _schema().iter_errors(document):
        if _unknown_member(error):
            yield _violation(_pointer(error), error.message)


def _unknown_member(error: ValidationError) -> bool:
    return error.validator == "additionalProperties"


def _pointer(error: ValidationError) -> str:
    return "/".join(["", *map(str, error.absolute_path)])


@cache
def _schema() -> Draft202012Validator:
    file = resources.files("schemas").joinpath("rule-document.schema.json")
    return Draft202012Validator(
        json.loads(file.read_text(encoding="utf-8")), format_checker=FormatChecker(["date"])
    )


def _violation(where: str, message: str) -> Violation:
    return Violation(_CLAUSE, where or "/", message)


def _with_articles(found: list[Violation], document: Any) -> Iterator[Violation]:
    """Yield *found*, each with what the document's provenance says of its place."""
    rows = document.get("provenance", []) if isinstance(document, dict) else []
    sources = [row for row in rows if isinstance(row, dict) and isinstance(row.get("pointer"), str)]
    for violation in found:
        known = [row for row in sources if _within(violation.where, row["pointer"])]
        if known:
            nearest = max(known, key=lambda row: len(row["pointer"]))
            violation = replace(violation, message=f"{violation.message} [{nearest.get('ref')}]")
        yield violation


def _within(where: str, pointer: str) -> bool:
    return where == pointer or where.startswith(pointer + "/")


def _not_executable(document: Row) -> Iterator[Violation]:
    try:
        ZoneInfo(document["timezone"])
    except (ZoneInfoNotFoundError, ValueError):
        yield _violation("/timezone", f"there is no time zone {document['timezone']!r}")
    for index, cap in enumerate(parts.caps(document["caps"])):
        if (cap.scope, cap.unit, cap.overflow) not in EXECUTABLE:
            yield _violation(
                f"/caps/{index}",
                f"a cap on {cap.unit.value} in one {cap.scope.value} cannot {cap.overflow.value}",
            )
    credit = document["credit"]
    needed = _NEEDED.get(credit["mode"])
    if needed is not None and credit.get(needed) in (None, [], {}):
        yield _violation(f"/credit/{needed}", f"credit by {credit['mode']} needs it")
    if credit.get("formula") is not None:
        try:
            Formula(credit["formula"])
        except FormulaRefused as refusal:
            yield _violation("/credit/formula", f"not a formula: {refusal}")
    repeat = document["repeat"]
    if repeat["scope"] == "months" and repeat.get("months") is None:
        yield _violation("/repeat/months", "a scope of months needs their number")
    evidence = document["evidence"]
    if evidence.get("min_span_s", 0) > evidence["max_span_s"]:
        yield _violation("/evidence/min_span_s", "no span is between min_span_s and max_span_s")
    per_credit = document["completion"].get("answers_per_credit")
    if per_credit is not None and credit.get("minutes_per_credit") is None:
        yield _violation("/credit/minutes_per_credit", "answers per credit need its length")
    makeup = document["recognition"].get("makeup", {})
    if makeup.get("allowed") and makeup.get("until") is None:
        yield _violation("/recognition/makeup/until", "make-up needs its last day, MM-DD")
    for index, period in enumerate(document["periods"]):
        if period.get("learn_from", "01-01") > period.get("learn_to_inclusive", "12-31"):
            yield _violation(
                f"/periods/{index}/learn_to_inclusive", "the window ends before it begins"
            )


_NEEDED = {
    "nominal_minutes": "minutes_per_credit",
    "verified_minutes": "minutes_per_credit",
    "tiers": "tiers",
    "formula": "formula",
    "points": "points",
}


def _presence_gaps(document: Row) -> Iterator[Violation]:
    presence = document["evidence"]["presence"]
    if set(presence["methods"]) - {"none"} and presence.get("answer_window_s") is None:
        yield _violation(
            "/evidence/presence/answer_window_s", "without it a challenge can never be missed"
        )


def _category_gaps(document: Row) -> Iterator[Violation]:
    known = parts.categories(document)
    for name, member in known.dangling():
        yield _violation(f"/category_sets/{name}", f"there is no category {member!r}")
    references = [
        (f"/targets/{index}/all/{part}/category", row["category"])
        for index, target in enumerate(document["targets"])
        for part, row in enumerate(target["all"])
    ]
    references += [
        (f"/credit/by_category/{name}", name) for name in document["credit"].get("by_category", {})
    ]
    references += [
        (f"/caps/{index}/applies_to", cap["applies_to"])
        for index, cap in enumerate(document["caps"])
        if cap.get("applies_to") is not None
    ]
    recognition = document["recognition"]
    carry = recognition.get("carry_over", {})
    references += [
        (f"/recognition/carry_over/{name}", carry[name])
        for name in ("from", "into")
        if name in carry
    ]
    references += [
        (f"/recognition/transfer_in/{index}/category", row["category"])
        for index, row in enumerate(recognition.get("transfer_in", []))
        if row.get("category") is not None
    ]
    for where, name in references:
        if not known.knows(name):
            yield _violation(where, f"there is no category or set {name!r}")


def _grade_gaps(document: Row) -> Iterator[Violation]:
    phases = document["eligibility"]["phases"]
    references = [
        (f"/targets/{index}/applies/grades/{place}", grade)
        for index, target in enumerate(document["targets"])
        for place, grade in enumerate(target["applies"].get("grades", ()))
    ]
    of_phases = [
        (f"/eligibility/phases/{index}/grades/{place}", grade)
        for index, phase in enumerate(phases)
        for place, grade in enumerate(phase["grades"])
    ]
    if "grades" in document:
        scale = GradeScale(tuple(document["grades"]), frozenset(document.get("grades_aside", ())))
        for where, grade in references + of_phases:
            if not scale.knows(grade):
                yield _violation(where, f"{grade!r} is no grade of the scale, nor a range on it")
    else:  # without a scale the phases are what names the grades
        named = {grade for _, grade in of_phases}
        for where, grade in references:
            if grade not in named:
                yield _violation(where, f"no phase admits the grade {grade!r}")
    people = document["eligibility"].get("person_categories", [])
    for index, target in enumerate(document["targets"]):
        for place, name in enumerate(target["applies"].get("person_categories", ())):
            if name not in people:
                yield _violation(
                    f"/targets/{index}/applies/person_categories/{place}",
                    f"there is no category of person {name!r}",
                )


def _period_gaps(document: Row) -> Iterator[Violation]:
    known = {period["id"] for period in document["periods"]}
    references = [
        (f"/targets/{index}/period", target["period"])
        for index, target in enumerate(document["targets"])
    ]
    references += [
        (f"/periods/{index}/also_counts_towards/{place}", name)
        for index, period in enumerate(document["periods"])
        for place, name in enumerate(period.get("also_counts_towards", ()))
    ]
    for where, name in references:
        if name not in known:
            yield _violation(where, f"there is no period {name!r}")
    for index, period in enumerate(document["periods"]):
        if period["kind"] == "multi_year":
            for name in ("years", "anchor"):
                if period.get(name) is None:
                    yield _violation(
                        f"/periods/{index}/{name}", "a period of several years needs it"
                    )


def _open_point_gaps(document: Row) -> Iterator[Violation]:
    known = {point["id"] for point in document["open_points"]}
    for index, row in enumerate(document["provenance"]):
        if row["ref"].startswith("OP-") and row["ref"] not in known:
            yield _violation(f"/provenance/{index}/ref", f"there is no open point {row['ref']}")
        if not _leads_somewhere(document, row["pointer"]):
            yield _violation(f"/provenance/{index}/pointer", f"{row['pointer']} leads nowhere")
    for index, point in enumerate(document["open_points"]):
        pointer = point.get("pointer")
        if pointer is not None and not _leads_somewhere(document, pointer):
            yield _violation(f"/open_points/{index}/pointer", f"{pointer} leads nowhere")


def _leads_somewhere(document: Any, pointer: str) -> bool:
    place = document
    for step in pointer.split("/")[1:]:
        if isinstance(place, list) and step.isdigit() and int(step) < len(place):
            place = place[int(step)]
        elif isinstance(place, dict) and step in place:
            place = place[step]
        else:
            return False
    return True
