"""What an AU may say in its session: one small question for each requirement.

A statement comes with the session as it is: what was said in it and in its registration. The
answer is every requirement that it breaks, not the first.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from schemas.clauses import clause
from schemas.values import Violation

Statement = Mapping[str, Any]

CMI5_CATEGORY = "https://w3id.org/xapi/cmi5/context/categories/cmi5"
MOVEON_CATEGORY = "https://w3id.org/xapi/cmi5/context/categories/moveon"
EXTENSIONS = "https://w3id.org/xapi/cmi5/context/extensions"
SESSION_ID = f"{EXTENSIONS}/sessionid"
MASTERY_SCORE = f"{EXTENSIONS}/masteryscore"
ADL = "http://adlnet.gov/expapi/verbs"
W3ID = "https://w3id.org/xapi/adl/verbs"

OF_AUS = frozenset(
    f"{ADL}/{word}" for word in ("initialized", "completed", "passed", "failed", "terminated")
)
OF_LMS = frozenset(
    {f"{ADL}/launched", f"{ADL}/voided"}
    | {f"{W3ID}/{word}" for word in ("abandoned", "waived", "satisfied")}
)
"""Verbs by which an LMS speaks; voiding among them, because nothing of an AU is voided."""


@dataclass(frozen=True, slots=True)
class AuSession:
    """One launch session as far as it has come.

    *said* are the words of cmi5 defined statements in this session, *reached* those of this AU
    in the whole registration (``completed``, ``passed``, ``waived``). *template* is the context
    template that the AU was given.
    """

    actor: Mapping[str, Any]
    activity_id: str
    publisher_id: str
    registration: str
    session_id: str
    mode: str
    mastery_score: Decimal | None
    template: Mapping[str, Any]
    said: frozenset[str]
    reached: frozenset[str]


def word(statement: Statement) -> str:
    """Return the last part of the verb: ``passed``."""
    return str(statement["verb"]["id"]).rpartition("/")[2]


def categories(statement: Statement) -> set[str]:
    """Return the ids of the statement's category activities."""
    listed = statement.get("context", {}).get("contextActivities", {}).get("category", [])
    return {one.get("id") for one in (listed if isinstance(listed, list) else [listed])}


def is_defined(statement: Statement) -> bool:
    """True for a "cmi5 defined" statement: it has the category (9.6.2.1)."""
    return CMI5_CATEGORY in categories(statement)


Check = Callable[[Statement, AuSession], str | None]
"""Returns what is wrong, or None."""


# --- Every statement of an AU ---------------------------------------------------------------


def _has_id(statement: Statement, _session: AuSession) -> str | None:
    return None if "id" in statement else "the statement has no id"


def _same_actor(statement: Statement, session: AuSession) -> str | None:
    account = statement["actor"].get("account")
    return None if account == session.actor["account"] else "not the actor of the launch"


def _an_agent(statement: Statement, _session: AuSession) -> str | None:
    kind = statement["actor"].get("objectType", "Agent")
    return None if kind == "Agent" else f"the actor is a {kind}, not an Agent"


def _own_verb(statement: Statement, _session: AuSession) -> str | None:
    if statement["verb"]["id"] in OF_LMS:
        return f"{statement['verb']['id']} is a verb of the LMS"
    return None


def _first(statement: Statement, session: AuSession) -> str | None:
    if "initialized" in session.said or _says(statement, "initialized"):
        return None
    return "initialized comes first"


def _last(statement: Statement, session: AuSession) -> str | None:
    return "the session is terminated" if "terminated" in session.said else None


def _registration(statement: Statement, session: AuSession) -> str | None:
    given = str(statement.get("context", {}).get("registration", "")).lower()
    return None if given == session.registration.lower() else "not the launch's registration"


def _session_id(statement: Statement, session: AuSession) -> str | None:
    given = statement.get("context", {}).get("extensions", {}).get(SESSION_ID)
    return None if given == session.session_id else "not the session id of the launch"


def _grouping(statement: Statement, session: AuSession) -> str | None:
    activities = statement.get("context", {}).get("contextActivities", {})
    for kind, wanted in session.template.get("contextActivities", {}).items():
        given = activities.get(kind, [])
        ids = {one.get("id") for one in (given if isinstance(given, list) else [given])}
        for activity in wanted:
            if activity["id"] not in ids:
                return f"{activity['id']} is missing from {kind}"
    return None


def _template_kept(statement: Statement, session: AuSession) -> str | None:
    extensions = statement.get("context", {}).get("extensions", {})
    for name, value in session.template.get("extensions", {}).items():
        if name != SESSION_ID and extensions.get(name) != value:
            return f"{name} differs from the context template"
    return None


