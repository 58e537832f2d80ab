"""What every format says of one unit in the same words: status, score, place, time."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any

from player.rules.scorm.durations import interval_ms, timespan_ms
from player.rules.scorm.runs import judged_2004

NOT_ATTEMPTED, INCOMPLETE, COMPLETED = "not_attempted", "incomplete", "completed"
PASSED, FAILED, UNKNOWN = "passed", "failed", "unknown"


@dataclass(frozen=True, slots=True)
class Progress:
    """How far one unit is: *score* in thousandths of the possible, *total_ms* as reported.

    None of it earns credit: it is the content's own word.
    """

    completion: str = UNKNOWN
    success: str = UNKNOWN
    score_milli: int | None = None
    location: str = ""
    total_ms: int = 0

    @property
    def status(self) -> str:
        """The one word that an outline shows."""
        if self.success in (PASSED, FAILED):
            return self.success
        if self.completion == COMPLETED:
            return COMPLETED
        return NOT_ATTEMPTED if self.completion == NOT_ATTEMPTED else INCOMPLETE

    @property
    def done(self) -> bool:
        return self.completion == COMPLETED or self.success == PASSED

    def as_document(self) -> dict[str, Any]:
        """Return the PROGRESS of the protocol."""
        return {
            "completion": self.completion,
            "success": self.success,
            "status": self.status,
            "score": None if self.score_milli is None else self.score_milli / 10,
            "location": self.location,
            "total_ms": self.total_ms,
        }


UNTOUCHED = Progress(completion=NOT_ATTEMPTED)


def of_scorm_1_2(state: Mapping[str, str]) -> Progress:
    """Return what the SCORM 1.2 *state* says."""
    status = state.get("cmi.core.lesson_status", "not attempted")
    completion = {
        "passed": COMPLETED,
        "completed": COMPLETED,
        "failed": COMPLETED,
        "browsed": INCOMPLETE,
        "incomplete": INCOMPLETE,
    }.get(status, NOT_ATTEMPTED)
    return Progress(
        completion=completion,
        success=status if status in (PASSED, FAILED) else UNKNOWN,
        score_milli=_scaled(
            state.get("cmi.core.score.raw", ""),
            state.get("cmi.core.score.min", ""),
            state.get("cmi.core.score.max", ""),
        ),
        location=state.get("cmi.core.lesson_location", ""),
        total_ms=timespan_ms(state.get("cmi.core.total_time", "")) or 0,
    )


def of_scorm_2004(state: Mapping[str, str]) -> Progress:
    """Return what the SCORM 2004 *state* says."""
    completion, success = judged_2004(state)
    scaled = state.get("cmi.score.scaled", "")
    if scaled:
        score: int | None = max(0, int(Decimal(scaled) * 1000))
    else:
        score = _scaled(
            state.get("cmi.score.raw", ""),
            state.get("cmi.score.min", ""),
            state.get("cmi.score.max", ""),
        )
    return Progress(
        completion={"not attempted": NOT_ATTEMPTED}.get(completion, completion),
        success=success,
        score_milli=score,
        location=state.get("cmi.location", ""),
        total_ms=interval_ms(state.get("cmi.total_time", "")) or 0,
    )


def best(runs: Iterable[Progress]) -> Progress:
    """Return the best that any attempt reached: a later look does not undo a success.

    Place and time are those of the latest attempt, the last of *runs*.
    """
    every = list(runs)
    if not every:
        return UNTOUCHED
    latest = every[-1]
    completion = COMPLETED if any(one.completion == COMPLETED for one in every) else None
    success = next(
        (word for word in (PASSED, FAILED) if any(one.success == word for one in every)), UNKNOWN
    )
    scores = [one.score_milli for one in every if one.score_milli is not None]
    return replace(
        latest,
        completion=completion or latest.completion,
        success=success,
        score_milli=max(scores, default=None),
    )


def _scaled(raw: str, least: str, most: str) -> int | None:
    """Return *raw* in thousandths of the way from *least* (0) to *most* (100)."""
    if not raw:
        return None
    low, high = Decimal(least or 0), Decimal(most or 100)
    if high <= low:
        return None
    return min(1000, max(0, int((Decimal(raw) - low) * 1000 / (high - low))))
