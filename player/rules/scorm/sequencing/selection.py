"""Selection and randomization of children (SR.1, SR.2)."""

from __future__ import annotations

from collections.abc import Callable

from player.rules.scorm.sequencing.tree import Activity, ActivityTree

Draw = Callable[[int], int]
"""Returns a whole number from 0 to n - 1, each as likely."""


def prepare(tree: ActivityTree, draw: Draw) -> None:
    """Select and order the children that are fixed once, when the course begins."""
    for one in tree:
        if one.is_leaf or one.selected_once:
            continue
        controls = one.definition.randomization_controls
        if controls.selection_timing == "once":
            _select(one, draw)
        if controls.randomization_timing == "once":
            _shuffle(one, draw)
        one.selected_once = True


def renew(activity: Activity, draw: Draw) -> None:
    """Select and order anew what changes with each attempt of *activity*."""
    controls = activity.definition.randomization_controls
    if activity.is_leaf or activity.suspended or activity.active:
        return
    if controls.selection_timing == "onEachNewAttempt":
        activity.available = list(activity.children)
        _select(activity, draw)
    if controls.randomization_timing == "onEachNewAttempt":
        _shuffle(activity, draw)


def _select(activity: Activity, draw: Draw) -> None:
    """SR.1: keep as many children as the count says, in their order."""
    count = activity.definition.randomization_controls.select_count
    if count is None or count >= len(activity.children):
        return
    rest = list(activity.children)
    while len(rest) > count:
        rest.pop(draw(len(rest)))
    activity.available = rest


def _shuffle(activity: Activity, draw: Draw) -> None:
    """SR.2: put the available children into a drawn order."""
    if not activity.definition.randomization_controls.reorder_children:
        return
    rest, mixed = list(activity.available), []
    while rest:
        mixed.append(rest.pop(draw(len(rest))))
    activity.available = mixed
