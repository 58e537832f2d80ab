"""Rules, roll-up, limits and randomization of an activity, with their vocabularies."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal

from content_packages.readers.durations import iso_ms
from content_packages.readers.sequencing import (
    LimitConditions,
    RandomizationControls,
    RollupCondition,
    RollupConsiderations,
    RollupRule,
    Rule,
    RuleCondition,
)
from content_packages.readers.sequencing_values import Values
from content_packages.readers.xml import Node

OPERATORS = ("noOp", "not")
COMBINATIONS = ("all", "any")
TIMINGS = ("never", "once", "onEachNewAttempt")
CHILD_SETS = ("all", "any", "none", "atLeastCount", "atLeastPercent")
REQUIRED = ("always", "ifNotSuspended", "ifAttempted", "ifNotSkipped")
RULE_CONDITIONS = (
    "satisfied",
    "objectiveStatusKnown",
    "objectiveMeasureKnown",
    "objectiveMeasureGreaterThan",
    "objectiveMeasureLessThan",
    "completed",
    "activityProgressKnown",
    "attempted",
    "attemptLimitExceeded",
    "timeLimitExceeded",
    "outsideAvailableTimeRange",
    "always",
)
ROLLUP_CONDITIONS = (
    "satisfied",
    "objectiveStatusKnown",
    "objectiveMeasureKnown",
    "completed",
    "activityProgressKnown",
    "attempted",
    "attemptLimitExceeded",
    "timeLimitExceeded",
    "outsideAvailableTimeRange",
    "never",
)
ROLLUP_ACTIONS = ("satisfied", "notSatisfied", "completed", "incomplete")
ACTIONS: Mapping[str, tuple[str, ...]] = {
    "preConditionRule": (
        "skip",
        "disabled",
        "hiddenFromChoice",
        "stopForwardTraversal",
    ),
    "exitConditionRule": ("exit",),
    "postConditionRule": (
        "exitParent",
        "exitAll",
        "retry",
        "retryAll",
        "continue",
        "previous",
    ),
}


def rules(values: Values, holder: Node | None, name: str) -> tuple[Rule, ...]:
    """Return the rules *name* (``preConditionRule`` and its like) of ``sequencingRules``."""
    if holder is None:
        return ()
    return tuple(
        rule
        for node in holder.children(name)
        if (rule := _rule(values, node, ACTIONS[name])) is not None
    )


def _rule(values: Values, node: Node, actions: tuple[str, ...]) -> Rule | None:
    action_node = node.child("ruleAction")
    if action_node is None:
        values.wrong(node, "ruleAction", "", " | ".join(actions))
        return None
    action = values.word(action_node, "action", "", actions)
    holder = node.child("ruleConditions")
    if not action or holder is None:
        return None
    conditions = tuple(
        RuleCondition(
            values.word(found, "condition", "", RULE_CONDITIONS),
            values.word(found, "operator", "noOp", OPERATORS),
            objective_id(found, "referencedObjective"),
            values.decimal(found, "measureThreshold", Decimal(0), (-1, 1)),
        )
        for found in holder.children("ruleCondition")
    )
    return Rule(
        action,
        tuple(found for found in conditions if found.condition),
        values.word(holder, "conditionCombination", "all", COMBINATIONS),
    )


def limit_conditions(values: Values, node: Node | None) -> LimitConditions:
    """Return the limits of ``limitConditions``."""
    if node is None:
        return LimitConditions()
    duration = node.get("attemptAbsoluteDurationLimit")
    limit = iso_ms(duration) if duration else None
    if duration and limit is None:
        values.wrong(node, "attemptAbsoluteDurationLimit", duration, "PT…")
    return LimitConditions(values.count(node, "attemptLimit", None), limit)


def rollup_rules(values: Values, holder: Node | None) -> tuple[RollupRule, ...]:
    """Return the rules of ``rollupRules``."""
    if holder is None:
        return ()
    found = (_rollup_rule(values, node) for node in holder.children("rollupRule"))
    return tuple(rule for rule in found if rule is not None)


def _rollup_rule(values: Values, node: Node) -> RollupRule | None:
    action_node, holder = node.child("rollupAction"), node.child("rollupConditions")
    if action_node is None or holder is None:
        return None
    action = values.word(action_node, "action", "", ROLLUP_ACTIONS)
    if not action:
        return None
    conditions = tuple(
        RollupCondition(
            values.word(found, "condition", "", ROLLUP_CONDITIONS),
            values.word(found, "operator", "noOp", OPERATORS),
        )
        for found in holder.children("rollupCondition")
    )
    return RollupRule(
        action,
        tuple(found for found in conditions if found.condition),
        values.word(holder, "conditionCombination", "any", COMBINATIONS),
        values.word(node, "childActivitySet", "all", CHILD_SETS),
        values.count(node, "minimumCount", 0) or 0,
        values.decimal(node, "minimumPercent", Decimal(0), (0, 1)),
    )


def rollup_considerations(values: Values, node: Node | None) -> RollupConsiderations:
    """Return what ``adlseq:rollupConsiderations`` says."""
    if node is None:
        return RollupConsiderations()
    return RollupConsiderations(
        values.word(node, "requiredForSatisfied", "always", REQUIRED),
        values.word(node, "requiredForNotSatisfied", "always", REQUIRED),
        values.word(node, "requiredForCompleted", "always", REQUIRED),
        values.word(node, "requiredForIncomplete", "always", REQUIRED),
        values.true(node, "measureSatisfactionIfActive", True),
    )


def randomization_controls(values: Values, node: Node | None) -> RandomizationControls:
    """Return what ``randomizationControls`` says."""
    if node is None:
        return RandomizationControls()
    return RandomizationControls(
        values.word(node, "randomizationTiming", "never", TIMINGS),
        values.true(node, "reorderChildren", False),
        values.word(node, "selectionTiming", "never", TIMINGS),
        values.count(node, "selectCount", None),
    )


def objective_id(node: Node, name: str) -> str:
    """Return an objective's id with its white space, escaped or not, collapsed.

    Ids are anyURI, so a space is written ``%20``; the conformance tests of SCORM 2004 pad
    them in one place and not in another and mean the same objective.
    """
    return "%20".join(node.get(name).replace("%20", " ").split())
