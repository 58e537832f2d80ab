"""Delivery requests (DB.1.1, DB.2, DB.2.1)."""

from __future__ import annotations

from player.rules.scorm.sequencing import conditions, selection
from player.rules.scorm.sequencing.navigation import SequencingException
from player.rules.scorm.sequencing.selection import Draw
from player.rules.scorm.sequencing.tree import Activity, ActivityTree
from player.rules.scorm.sequencing.utilities import common_ancestor, terminate_descendents


def allowed(tree: ActivityTree, activity: Activity) -> None:
    """DB.1.1: raise SequencingException where *activity* may not be delivered."""
    if not activity.is_leaf:
        raise SequencingException("DB.1.1-1")
    for one in activity.path():
        if conditions.forbidden(tree, one):
            raise SequencingException("DB.1.1-3")


def delivered(tree: ActivityTree, activity: Activity, draw: Draw, *, retried: bool = False) -> bool:
    """DB.2: make *activity* the current one; return whether its attempt is resumed."""
    if tree.current is not None and tree.current.active:
        raise SequencingException("DB.2-1")
    if activity is not tree.suspended:
        _clear_suspended(tree, activity)
    terminate_descendents(tree, activity)
    resumed = activity.suspended
    for one in activity.path():
        if one.active:
            continue
        if one.suspended:
            one.suspended = False
        elif one.tracked:
            selection.renew(one, draw)
            one.attempts += 1
            one.begin_attempt(retried=retried)
        one.active = True
    tree.current = activity
    tree.suspended = None
    return resumed


def _clear_suspended(tree: ActivityTree, activity: Activity) -> None:
    """DB.2.1: what was suspended elsewhere is given up."""
    if tree.suspended is None:
        return
    ancestor = common_ancestor(activity, tree.suspended, tree.root)
    for one in reversed(tree.suspended.path()):
        if one.is_leaf or not any(child.suspended for child in one.children):
            one.suspended = False
        if one is ancestor:
            break
    tree.suspended = None
