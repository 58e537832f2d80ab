"""From verified time to credit: what one learner's evidence earns."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, replace
from typing import Any

from credits.rules import caps, exams, points
from credits.rules.assessments import assessments
from credits.rules.days import days_of
from credits.rules.earnings import Earning
from credits.rules.evidence import Evidence, Programme, StudyUnit
from credits.rules.periods import PeriodKind
from credits.rules.recognition import transferred
from credits.rules.rule_document import RuleDocument
from credits.rules.verified_time import Outcome, Reckoning, UnitReckoning, reckoned
from credits.rules.verified_time.quiz import passes


def credit_milli(
    unit: StudyUnit, rules: RuleDocument, *, verified: int | None = None, quiz_passed: bool = False
) -> int:
    """Return what *unit* is worth under *rules* once it is completed.

    *verified* (ms) matters where credit follows verified time; by default the approved length.
    """
    return rules.credit.of_unit(
        unit, unit.approved if verified is None else verified, quiz_passed=quiz_passed
    )


def admitted(evidence: Evidence, rules: RuleDocument) -> Evidence:
    """Return *evidence* without the quiz attempts that *rules* do not admit."""
    quizzes = exams.admitted(
        evidence, rules.caps, rules.credit, days_of(rules.zone), rules.quiz_wait_hours
    )
    return replace(evidence, quizzes=quizzes)


def period_of(
    completed_at: int | None,
    first_counted_at: int | None,
    rules: RuleDocument,
    evidence: Evidence | None = None,
    unit: StudyUnit | None = None,
) -> str | None:
    """Return the period that a completion counts for; None for none (the archive).

    The moment of completion decides, in the document's time zone. What is studied in a class
    counts for the periods that the class also counts towards.
    """
    if completed_at is None:
        return None
    person = None if evidence is None else evidence.person
    rule = rules.main_period(person)
    if unit is not None and unit.programme is not None:
        of_class = [row for row in rules.periods if row.kind is PeriodKind.PER_PROGRAM]
        if of_class and not any(rule.id in row.also_counts_towards for row in of_class):
            return None
    days = days_of(rules.zone)
    first = completed_at if first_counted_at is None else first_counted_at
    anchor = None if person is None else person.anchor_on
    return rule.counts(days.of(first), days.of(completed_at), anchor)


def earnings(evidence: Evidence, reckoning: Reckoning, rules: RuleDocument) -> list[Earning]:
    """Return what *evidence* earns, in order of completion, before anybody cancels anything.

    A course (the units of one family and version) earns once all its units are completed, from
    their total approved length. Repeats and caps reduce what is posted; recognised outside
    training stands among the rest.
    """
    found = [
        earning
        for units in _courses(evidence).values()
        if (earning := _of_course(evidence, reckoning, rules, units)) is not None
    ]
    days = days_of(rules.zone)
    found += transferred(
        evidence.external, rules.transfer_in, rules.credit, rules.main_period(evidence.person), days
    )
    found.sort(key=lambda earning: (earning.completed_at, earning.family, earning.version or ""))
    return caps.limited(rules.repeat.once(found, days), rules.caps, rules.categories, days)


def _courses(evidence: Evidence) -> Mapping[tuple[str, str], list[str]]:
    courses: dict[tuple[str, str], list[str]] = {}
    for name, unit in evidence.units.items():
        courses.setdefault((unit.family or name, unit.version or ""), []).append(name)
    return courses


def _of_course(
    evidence: Evidence, reckoning: Reckoning, rules: RuleDocument, names: Sequence[str]
) -> Earning | None:
    """What the course of the units *names* earns; None before all of them are completed."""
    results = [reckoning.units[name] for name in names]
    completions = [result.completed_at for result in results]
    if None in completions:
        return None
    completed_at = max(at for at in completions if at is not None)
    confirmations = [result.confirmed_at for result in results if result.confirmed_at is not None]
    first = min(result.first_counted_at or completed_at for result in results)
    unit = together([evidence.units[name] for name in names])
    worth = credit_milli(
        unit,
        rules,
        verified=sum(result.verified for result in results),
        quiz_passed=any(passes(evidence, name, rules.completion) for name in names),
    )
    return Earning(
        family=unit.family or names[0],
        version=unit.version,
        units=tuple(sorted(names)),
        category=unit.category,
        worth=worth,
        milli=worth,
        completed_at=completed_at,
        effective_at=completed_at,
        confirmed_at=max(confirmations) if len(confirmations) == len(names) else None,
        period=period_of(completed_at, first, rules, evidence, unit),
        programme=_class_of(unit, completed_at, evidence.programmes),
    )


def together(units: Sequence[StudyUnit]) -> StudyUnit:
    """Return the *units* of one course as one, lengths and measures added up."""
    if len(units) == 1:
        return units[0]

    def added(name: str) -> int | None:
        values = [getattr(unit, name) for unit in units if getattr(unit, name) is not None]
        return sum(values) if values else None

    return replace(
        units[0],
        approved=sum(unit.approved for unit in units),
        media_length=None,
        quiz=any(unit.quiz for unit in units),
        words=added("words"),
        av_minutes=added("av_minutes"),
        questions=added("questions"),
        credit_milli=added("credit_milli"),
    )


def _class_of(
    unit: StudyUnit, completed_at: int, programmes: Mapping[str, Programme]
) -> str | None:
    """The class that a completion counts for: only while the class is open."""
    if unit.programme is None:
        return None
    programme = programmes[unit.programme]
    inside = programme.opens_at <= completed_at < programme.closes_at
    return unit.programme if inside else None


def evaluated(
    evidence: Evidence, rules: RuleDocument, *, with_earnings: bool = False
) -> dict[str, Any]:
    """Return the result line of *evidence* under *rules*, as the evidence document says it.

    Under a document that gives points for a day's acts, they are a member of their own. On
    demand the line also says what courses and outside training earned, and how far that goes.
    """
    evidence = admitted(evidence, rules)
    reckoning = reckoned(evidence, rules.evidence, rules.completion)
    line: dict[str, Any] = {
        "learner": evidence.learner,
        "units": {
            name: _unit_line(evidence, unit, rules) for name, unit in reckoning.units.items()
        },
        "not_counted": reckoning.not_counted,
        "by_day": dict(reckoning.by_day),
    }
    if rules.credit.points:
        line["points"] = points_of(evidence, reckoning, rules)
    if with_earnings:
        found = earnings(evidence, reckoning, rules)
        line["earnings"] = [asdict(earning) for earning in found]
        line["targets"] = [
            {
                "period": row.period,
                "amounts": row.amounts,
                "met": row.assessment.met,
                "parts": [
                    {**asdict(part), "owed": part.owed, "met": part.met}
                    for part in row.assessment.parts
                ],
                "carried": row.carried,
            }
            for row in assessments(found, evidence.person, rules)
        ]
    return line


def points_of(
    evidence: Evidence, reckoning: Reckoning, rules: RuleDocument
) -> Mapping[str, Mapping[str, int]]:
    """Return the points of each local day by act, and their ``total`` under the day's cap."""
    counted = (
        (piece.start, piece.end, evidence.sessions[piece.session].unit)
        for piece in reckoning.pieces
        if piece.outcome is Outcome.COUNTED
    )
    by_day = points.points_by_day(evidence, counted, rules.credit.points, days_of(rules.zone))
    limits = [cap.value for cap in rules.caps if cap.unit is caps.CapUnit.POINT]
    return {
        day: {**acts, "total": min([sum(acts.values()), *limits])} for day, acts in by_day.items()
    }


def _unit_line(evidence: Evidence, result: UnitReckoning, rules: RuleDocument) -> dict[str, Any]:
    unit = evidence.units[result.unit]
    credit = 0
    if result.completed_at is not None:
        passed = bool(passes(evidence, result.unit, rules.completion))
        credit = credit_milli(unit, rules, verified=result.verified, quiz_passed=passed)
    return {
        "counted": result.counted,
        "review": result.review,
        "media": result.media,
        "approved": result.approved,
        "verified": result.verified,
        "completed_at": result.completed_at,
        "confirmed_at": result.confirmed_at,
        "period": period_of(result.completed_at, result.first_counted_at, rules, evidence, unit),
        "credit_milli": credit,
    }
