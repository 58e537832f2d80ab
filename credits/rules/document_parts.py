"""The parts of a rule document: from JSON members to the values that the engine executes."""

from __future__ import annotations

from datetime import date
from fractions import Fraction
from typing import Any

from credits.rules.caps import Cap, CapScope, CapUnit, Overflow
from credits.rules.carry_over import CarryOver
from credits.rules.categories import Categories
from credits.rules.credit import CategoryCredit, CreditMode, CreditRule, Tier
from credits.rules.eligibility import Eligibility, Phase
from credits.rules.formula import Formula
from credits.rules.periods import PERSON, CompletionTest, OutOfWindow, PeriodKind, PeriodRule
from credits.rules.points import PointRule
from credits.rules.recognition import Exemption, ExemptionEffect, TransferIn
from credits.rules.repeats import RepeatRule, RepeatScope
from credits.rules.rounding import Rounding
from credits.rules.targets import Target, TargetPart
from credits.rules.verified_time import (
    FOREVER,
    CapOf,
    CompletionRules,
    Concurrency,
    EvidenceRules,
    OnMiss,
    PresenceRules,
    TimeCap,
)

_SECOND = 1_000
_MINUTE = 60_000
Row = dict[str, Any]


def evidence_rules(document: Row) -> EvidenceRules:
    """``/evidence`` with the caps on time and what ``/repeat`` says of one day."""
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
        presence=presence_rules(row["presence"]),
        time_caps=time_caps(document),
        zone=document["timezone"],
        concurrency=Concurrency(row["concurrency"]),
        seek_blocked=row.get("seek_first_view") == "blocked",
        leave_stop=_scaled(row.get("leave_stop_s"), _SECOND),
        min_session=_scaled(row.get("min_session_min"), _MINUTE),
        max_session=_scaled(row.get("max_session_min"), _MINUTE),
        allowed_hours=tuple(_hours(text) for text in row.get("allowed_hours") or ()),
        longest_of_day=document["repeat"].get("same_day") == "longest_session",
    )


def presence_rules(row: Row) -> PresenceRules | None:
    """``/evidence/presence``; None where no method is named."""
    methods = set(row["methods"]) - {"none"}
    if not methods:
        return None
    window = _scaled(row.get("answer_window_s"), _SECOND)
    max_gap = _scaled(row.get("max_gap_min"), _MINUTE)
    return PresenceRules(
        answer_window=FOREVER if window is None else window,
        max_unproven=None if max_gap is None else max_gap + (window or 0),
        min_gap=_scaled(row.get("min_gap_min"), _MINUTE),
        max_gap=max_gap,
        on_miss=OnMiss(row.get("on_miss", OnMiss.VOID_SINCE_LAST_PROOF)),
        per_day=row.get("per_day"),
        max_misses=row.get("max_misses"),
        makeup_days=row.get("makeup_days"),
        quiz_proves="quiz" in methods,
    )


def time_caps(document: Row) -> tuple[TimeCap, ...]:
    """The caps on counted minutes, smallest first, categories as sets of names."""
    of_categories = categories(document)
    found = []
    for cap in caps(document["caps"]):
        if cap.unit is CapUnit.MINUTE and cap.scope in _TIME_SCOPES:
            names = None
            if cap.applies_to is not None:
                names = frozenset(
                    name
                    for name in of_categories.names
                    if of_categories.holds(cap.applies_to, name)
                )
            found.append(TimeCap(_TIME_SCOPES[cap.scope], cap.value * _MINUTE, names))
    return tuple(sorted(found, key=lambda cap: cap.limit))


_TIME_SCOPES = {
    CapScope.DAY: CapOf.DAY,
    CapScope.ROLLING_24H: CapOf.ROLLING_24H,
    CapScope.COURSE: CapOf.COURSE,
    CapScope.PERIOD: CapOf.PERIOD,
}


def completion_rules(document: Row) -> CompletionRules:
    """``/completion``, with the length of a credit where answers are asked for each."""
    row = document["completion"]
    quiz = row["quiz"]
    return CompletionRules(
        min_coverage_milli=row["min_coverage_milli"],
        min_verified_ratio_milli=row["min_verified_ratio_milli"],
        quiz_always=quiz["required"] == "always",
        quiz_never=quiz["required"] == "never",
        pass_percent=quiz.get("pass_percent"),
        max_attempts=quiz.get("max_attempts"),
        answers=row.get("answers_per_credit"),
        answers_per=(document["credit"].get("minutes_per_credit") or 1) * _MINUTE,
    )


