"""Sequencing requests: which activity is to be delivered (SB.2.5 to SB.2.13)."""

from __future__ import annotations

from dataclasses import dataclass

from player.rules.scorm.sequencing import conditions
from player.rules.scorm.sequencing.flow import (
    BACKWARD,
    FORWARD,
    Flowed,
    choice_flow,
    flow,
    may_pass,
)
from player.rules.scorm.sequencing.navigation import SequencingException
from player.rules.scorm.sequencing.tree import Activity, ActivityTree
from player.rules.scorm.sequencing.utilities import (
    between,
    common_ancestor,
    end_attempt,
    order,
    terminate_descendents,
)


@dataclass(frozen=True, slots=True)
class Sequenced:
    """The activity to deliver, or the end of the session; neither where nothing follows."""

    deliver: Activity | None = None
    end_session: bool = False


def sequenced(tree: ActivityTree, request: str, target: Activity | None) -> Sequenced:
    """SB.2.12: carry out *request* or raise SequencingException."""
    match request:
        case "start":
            return _start(tree)
        case "resumeAll":
            return _resume_all(tree)
        case "continue":
            return _step(tree, FORWARD, "SB.2.7")
        case "previous":
            return _step(tree, BACKWARD, "SB.2.8")
        case "choice":
            return _choice(tree, target)
        case "jump":
            if tree.current is None:
                raise SequencingException("SB.2.13-1")
            return Sequenced(target)
        case "retry":
            return _retry(tree)
        case "exit":
            return _exit(tree)
        case _:
            raise SequencingException("SB.2.12-1")


def _start(tree: ActivityTree) -> Sequenced:
    """SB.2.5"""
    if tree.current is not None:
        raise SequencingException("SB.2.5-1")
    if tree.root.is_leaf:
        return Sequenced(tree.root)
    return _of(flow(tree, tree.root, FORWARD, consider_children=True))


def _resume_all(tree: ActivityTree) -> Sequenced:
    """SB.2.6"""
    if tree.current is not None:
        raise SequencingException("SB.2.6-1")
    if tree.suspended is None:
        raise SequencingException("SB.2.6-2")
    return Sequenced(tree.suspended)


def _step(tree: ActivityTree, direction: str, process: str) -> Sequenced:
    """SB.2.7 and SB.2.8"""
    if tree.current is None:
        raise SequencingException(f"{process}-1")
    parent = tree.current.parent
    if parent is not None and not parent.definition.control_mode.flow:
        raise SequencingException(f"{process}-2")
    return _of(flow(tree, tree.current, direction, consider_children=False))


def _retry(tree: ActivityTree) -> Sequenced:
    """SB.2.10"""
    if tree.current is None:
        raise SequencingException("SB.2.10-1")
    if tree.current.active or tree.current.suspended:
        raise SequencingException("SB.2.10-2")
    if tree.current.is_leaf:
        return Sequenced(tree.current)
    found = flow(tree, tree.current, FORWARD, consider_children=True)
    if not found.deliverable:
        raise SequencingException("SB.2.10-3")
    return Sequenced(found.activity)


def _exit(tree: ActivityTree) -> Sequenced:
    """SB.2.11"""
    if tree.current is None:
        raise SequencingException("SB.2.11-1")
    if tree.current.active:
        raise SequencingException("SB.2.11-2")
    return Sequenced(end_session=tree.current is tree.root)


def _choice(tree: ActivityTree, target: Activity | None) -> Sequenced:
    """SB.2.9"""
    if target is None:
        raise SequencingException("SB.2.9-1")
    for one in target.path():
        if one.parent is not None and one not in one.parent.available:
            raise SequencingException("SB.2.9-2")
        if conditions.pre_condition(tree, one, conditions.HIDDEN):
            raise SequencingException("SB.2.9-3")
    if target.parent is not None and not target.parent.definition.control_mode.choice:
        raise SequencingException("SB.2.9-4")
    current = tree.current
    ancestor = common_ancestor(current, target, tree.root)
    if current is not None and current is not target and current.parent is target.parent:
        _among_siblings(tree, current, target)
    elif current is None or current is ancestor:
        if current is not target:
            _downward(tree, ancestor, target)
    elif target is ancestor:
        for one in between(current, ancestor):
            if not one.definition.control_mode.choice_exit:
                raise SequencingException("SB.2.9-7")
    else:
        _across(tree, current, target, ancestor)
    if target.is_leaf:
        return Sequenced(target)
    found = flow(tree, target, FORWARD, consider_children=True)
    if not found.deliverable:
        terminate_descendents(tree, ancestor)
        end_attempt(tree, ancestor)
        tree.current = target
        raise SequencingException("SB.2.9-9")
    return Sequenced(found.activity)


def _among_siblings(tree: ActivityTree, current: Activity, target: Activity) -> None:
    """SB.2.9, step 8: from one sibling to another, past all that lie between."""
    assert current.parent is not None
    siblings = current.parent.available
    if current not in siblings:
        raise SequencingException("SB.2.9-5")
    start, end = siblings.index(current), siblings.index(target)
    if start < end:
        for one in siblings[start:end]:
            may_pass(tree, one, FORWARD)
    else:
        for one in siblings[end + 1 : start + 1]:
            may_pass(tree, one, BACKWARD)


def _downward(tree: ActivityTree, ancestor: Activity, target: Activity) -> None:
    """SB.2.9, step 9: from an activity above to *target*."""
    path = between(target, ancestor)[::-1][:-1]
    for one in [ancestor, *path]:
        if one is target:
            continue
        may_pass(tree, one, FORWARD)
        prevented = one.definition.constrained_choice.prevent_activation
        if not one.active and one is not ancestor and prevented:
            raise SequencingException("SB.2.9-6")


def _across(tree: ActivityTree, current: Activity, target: Activity, ancestor: Activity) -> None:
    """SB.2.9, step 11: up from the current activity, then down to *target*."""
    constrained: Activity | None = None
    for one in between(current, ancestor):
        if not one.definition.control_mode.choice_exit:
            raise SequencingException("SB.2.9-7")
        if constrained is None and one.definition.constrained_choice.constrain_choice:
            constrained = one
    if constrained is not None:
        forward = order(tree, constrained, target) > 0
        considered = choice_flow(tree, constrained, FORWARD if forward else BACKWARD)
        if (
            considered not in target.path()
            and target is not considered
            and target is not constrained
        ):
            raise SequencingException("SB.2.9-8")
    forward = order(tree, current, target) > 0
    for one in [ancestor, *between(target, ancestor)[::-1][:-1]]:
        if forward:
            may_pass(tree, one, FORWARD)
        prevented = one.definition.constrained_choice.prevent_activation
        if not one.active and one is not ancestor and prevented:
            raise SequencingException("SB.2.9-6")


def _of(found: Flowed) -> Sequenced:
    if found.deliverable:
        return Sequenced(found.activity)
    if found.end_session:
        return Sequenced(end_session=True)
    raise SequencingException(found.exception or "SB.2.3")
