"""Flow through the tree, forward and backward (SB.2.1 to SB.2.4)."""

from __future__ import annotations

from dataclasses import dataclass

from player.rules.scorm.sequencing import conditions
from player.rules.scorm.sequencing.navigation import SequencingException
from player.rules.scorm.sequencing.tree import Activity, ActivityTree
from player.rules.scorm.sequencing.utilities import terminate_descendents

FORWARD, BACKWARD = "forward", "backward"


@dataclass(frozen=True, slots=True)
class Flowed:
    """Where a flow has led: to an activity that may be delivered, to an end, or nowhere."""

    deliverable: bool
    activity: Activity
    end_session: bool = False
    exception: str | None = None


@dataclass(frozen=True, slots=True)
class _Next:
    activity: Activity | None
    direction: str = FORWARD
    end_session: bool = False
    exception: str | None = None


def flow(
    tree: ActivityTree, activity: Activity, direction: str, *, consider_children: bool
) -> Flowed:
    """SB.2.3: find the next activity in *direction* that can be delivered."""
    found = _tree_traversal(tree, activity, direction, consider_children, None)
    if found.activity is None:
        return Flowed(False, activity, found.end_session, found.exception)
    return _activity_traversal(tree, found.activity, direction, None)


def _tree_traversal(
    tree: ActivityTree, at: Activity, direction: str, consider_children: bool, before: str | None
) -> _Next:
    """SB.2.1: the next activity in the tree, by structure alone."""
    turned = False
    if before == BACKWARD and at.parent is not None and at is at.parent.available[-1]:
        direction, at, turned = BACKWARD, at.parent.available[0], True
    if direction == FORWARD:
        if _is_last(tree, at) or (at.parent is None and not consider_children):
            terminate_descendents(tree, tree.root)
            return _Next(None, end_session=True)
        if at.is_leaf or not consider_children:
            siblings = at.parent.available if at.parent is not None else []
            if at.parent is not None and (not siblings or at is siblings[-1]):
                return _tree_traversal(tree, at.parent, FORWARD, False, None)
            return _Next(siblings[_place(siblings, at) + 1], direction)
        if at.available:
            return _Next(at.available[0], direction)
        return _Next(None, exception="SB.2.1-2")
    if at.parent is None:
        return _Next(None, exception="SB.2.1-3")
    if at.is_leaf or not consider_children:
        if not turned and at.parent.definition.control_mode.forward_only:
            return _Next(None, exception="SB.2.1-4")
        siblings = at.parent.available
        if not siblings or at is siblings[0]:
            return _tree_traversal(tree, at.parent, BACKWARD, False, None)
        return _Next(siblings[_place(siblings, at) - 1], direction)
    if not at.available:
        return _Next(None, exception="SB.2.1-2")
    if at.definition.control_mode.forward_only:
        return _Next(at.available[0], FORWARD)
    return _Next(at.available[-1], BACKWARD)


def _activity_traversal(
    tree: ActivityTree, at: Activity, direction: str, before: str | None
) -> Flowed:
    """SB.2.2: pass what is skipped, go into clusters, stop at what is forbidden."""
    if at.parent is not None and not at.parent.definition.control_mode.flow:
        return Flowed(False, at, exception="SB.2.2-1")
    if conditions.pre_condition(tree, at, conditions.SKIP):
        found = _tree_traversal(tree, at, direction, False, before)
        if found.activity is None:
            return Flowed(False, at, found.end_session, found.exception)
        if before == BACKWARD and found.direction == BACKWARD:
            return _activity_traversal(tree, found.activity, found.direction, None)
        return _activity_traversal(tree, found.activity, direction, before)
    if conditions.forbidden(tree, at):
        return Flowed(False, at, exception="SB.2.2-2")
    if at.is_leaf:
        return Flowed(True, at)
    found = _tree_traversal(tree, at, direction, True, None)
    if found.activity is None:
        return Flowed(False, at, found.end_session, found.exception)
    if direction == BACKWARD and found.direction == FORWARD:
        return _activity_traversal(tree, found.activity, FORWARD, BACKWARD)
    return _activity_traversal(tree, found.activity, direction, None)


def may_pass(tree: ActivityTree, at: Activity, direction: str) -> None:
    """SB.2.4: raise SequencingException where choice may not pass *at* in *direction*."""
    if direction == FORWARD:
        if conditions.pre_condition(tree, at, conditions.STOP):
            raise SequencingException("SB.2.4-1")
        return
    if at.parent is None:
        raise SequencingException("SB.2.4-3")
    if at.parent.definition.control_mode.forward_only:
        raise SequencingException("SB.2.4-2")


def choice_flow(tree: ActivityTree, constrained: Activity, direction: str) -> Activity:
    """SB.2.9.2: the activity next to *constrained* in *direction*, itself where there is none."""
    at = constrained
    while True:  # SB.2.9.1
        if direction == FORWARD and _is_last(tree, at):
            return constrained
        if at.parent is None:
            return constrained
        siblings = at.parent.available
        place = _place(siblings, at) + (1 if direction == FORWARD else -1)
        if 0 <= place < len(siblings):
            return siblings[place]
        at = at.parent


def _is_last(tree: ActivityTree, at: Activity) -> bool:
    """True for the last activity of a forward traversal of what is available."""
    last = tree.root
    while last.available:
        last = last.available[-1]
    return at is last


def _place(siblings: list[Activity], at: Activity) -> int:
    return next((place for place, one in enumerate(siblings) if one is at), len(siblings))
