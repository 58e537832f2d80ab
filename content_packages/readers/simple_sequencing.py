"""IMS Simple Sequencing elements (imsss) with ADL's extensions (adlseq), read into values.

Element and attribute names are those of the binding; whatever is absent keeps the default
of the definition model. A value outside its vocabulary is reported and its default stands.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, fields
from decimal import Decimal, InvalidOperation
from typing import Any, TypeVar

from content_packages.readers.durations import iso_ms
from content_packages.readers.ims_cp import Manifest
from content_packages.readers.sequencing import (
    ConstrainedChoice,
    ControlMode,
    DeliveryControls,
    LimitConditions,
    Objective,
    ObjectiveMap,
    RandomizationControls,
    RollupCondition,
    RollupConsiderations,
    RollupRule,
    Rule,
    RuleCondition,
    Sequencing,
)
from content_packages.readers.xml import Node

V = TypeVar("V")

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
_FOURTH_EDITION_READS = (
    "read_raw_score",
    "read_min_score",
    "read_max_score",
    "read_completion_status",
    "read_progress_measure",
)


def collection(root: Node) -> dict[str, Node]:
    """Return the reusable sequencing elements of the manifest by their ID."""
    holder = root.child("sequencingCollection")
    if holder is None:
        return {}
    return {node.get("ID"): node for node in holder.children("sequencing") if node.get("ID")}


@dataclass(frozen=True, slots=True)
class Reader:
    """Reads the sequencing of items; *fourth* switches on what the 4th Edition added."""

    manifest: Manifest
    collection: Mapping[str, Node]
    fourth: bool

    def sequencing(self, item: Node) -> Sequencing:
        """Return the sequencing of *item*: its own parts, else those of the collection.

        An element that stands in both is taken whole from the item (CAM, IDRef).
        """
        own = item.child("sequencing")
        parts = _Parts(self, own, self._referenced(own))
        found = Sequencing(
            control_mode=self._attributes(parts.one("controlMode"), ControlMode),
            constrained_choice=self._attributes(
                parts.one("constrainedChoiceConsiderations"), ConstrainedChoice
            ),
            pre_condition_rules=self._rules(parts.one("sequencingRules"), "preConditionRule"),
            exit_condition_rules=self._rules(parts.one("sequencingRules"), "exitConditionRule"),
            post_condition_rules=self._rules(parts.one("sequencingRules"), "postConditionRule"),
            limit_conditions=self._limits(parts.one("limitConditions")),
            rollup_rules=self._rollup_rules(parts.one("rollupRules")),
            rollup_objective_satisfied=self._true(
                parts.one("rollupRules"), "rollupObjectiveSatisfied", True
            ),
            rollup_progress_completion=self._true(
                parts.one("rollupRules"), "rollupProgressCompletion", True
            ),
            objective_measure_weight=self._decimal(
                parts.one("rollupRules"), "objectiveMeasureWeight", Decimal(1), (0, 1)
            ),
            rollup_considerations=self._considerations(parts.one("rollupConsiderations")),
            objectives=self._objectives(parts),
            randomization_controls=self._randomization(parts.one("randomizationControls")),
            delivery_controls=self._attributes(parts.one("deliveryControls"), DeliveryControls),
        )
        self._check_references(item, found)
        return found

    def _referenced(self, own: Node | None) -> Node | None:
        reference = own.get("IDRef") if own is not None else ""
        if not reference:
            return None
        if reference not in self.collection:
            self.manifest.note("sequencing.dangling_collection", own, found=reference)
        return self.collection.get(reference)

    def _check_references(self, item: Node, found: Sequencing) -> None:
        known = {objective.identifier for objective in found.objectives}
        rules = (*found.pre_condition_rules, *found.post_condition_rules)
        for rule in (*rules, *found.exit_condition_rules):
            for condition in rule.conditions:
                wanted = condition.referenced_objective
                if wanted and wanted not in known:
                    self.manifest.note("sequencing.unknown_objective", item, found=wanted)

    # -- values

    def _wrong(self, node: Node, name: str, written: str, expected: str) -> None:
        self.manifest.note("scorm.value", node, found=f"{name}={written}", expected=expected)

    def _true(self, node: Node | None, name: str, default: bool) -> bool:
        written = node.get(name).lower() if node is not None else ""
        if written in ("true", "1"):
            return True
        if written in ("false", "0"):
            return False
        if written and node is not None:
            self._wrong(node, name, written, "true | false")
        return default

    def _word(self, node: Node, name: str, default: str, words: tuple[str, ...]) -> str:
        written = node.get(name)
        for word in words:
            if written.lower() == word.lower():
                return word
        if written:
            self._wrong(node, name, written, " | ".join(words))
        return default

    def _decimal(
        self, node: Node | None, name: str, default: Decimal, span: tuple[int, int]
    ) -> Decimal:
        written = node.get(name) if node is not None else ""
        return self._measure(node, name, written, default, span)

    def _measure(
        self, node: Node | None, name: str, written: str, default: Decimal, span: tuple[int, int]
    ) -> Decimal:
        if not written or node is None:
            return default
        try:
            value = Decimal(written)
        except InvalidOperation:
            value = Decimal("NaN")
        if value.is_finite() and span[0] <= value <= span[1]:
            return value
        self._wrong(node, name, written, f"{span[0]}…{span[1]}")
        return default

    def _count(self, node: Node, name: str, default: int | None) -> int | None:
        written = node.get(name)
        if not written:
            return default
        if written.isascii() and written.isdecimal():
            return int(written[:9])
        self._wrong(node, name, written, "0, 1, 2, …")
        return default

    def _attributes(self, node: Node | None, kind: Callable[..., V]) -> V:
        """Return the value of *kind* whose true/false fields are the attributes of *node*."""
        if node is None:
            return kind()
        return kind(
            **{
                item.name: self._true(node, _camel(item.name), item.default is True)
                for item in fields(kind)  # type: ignore[arg-type]
            }
        )

    # -- rules

    def _rules(self, holder: Node | None, name: str) -> tuple[Rule, ...]:
        if holder is None:
            return ()
        return tuple(
            rule
            for node in holder.children(name)
            if (rule := self._rule(node, ACTIONS[name])) is not None
        )

    def _rule(self, node: Node, actions: tuple[str, ...]) -> Rule | None:
        action_node = node.child("ruleAction")
        if action_node is None:
            self._wrong(node, "ruleAction", "", " | ".join(actions))
            return None
        action = self._word(action_node, "action", "", actions)
        holder = node.child("ruleConditions")
        if not action or holder is None:
            return None
        conditions = tuple(
            RuleCondition(
                self._word(found, "condition", "", RULE_CONDITIONS),
                self._word(found, "operator", "noOp", OPERATORS),
                _objective_id(found, "referencedObjective"),
                self._decimal(found, "measureThreshold", Decimal(0), (-1, 1)),
            )
            for found in holder.children("ruleCondition")
        )
        return Rule(
            action,
            tuple(found for found in conditions if found.condition),
            self._word(holder, "conditionCombination", "all", COMBINATIONS),
        )

    def _limits(self, node: Node | None) -> LimitConditions:
        if node is None:
            return LimitConditions()
        duration = node.get("attemptAbsoluteDurationLimit")
        limit = iso_ms(duration) if duration else None
        if duration and limit is None:
            self._wrong(node, "attemptAbsoluteDurationLimit", duration, "PT…")
        return LimitConditions(self._count(node, "attemptLimit", None), limit)

    def _rollup_rules(self, holder: Node | None) -> tuple[RollupRule, ...]:
        if holder is None:
            return ()
        found = (self._rollup_rule(node) for node in holder.children("rollupRule"))
        return tuple(rule for rule in found if rule is not None)

    def _rollup_rule(self, node: Node) -> RollupRule | None:
        action_node, holder = node.child("rollupAction"), node.child("rollupConditions")
        if action_node is None or holder is None:
            return None
        action = self._word(action_node, "action", "", ROLLUP_ACTIONS)
        if not action:
            return None
        conditions = tuple(
            RollupCondition(
                self._word(found, "condition", "", ROLLUP_CONDITIONS),
                self._word(found, "operator", "noOp", OPERATORS),
            )
            for found in holder.children("rollupCondition")
        )
        return RollupRule(
            action,
            tuple(found for found in conditions if found.condition),
            self._word(holder, "conditionCombination", "any", COMBINATIONS),
            self._word(node, "childActivitySet", "all", CHILD_SETS),
            self._count(node, "minimumCount", 0) or 0,
            self._decimal(node, "minimumPercent", Decimal(0), (0, 1)),
        )

    def _considerations(self, node: Node | None) -> RollupConsiderations:
        if node is None:
            return RollupConsiderations()
        return RollupConsiderations(
            self._word(node, "requiredForSatisfied", "always", REQUIRED),
            self._word(node, "requiredForNotSatisfied", "always", REQUIRED),
            self._word(node, "requiredForCompleted", "always", REQUIRED),
            self._word(node, "requiredForIncomplete", "always", REQUIRED),
            self._true(node, "measureSatisfactionIfActive", True),
        )

    def _randomization(self, node: Node | None) -> RandomizationControls:
        if node is None:
            return RandomizationControls()
        return RandomizationControls(
            self._word(node, "randomizationTiming", "never", TIMINGS),
            self._true(node, "reorderChildren", False),
            self._word(node, "selectionTiming", "never", TIMINGS),
            self._count(node, "selectCount", None),
        )

    # -- objectives

    def _objectives(self, parts: _Parts) -> tuple[Objective, ...]:
        holder = parts.one("objectives", namespace="imsss")
        extended = self._extended_maps(parts.one("objectives", namespace="adlseq"))
        primary = Objective(primary=True)
        others: list[Objective] = []
        for node in holder.children("primaryObjective", "objective") if holder else ():
            is_primary = node.name == "primaryObjective"
            found = self._objective(node, is_primary, extended)
            if is_primary:
                primary = found
            else:
                others.append(found)
        return (primary, *others)

    def _objective(
        self, node: Node, primary: bool, extended: Mapping[str, dict[str, Node]]
    ) -> Objective:
        identifier = _objective_id(node, "objectiveID")
        measure = node.child("minNormalizedMeasure")
        plain = {
            _objective_id(found, "targetObjectiveID"): found for found in node.children("mapInfo")
        }
        more = extended.get(identifier, {})
        return Objective(
            identifier=identifier,
            primary=primary,
            satisfied_by_measure=self._true(node, "satisfiedByMeasure", False),
            min_normalized_measure=self._measure(
                measure,
                "minNormalizedMeasure",
                measure.text if measure is not None else "",
                Decimal(1),
                (-1, 1),
            ),
            maps=tuple(
                self._map(target, plain.get(target), more.get(target))
                for target in dict.fromkeys((*plain, *more))
                if target
            ),
        )

    def _extended_maps(self, holder: Node | None) -> dict[str, dict[str, Node]]:
        if holder is None:
            return {}
        return {
            _objective_id(node, "objectiveID"): {
                _objective_id(found, "targetObjectiveID"): found
                for found in node.children("mapInfo")
            }
            for node in holder.children("objective")
        }

    def _map(self, target: str, plain: Node | None, extended: Node | None) -> ObjectiveMap:
        """Join the imsss and the adlseq mapInfo of one target.

        A target that only ADL's element names shares no satisfaction and no measure: those
        two stand in the imsss element, which is absent.
        """
        found: dict[str, Any] = {}
        for item in fields(ObjectiveMap):
            if item.name == "target":
                continue
            if item.name.endswith(("_satisfied_status", "_normalized_measure")):
                default = item.default is True and plain is not None
                found[item.name] = self._true(plain, _camel(item.name), default)
            else:
                default = self.fourth and item.name in _FOURTH_EDITION_READS
                found[item.name] = self._true(extended, _camel(item.name), default)
        return ObjectiveMap(target, **found)


@dataclass(frozen=True, slots=True)
class _Parts:
    """The children of an item's own sequencing, then those of the collection's."""

    reader: Reader
    own: Node | None
    referenced: Node | None

    def one(self, name: str, namespace: str = "") -> Node | None:
        for holder in (self.own, self.referenced):
            for node in holder.children(name) if holder is not None else ():
                if not namespace or _is_adl(node) == (namespace == "adlseq"):
                    return node
        return None


def _objective_id(node: Node, name: str) -> str:
    """Return an objective's id with its white space, escaped or not, collapsed.

    Ids are anyURI, so a space is written ``%20``; the conformance tests of SCORM 2004 pad
    them in one place and not in another and mean the same objective.
    """
    return "%20".join(node.get(name).replace("%20", " ").split())


def _is_adl(node: Node) -> bool:
    return "adlseq" in node.namespace


def _camel(name: str) -> str:
    first, *rest = name.split("_")
    return first + "".join(word.capitalize() for word in rest)
