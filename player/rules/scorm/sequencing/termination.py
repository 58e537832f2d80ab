"""Termination requests (TB.2.1 to TB.2.3)."""

from __future__ import annotations

from player.rules.scorm.sequencing import conditions, rollup
from player.rules.scorm.sequencing.navigation import SequencingException
from player.rules.scorm.sequencing.tree import Activity, ActivityTree
from player.rules.scorm.sequencing.utilities import end_attempt, terminate_descendents

_SEQUENCED = ("retry", "continue", "previous")


def terminated(tree: ActivityTree, request: str) -> str | None:
    """TB.2.3: carry out *request*; return the sequencing request that follows from rules."""
    current = tree.current
    if current is None:
        raise SequencingException("TB.2.3-1")
    if request in ("exit", "abandon") and not current.active:
        raise SequencingException("TB.2.3-2")
    match request:
        case "exit":
            return _exit(tree, current)
        case "exitAll":
            return _exit_all(tree, current, "exit")
        case "suspendAll":
            return _suspend_all(tree, current)
        case "abandon":
            current.active = False
            return None
        case "abandonAll":
            for one in current.path():
                one.active = False
            tree.current = tree.root
            return "exit"
        case _:
            raise SequencingException("TB.2.3-7")


def _exit(tree: ActivityTree, current: Activity) -> str | None:
    end_attempt(tree, current)
    _exit_rules(tree, current)
    while True:
        at = tree.current
        assert at is not None
        termination, sequencing = _post_rules(tree, at)
        if termination == "exitAll":
            return _exit_all(tree, at, sequencing or "exit")
        if termination == "exitParent":
            if at.parent is None:
                raise SequencingException("TB.2.3-4")
            tree.current = at.parent
            end_attempt(tree, at.parent)
            continue
        if at.parent is None and sequencing != "retry":
            return "exit"
        return sequencing


def _exit_rules(tree: ActivityTree, current: Activity) -> None:
    """TB.2.1: the highest activity above whose exit rule holds ends with all below it."""
    for one in current.path()[:-1]:
        rules = one.definition.exit_condition_rules
        if conditions.action(tree, one, rules, conditions.EXIT):
            terminate_descendents(tree, one)
            end_attempt(tree, one)
            tree.current = one
            return


def _post_rules(tree: ActivityTree, activity: Activity) -> tuple[str | None, str | None]:
    """TB.2.2: return (termination request, sequencing request) of the post-condition rules."""
    if activity.suspended:
        return None, None
    found = conditions.action(tree, activity, activity.definition.post_condition_rules)
    if found in _SEQUENCED:
        return None, found
    if found == "retryAll":
        return "exitAll", "retry"
    return found, None


def _exit_all(tree: ActivityTree, current: Activity, sequencing: str) -> str:
    if current.active:
        end_attempt(tree, current)
    terminate_descendents(tree, tree.root)
    end_attempt(tree, tree.root)
    tree.current = tree.root
    return sequencing


def _suspend_all(tree: ActivityTree, current: Activity) -> str:
    if current.active or current.suspended:
        rollup.overall(tree, current)
        tree.suspended = current
    elif current.parent is not None:
        tree.suspended = current.parent
    else:
        raise SequencingException("TB.2.3-3")
    for one in tree.suspended.path():
        one.active = False
        one.suspended = True
    tree.current = tree.root
    return "exit"