def _timestamp(statement: Statement, _session: AuSession) -> str | None:
    return None if "timestamp" in statement else "the statement has no timestamp"


def _utc(statement: Statement, _session: AuSession) -> str | None:
    given = str(statement.get("timestamp", "Z"))
    return None if re.search(r"(Z|[+-]00(:?00)?)$", given) else "the timestamp is not in UTC"


def _moveon_in_place(statement: Statement, _session: AuSession) -> str | None:
    if MOVEON_CATEGORY not in categories(statement):
        return None
    result = statement.get("result", {})
    if is_defined(statement) and ("success" in result or "completion" in result):
        return None
    return "the moveon category is out of place"


def _raw_has_min(statement: Statement, _session: AuSession) -> str | None:
    score = statement.get("result", {}).get("score", {})
    return "score.raw without score.min" if "raw" in score and "min" not in score else None


def _raw_has_max(statement: Statement, _session: AuSession) -> str | None:
    score = statement.get("result", {}).get("score", {})
    return "score.raw without score.max" if "raw" in score and "max" not in score else None


# --- cmi5 defined statements ----------------------------------------------------------------


def _says(statement: Statement, said: str) -> bool:
    return is_defined(statement) and statement["verb"]["id"] == f"{ADL}/{said}"


def _defined_verb(statement: Statement, _session: AuSession) -> str | None:
    known = statement["verb"]["id"] in OF_AUS
    return None if known else f"{statement['verb']['id']} defines nothing in cmi5"


def _object(statement: Statement, session: AuSession) -> str | None:
    same = statement["object"].get("id") == session.activity_id
    return None if same else "the object is not the AU of the launch"


def _once(statement: Statement, session: AuSession) -> str | None:
    said = word(statement)
    return f"{said} was said in this session already" if said in session.said else None


def _one_judgement(statement: Statement, session: AuSession) -> str | None:
    if word(statement) in ("passed", "failed") and session.said & {"passed", "failed"}:
        return "this session is judged already"
    return None


def _completed_once(statement: Statement, session: AuSession) -> str | None:
    if word(statement) == "completed" and "completed" in session.reached:
        return "the AU is completed in this registration"
    return None


def _passed_once(statement: Statement, session: AuSession) -> str | None:
    if word(statement) == "passed" and "passed" in session.reached:
        return "the AU is passed in this registration"
    return None


def _failed_after_passed(statement: Statement, session: AuSession) -> str | None:
    if word(statement) == "failed" and "passed" in session.reached:
        return "the AU is passed in this registration"
    return None


def _in_mode(mode: str) -> Check:
    def check(statement: Statement, session: AuSession) -> str | None:
        if session.mode == mode and word(statement) in ("completed", "passed", "failed"):
            return f"{word(statement)} in {mode} mode"
        return None

    return check


def _scaled(statement: Statement) -> Decimal | None:
    scaled = statement.get("result", {}).get("score", {}).get("scaled")
    return None if scaled is None else Decimal(str(scaled))


def _reaches_mastery(statement: Statement, session: AuSession) -> str | None:
    scaled = _scaled(statement)
    if word(statement) != "passed" or scaled is None or session.mastery_score is None:
        return None
    return f"below {session.mastery_score}" if scaled < session.mastery_score else None


def _misses_mastery(statement: Statement, session: AuSession) -> str | None:
    scaled = _scaled(statement)
    if word(statement) != "failed" or scaled is None or session.mastery_score is None:
        return None
    return f"not below {session.mastery_score}" if scaled >= session.mastery_score else None


def _tells_mastery(statement: Statement, session: AuSession) -> str | None:
    judged = word(statement) in ("passed", "failed") and "score" in statement.get("result", {})
    if not judged or session.mastery_score is None:
        return None
    given = statement["context"].get("extensions", {}).get(MASTERY_SCORE)
    same = isinstance(given, int | float) and Decimal(str(given)) == session.mastery_score
    return None if same else f"the extension {MASTERY_SCORE} is missing or differs"


def _score_only_where_judged(statement: Statement, _session: AuSession) -> str | None:
    if "score" in statement.get("result", {}) and word(statement) not in ("passed", "failed"):
        return f"a score on {word(statement)}"
    return None


def _result_says(said: str, member: str, value: bool) -> Check:
    def check(statement: Statement, _session: AuSession) -> str | None:
        if word(statement) != said or statement.get("result", {}).get(member) is value:
            return None
        return f"{said} without result.{member} {str(value).lower()}"

    return check


def _only(member: str, *words: str) -> Check:
    def check(statement: Statement, _session: AuSession) -> str | None:
        if member in statement.get("result", {}) and word(statement) not in words:
            return f"result.{member} on {word(statement)}"
        return None

    return check