def credit_rule(row: Row) -> CreditRule:
    """``/credit``; raises FormulaRefused for a formula that is none."""
    rounding = row.get("round") or {}
    formula = row.get("formula")
    return CreditRule(
        mode=CreditMode(row["mode"]),
        minutes_per_credit=row.get("minutes_per_credit"),
        rounding=Rounding(rounding.get("method", "floor"), rounding.get("step_milli", 1)),
        tiers=tuple(_tier(tier) for tier in row.get("tiers", ())),
        by_category={
            name: CategoryCredit(
                per_course=value.get("per_course_milli"),
                multiplier=value.get("multiplier_milli"),
                day=value.get("day_milli"),
                half_day=value.get("half_day_milli"),
                max_milli=value.get("max_milli"),
            )
            for name, value in row.get("by_category", {}).items()
        },
        table=row.get("table", {}),
        formula=None if formula is None else Formula(formula),
        quiz_bonus=row.get("quiz_bonus_milli") or 0,
        points=tuple(
            PointRule(
                act=act["act"],
                points=act["points"],
                per_min=act.get("per_min"),
                day_max=act.get("day_max"),
                double_hours=tuple(_hours(text) for text in act.get("double_hours", ())),
            )
            for act in row.get("points", ())
        ),
    )


def _tier(row: Row) -> Tier:
    low = row.get("gte_min", row.get("gt_min"))
    high = row.get("lte_min", row.get("lt_min"))
    return Tier(
        milli=row["milli"],
        low=None if low is None else Fraction(str(low)),
        low_included="gte_min" in row,
        high=None if high is None else Fraction(str(high)),
        high_included="lte_min" in row,
    )


def caps(rows: list[Row]) -> tuple[Cap, ...]:
    """``/caps``."""
    return tuple(
        Cap(
            CapScope(row["scope"]),
            CapUnit(row["unit"]),
            row["value"],
            Overflow(row["overflow"]),
            row.get("applies_to"),
        )
        for row in rows
    )


def categories(document: Row) -> Categories:
    """``/catalogue/categories`` with ``/category_sets``."""
    sets = {name: tuple(members) for name, members in document.get("category_sets", {}).items()}
    return Categories(frozenset(document["catalogue"]["categories"]), sets)


def period_rule(row: Row, makeup: Row) -> PeriodRule:
    """One of ``/periods``, with ``/recognition/makeup``."""
    anchor = row.get("anchor")
    return PeriodRule(
        id=row["id"],
        kind=PeriodKind(row["kind"]),
        learn_from=row.get("learn_from", "01-01"),
        learn_to_inclusive=row.get("learn_to_inclusive", "12-31"),
        out_of_window=OutOfWindow(row.get("out_of_window", OutOfWindow.ARCHIVE_ONLY)),
        completion_test=CompletionTest(row.get("completion_test", CompletionTest.FINISH_IN_WINDOW)),
        years=row.get("years", 1),
        anchor=None if anchor in (None, PERSON) else date.fromisoformat(anchor),
        also_counts_towards=tuple(row.get("also_counts_towards", ())),
        makeup_until=makeup.get("until") if makeup.get("allowed") else None,
    )


def repeat_rule(row: Row) -> RepeatRule:
    """``/repeat``."""
    return RepeatRule(
        per_version=row["credit_once_per"] == "course_version",
        scope=RepeatScope(row["scope"]),
        months=row.get("months"),
        version_change=row.get("version_change", "pin"),
        retire_grace_days=row.get("retire_grace_days"),
    )


def target(row: Row) -> Target:
    """One of ``/targets``."""
    leave = row.get("max_leave_fraction")
    return Target(
        period=row["period"],
        parts=tuple(
            TargetPart(part["category"], part["min_milli"], part.get("max_counted_milli"))
            for part in row["all"]
        ),
        grades=tuple(row["applies"].get("grades", ())),
        person_categories=tuple(row["applies"].get("person_categories", ())),
        max_leave_fraction=None if leave is None else Fraction(leave),
    )


def eligibility(row: Row) -> Eligibility:
    """``/eligibility``."""
    return Eligibility(
        phases=tuple(
            Phase(
                phase["id"],
                tuple(phase["grades"]),
                None if phase["opens"] is None else date.fromisoformat(phase["opens"]),
                tuple(phase.get("scope_units", ())),
            )
            for phase in row["phases"]
        ),
        person_categories=tuple(row.get("person_categories", ())),
        max_age=row.get("max_age"),
    )


def carry_over(row: Row) -> CarryOver:
    """``/recognition/carry_over``."""
    return CarryOver(row["allowed"], row.get("from"), row.get("into"), row.get("max_milli"))


def transfer_in(rows: list[Row]) -> tuple[TransferIn, ...]:
    """``/recognition/transfer_in``."""
    return tuple(
        TransferIn(
            row["source"],
            row["evidence"],
            row.get("category"),
            row.get("max_milli"),
            row.get("approval"),
        )
        for row in rows
    )


def exemptions(rows: list[Row]) -> tuple[Exemption, ...]:
    """``/recognition/exemptions``."""
    return tuple(
        Exemption(
            row.get("reason", ""),
            ExemptionEffect(row.get("effect", ExemptionEffect.WAIVE)),
            row.get("approval", ""),
        )
        for row in rows
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
