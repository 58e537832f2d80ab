"""Which courses a reckoning has earned, and what each award says."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from uuid import UUID

from credits.rules.accrual import credit_milli
from credits.rules.days import days_of
from credits.rules.evidence import StudyUnit
from credits.rules.ledger.entry import Entry, Type
from credits.rules.rule_document import RuleDocument
from credits.rules.study import CourseOfStudy
from credits.rules.verified_time import Reckoning


@dataclass(frozen=True, slots=True)
class Earned:
    """A course whose units are all completed and confirmed.

    *completed_at* (Unix ms) decides day and period, *period* is None where the moment lies
    outside every learning window: such credit is for the archive.
    """

    course: CourseOfStudy
    milli: int
    period: str | None
    completed_at: int
    confirmed_at: int


def earned(course: CourseOfStudy, reckoning: Reckoning, rules: RuleDocument) -> Earned | None:
    """Return what *course* earns, None while one of its units is not completed and confirmed.

    Credit follows the total approved length: three units of 15 minutes are 45 minutes, 1.0.
    """
    completed, confirmed = [], []
    for part in course.units:
        unit = reckoning.units.get(part.unit_id)
        if unit is None or unit.completed_at is None or unit.confirmed_at is None:
            return None
        completed.append(unit.completed_at)
        confirmed.append(unit.confirmed_at)
    whole = StudyUnit(
        kind="article",
        approved=course.approved_ms,
        category=course.category,
        quiz=any(part.quiz for part in course.units),
        family=str(course.family_id),
        version=str(course.version_id),
    )
    return Earned(
        course=course,
        milli=credit_milli(whole, rules),
        period=period_at(max(completed), rules),
        completed_at=max(completed),
        confirmed_at=max(confirmed),
    )


def period_at(at: int, rules: RuleDocument) -> str | None:
    """Return the period in whose learning window the instant *at* lies."""
    return rules.periods[0].name_on(days_of(rules.zone).of(at))


def earlier_award(found: Earned, entries: Iterable[Entry], rules: RuleDocument) -> Entry | None:
    """Return the award that already gave what *found* would give again, None where none did.

    ``repeat`` says whether a course counts once per family or per version, for a lifetime, a
    period or a number of months.
    """
    repeat: Mapping[str, object] = rules.document["repeat"]
    for entry in entries:
        if entry.type is not Type.AWARD or not _same_course(found.course, entry, repeat):
            continue
        scope = repeat["scope"]
        if scope == "lifetime":
            return entry
        if scope == "period" and entry.period == found.period:
            return entry
        months = repeat.get("months")
        if scope == "months" and isinstance(months, int):
            again = _months_later(entry.effective_at, months, rules.zone)
            if found.completed_at < again:
                return entry
    return None


def idem_key(subject: bytes, found: Earned, rules: RuleDocument, attempt: int) -> str:
    """Return the key under which *found* is awarded once.

    It names the person, what counts once, for how long, and the attempt (1 unless an earlier
    award was cancelled and may be earned again).
    """
    repeat: Mapping[str, object] = rules.document["repeat"]
    per_version = repeat["credit_once_per"] == "course_version"
    what: UUID = found.course.version_id if per_version else found.course.family_id
    within = {"lifetime": "lifetime", "period": found.period or "archive"}.get(
        str(repeat["scope"]), days_of(rules.zone).of(found.completed_at).name
    )
    return f"award:{subject.hex()[:32]}:{what}:{within}:{attempt}"


def _same_course(course: CourseOfStudy, entry: Entry, repeat: Mapping[str, object]) -> bool:
    if repeat["credit_once_per"] == "course_version":
        return entry.version_id == course.version_id
    return entry.family_id == course.family_id


def _months_later(at: int, months: int, zone: str) -> int:
    """The beginning of the same day *months* later, or of the day after where there is none."""
    days = days_of(zone)
    day = days.of(at)
    month, day_of_month = day.month_day.split("-")
    year, later = divmod(day.year * 12 + int(month) - 1 + months, 12)
    wanted = (year, f"{later + 1:02d}-{day_of_month}")
    then = days.of(at + months * 27 * 86_400_000)
    while (then.year, then.month_day) < wanted:
        then = days.of(then.end)
    return then.start
