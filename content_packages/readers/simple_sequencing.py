"""IMS Simple Sequencing elements (imsss) with ADL's extensions (adlseq), read into values.

Element and attribute names are those of the binding; whatever is absent keeps the default
of the definition model. A value outside its vocabulary is reported and its default stands.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields
from decimal import Decimal
from typing import Any

from content_packages.readers import sequencing_rules
from content_packages.readers.ims_cp import Manifest
from content_packages.readers.sequencing import (
    ConstrainedChoice,
    ControlMode,
    DeliveryControls,
    Objective,
    ObjectiveMap,
    Sequencing,
)
from content_packages.readers.sequencing_values import Values, camel
from content_packages.readers.xml import Node

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
            control_mode=self.values.attributes(parts.one("controlMode"), ControlMode),
            constrained_choice=self.values.attributes(
                parts.one("constrainedChoiceConsiderations"), ConstrainedChoice
            ),
            pre_condition_rules=sequencing_rules.rules(
                self.values, parts.one("sequencingRules"), "preConditionRule"
            ),
            exit_condition_rules=sequencing_rules.rules(
                self.values, parts.one("sequencingRules"), "exitConditionRule"
            ),
            post_condition_rules=sequencing_rules.rules(
                self.values, parts.one("sequencingRules"), "postConditionRule"
            ),
            limit_conditions=sequencing_rules.limit_conditions(
                self.values, parts.one("limitConditions")
            ),
            rollup_rules=sequencing_rules.rollup_rules(self.values, parts.one("rollupRules")),
            rollup_objective_satisfied=self.values.true(
                parts.one("rollupRules"), "rollupObjectiveSatisfied", True
            ),
            rollup_progress_completion=self.values.true(
                parts.one("rollupRules"), "rollupProgressCompletion", True
            ),
            objective_measure_weight=self.values.decimal(
                parts.one("rollupRules"), "objectiveMeasureWeight", Decimal(1), (0, 1)
            ),
            rollup_considerations=sequencing_rules.rollup_considerations(
                self.values, parts.one("rollupConsiderations")
            ),
            objectives=self._objectives(parts),
            randomization_controls=sequencing_rules.randomization_controls(
                self.values, parts.one("randomizationControls")
            ),
            delivery_controls=self.values.attributes(
                parts.one("deliveryControls"), DeliveryControls
            ),
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

    @property
    def values(self) -> Values:
        """The reader of attribute values."""
        return Values(self.manifest)

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
        identifier = sequencing_rules.objective_id(node, "objectiveID")
        measure = node.child("minNormalizedMeasure")
        plain = {
            sequencing_rules.objective_id(found, "targetObjectiveID"): found
            for found in node.children("mapInfo")
        }
        more = extended.get(identifier, {})
        return Objective(
            identifier=identifier,
            primary=primary,
            satisfied_by_measure=self.values.true(node, "satisfiedByMeasure", False),
            min_normalized_measure=self.values.measure(
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
            sequencing_rules.objective_id(node, "objectiveID"): {
                sequencing_rules.objective_id(found, "targetObjectiveID"): found
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
                found[item.name] = self.values.true(plain, camel(item.name), default)
            else:
                default = self.fourth and item.name in _FOURTH_EDITION_READS
                found[item.name] = self.values.true(extended, camel(item.name), default)
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


def _is_adl(node: Node) -> bool:
    return "adlseq" in node.namespace
