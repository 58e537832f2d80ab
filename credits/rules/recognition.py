"""Recognition: outside training that becomes credit, and exemptions from a target."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from credits.rules.credit import CreditRule
from credits.rules.days import Days
from credits.rules.earnings import Earning
from credits.rules.evidence import External
from credits.rules.periods import PeriodRule


class ExemptionEffect(StrEnum):
    """``waive`` takes the target away, ``prorate`` shortens it, ``extend`` moves its deadline."""

    WAIVE = "waive"
    PRORATE = "prorate"
    EXTEND = "extend"


@dataclass(frozen=True, slots=True)
class Exemption:
    """A ground on which a person may be exempt, and who approves it."""

    reason: str
    effect: ExemptionEffect
    approval: str


@dataclass(frozen=True, slots=True)
class TransferIn:
    """Outside training of *source* that is recognised on *evidence*, at most *max_milli* a period.

    *category* is what it counts as; None leaves it as the approval says.
    """

    source: str
    evidence: str
    category: str | None = None
    max_milli: int | None = None
    approval: str | None = None


def transferred(
    trainings: Iterable[External],
    accepted: Iterable[TransferIn],
    credit: CreditRule,
    period: PeriodRule,
    days: Days,
) -> list[Earning]:
    """Return an award for each recognised training, in order of date and document.

    Training from a source that the document does not list is not recognised. Each source is cut
    at its own limit in every period; what does not fit is lost.
    """
    by_source = {rule.source: rule for rule in accepted}
    used: dict[tuple[str, str | None], int] = {}
    found = []
    for training in sorted(trainings, key=lambda item: (item.on, item.document)):
        rule = by_source.get(training.source)
        if rule is None:
            continue
        name = period.period_of(training.on)
        category = rule.category or training.category or ""
        worth = milli = credit.of_external(training, category)
        if rule.max_milli is not None:
            milli = min(worth, max(0, rule.max_milli - used.get((rule.source, name), 0)))
        used[rule.source, name] = used.get((rule.source, name), 0) + milli
        at = days.on(training.on).start
        found.append(
            Earning(
                family=training.document,
                version=None,
                units=(),
                category=category,
                worth=worth,
                milli=milli,
                completed_at=at,
                effective_at=at,
                confirmed_at=at,
                period=name,
                source=training.source,
                reduced_by=None if milli == worth else f"{training.source} limit",
            )
        )
    return found
