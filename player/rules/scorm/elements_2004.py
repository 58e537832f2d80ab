"""The SCORM 2004 4th Ed. data model (Run-Time Environment, chapter 4) as a table."""

from __future__ import annotations

from player.rules.scorm import errors
from player.rules.scorm.elements import DataModel, Element
from player.rules.scorm.types import (
    LANGUAGE,
    LONG_IDENTIFIER,
    TIME,
    TIME_INTERVAL,
    localized,
    pattern,
    real,
    text,
    vocabulary,
)

COMPLETION = vocabulary("completed", "incomplete", "not attempted", "unknown")
SUCCESS = vocabulary("passed", "failed", "unknown")
SCALED = real("-1", "1")
NUMBER = real()
UNIT = real("0", "1")
NAVIGATION = pattern(
    "navigation request",
    r"continue|previous|exit|exitAll|abandon|abandonAll|suspendAll|_none_"
    r"|\{target=[^{}\s]+\}(choice|jump)",
)

_comment = "cmi.comments_from_learner.n"
_lms_comment = "cmi.comments_from_lms.n"
_objective = "cmi.objectives.n"
_interaction = "cmi.interactions.n"
_of_objective = ("id",)
_of_interaction = ("id",)

SCORM_2004 = DataModel(
    name="scorm2004",
    errors=errors.SCORM_2004,
    elements={
        f"{_comment}.comment": Element(localized(4000)),
        f"{_comment}.location": Element(text("characterstring", 250)),
        f"{_comment}.timestamp": Element(TIME),
        f"{_lms_comment}.comment": Element(localized(4000), "read"),
        f"{_lms_comment}.location": Element(text("characterstring", 250), "read"),
        f"{_lms_comment}.timestamp": Element(TIME, "read"),
        "cmi.completion_status": Element(COMPLETION),
        "cmi.completion_threshold": Element(UNIT, "read"),
        "cmi.credit": Element(vocabulary("credit", "no-credit"), "read"),
        "cmi.entry": Element(vocabulary("ab-initio", "resume", ""), "read"),
        "cmi.exit": Element(vocabulary("time-out", "suspend", "logout", "normal", ""), "write"),
        f"{_interaction}.id": Element(LONG_IDENTIFIER),
        f"{_interaction}.type": Element(
            vocabulary(
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
            ),
            needs=_of_interaction,
        ),
        f"{_interaction}.objectives.n.id": Element(
            LONG_IDENTIFIER, needs=_of_interaction, unique=True
        ),
        f"{_interaction}.timestamp": Element(TIME, needs=_of_interaction),
        f"{_interaction}.correct_responses.n.pattern": Element(
            text("response pattern", 4000), needs=("id", "type")
        ),
        f"{_interaction}.weighting": Element(NUMBER, needs=_of_interaction),
        f"{_interaction}.learner_response": Element(
            text("learner response", 4000), needs=("id", "type")
        ),
        f"{_interaction}.result": Element(
            pattern(
                "result",
                r"correct|incorrect|unanticipated|neutral|[+-]?(\d{1,20}(\.\d{0,20})?|\.\d{1,20})",
            ),
            needs=_of_interaction,
        ),
        f"{_interaction}.latency": Element(TIME_INTERVAL, needs=_of_interaction),
        f"{_interaction}.description": Element(localized(250), needs=_of_interaction),
        "cmi.launch_data": Element(text("characterstring", 4000), "read"),
        "cmi.learner_id": Element(LONG_IDENTIFIER, "read"),
        "cmi.learner_name": Element(localized(250), "read"),
        "cmi.learner_preference.audio_level": Element(real("0")),
        "cmi.learner_preference.language": Element(LANGUAGE),
        "cmi.learner_preference.delivery_speed": Element(real("0")),
        "cmi.learner_preference.audio_captioning": Element(vocabulary("-1", "0", "1")),
        "cmi.location": Element(text("characterstring", 1000)),
        "cmi.max_time_allowed": Element(TIME_INTERVAL, "read"),
        "cmi.mode": Element(vocabulary("browse", "normal", "review"), "read"),
        f"{_objective}.id": Element(LONG_IDENTIFIER, unique=True),
        f"{_objective}.score.scaled": Element(SCALED, needs=_of_objective),
        f"{_objective}.score.raw": Element(NUMBER, needs=_of_objective),
        f"{_objective}.score.min": Element(NUMBER, needs=_of_objective),
        f"{_objective}.score.max": Element(NUMBER, needs=_of_objective),
        f"{_objective}.success_status": Element(SUCCESS, needs=_of_objective),
        f"{_objective}.completion_status": Element(COMPLETION, needs=_of_objective),
        f"{_objective}.progress_measure": Element(UNIT, needs=_of_objective),
        f"{_objective}.description": Element(localized(250), needs=_of_objective),
        "cmi.progress_measure": Element(UNIT),
        "cmi.scaled_passing_score": Element(SCALED, "read"),
        "cmi.score.scaled": Element(SCALED),
        "cmi.score.raw": Element(NUMBER),
        "cmi.score.min": Element(NUMBER),
        "cmi.score.max": Element(NUMBER),
        "cmi.session_time": Element(TIME_INTERVAL, "write"),
        "cmi.success_status": Element(SUCCESS),
        "cmi.suspend_data": Element(text("characterstring", 64000)),
        "cmi.time_limit_action": Element(
            vocabulary(
                "exit,message", "continue,message", "exit,no message", "continue,no message"
            ),
            "read",
        ),
        "cmi.total_time": Element(TIME_INTERVAL, "read"),
        "adl.nav.request": Element(NAVIGATION),
        "adl.data.n.id": Element(LONG_IDENTIFIER, "read"),
        "adl.data.n.store": Element(text("characterstring", 64000), needs=("id",)),
    },
)
