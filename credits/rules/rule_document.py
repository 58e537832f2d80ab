"""Rule documents: what a regulation says, as data, and the value that the engine executes."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from credits.rules import document_parts as parts
from credits.rules.caps import Cap
from credits.rules.carry_over import CarryOver
from credits.rules.categories import Categories
from credits.rules.credit import CreditRule
from credits.rules.document_checks import gaps, violations
from credits.rules.eligibility import Eligibility
from credits.rules.evidence import Person
from credits.rules.grades import GradeScale
from credits.rules.periods import PeriodKind, PeriodRule
from credits.rules.recognition import Exemption, TransferIn
from credits.rules.repeats import RepeatRule
from credits.rules.targets import Target, targets_of
from credits.rules.verified_time import CompletionRules, EvidenceRules
from schemas.refusals import Malformed

__all__ = ["RuleDocument", "executable", "gaps", "read", "violations"]


@dataclass(frozen=True, slots=True)
class RuleDocument:
    """One version of a rule document, ready to execute; *document* is what it was read from."""

    rule_id: str
    version: str
    title: str
    zone: str
    evidence: EvidenceRules
    completion: CompletionRules
    credit: CreditRule
    caps: tuple[Cap, ...]
    repeat: RepeatRule
    periods: tuple[PeriodRule, ...]
    targets: tuple[Target, ...]
    categories: Categories
    grades: GradeScale
    eligibility: Eligibility
    carry_over: CarryOver
    transfer_in: tuple[TransferIn, ...]
    exemptions: tuple[Exemption, ...]
    quiz_wait_hours: int | None
    document: Mapping[str, Any]

    @property
    def digest(self) -> str:
        """SHA-256 of the document as JSON with sorted names and no spaces, in hexadecimal."""
        text = json.dumps(self.document, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
        return hashlib.sha256(text.encode()).hexdigest()

    def period_rule(self, period_id: str) -> PeriodRule:
        """Return the kind of period *period_id*; raises LookupError for none."""
        for rule in self.periods:
            if rule.id == period_id:
                return rule
        raise LookupError(period_id)

    def main_period(self, person: Person | None) -> PeriodRule:
        """Return the kind of period that *person*'s credit counts for.

        That is the period of the person's first target; without one, the first period of the
        document that is no class.
        """
        ids = [target.period for target in self.targets_of(person or Person())]
        for rule in self.periods:
            if rule.id in ids[:1]:
                return rule
        for rule in self.periods:
            if rule.kind is not PeriodKind.PER_PROGRAM:
                return rule
        return self.periods[0]

    def targets_of(self, person: Person) -> tuple[Target, ...]:
        """Return what *person* owes, one target for each kind of period."""
        return targets_of(person, self.targets, self.grades)


def read(document: Any) -> RuleDocument:
    """Return the rule document that *document* (a parsed JSON value) holds.

    Raises Malformed with everything that is wrong: what breaks
    ``schemas/rule-document.schema.json``, what the engine cannot execute, and references to a
    category, grade, period or open point that the document does not have.
    """
    found = [*violations(document)]
    if not found:
        found = gaps(document)
    if found:
        raise _malformed(found)
    return _built(document)


def executable(document: Any) -> RuleDocument:
    """Return *document* for evaluation, whatever references are missing from it.

    Evidence has to be evaluated by what was in force, also where a later check would have
    refused it; :func:`gaps` says what is missing. Raises Malformed for all other faults.
    """
    found = violations(document)
    if found:
        raise _malformed(found)
    return _built(document)


def _malformed(found: list[Any]) -> Malformed:
    return Malformed(
        f"{found[0].where}: {found[0].message}", code="not-a-rule-document", violations=found
    )


def _built(document: dict[str, Any]) -> RuleDocument:
    recognition = document["recognition"]
    return RuleDocument(
        rule_id=document["rule_id"],
        version=document["version"],
        title=document["title"],
        zone=document["timezone"],
        evidence=parts.evidence_rules(document),
        completion=parts.completion_rules(document),
        credit=parts.credit_rule(document["credit"]),
        caps=parts.caps(document["caps"]),
        repeat=parts.repeat_rule(document["repeat"]),
        periods=tuple(
            parts.period_rule(row, recognition.get("makeup", {})) for row in document["periods"]
        ),
        targets=tuple(parts.target(row) for row in document["targets"]),
        categories=parts.categories(document),
        grades=GradeScale(
            tuple(document.get("grades", ())), frozenset(document.get("grades_aside", ()))
        ),
        eligibility=parts.eligibility(document["eligibility"]),
        carry_over=parts.carry_over(recognition.get("carry_over", {"allowed": False})),
        transfer_in=parts.transfer_in(recognition.get("transfer_in", [])),
        exemptions=parts.exemptions(recognition.get("exemptions", [])),
        quiz_wait_hours=document["completion"]["quiz"].get("wait_hours"),
        document=document,
    )
