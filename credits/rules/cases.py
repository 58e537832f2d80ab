"""A case of proxy study, from its opening to the end of the appeal (Measures, Art. 17).

Signals and reports only open a case. Credit is cancelled by a decision of two bodies, after
the learner was told and could speak; an appeal may give it back in whole or in part.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from credits.rules.working_days import Deadline, WorkingDays
from schemas.clauses import clause
from schemas.values import Violation


class Step(StrEnum):
    """What happens in a case."""

    OPENED = "opened"
    NOTIFIED = "notified"
    STATED = "stated"
    DISMISSED = "dismissed"
    CANCELLED = "cancelled"
    REFERRED = "referred"
    APPEALED = "appealed"
    UPHELD = "upheld"
    REINSTATED = "reinstated"


class Scope(StrEnum):
    """Which credit a finding takes."""

    COURSE = "course"
    PERIOD = "period"
    FINDING_INTERVAL = "finding_interval"
    ALL_TIME = "all_time"


FOLLOWS: dict[Step, frozenset[Step]] = {
    Step.OPENED: frozenset({Step.NOTIFIED, Step.DISMISSED}),
    Step.NOTIFIED: frozenset({Step.STATED, Step.DISMISSED, Step.CANCELLED}),
    Step.STATED: frozenset({Step.DISMISSED, Step.CANCELLED}),
    Step.DISMISSED: frozenset(),
    Step.CANCELLED: frozenset({Step.REFERRED, Step.APPEALED}),
    Step.REFERRED: frozenset({Step.APPEALED}),
    Step.APPEALED: frozenset({Step.UPHELD, Step.REINSTATED}),
    Step.UPHELD: frozenset(),
    Step.REINSTATED: frozenset(),
}
TWO_BODIES = frozenset({Step.CANCELLED, Step.UPHELD, Step.REINSTATED})
WITH_DOCUMENT = TWO_BODIES | {Step.REFERRED}


@dataclass(frozen=True, slots=True)
class CaseRule:
    """What the rule document says of such cases.

    *statement_days* are working days, *appeal_days* calendar days.
    """

    scope: Scope
    statement_days: int
    appeal_days: int


@dataclass(frozen=True, slots=True)
class Event:
    """One step that was taken, on a local day, by *actor* and *second*."""

    step: Step
    day: date
    actor: str
    second: str | None = None
    document: str | None = None


def statement_due(events: Sequence[Event], rule: CaseRule, days: WorkingDays) -> Deadline | None:
    """Return until when the learner may speak; None before the learner was told."""
    for event in events:
        if event.step is Step.NOTIFIED:
            return days.after(event.day, rule.statement_days)
    return None


def appeal_due(events: Sequence[Event], rule: CaseRule) -> date | None:
    """Return the last day for an appeal; None before a decision took credit."""
    for event in events:
        if event.step is Step.CANCELLED:
            return event.day + timedelta(days=rule.appeal_days)
    return None


Check = Callable[[Sequence[Event], Event, CaseRule, WorkingDays], str | None]


def violations(
    events: Sequence[Event], following: Event, rule: CaseRule, days: WorkingDays
) -> list[Violation]:
    """Return what keeps *following* from being the next step after *events*."""
    found = []
    for where, check in CHECKS:
        message = check(events, following, rule, days)
        if message is not None:
            found.append(Violation(clause("measures 17"), where, message))
    return found


def _comes_next(
    events: Sequence[Event], following: Event, _: CaseRule, __: WorkingDays
) -> str | None:
    if not events:
        return None if following.step is Step.OPENED else "a case begins by being opened"
    last = events[-1].step
    if following.step in FOLLOWS[last]:
        return None
    return f"{following.step} cannot follow {last}"


def _two_bodies_decide(
    _: Sequence[Event], following: Event, __: CaseRule, ___: WorkingDays
) -> str | None:
    if following.step not in TWO_BODIES:
        return None
    if following.second is None or following.second == following.actor:
        return "two different people decide, one for each body"
    return None


def _names_its_document(
    _: Sequence[Event], following: Event, __: CaseRule, ___: WorkingDays
) -> str | None:
    if following.step in WITH_DOCUMENT and not following.document:
        return "the number of the document is missing"
    return None


def _learner_could_speak(
    events: Sequence[Event], following: Event, rule: CaseRule, days: WorkingDays
) -> str | None:
    due = statement_due(events, rule, days)
    spoken = any(event.step is Step.STATED for event in events)
    if following.step is Step.CANCELLED and not spoken and due and following.day <= due.day:
        return f"the learner may speak until {due.day.isoformat()}"
    return None


def _appeal_is_in_time(
    events: Sequence[Event], following: Event, rule: CaseRule, _: WorkingDays
) -> str | None:
    due = appeal_due(events, rule)
    if following.step is Step.APPEALED and due is not None and following.day > due:
        return f"an appeal was possible until {due.isoformat()}"
    return None


CHECKS: tuple[tuple[str, Check], ...] = (
    ("step", _comes_next),
    ("second_approver", _two_bodies_decide),
    ("document", _names_its_document),
    ("day", _learner_could_speak),
    ("day", _appeal_is_in_time),
)
