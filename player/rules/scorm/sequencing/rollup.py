"""Rollup: what children have come to, said of their parents (RB.1.1 to RB.1.5)."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal

from content_packages.readers.sequencing import RollupCondition, RollupRule
from player.rules.scorm.sequencing import conditions, objectives
from player.rules.scorm.sequencing.tree import Activity, ActivityTree

_NOT_SATISFIED = RollupRule(
    "notSatisfied", (RollupCondition("objectiveStatusKnown"),), "any", "all"
)
_SATISFIED = RollupRule("satisfied", (RollupCondition("satisfied"),), "all", "all")
_INCOMPLETE = RollupRule("incomplete", (RollupCondition("activityProgressKnown"),), "any", "all")
_COMPLETED = RollupRule("completed", (RollupCondition("completed"),), "all", "all")


def overall(tree: ActivityTree, activity: Activity) -> None:
    """RB.1.5: roll up from *activity*'s parent to the root.

    What was shared meanwhile may have changed others that read it: their parents follow.
    """
    for one in reversed(activity.path()):
        _rolled_up(tree, one)
    for one in _above_readers(tree):
        _rolled_up(tree, one)


def _rolled_up(tree: ActivityTree, activity: Activity) -> None:
    if activity.is_leaf or not activity.tracked:
        return
    _measure(tree, activity)
    _progress(tree, activity)
    _objective(tree, activity)
    _completion(tree, activity)


def _above_readers(tree: ActivityTree) -> list[Activity]:
    """Return the activities above those that read shared objectives, the deepest first."""
    above: dict[int, Activity] = {}
    for one in tree:
        if any(each.maps for each in one.definition.objectives):
            above |= {id(at): at for at in one.path()[:-1]}
    return sorted(above.values(), key=lambda at: len(at.path()), reverse=True)


def _measure(tree: ActivityTree, activity: Activity) -> None:
    """RB.1.1 (a): the weighted mean of the children's measures."""
    total, counted, known = Decimal(0), Decimal(0), False
    for child in activity.children:
        weight = child.definition.objective_measure_weight
        if not child.tracked:
            continue
        counted += weight
        measure = objectives.measure(tree, child, child.primary)
        if measure is not None:
            known = True
            total += measure * weight
    found = total / counted if known and counted > 0 else None
    objectives.put(tree, activity, activity.primary, "measure", found)


def _progress(tree: ActivityTree, activity: Activity) -> None:
    """RB.1.1 (b): the weighted mean of the children's completion amounts."""
    total, counted, known = Decimal(0), Decimal(0), False
    for child in activity.children:
        weight = child.threshold.progress_weight
        if not child.tracked:
            continue
        counted += weight
        reached = objectives.progress(tree, child)
        if reached is not None:
            known = True
            total += reached * weight
    found = total / counted if known and counted > 0 else None
    objectives.put_progress(tree, activity, found)


def _objective(tree: ActivityTree, activity: Activity) -> None:
    """RB.1.2: by measure where the objective says so, else by rules, else by the default."""
    if activity.primary.satisfied_by_measure:
        return  # a measure speaks for itself when it is read (RB.1.2 a)
    rules = _rules(activity, ("notSatisfied", "satisfied")) or (_NOT_SATISFIED, _SATISFIED)
    found = _verdict(tree, activity, rules, "satisfied", "notSatisfied")
    if found is not None:
        objectives.put(tree, activity, activity.primary, "satisfied", found)


def _completion(tree: ActivityTree, activity: Activity) -> None:
    """RB.1.3: by measure where the threshold says so, else by rules, else by the default."""
    if activity.threshold.completed_by_measure:
        return
    rules = _rules(activity, ("incomplete", "completed")) or (_INCOMPLETE, _COMPLETED)
    found = _verdict(tree, activity, rules, "completed", "incomplete")
    if found is not None:
        objectives.put_completion(tree, activity, found)


def _rules(activity: Activity, actions: Iterable[str]) -> tuple[RollupRule, ...]:
    wanted = tuple(actions)
    return tuple(one for one in activity.definition.rollup_rules if one.action in wanted)


def _verdict(
    tree: ActivityTree, activity: Activity, rules: Iterable[RollupRule], good: str, bad: str
) -> bool | None:
    """Return what the rules say; the good word prevails, as it is looked at last."""
    found: bool | None = None
    for action, verdict in ((bad, False), (good, True)):
        if any(_applies(tree, activity, one) for one in rules if one.action == action):
            found = verdict
    return found


def _applies(tree: ActivityTree, activity: Activity, rule: RollupRule) -> bool:
    """RB.1.4: enough of the children that are to be considered meet the rule's conditions.

    Of no children at all, all and none meet them, as ADL's suite has it.
    """
    bag = [
        _conditions(tree, child, rule)
        for child in activity.children
        if child.tracked and _considered(tree, child, rule.action)
    ]
    true = sum(verdict is True for verdict in bag)
    match rule.child_activity_set:
        case "all":
            return true == len(bag)
        case "any":
            return true > 0
        case "none":
            return all(verdict is False for verdict in bag)
        case "atLeastCount":
            return bool(bag) and true >= rule.minimum_count
        case "atLeastPercent":
            return bool(bag) and Decimal(true) / len(bag) >= rule.minimum_percent
        case _:
            return False


def _conditions(tree: ActivityTree, child: Activity, rule: RollupRule) -> bool | None:
    """RB.1.4.1: the rule's conditions of one child, in three-valued logic."""
    verdicts: list[bool | None] = []
    for one in rule.conditions:
        verdict = conditions.state_of(tree, child, one.condition)
        verdicts.append(not verdict if one.operator == "not" and verdict is not None else verdict)
    return conditions.combined(verdicts, rule.condition_combination) if verdicts else None


def _considered(tree: ActivityTree, child: Activity, action: str) -> bool:
    """RB.1.4.2: whether the child counts in a rule with *action*."""
    definition = child.definition
    considerations = definition.rollup_considerations
    if action in ("satisfied", "notSatisfied"):
        if not definition.rollup_objective_satisfied:
            return False
        required = (
            considerations.required_for_satisfied
            if action == "satisfied"
            else considerations.required_for_not_satisfied
        )
    else:
        if not definition.rollup_progress_completion:
            return False
        required = (
            considerations.required_for_completed
            if action == "completed"
            else considerations.required_for_incomplete
        )
    match required:
        case "ifNotSuspended":
            return not (child.attempts > 0 and child.suspended)
        case "ifAttempted":
            return child.attempts > 0
        case "ifNotSkipped":
            return not conditions.pre_condition(tree, child, conditions.SKIP)
        case _:
            return True
