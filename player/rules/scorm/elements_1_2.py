"""The SCORM 1.2 data model (SCORM Run-Time Environment 1.2, section 3.4) as a table."""

from __future__ import annotations

from player.rules.scorm import errors
from player.rules.scorm.elements import DataModel, Element
from player.rules.scorm.types import (
    CMI_TIMESPAN,
    integer,
    pattern,
    real,
    text,
    vocabulary,
)

STRING_255 = text("CMIString255", 255)
STRING_4096 = text("CMIString4096", 4096)
IDENTIFIER = pattern("CMIIdentifier", r"[!-~\u0080-\uffff]{1,4000}", 255)
"""Letters, digits, hyphen and underscore by the book; authoring tools write more."""

TIME = pattern("CMITime", r"([01]\d|2[0-3]):[0-5]\d:[0-5]\d(\.\d{1,2})?")
SCORE = real("0", "100", blank=True)
STATUS = vocabulary("passed", "completed", "failed", "incomplete", "browsed", "not attempted")

_objective = "cmi.objectives.n"
_interaction = "cmi.interactions.n"

SCORM_1_2 = DataModel(
    name="scorm12",
    errors=errors.SCORM_1_2,
    elements={
        "cmi.core.student_id": Element(IDENTIFIER, "read"),
        "cmi.core.student_name": Element(STRING_255, "read"),
        "cmi.core.lesson_location": Element(STRING_255),
        "cmi.core.credit": Element(vocabulary("credit", "no-credit"), "read"),
        "cmi.core.lesson_status": Element(
            vocabulary("passed", "completed", "failed", "incomplete", "browsed")
        ),
        "cmi.core.entry": Element(vocabulary("ab-initio", "resume", ""), "read"),
        "cmi.core.score.raw": Element(SCORE),
        "cmi.core.score.min": Element(SCORE),
        "cmi.core.score.max": Element(SCORE),
        "cmi.core.total_time": Element(CMI_TIMESPAN, "read"),
        "cmi.core.lesson_mode": Element(vocabulary("browse", "normal", "review"), "read"),
        "cmi.core.exit": Element(vocabulary("time-out", "suspend", "logout", ""), "write"),
        "cmi.core.session_time": Element(CMI_TIMESPAN, "write"),
        "cmi.suspend_data": Element(STRING_4096),
        "cmi.launch_data": Element(STRING_4096, "read"),
        "cmi.comments": Element(STRING_4096),
        "cmi.comments_from_lms": Element(STRING_4096, "read"),
        f"{_objective}.id": Element(IDENTIFIER),
        f"{_objective}.score.raw": Element(SCORE),
        f"{_objective}.score.min": Element(SCORE),
        f"{_objective}.score.max": Element(SCORE),
        f"{_objective}.status": Element(STATUS),
        "cmi.student_data.mastery_score": Element(SCORE, "read"),
        "cmi.student_data.max_time_allowed": Element(CMI_TIMESPAN, "read"),
        "cmi.student_data.time_limit_action": Element(
            vocabulary(
                "exit,message", "exit,no message", "continue,message", "continue,no message"
            ),
            "read",
        ),
        "cmi.student_preference.audio": Element(integer(-1, 100)),
        "cmi.student_preference.language": Element(STRING_255),
        "cmi.student_preference.speed": Element(integer(-100, 100)),
        "cmi.student_preference.text": Element(integer(-1, 1)),
        f"{_interaction}.id": Element(IDENTIFIER, "write"),
        f"{_interaction}.objectives.n.id": Element(IDENTIFIER, "write"),
        f"{_interaction}.time": Element(TIME, "write"),
        f"{_interaction}.type": Element(
            vocabulary(
                "true-false",
                "choice",
                "fill-in",
                "matching",
                "performance",
                "sequencing",
                "likert",
                "numeric",
            ),
            "write",
        ),
        f"{_interaction}.correct_responses.n.pattern": Element(STRING_255, "write"),
        f"{_interaction}.weighting": Element(real(), "write"),
        f"{_interaction}.student_response": Element(STRING_255, "write"),
        f"{_interaction}.result": Element(
            pattern(
                "result",
                r"correct|wrong|unanticipated|neutral|[+-]?(\d{1,20}(\.\d{0,20})?|\.\d{1,20})",
            ),
            "write",
        ),
        f"{_interaction}.latency": Element(CMI_TIMESPAN, "write"),
        "nav.event": Element(text("nav.event", 32), "write"),
    },
)
