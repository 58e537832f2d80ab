"""Ending attempts and finding one's way in the tree: UP.3, UP.4 and common ancestors."""

from __future__ import annotations

from player.rules.scorm.sequencing import objectives, rollup
from player.rules.scorm.sequencing.tree import Activity, ActivityTree


def common_ancestor(one: Activity | None, other: Activity, root: Activity) -> Activity:
    """Return the lowest activity on both paths; one activity may be the other's ancestor."""
    if one is None:
        return root
    above = set(map(id, one.path()))
    return next((at for at in reversed(other.path()) if id(at) in above), root)


def between(one: Activity, ancestor: Activity) -> list[Activity]:
    """Return the activities from *one* up to *ancestor*, which is left out."""
    found = []
    for at in reversed(one.path()):
        if at is ancestor:
            break
        found.append(at)
    return found


def order(tree: ActivityTree, one: Activity, other: Activity) -> int:
    """Return 1 where *other* comes after *one* in the tree, -1 where before, 0 for the same."""
    if one is other:
        return 0
    places = {id(at): place for place, at in enumerate(tree)}
    return 1 if places[id(other)] > places[id(one)] else -1


def terminate_descendents(tree: ActivityTree, activity: Activity) -> None:
    """UP.3: end the attempts between the current activity and what it has in common."""
    if tree.current is None:
        return
    ancestor = common_ancestor(tree.current, activity, tree.root)
    for one in between(tree.current, ancestor):
        if one is not tree.current:
            end_attempt(tree, one)


def end_attempt(tree: ActivityTree, activity: Activity) -> None:
    """UP.4: settle what the content left open, and roll up."""
    if activity.is_leaf:
        controls = activity.definition.delivery_controls
        if activity.tracked and not activity.suspended:
            complete = objectives.completed(tree, activity)
            said = controls.completion_set_by_content or activity.completion_said
            if not said and complete is None:
                objectives.put_completion(tree, activity, True)
            known = objectives.satisfied(tree, activity, activity.primary)
            said = controls.objective_set_by_content or activity.success_said
            if not said and known is None:
                objectives.put(tree, activity, activity.primary, "satisfied", True)
    else:
        activity.suspended = any(child.suspended for child in activity.children)
    activity.active = False
    rollup.overall(tree, activity)
