"""Rule documents: what a regulation says, as data, and the value that the engine executes."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from jsonschema import Draft202012Validator, FormatChecker

from credits.rules.credit import CreditRule, Rounding
from credits.rules.periods import CompletionTest, OutOfWindow, PeriodKind, PeriodRule
from credits.rules.verified_time import (
    CompletionRules,
    Concurrency,
    EvidenceRules,
    OnMiss,
    PresenceRules,
)
from schemas.clauses import clause
from schemas.refusals import Malformed
from schemas.values import Violation

_CLAUSE = clause("rule document")
_SECOND = 1_000
_MINUTE = 60_000


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
    periods: tuple[PeriodRule, ...]
    document: dict[str, Any]

    @property
    def digest(self) -> str:
        """SHA-256 of the document as JSON with sorted names and no spaces, in hexadecimal."""
        text = json.dumps(self.document, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
        return hashlib.sha256(text.encode()).hexdigest()


def read(document: Any) -> RuleDocument:
    """Return the rule document that *document* (a parsed JSON value) holds.

    Raises Malformed with every violation of ``schemas/rule-document.schema.json``.
    """
    found = violations(document)
    if found:
        raise Malformed(
            f"{found[0].where or 'the document'}: {found[0].message}",
            code="not-a-rule-document",
            violations=found,
        )
    return RuleDocument(
        rule_id=document["rule_id"],
        version=document["version"],
        title=document["title"],
        zone=document["timezone"],
        evidence=_evidence(document),
        completion=_completion(document["completion"]),
        credit=_credit(document["credit"]),
        periods=tuple(_period(row) for row in document["periods"]),
        document=document,
    )


def violations(document: Any) -> list[Violation]:
    """Return everything that keeps *document* from being a rule document."""
    found = [
        Violation(_CLAUSE, "/" + "/".join(map(str, error.absolute_path)), error.message)
        for error in _schema().iter_errors(document)
    ]
    if not found:
        try:
            ZoneInfo(document["timezone"])
        except (ZoneInfoNotFoundError, ValueError):
            found.append(Violation(_CLAUSE, "/timezone", "no such time zone"))
    return sorted(found, key=lambda violation: violation.where)


@cache
def _schema() -> Draft202012Validator:
    file = resources.files("schemas").joinpath("rule-document.schema.json")
    return Draft202012Validator(
        json.loads(file.read_text(encoding="utf-8")), format_checker=FormatChecker(["date"])
    )


def _evidence(document: dict[str, Any]) -> EvidenceRules:
    row = document["evidence"]
    return EvidenceRules(
        min_span=row.get("min_span_s", 0) * _SECOND,
        max_span=row["max_span_s"] * _SECOND,
        skew_tol=row["skew_tol_s"] * _SECOND,
        offline_grace=row["offline_grace_s"] * _SECOND,
        require_visible=row["require_visible"],
        min_rate=row.get("min_rate_milli", 1),
        max_rate=row["max_rate_milli"],
        media_tol=row["media_tol_s"] * _SECOND,
        idle_timeout=_scaled(row.get("idle_timeout_s"), _SECOND),
        presence=_presence(row["presence"]),
        day_cap=_day_cap(document["caps"]),
        zone=document["timezone"],
        concurrency=Concurrency(row["concurrency"]),
        seek_blocked=row.get("seek_first_view") == "blocked",
        leave_stop=_scaled(row.get("leave_stop_s"), _SECOND),
        min_session=_scaled(row.get("min_session_min"), _MINUTE),
        max_session=_scaled(row.get("max_session_min"), _MINUTE),
        allowed_hours=tuple(_hours(text) for text in row.get("allowed_hours") or ()),
    )


def _presence(row: dict[str, Any]) -> PresenceRules | None:
    methods = set(row["methods"]) - {"none"}
    if not methods:
        return None
    window = _scaled(row.get("answer_window_s"), _SECOND) or 0
    min_gap = _scaled(row.get("min_gap_min"), _MINUTE)
    max_gap = _scaled(row.get("max_gap_min"), _MINUTE)
    return PresenceRules(
        answer_window=window,
        max_unproven=None if max_gap is None else max_gap + window,
        min_gap=min_gap,
        max_gap=max_gap,
        on_miss=OnMiss(row.get("on_miss", OnMiss.VOID_SINCE_LAST_PROOF)),
        per_day=row.get("per_day"),
        max_misses=row.get("max_misses"),
        makeup_days=row.get("makeup_days"),
        quiz_proves="quiz" in methods,
    )


def _day_cap(caps: list[dict[str, Any]]) -> int | None:
    """The smallest cap (ms) on the counted time of a day."""
    values = [row["value"] for row in caps if (row["scope"], row["unit"]) == ("day", "minute")]
    return min(values) * _MINUTE if values else None


def _completion(row: dict[str, Any]) -> CompletionRules:
    quiz = row["quiz"]
    return CompletionRules(
        min_coverage_milli=row["min_coverage_milli"],
        min_verified_ratio_milli=row["min_verified_ratio_milli"],
        quiz_always=quiz["required"] == "always",
        quiz_never=quiz["required"] == "never",
        pass_percent=quiz.get("pass_percent"),
        max_attempts=quiz.get("max_attempts"),
    )


def _credit(row: dict[str, Any]) -> CreditRule:
    return CreditRule(
        mode=row["mode"],
        minutes_per_credit=row.get("minutes_per_credit"),
        rounding=_rounding(row.get("round")),
    )


def _rounding(row: dict[str, Any] | None) -> Rounding:
    row = row or {}
    return Rounding(row.get("method", "floor"), row.get("step_milli", 1))


def _period(row: dict[str, Any]) -> PeriodRule:
    return PeriodRule(
        id=row["id"],
        kind=PeriodKind(row["kind"]),
        learn_from=row.get("learn_from", "01-01"),
        learn_to_inclusive=row.get("learn_to_inclusive", "12-31"),
        out_of_window=OutOfWindow(row.get("out_of_window", OutOfWindow.ARCHIVE_ONLY)),
        completion_test=CompletionTest(row.get("completion_test", CompletionTest.FINISH_IN_WINDOW)),
        years=row.get("years", 1),
        anchor=row.get("anchor"),
        also_counts_towards=tuple(row.get("also_counts_towards", ())),
    )


def _scaled(value: int | None, unit: int) -> int | None:
    return None if value is None else value * unit


def _hours(text: str) -> tuple[int, int]:
    """``08:00-22:00`` as milliseconds since midnight."""
    low, high = (
        (int(hour) * 60 + int(minute)) * _MINUTE
        for hour, minute in (part.split(":") for part in text.split("-"))
    )
    return low, high
