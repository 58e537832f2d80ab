"""Sequencing rules and limits on an activity: UP.1, UP.2, UP.2.1 and UP.5."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence

from content_packages.readers.sequencing import Rule, RuleCondition
from player.rules.scorm.sequencing import objectives
from player.rules.scorm.sequencing.tree import Activity, ActivityTree

SKIP = ("skip",)
DISABLED = ("disabled",)
HIDDEN = ("hiddenFromChoice",)
STOP = ("stopForwardTraversal",)
EXIT = ("exit",)


def action(
    tree: ActivityTree, activity: Activity, rules: Iterable[Rule], actions: Collection[str] = ()
) -> str | None:
    """UP.2: return the action of the first rule (among *actions*, if given) that holds."""
    for rule in rules:
        if (not actions or rule.action in actions) and _holds(tree, activity, rule):
            return rule.action
    return None


def pre_condition(tree: ActivityTree, activity: Activity, actions: Collection[str]) -> bool:
    """UP.2 with pre-condition rules: True where one of *actions* applies."""
    return action(tree, activity, activity.definition.pre_condition_rules, actions) is not None


def _holds(tree: ActivityTree, activity: Activity, rule: Rule) -> bool:
    """UP.2.1: every condition (or any) is true; unknown is not true."""
    if not rule.conditions:
        return False
    verdicts = [evaluated(tree, activity, one) for one in rule.conditions]
    return combined(verdicts, rule.condition_combination) is True


def combined(verdicts: Sequence[bool | None], combination: str) -> bool | None:
    """Return all or any of *verdicts* in three-valued logic."""
    if combination == "any":
        if True in verdicts:
            return True
        return None if None in verdicts else False
    if False in verdicts:
        return False
    return None if None in verdicts else True


def evaluated(tree: ActivityTree, activity: Activity, one: RuleCondition) -> bool | None:
    """Return the truth of a rule's condition, None for unknown."""
    verdict = state_of(tree, activity, one.condition, one.referenced_objective)
    if one.condition in ("objectiveMeasureGreaterThan", "objectiveMeasureLessThan"):
        target = objectives.found(activity, one.referenced_objective)
        measure = objectives.measure(tree, activity, target)
        if measure is None:
            verdict = None
        elif one.condition == "objectiveMeasureGreaterThan":
            verdict = measure > one.measure_threshold
        else:
            verdict = measure < one.measure_threshold
    if one.operator == "not" and verdict is not None:
        return not verdict
    return verdict


def state_of(
    tree: ActivityTree, activity: Activity, condition: str, objective: str = ""
) -> bool | None:
    """Return the truth of *condition* of *activity*, in the words of rules and of rollup."""
    target = objectives.found(activity, objective)
    match condition:
        case "satisfied" | "objectiveSatisfied":
            return objectives.satisfied(tree, activity, target)
        case "objectiveStatusKnown":
            return objectives.satisfied(tree, activity, target) is not None
        case "objectiveMeasureKnown":
            return objectives.measure(tree, activity, target) is not None
        case "completed" | "activityCompleted":
            return objectives.completed(tree, activity)
        case "activityProgressKnown" | "progressKnown":
            return objectives.completed(tree, activity) is not None
        case "attempted" | "activityAttempted":
            return activity.attempts > 0
        case "attemptLimitExceeded" | "activityAttemptLimitExceeded":
            return limit_reached(activity)
        case "always":
            return True
        case _:  # time limits and dates are not tracked (SN 3.4: optional)
            return False


def limit_reached(activity: Activity) -> bool:
    """Return whether the attempt limit leaves no further attempt."""
    limit = activity.definition.limit_conditions.attempt_limit
    return limit is not None and activity.attempts >= limit


def limits_violated(activity: Activity) -> bool:
    """UP.1: the attempt limit forbids a new attempt; one that goes on is not new."""
    if not activity.tracked or activity.active or activity.suspended:
        return False
    return limit_reached(activity)


def forbidden(tree: ActivityTree, activity: Activity) -> bool:
    """UP.5: the activity is disabled, or its limits are violated."""
    return pre_condition(tree, activity, DISABLED) or limits_violated(activity)
