"""Under which key an earning is awarded, so that it is awarded once."""

from __future__ import annotations

from credits.rules.days import days_of
from credits.rules.earnings import Earning
from credits.rules.repeats import RepeatScope
from credits.rules.rule_document import RuleDocument

REPEAT = "repeat"
"""What ``Earning.reduced_by`` says of a course that was credited before."""


def idem_key(subject: bytes, found: Earning, rules: RuleDocument, attempt: int = 1) -> str:
    """Return the key under which *found* is awarded once.

    It names the person, what counts once, for how long, and the attempt: 1 unless an earlier
    award was cancelled and may be earned again.
    """
    what = found.version if rules.repeat.per_version else found.family
    match rules.repeat.scope:
        case RepeatScope.LIFETIME:
            within = "lifetime"
        case RepeatScope.PERIOD:
            within = found.period or "archive"
        case RepeatScope.MONTHS:
            within = days_of(rules.zone).of(found.completed_at).name
    return f"award:{subject.hex()[:32]}:{what}:{within}:{attempt}"
