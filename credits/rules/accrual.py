"""From verified time to credit: the result that one learner's evidence comes to."""

from __future__ import annotations

from typing import Any

from credits.rules.days import days_of
from credits.rules.evidence import Evidence, StudyUnit
from credits.rules.rule_document import RuleDocument
from credits.rules.verified_time import UnitReckoning, reckoned


def credit_milli(unit: StudyUnit, rules: RuleDocument) -> int:
    """Return what *unit* is worth under *rules* once it is completed."""
    return rules.credit.by_minutes(unit.approved)


def period_of(reckoning: UnitReckoning, rules: RuleDocument) -> str | None:
    """Return the period whose learning window the unit was completed in.

    The moment of completion decides, in the document's time zone. None: not completed, or
    completed outside the window, which earns its credit for the archive.
    """
    if reckoning.completed_at is None:
        return None
    day = days_of(rules.zone).of(reckoning.completed_at)
    return rules.periods[0].name_on(day)


def evaluated(evidence: Evidence, rules: RuleDocument) -> dict[str, Any]:
    """Return the result line of *evidence* under *rules*, as the evidence document says it."""
    reckoning = reckoned(evidence, rules.evidence, rules.completion)
    units = {}
    for name, unit in reckoning.units.items():
        completed = unit.completed_at is not None
        units[name] = {
            "counted": unit.counted,
            "review": unit.review,
            "media": unit.media,
            "approved": unit.approved,
            "verified": unit.verified,
            "completed_at": unit.completed_at,
            "confirmed_at": unit.confirmed_at,
            "period": period_of(unit, rules),
            "credit_milli": credit_milli(evidence.units[name], rules) if completed else 0,
        }
    return {
        "learner": evidence.learner,
        "units": units,
        "not_counted": reckoning.not_counted,
        "by_day": dict(reckoning.by_day),
    }