def _has_duration(said: str) -> Check:
    def check(statement: Statement, _session: AuSession) -> str | None:
        if word(statement) == said and "duration" not in statement.get("result", {}):
            return f"{said} without result.duration"
        return None

    return check


def _has_moveon(said: str) -> Check:
    def check(statement: Statement, _session: AuSession) -> str | None:
        if word(statement) == said and MOVEON_CATEGORY not in categories(statement):
            return f"{said} without the moveon category"
        return None

    return check


OF_ANY: tuple[tuple[str, Check], ...] = (
    ("cmi5 9.1.0.0-1 (d)", _has_id),
    ("cmi5 8.1.3.0-3 (d)", _same_actor),
    ("cmi5 9.2.0.0-2", _an_agent),
    ("cmi5 9.3.0.0-1", _own_verb),
    ("cmi5 9.3.0.0-4 (d2)", _first),
    ("cmi5 9.3.0.0-5 (d2)", _last),
    ("cmi5 9.6.1.0-1 (d)", _registration),
    ("cmi5 9.6.3.1-4 (d)", _session_id),
    ("cmi5 9.6.2.0-1 (d)", _grouping),
    ("cmi5 10.2.1.0-7 (d)", _template_kept),
    ("cmi5 9.7.0.0-1 (d)", _timestamp),
    ("cmi5 9.7.0.0-2 (d)", _utc),
    ("cmi5 9.6.2.2-2 (d)", _moveon_in_place),
    ("cmi5 9.5.1.0-3 (d1)", _raw_has_min),
    ("cmi5 9.5.1.0-3 (d2)", _raw_has_max),
)

OF_DEFINED: tuple[tuple[str, Check], ...] = (
    ("cmi5 9.3.0.0-1", _defined_verb),
    ("cmi5 8.1.5.0-6 (d)", _object),
    ("cmi5 9.3.0.0-2 (d)", _once),
    ("cmi5 9.3.0.0-3 (d)", _one_judgement),
    ("cmi5 9.3.0.0-6 (d2)", _completed_once),
    ("cmi5 9.3.0.0-7 (d2)", _passed_once),
    ("cmi5 9.3.0.0-8 (d)", _failed_after_passed),
    ("cmi5 10.2.2.0-2 (d)", _in_mode("Browse")),
    ("cmi5 10.2.2.0-3 (d)", _in_mode("Review")),
    ("cmi5 9.3.4.0-2 (d2)", _reaches_mastery),
    ("cmi5 9.3.5.0-2 (d)", _misses_mastery),
    ("cmi5 9.6.3.2-2 (d)", _tells_mastery),
    ("cmi5 9.5.1.0-2 (d)", _score_only_where_judged),
    ("cmi5 9.5.2.0-1 (d1)", _result_says("passed", "success", True)),
    ("cmi5 9.5.2.0-2 (d)", _result_says("failed", "success", False)),
    ("cmi5 9.5.2.0-3 (d)", _only("success", "passed", "failed")),
    ("cmi5 9.5.3.0-1 (d1)", _result_says("completed", "completion", True)),
    ("cmi5 9.5.3.0-2 (d)", _only("completion", "completed")),
    ("cmi5 9.5.4.1-1 (d)", _has_duration("terminated")),
    ("cmi5 9.5.4.1-2 (d)", _has_duration("completed")),
    ("cmi5 9.5.4.1-3 (d)", _has_duration("passed")),
    ("cmi5 9.5.4.1-4 (d)", _has_duration("failed")),
    ("cmi5 9.6.2.2-1 (d1)", _has_moveon("completed")),
    ("cmi5 9.6.2.2-1 (d2)", _has_moveon("passed")),
    ("cmi5 9.6.2.2-1 (d3)", _has_moveon("failed")),
)

for _clause_id, _check in (*OF_ANY, *OF_DEFINED):
    clause(_clause_id)


def violations(statement: Statement, session: AuSession, where: str = "") -> list[Violation]:
    """Return what *statement* breaks of the rules for AUs, given what was said before."""
    checks = OF_ANY + (OF_DEFINED if is_defined(statement) else ())
    found = []
    for clause_id, check in checks:
        message = check(statement, session)
        if message is not None:
            found.append(Violation(clause_id, where, message))
    return found


def after(statement: Statement, session: AuSession) -> AuSession:
    """Return the session once *statement* was taken."""
    if not is_defined(statement):
        return session
    said = word(statement)
    reached = session.reached | ({said} if said in ("completed", "passed") else set())
    return AuSession(
        actor=session.actor,
        activity_id=session.activity_id,
        publisher_id=session.publisher_id,
        registration=session.registration,
        session_id=session.session_id,
        mode=session.mode,
        mastery_score=session.mastery_score,
        template=session.template,
        said=session.said | {said},
        reached=reached,
    )
