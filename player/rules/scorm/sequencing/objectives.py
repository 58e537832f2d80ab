"""Objectives: read through their maps, written through their maps (SM.6, SM.7, TM.1.1)."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from content_packages.readers.sequencing import Objective
from player.rules.scorm.sequencing.tree import Activity, ActivityTree, Tracked, named

READS = {
    "satisfied": "read_satisfied_status",
    "measure": "read_normalized_measure",
    "completed": "read_completion_status",
    "progress": "read_progress_measure",
    "raw": "read_raw_score",
    "least": "read_min_score",
    "most": "read_max_score",
}
WRITES = {name: flag.replace("read_", "write_") for name, flag in READS.items()}


def found(activity: Activity, identifier: str) -> Objective:
    """Return the objective with *identifier*; none or an unknown one means the primary."""
    wanted = named(identifier)
    for one in activity.definition.objectives:
        if wanted and one.identifier == wanted:
            return one
    return activity.primary


def value(tree: ActivityTree, activity: Activity, objective: Objective, name: str) -> Any:
    """Return what is known of *objective*: through a read map where one has it, else locally.

    A satisfied status that is read from a shared objective is never the local one, even while
    nobody has written the shared one (ADL's case CM-13).
    """
    known = read(tree, objective, name)
    mapped = name == "satisfied" and any(one.read_satisfied_status for one in objective.maps)
    if known is not None or mapped:
        return known
    if objective is activity.primary and name in ("completed", "progress"):
        return getattr(activity, name)
    return getattr(activity.objectives[objective.identifier], name)


def satisfied(tree: ActivityTree, activity: Activity, objective: Objective) -> bool | None:
    """Return whether the objective is satisfied; of what is not tracked nothing is known."""
    return shown(tree, activity, objective) if activity.tracked else None


def shown(tree: ActivityTree, activity: Activity, objective: Objective) -> bool | None:
    """Return what a SCO is told: satisfied or not, by measure where the definition says so."""
    if not objective.satisfied_by_measure:
        known: bool | None = value(tree, activity, objective, "satisfied")
        return known
    reached = value(tree, activity, objective, "measure")
    if reached is None:
        return None
    considerations = activity.definition.rollup_considerations
    if activity.active and not considerations.measure_satisfaction_if_active:
        return None
    return bool(reached >= objective.min_normalized_measure)


def measure(tree: ActivityTree, activity: Activity, objective: Objective) -> Decimal | None:
    """Return the objective's normalized measure; of what is not tracked nothing is known."""
    if not activity.tracked:
        return None
    known: Decimal | None = value(tree, activity, objective, "measure")
    return known


def completed(tree: ActivityTree, activity: Activity) -> bool | None:
    """Return whether the attempt is complete; by measure where the definition says so.

    Like any status of the primary objective it may come from a shared one (SM.7, ADL extension).
    """
    if not activity.tracked:
        return None
    if activity.threshold.completed_by_measure:
        reached = progress(tree, activity)
        return None if reached is None else reached >= activity.threshold.min_progress_measure
    known = read(tree, activity.primary, "completed")
    return activity.completed if known is None else known


def progress(tree: ActivityTree, activity: Activity) -> Decimal | None:
    """Return the attempt's completion amount."""
    known: Decimal | None = read(tree, activity.primary, "progress")
    return activity.progress if known is None else known


def read(tree: ActivityTree, objective: Objective, name: str) -> Any:
    """Return what a shared objective says through a read map, None where none does."""
    for one in objective.maps:
        if getattr(one, READS[name]):
            known = getattr(tree.shared.get(one.target, Tracked()), name)
            if known is not None:
                return known
    return None


def put(tree: ActivityTree, activity: Activity, objective: Objective, name: str, new: Any) -> None:
    """Set what is known of *objective*, and write it to the shared objectives of its maps."""
    setattr(activity.objectives[objective.identifier], name, new)
    _share(tree, objective, name, new)
    if name == "measure" and objective.satisfied_by_measure:
        verdict = None if new is None else new >= objective.min_normalized_measure
        activity.objectives[objective.identifier].satisfied = verdict
        _share(tree, objective, "satisfied", verdict)


def put_completion(tree: ActivityTree, activity: Activity, new: bool | None) -> None:
    """Set the attempt's completion, which is that of the primary objective too."""
    activity.completed = new
    _share(tree, activity.primary, "completed", _settled(activity))


def put_progress(tree: ActivityTree, activity: Activity, new: Decimal | None) -> None:
    """Set the attempt's completion amount, which is the primary objective's progress too."""
    activity.progress = new
    _share(tree, activity.primary, "progress", new)
    if activity.threshold.completed_by_measure:
        _share(tree, activity.primary, "completed", _settled(activity))


def _settled(activity: Activity) -> bool | None:
    """Return the attempt's own completion, shared objectives left aside."""
    if not activity.threshold.completed_by_measure:
        return activity.completed
    if activity.progress is None:
        return None
    return activity.progress >= activity.threshold.min_progress_measure


def _share(tree: ActivityTree, objective: Objective, name: str, new: Any) -> None:
    for one in objective.maps:
        if getattr(one, WRITES[name]):
            setattr(tree.shared.setdefault(one.target, Tracked()), name, new)
