"""Local implementing rules (Art. 23): child documents, what they may change, and what they do.

A child is a whole rule document that names its parent. It may differ from it only where the
parent's ``for_children`` says so, and at some points only by being stricter.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from schemas.clauses import clause
from schemas.values import Violation

_LOCAL = clause("measures 23")

OWN = frozenset(
    {"rule_id", "version", "title", "status", "jurisdiction", "issuers", "legal_basis", "parent",
     "for_children", "effective", "provenance", "open_points", "notes"}
)  # fmt: skip
"""What every document says for itself: who it is, not what it rules."""

_HIGHER_IS_STRICTER = frozenset(
    {"min_milli", "min_coverage_milli", "min_verified_ratio_milli", "pass_percent", "min_span_s",
     "min_rate_milli", "minutes_per_credit", "per_day", "min_session_min", "min_course_minutes",
     "questions_per_credit", "wait_hours"}
)  # fmt: skip
_LOWER_IS_STRICTER = frozenset(
    {"value", "max_span_s", "skew_tol_s", "offline_grace_s", "max_rate_milli", "media_tol_s",
     "idle_timeout_s", "leave_stop_s", "max_session_min", "max_gap_min", "min_gap_min",
     "answer_window_s", "max_misses", "makeup_days", "max_attempts", "max_milli",
     "max_counted_milli", "quiz_bonus_milli", "retire_grace_days", "max_age"}
)  # fmt: skip
_ORDERS: Mapping[str, Sequence[object]] = {
    "on_miss": ("stop_at_issue", "void_since_last_proof", "void_session", "fail_course"),
    "required": ("never", "if_course_has_one", "always"),
    "require_visible": (False, True),
    "seek_first_view": ("free_but_uncounted", "blocked"),
}
"""Values that are no numbers, from the most lenient to the strictest."""

ABSENT = "—"


@dataclass(frozen=True, slots=True)
class Change:
    """One place where two documents differ; a side that lacks it says ``—``."""

    pointer: str
    before: Any
    after: Any

    def __str__(self) -> str:
        return f"{self.pointer}: {_said(self.before)} → {_said(self.after)}"


def difference(before: Any, after: Any, pointer: str = "") -> list[Change]:
    """Return every place where *after* differs from *before*, in the order of the document."""
    if isinstance(before, dict) and isinstance(after, dict):
        return [
            change
            for name in [*before, *(name for name in after if name not in before)]
            for change in difference(
                before.get(name, ABSENT), after.get(name, ABSENT), f"{pointer}/{name}"
            )
        ]
    if isinstance(before, list) and isinstance(after, list) and _of_rows(before + after):
        return [
            change
            for index in range(max(len(before), len(after)))
            for change in difference(
                before[index] if index < len(before) else ABSENT,
                after[index] if index < len(after) else ABSENT,
                f"{pointer}/{index}",
            )
        ]
    return [] if _same(before, after) else [Change(pointer, before, after)]


def ruled(changes: Sequence[Change]) -> list[Change]:
    """Return those of *changes* that concern what is ruled, not who the document is."""
    return [change for change in changes if change.pointer.split("/")[1] not in OWN]


def violations(parent: Mapping[str, Any], child: Mapping[str, Any]) -> list[Violation]:
    """Return everything in which *child* goes beyond what *parent* leaves to it."""
    return sorted(_violations(parent, child), key=lambda violation: violation.where)


def _violations(parent: Mapping[str, Any], child: Mapping[str, Any]) -> Iterator[Violation]:
    named = child.get("parent") or {}
    if (named.get("rule_id"), named.get("version")) != (parent["rule_id"], parent["version"]):
        yield Violation(
            _LOCAL,
            "/parent",
            f"names {named.get('rule_id')} {named.get('version')}, "
            f"the parent is {parent['rule_id']} {parent['version']}",
        )
    allowed = parent.get("for_children", {})
    open_points = allowed.get("may_override", [])
    tighten = allowed.get("tighten_only", [])
    for change in ruled(difference(dict(parent), dict(child))):
        if not any(_within(change.pointer, point) for point in [*open_points, *tighten]):
            yield Violation(_LOCAL, change.pointer, f"is not left to local rules ({change})")
        elif any(_within(change.pointer, point) for point in tighten) and not stricter(change):
            yield Violation(_LOCAL, change.pointer, f"may only become stricter ({change})")


def stricter(change: Change) -> bool:
    """Whether *change* asks more of the learner, or allows less.

    A row more (another cap, another part of a target) is stricter, a row less is not; a limit
    where there was none is stricter. What has no known direction is never taken for stricter.
    """
    name = change.pointer.rpartition("/")[2]
    before, after = change.before, change.after
    if name.isdigit():
        return bool(before == ABSENT)
    before, after = (None if side == ABSENT else side for side in (before, after))
    if name in _ORDERS:
        order = _ORDERS[name]
        return {before, after} <= set(order) and order.index(after) > order.index(before)
    if name not in _HIGHER_IS_STRICTER | _LOWER_IS_STRICTER:
        return False
    if before is None or after is None:
        return after is not None
    return bool(after > before if name in _HIGHER_IS_STRICTER else after < before)


def _within(pointer: str, point: str) -> bool:
    return pointer == point or pointer.startswith(point + "/")


def _of_rows(items: list[Any]) -> bool:
    return any(isinstance(item, dict) for item in items)


def _same(before: Any, after: Any) -> bool:
    return type(before) is type(after) and before == after


def _said(value: Any) -> str:
    if isinstance(value, list):
        return "、".join(map(_said, value)) or "[]"
    if isinstance(value, dict):
        return ", ".join(f"{name} {_said(inner)}" for name, inner in value.items())
    return str(value)
