"""SCORM activity as xAPI statements, by ADL's xAPI SCORM Profile.

Each event of the run-time becomes one statement whose id follows from the event, so that a
retry stores nothing twice. Times are the server's; the actor is the person's account.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any
from urllib.parse import quote
from uuid import UUID

from player.rules import iris
from player.rules.progress import COMPLETED, FAILED, PASSED, Progress
from player.rules.scorm.elements import count

PROFILE = "https://w3id.org/xapi/scorm"
ADL = "http://adlnet.gov/expapi/verbs"
TYPES = "http://adlnet.gov/expapi/activities"

VERBS = {
    name: {"id": f"{ADL}/{name}", "display": {"en-US": name, "zh-CN": chinese}}
    for name, chinese in (
        ("initialized", "开始"),
        ("suspended", "暂停"),
        ("resumed", "继续"),
        ("terminated", "结束"),
        ("passed", "通过"),
        ("failed", "未通过"),
        ("completed", "完成"),
        ("scored", "得分"),
        ("responded", "作答"),
    )
}

Statement = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Run:
    """What every statement of one run says: who, which unit of which course, which attempt."""

    base: str
    learner: UUID
    registration: UUID
    family_id: UUID
    course_title: str
    identifier: str
    unit_title: str
    attempt_id: UUID
    run_id: UUID
    language: str

    @property
    def unit_iri(self) -> str:
        return iris.unit(self.base, self.family_id, self.identifier)


def began(run: Run, entry: str, at: datetime) -> Statement:
    """Return "initialized", or "resumed" where a suspended attempt is taken up."""
    return _statement(run, "resumed" if entry == "resume" else "initialized", at)


def changed(
    run: Run, before: Progress, after: Progress, at: datetime, key: object
) -> list[Statement]:
    """Return what a journal entry brought about: completed, passed, failed, scored."""
    statements = []
    if after.score_milli is not None and after.score_milli != before.score_milli:
        scored = _statement(run, "scored", at, key)
        statements.append(scored | {"result": _result(after)})
    if after.completion == COMPLETED and before.completion != COMPLETED:
        done = _statement(run, "completed", at, key)
        statements.append(done | {"result": {"completion": True, **_score(after)}})
    if after.success in (PASSED, FAILED) and after.success != before.success:
        told = _statement(run, after.success, at, key)
        statements.append(told | {"result": {"success": after.success == PASSED, **_score(after)}})
    return statements


def over(
    run: Run, progress: Progress, *, suspended: bool, session_ms: int, at: datetime
) -> Statement:
    """Return "suspended" or "terminated", with the time that the content claims."""
    said = _statement(run, "suspended" if suspended else "terminated", at)
    return said | {"result": {**_result(progress), "duration": _duration(session_ms)}}


def answered(
    run: Run, before: Mapping[str, str], after: Mapping[str, str], at: datetime, key: object
) -> Iterator[Statement]:
    """Yield "responded" for each interaction whose answer a journal entry brought or changed.

    Reads both data models: ``student_response`` of 1.2, ``learner_response`` of 2004.
    """
    for index in range(count(after, "cmi.interactions")):
        record = f"cmi.interactions.{index}"
        response = next(
            (
                after[name]
                for name in (f"{record}.learner_response", f"{record}.student_response")
                if name in after
            ),
            None,
        )
        if response is None or response in (
            before.get(f"{record}.learner_response"),
            before.get(f"{record}.student_response"),
        ):
            continue
        yield _interaction(run, after, record, response, at, (key, index))


def _interaction(
    run: Run, state: Mapping[str, str], record: str, response: str, at: datetime, key: object
) -> Statement:
    identifier = state.get(f"{record}.id", record)
    definition: dict[str, Any] = {"type": f"{TYPES}/cmi.interaction"}
    kind = state.get(f"{record}.type", "other")
    definition["interactionType"] = kind if kind in _KINDS else "other"
    if definition["interactionType"] in _WITH_COMPONENTS:
        definition["interactionType"] = "other"  # 2004 and 1.2 do not say what the choices are
    description = state.get(f"{record}.description")
    if description:
        definition["description"] = {run.language: re.sub(r"^\{lang=[^}]*\}", "", description)}
    result: dict[str, Any] = {"response": response}
    verdict = state.get(f"{record}.result", "")
    if verdict in ("correct", "incorrect", "wrong"):
        result["success"] = verdict == "correct"
    elif re.fullmatch(r"[+-]?\d+(\.\d*)?", verdict):
        result["score"] = {"raw": float(Decimal(verdict))}
    statement = _statement(run, "responded", at, key)
    statement["object"] = {
        "objectType": "Activity",
        "id": f"{run.unit_iri}/interaction/{quote(identifier, safe='')}",
        "definition": definition,
    }
    parents = statement["context"]["contextActivities"]["parent"]
    parents[:] = [_unit(run)]
    return statement | {"result": result}


_KINDS = frozenset(
    (
        "true-false",
        "choice",
        "fill-in",
        "long-fill-in",
        "matching",
        "performance",
        "sequencing",
        "likert",
        "numeric",
        "other",
    )
)
_WITH_COMPONENTS = frozenset(("choice", "matching", "performance", "sequencing", "likert"))


def _statement(run: Run, verb: str, at: datetime, key: object = "") -> Statement:
    return {
        "id": str(iris.statement_id(run.run_id, verb, key)),
        "actor": iris.actor(run.base, run.learner),
        "verb": VERBS[verb],
        "object": _unit(run),
        "context": {
            "registration": str(run.registration),
            "platform": "Xueshi",
            "language": run.language,
            "contextActivities": {
                "parent": [{"objectType": "Activity", "id": iris.course(run.base, run.family_id)}],
                "grouping": [
                    {
                        "objectType": "Activity",
                        "id": iris.course(run.base, run.family_id),
                        "definition": {
                            "type": f"{TYPES}/course",
                            "name": {run.language: run.course_title},
                        },
                    },
                    {
                        "objectType": "Activity",
                        "id": iris.attempt(run.unit_iri, run.attempt_id),
                        "definition": {"type": f"{TYPES}/attempt"},
                    },
                ],
                "category": [{"objectType": "Activity", "id": PROFILE}],
            },
        },
        "timestamp": at.isoformat(timespec="milliseconds").replace("+00:00", "Z"),
    }


def _unit(run: Run) -> dict[str, Any]:
    return {
        "objectType": "Activity",
        "id": run.unit_iri,
        "definition": {"type": f"{TYPES}/lesson", "name": {run.language: run.unit_title}},
    }


def _score(progress: Progress) -> dict[str, Any]:
    if progress.score_milli is None:
        return {}
    return {"score": {"scaled": progress.score_milli / 1000}}


def _result(progress: Progress) -> dict[str, Any]:
    result: dict[str, Any] = _score(progress)
    result["completion"] = progress.completion == COMPLETED
    if progress.success in (PASSED, FAILED):
        result["success"] = progress.success == PASSED
    return result


def _duration(ms: int) -> str:
    return f"PT{ms // 1000}.{ms % 1000 // 10:02}S"
