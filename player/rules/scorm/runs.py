"""One run of a SCO: the data it starts with, and what becomes of it when it ends.

An *attempt* is what the learner takes up again; a *run* lasts from launch to Terminate (or to
the session timeout, which counts as exit=suspend). Between runs an attempt keeps its state.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from player.rules.scorm.durations import as_interval, as_timespan, interval_ms, timespan_ms

NORMAL, BROWSE, REVIEW = "normal", "browse", "review"


@dataclass(frozen=True, slots=True)
class Facts:
    """What the LMS tells a SCO: who studies, in which mode, and what the manifest says."""

    learner_id: str
    learner_name: str
    mode: str = NORMAL
    launch_data: str | None = None
    mastery_score: str | None = None
    max_time_allowed: str | None = None
    time_limit_action: str | None = None
    completion_threshold: str | None = None
    scaled_passing_score: str | None = None

    @property
    def credit(self) -> str:
        return "credit" if self.mode == NORMAL else "no-credit"


def _given(pairs: Mapping[str, str | None]) -> dict[str, str]:
    return {name: value for name, value in pairs.items() if value is not None}


# --- SCORM 1.2 -----------------------------------------------------------------------------


def opened_1_2(state: Mapping[str, str] | None, facts: Facts) -> dict[str, str]:
    """Return the data of a new run on *state*, None for an attempt's first run.

    ``entry`` is "ab-initio" first, "resume" after exit=suspend, else "" (RTE 1.2, 3.4.4).
    """
    before = dict(state or {})
    suspended = before.pop("cmi.core.exit", "") == "suspend"
    before.pop("cmi.core.session_time", None)
    before.pop("nav.event", None)
    entry = "ab-initio" if state is None else "resume" if suspended else ""
    return before | _given(
        {
            "cmi.core.student_id": facts.learner_id,
            "cmi.core.student_name": facts.learner_name,
            "cmi.core.lesson_mode": facts.mode,
            "cmi.core.credit": facts.credit,
            "cmi.core.entry": entry,
            "cmi.core.lesson_status": before.get("cmi.core.lesson_status", "not attempted"),
            "cmi.core.total_time": before.get("cmi.core.total_time", as_timespan(0)),
            "cmi.launch_data": facts.launch_data,
            "cmi.student_data.mastery_score": facts.mastery_score,
            "cmi.student_data.max_time_allowed": facts.max_time_allowed,
            "cmi.student_data.time_limit_action": facts.time_limit_action,
        }
    )


def ended_1_2(state: Mapping[str, str]) -> dict[str, str]:
    """Return *state* after LMSFinish: total time, and the status that the LMS decides.

    A SCO that set no status is "completed" ("browsed" when it was only looked at).
    Where a mastery score is given and a score was set, for credit, the LMS says passed or
    failed (RTE 1.2, 3.4.4), but not about a SCO that suspends itself unfinished.
    """
    after = dict(state)
    total = timespan_ms(after.get("cmi.core.total_time", "")) or 0
    session = timespan_ms(after.get("cmi.core.session_time", "")) or 0
    after["cmi.core.total_time"] = as_timespan(total + session)
    after.pop("cmi.core.session_time", None)
    status = after.get("cmi.core.lesson_status", "not attempted")
    suspends = after.get("cmi.core.exit") == "suspend"
    if status == "not attempted":
        mode = after.get("cmi.core.lesson_mode", NORMAL)
        status = "browsed" if mode == BROWSE else "incomplete" if suspends else "completed"
    mastery = after.get("cmi.student_data.mastery_score", "")
    raw = after.get("cmi.core.score.raw", "")
    judged = after.get("cmi.core.credit") == "credit" and mastery != "" and raw != ""
    if judged and not (suspends and status == "incomplete"):
        status = "passed" if Decimal(raw) >= Decimal(mastery) else "failed"
    after["cmi.core.lesson_status"] = status
    return after


def timed_out_1_2(state: Mapping[str, str]) -> dict[str, str]:
    """Return *state* after a run that never said goodbye: suspended, nothing decided."""
    after = dict(state)
    if after.get("cmi.core.lesson_status", "not attempted") == "not attempted":
        after["cmi.core.lesson_status"] = "incomplete"
    return ended_1_2(after | {"cmi.core.exit": "suspend"})


# --- SCORM 2004 ----------------------------------------------------------------------------


def resumes_2004(state: Mapping[str, str]) -> bool:
    """True where the next run takes up the attempt; after any other exit a new one begins."""
    return state.get("cmi.exit") == "suspend"


def opened_2004(state: Mapping[str, str] | None, facts: Facts) -> dict[str, str]:
    """Return the data of a new run; *state* is given where the attempt is taken up again."""
    before = dict(state or {})
    for volatile in ("cmi.exit", "cmi.session_time", "adl.nav.request"):
        before.pop(volatile, None)
    return before | _given(
        {
            "cmi.learner_id": facts.learner_id,
            "cmi.learner_name": facts.learner_name,
            "cmi.mode": facts.mode,
            "cmi.credit": facts.credit,
            "cmi.entry": "ab-initio" if state is None else "resume",
            "cmi.total_time": before.get("cmi.total_time", as_interval(0)),
            "cmi.launch_data": facts.launch_data,
            "cmi.max_time_allowed": facts.max_time_allowed,
            "cmi.time_limit_action": facts.time_limit_action,
            "cmi.completion_threshold": facts.completion_threshold,
            "cmi.scaled_passing_score": facts.scaled_passing_score,
        }
    )


def judged_2004(state: Mapping[str, str]) -> tuple[str, str]:
    """Return (completion_status, success_status) as GetValue answers them.

    A completion threshold decides by the progress measure once there is one, else the SCO's word
    stands. A passing score decides by the scaled score; without one the answer is "unknown",
    whatever the SCO has set (4th Ed. RTE 4.2.4.1, 4.2.22.1).
    """
    completion = state.get("cmi.completion_status", "unknown")
    success = state.get("cmi.success_status", "unknown")
    threshold = state.get("cmi.completion_threshold", "")
    if threshold:
        progress = state.get("cmi.progress_measure", "")
        if progress:
            reached = Decimal(progress) >= Decimal(threshold)
            completion = "completed" if reached else "incomplete"
    passing = state.get("cmi.scaled_passing_score", "")
    if passing:
        scaled = state.get("cmi.score.scaled", "")
        success = "unknown"
        if scaled:
            success = "passed" if Decimal(scaled) >= Decimal(passing) else "failed"
    return completion, success


def ended_2004(state: Mapping[str, str]) -> dict[str, str]:
    """Return *state* after Terminate: total time added up, both statuses settled.

    A status that is unknown and was never set stays unset: that the content said nothing is
    what sequencing must know.
    """
    after = dict(state)
    total = interval_ms(after.get("cmi.total_time", "")) or 0
    session = interval_ms(after.get("cmi.session_time", "")) or 0
    after["cmi.total_time"] = as_interval(total + session)
    after.pop("cmi.session_time", None)
    judged = zip(("cmi.completion_status", "cmi.success_status"), judged_2004(after), strict=True)
    return after | {name: word for name, word in judged if name in after or word != "unknown"}


def timed_out_2004(state: Mapping[str, str]) -> dict[str, str]:
    """Return *state* after a run that never said goodbye: suspended."""
    return ended_2004(dict(state) | {"cmi.exit": "suspend"})
