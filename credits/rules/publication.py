"""What keeps a course from being published under a rule document."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from credits.rules.accrual import credit_milli, together
from credits.rules.evidence import StudyUnit
from credits.rules.rule_document import RuleDocument
from schemas.clauses import clause
from schemas.values import Violation

_COMPLETION = clause("verified time completion")
_DOCUMENT = clause("rule document")
_MINUTE = 60_000
_CREDIT = 1_000


def long_enough_file(units: Sequence[StudyUnit], rules: RuleDocument) -> Iterator[Violation]:
    """A file must be able to cover the share of the approved length that completion asks for.

    45:00 approved and a file of 44:00 (97.8 %) could never complete where 98 % are asked for.
    """
    share = max(rules.completion.min_coverage_milli, rules.completion.min_verified_ratio_milli)
    for index, unit in enumerate(units):
        if unit.kind == "video" and unit.file_length * 1000 < share * unit.approved:
            yield Violation(
                _COMPLETION,
                f"units[{index}].media_length",
                f"{unit.file_length} ms of film can never complete {unit.approved} approved ms",
            )


def long_enough_course(units: Sequence[StudyUnit], rules: RuleDocument) -> Iterator[Violation]:
    """A course has the least length that the catalogue asks for."""
    least = rules.document["catalogue"].get("min_course_minutes")
    total = sum(unit.approved for unit in units)
    if least is not None and total < least * _MINUTE:
        yield Violation(_DOCUMENT, "units.approved", f"shorter than {least} minutes")


def known_names(units: Sequence[StudyUnit], rules: RuleDocument) -> Iterator[Violation]:
    """Category and subject areas are the catalogue's; a document without areas asks for none."""
    areas = rules.document["catalogue"].get("subject_areas", [])
    for index, unit in enumerate(units):
        if unit.category not in rules.categories.names:
            yield Violation(
                _DOCUMENT, f"units[{index}].category", f"there is no category {unit.category!r}"
            )
        for area in unit.areas:
            if areas and area not in areas:
                yield Violation(
                    _DOCUMENT, f"units[{index}].areas", f"there is no subject area {area!r}"
                )


def quiz_there(units: Sequence[StudyUnit], rules: RuleDocument) -> Iterator[Violation]:
    """Where a passed quiz is always asked for, every unit has one."""
    for index, unit in enumerate(units):
        if rules.completion.quiz_always and not unit.quiz:
            yield Violation(_COMPLETION, f"units[{index}].quiz", "could never complete: no quiz")


def enough_questions(units: Sequence[StudyUnit], rules: RuleDocument) -> Iterator[Violation]:
    """So many exam questions for each credit, a part of a credit counting as a whole."""
    each = rules.document["completion"]["quiz"].get("questions_per_credit")
    if each is None:
        return
    course = together(units)
    needed = -(-credit_milli(course, rules) // _CREDIT) * each
    if (course.questions or 0) < needed:
        yield Violation(
            _DOCUMENT,
            "units.questions",
            f"{course.questions or 0} questions, {needed} are asked for",
        )


CHECKS: tuple[Callable[[Sequence[StudyUnit], RuleDocument], Iterator[Violation]], ...] = (
    long_enough_file,
    long_enough_course,
    known_names,
    quiz_there,
    enough_questions,
)


def barriers(units: Sequence[StudyUnit], rules: RuleDocument) -> list[Violation]:
    """Return everything that keeps the course of *units* from being published under *rules*."""
    return [found for check in CHECKS for found in check(units, rules)]
