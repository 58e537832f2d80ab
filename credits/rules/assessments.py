"""What a learner's earnings come to against the targets, period after period."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from credits.rules.earnings import Earning
from credits.rules.evidence import Person
from credits.rules.periods import PeriodRule
from credits.rules.rule_document import RuleDocument
from credits.rules.targets import Assessment, Target, assessed


@dataclass(frozen=True, slots=True)
class PeriodAssessment:
    """One period: what was earned by category, how far it goes, and what is carried on.

    *amounts* hold what was carried in; *carried* is (category, milli-credits) for the next one.
    """

    period: str
    amounts: dict[str, int]
    assessment: Assessment
    carried: tuple[str, int] | None


def assessments(
    earnings: Sequence[Earning], person: Person | None, rules: RuleDocument
) -> list[PeriodAssessment]:
    """Return the assessment of every period in which *person* earned something, in order.

    Only what is confirmed counts. Surplus that the document carries over is among the amounts
    of the next period, which is assessed too when it has nothing else.
    """
    found: list[PeriodAssessment] = []
    for target in rules.targets_of(person or Person()):
        rule = rules.period_rule(target.period)
        found.extend(_of_target(earnings, target, rule, rules))
    return found


def _of_target(
    earnings: Sequence[Earning], target: Target, period: PeriodRule, rules: RuleDocument
) -> list[PeriodAssessment]:
    by_period: dict[str, dict[str, int]] = {}
    for earning in earnings:
        if earning.period is not None and earning.confirmed_at is not None:
            amounts = by_period.setdefault(earning.period, {})
            amounts[earning.category] = amounts.get(earning.category, 0) + earning.milli
    found = []
    waiting = sorted(by_period)
    while waiting:
        name = waiting.pop(0)
        assessment = assessed(
            target, by_period[name], rules.categories, rounding=rules.credit.rounding
        )
        carried = rules.carry_over.carried(assessment)
        following = period.following(name)
        if carried is not None and following is not None:
            category, milli = carried
            if following not in by_period:
                waiting = sorted([*waiting, following])
            amounts = by_period.setdefault(following, {})
            amounts[category] = amounts.get(category, 0) + milli
        found.append(PeriodAssessment(name, dict(by_period[name]), assessment, carried))
    return found
