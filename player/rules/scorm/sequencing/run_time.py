"""Between a SCO's data and the tracking of its activity, both ways (RTE 4.2; SN 4.2.1).

What a SCO has set of its status, scores and objectives becomes tracking when its run ends or
when it asks what would be possible; a new attempt begins with what shared objectives say.
"""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from player.rules.scorm.elements import count
from player.rules.scorm.sequencing import objectives
from player.rules.scorm.sequencing.tree import Activity, ActivityTree, named

SUCCESS: Mapping[str, bool | None] = {"passed": True, "failed": False, "unknown": None}
COMPLETION: Mapping[str, bool | None] = {
    "completed": True,
    "incomplete": False,
    "not attempted": False,
    "unknown": None,
}
MEMBERS = (
    ("success_status", "satisfied"),
    ("score.scaled", "measure"),
    ("completion_status", "completed"),
    ("progress_measure", "progress"),
    ("score.raw", "raw"),
    ("score.min", "least"),
    ("score.max", "most"),
)


def initial(tree: ActivityTree, activity: Activity) -> dict[str, str]:
    """Return the data with which a new attempt begins: its objectives, and what is shared."""
    state: dict[str, str] = {}
    named = [one for one in activity.definition.objectives if one.identifier]
    for index, objective in enumerate(named):
        record = f"cmi.objectives.{index}"
        state[f"{record}.id"] = objective.identifier
        for element, name in MEMBERS:
            known = objectives.value(tree, activity, objective, name)
            if name == "satisfied":
                known = objectives.shown(tree, activity, objective)
            if known is not None:
                state[f"{record}.{element}"] = _written(name, known)
    primary = activity.primary
    for element, name in MEMBERS[1:]:
        known = objectives.value(tree, activity, primary, name)
        if known is not None and name != "completed":
            state[f"cmi.{element}"] = _written(name, known)
    return state


def refreshed(tree: ActivityTree, activity: Activity, state: Mapping[str, str]) -> dict[str, str]:
    """Return what shared objectives say by now, for the records that *state* has already.

    A suspended attempt that goes on finds its own data, except where an objective reads what
    others have changed meanwhile.
    """
    places = {
        named(state.get(f"cmi.objectives.{index}.id", "")): index
        for index in range(count(state, "cmi.objectives"))
    }
    news: dict[str, str] = {}
    for objective in activity.definition.objectives:
        if not objective.identifier or objective.identifier not in places:
            continue
        record = f"cmi.objectives.{places[objective.identifier]}"
        for element, name in MEMBERS:
            known = objectives.read(tree, objective, name)
            if known is not None:
                news[f"{record}.{element}"] = _written(name, known)
    return news


def transferred(tree: ActivityTree, activity: Activity, state: Mapping[str, str]) -> None:
    """Track what the SCO's *state* says, as far as it says more than it was given."""
    if not activity.tracked:
        return
    given = initial(tree, activity)
    activity.completion_said |= "cmi.completion_status" in state
    activity.success_said |= "cmi.success_status" in state
    for index in range(count(state, "cmi.objectives")):
        record = f"cmi.objectives.{index}"
        identifier = named(state.get(f"{record}.id", ""))
        for objective in activity.definition.objectives:
            if not identifier or objective.identifier != identifier:
                continue
            for element, name in MEMBERS:
                key = f"{record}.{element}"
                if key in state and state[key] != given.get(key):
                    _track(tree, activity, identifier, name, state[key])
    for element, name in MEMBERS:
        key = f"cmi.{element}"
        if key in state and state[key] != given.get(key):
            _track(tree, activity, activity.primary.identifier, name, state[key])


def _track(tree: ActivityTree, activity: Activity, identifier: str, name: str, text: str) -> None:
    objective = next(one for one in activity.definition.objectives if one.identifier == identifier)
    new: Any
    if name == "satisfied":
        if objective.satisfied_by_measure:
            return
        new = SUCCESS.get(text)
    elif name == "completed":
        new = COMPLETION.get(text)
    else:
        new = Decimal(text) if text else None
    is_primary = objective is activity.primary
    if is_primary and name == "completed":
        if not activity.threshold.completed_by_measure and new != activity.completed:
            objectives.put_completion(tree, activity, new)
    elif is_primary and name == "progress":
        objectives.put_progress(tree, activity, new)
    elif objectives.value(tree, activity, objective, name) != new:
        objectives.put(tree, activity, objective, name, new)


def _written(name: str, known: Any) -> str:
    if name == "satisfied":
        return "passed" if known else "failed"
    if name == "completed":
        return "completed" if known else "incomplete"
    return str(known)
