"""Eligibility in phases: grades are admitted step by step (Measures, Art. 6)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from schemas.refusals import NotPermitted


def admitted(phases: Sequence[Mapping[str, Any]], grade: str | None, on: date) -> bool:
    """True where *grade* is named by a phase that has opened by the day *on*.

    *phases* are a rule document's ``eligibility.phases``; ``opens`` is an ISO date, or null
    for a phase without one, which is closed.
    """
    return any(
        grade in phase["grades"]
        and phase["opens"] is not None
        and date.fromisoformat(phase["opens"]) <= on
        for phase in phases
    )


def refuse_unadmitted(phases: Sequence[Mapping[str, Any]], grade: str | None, on: date) -> None:
    """Raise NotPermitted, with the reason a learner can act on, unless *grade* is admitted."""
    if admitted(phases, grade, on):
        return
    opens = [
        phase["opens"]
        for phase in phases
        if grade in phase["grades"] and phase["opens"] is not None
    ]
    when = f"将于 {min(opens)} 开放" if opens else "开放时间待主办机构确定"
    raise NotPermitted(
        f"您的职级“{grade or '未登记'}”尚未开放学习权限，{when}（办法第六条：分步实施）。",
        code="not-admitted",
    )
