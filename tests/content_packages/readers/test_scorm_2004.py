"""SCORM 2004 manifests: editions, sequencing, navigation, thresholds, shared data."""

from __future__ import annotations

from decimal import Decimal

import pytest

from content_packages.readers.sequencing import (
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
from content_packages.readers.structure import CompletionThreshold, Course, SharedDataMap
from tests.content_packages.builders import HTML, scorm_2004, zipped
from tests.content_packages.conftest import codes, reading


def course_of(manifest: str) -> Course:
    found = reading(zipped({"imsmanifest.xml": manifest, "index.html": HTML}))
    assert found.accepted, found.findings
    assert found.course is not None
    return found.course


def item(inner: str) -> str:
    return f'<item identifier="i1" identifierref="r1"><title>t</title>{inner}</item>'


def sequencing_of(inner: str, **changes: str) -> Sequencing:
    unit = course_of(
        scorm_2004(item(f"<imsss:sequencing>{inner}</imsss:sequencing>"), **changes)
    ).units()[0]
    assert unit.sequencing is not None
    return unit.sequencing


@pytest.mark.parametrize(
    ("written", "edition"),
    [
        ("CAM 1.3", "2004 2nd Edition"),
        ("2004 2nd Edition", "2004 2nd Edition"),
        ("2004 3rd Edition", "2004 3rd Edition"),
        ("2004 4th Edition", "2004 4th Edition"),
        ("2004 4th ed.", "2004 4th Edition"),
        ("2004", "2004 3rd Edition"),
    ],
)
def test_the_edition_is_read_from_the_schemaversion(written: str, edition: str) -> None:
    assert course_of(scorm_2004(edition=written)).edition == edition


def test_an_activity_without_sequencing_has_the_standards_defaults() -> None:
    course = course_of(scorm_2004())
    assert course.units()[0].sequencing == Sequencing()
    assert course.root.sequencing == Sequencing()
    assert Sequencing().control_mode == ControlMode(choice=True, flow=False)
    assert Sequencing().primary_objective == Objective(primary=True)


def test_every_part_of_sequencing_is_read() -> None:
    found = sequencing_of(
        '<imsss:controlMode choice="false" choiceExit="false" flow="true" forwardOnly="true" '
        'useCurrentAttemptObjectiveInfo="false" useCurrentAttemptProgressInfo="false"/>'
        "<imsss:sequencingRules>"
        '<imsss:preConditionRule><imsss:ruleConditions conditionCombination="any">'
        '<imsss:ruleCondition referencedObjective="o" measureThreshold="-0.25" operator="not" '
        'condition="objectiveMeasureGreaterThan"/><imsss:ruleCondition condition="always"/>'
        '</imsss:ruleConditions><imsss:ruleAction action="hiddenFromChoice"/>'
        "</imsss:preConditionRule>"
        "<imsss:exitConditionRule><imsss:ruleConditions>"
        '<imsss:ruleCondition condition="completed"/>'
        '</imsss:ruleConditions><imsss:ruleAction action="exit"/></imsss:exitConditionRule>'
        "<imsss:postConditionRule><imsss:ruleConditions>"
        '<imsss:ruleCondition condition="satisfied"/>'
        '</imsss:ruleConditions><imsss:ruleAction action="retryAll"/></imsss:postConditionRule>'
        "</imsss:sequencingRules>"
        '<imsss:limitConditions attemptLimit="3" attemptAbsoluteDurationLimit="PT1H30M"/>'
        '<imsss:rollupRules rollupObjectiveSatisfied="false" rollupProgressCompletion="false" '
        'objectiveMeasureWeight="0.5"><imsss:rollupRule childActivitySet="atLeastPercent" '
        'minimumPercent="0.75" minimumCount="2"><imsss:rollupConditions conditionCombination="all">'
        '<imsss:rollupCondition operator="not" condition="attempted"/></imsss:rollupConditions>'
        '<imsss:rollupAction action="incomplete"/></imsss:rollupRule></imsss:rollupRules>'
        '<imsss:objectives><imsss:primaryObjective objectiveID="p" satisfiedByMeasure="true">'
        "<imsss:minNormalizedMeasure>0.7</imsss:minNormalizedMeasure>"
        '<imsss:mapInfo targetObjectiveID="g" readNormalizedMeasure="false" '
        'writeSatisfiedStatus="true"/></imsss:primaryObjective>'
        '<imsss:objective objectiveID="o"/></imsss:objectives>'
        '<imsss:randomizationControls randomizationTiming="once" selectCount="2" '
        'reorderChildren="true" selectionTiming="onEachNewAttempt"/>'
        '<imsss:deliveryControls tracked="false" completionSetByContent="true" '
        'objectiveSetByContent="true"/>'
        '<adlseq:constrainedChoiceConsiderations preventActivation="true" constrainChoice="true"/>'
        '<adlseq:rollupConsiderations requiredForSatisfied="ifAttempted" '
        'requiredForNotSatisfied="ifNotSkipped" requiredForCompleted="ifNotSuspended" '
        'requiredForIncomplete="always" measureSatisfactionIfActive="false"/>',
        edition="2004 3rd Edition",
    )
    assert found.control_mode == ControlMode(False, False, True, True, False, False)
    assert found.constrained_choice.constrain_choice and found.constrained_choice.prevent_activation
    assert found.pre_condition_rules == (
        Rule(
            "hiddenFromChoice",
            (
                RuleCondition("objectiveMeasureGreaterThan", "not", "o", Decimal("-0.25")),
                RuleCondition("always"),
            ),
            "any",
        ),
    )
    assert found.exit_condition_rules == (Rule("exit", (RuleCondition("completed"),)),)
    assert found.post_condition_rules == (Rule("retryAll", (RuleCondition("satisfied"),)),)
    assert found.limit_conditions == LimitConditions(3, 5_400_000)
    assert found.rollup_rules == (
        RollupRule(
            "incomplete",
            (RollupCondition("attempted", "not"),),
            "all",
            "atLeastPercent",
            2,
            Decimal("0.75"),
        ),
    )
    assert not found.rollup_objective_satisfied and not found.rollup_progress_completion
    assert found.objective_measure_weight == Decimal("0.5")
    assert found.rollup_considerations == RollupConsiderations(
        "ifAttempted", "ifNotSkipped", "ifNotSuspended", "always", False
    )
    assert found.objectives == (
        Objective(
            "p",
            True,
            True,
            Decimal("0.7"),
            (ObjectiveMap("g", read_normalized_measure=False, write_satisfied_status=True),),
        ),
        Objective("o"),
    )
    assert found.randomization_controls == RandomizationControls(
        "once", True, "onEachNewAttempt", 2
    )
    assert found.delivery_controls == DeliveryControls(False, True, True)


@pytest.mark.clause("imsss sequencing.IDRef")
def test_a_collection_fills_what_the_item_leaves_open_and_the_item_prevails() -> None:
    collection = (
        '<imsss:sequencingCollection><imsss:sequencing ID="c">'
        '<imsss:controlMode flow="true"/><imsss:limitConditions attemptLimit="2"/>'
        "</imsss:sequencing></imsss:sequencingCollection>"
    )
    inner = (
        '<imsss:sequencing IDRef="c"><imsss:limitConditions attemptLimit="5"/></imsss:sequencing>'
    )
    unit = course_of(scorm_2004(item(inner), collection=collection)).units()[0]
    assert unit.sequencing is not None
    assert unit.sequencing.control_mode.flow
    assert unit.sequencing.limit_conditions.attempt_limit == 5


def test_white_space_in_objective_ids_is_collapsed_escaped_or_not() -> None:
    found = sequencing_of(
        "<imsss:sequencingRules><imsss:preConditionRule><imsss:ruleConditions>"
        '<imsss:ruleCondition condition="satisfied" referencedObjective=" %20o%20%201 "/>'
        '</imsss:ruleConditions><imsss:ruleAction action="skip"/></imsss:preConditionRule>'
        "</imsss:sequencingRules><imsss:objectives><imsss:primaryObjective/>"
        '<imsss:objective objectiveID="o%201 "/></imsss:objectives>'
    )
    assert found.objectives[1].identifier == "o%201"
    assert found.pre_condition_rules[0].conditions[0].referenced_objective == "o%201"


def test_the_4th_edition_joins_adls_objective_maps_with_those_of_ims() -> None:
    found = sequencing_of(
        '<imsss:objectives><imsss:primaryObjective objectiveID="p">'
        '<imsss:mapInfo targetObjectiveID="g" writeNormalizedMeasure="true"/>'
        "</imsss:primaryObjective></imsss:objectives>"
        '<adlseq:objectives><adlseq:objective objectiveID="p">'
        '<adlseq:mapInfo targetObjectiveID="g" writeRawScore="true" readMinScore="false"/>'
        '<adlseq:mapInfo targetObjectiveID="h" writeCompletionStatus="true"/>'
        "</adlseq:objective></adlseq:objectives>"
    )
    first, second = found.primary_objective.maps
    assert (first.target, second.target) == ("g", "h")
    assert first.read_satisfied_status and first.write_normalized_measure
    assert first.write_raw_score and first.read_raw_score and not first.read_min_score
    assert not second.read_satisfied_status, "only IMS's element shares satisfaction"
    assert second.write_completion_status and second.read_progress_measure


def test_thresholds_are_attributes_in_the_4th_edition_and_a_number_before() -> None:
    fourth = course_of(
        scorm_2004(
            item(
                '<adlcp:completionThreshold completedByMeasure="true" '
                'minProgressMeasure="0.75" progressWeight="0.5"/>'
            )
        )
    )
    third = course_of(
        scorm_2004(
            item("<adlcp:completionThreshold>0.75</adlcp:completionThreshold>"),
            edition="2004 3rd Edition",
        )
    )
    assert fourth.units()[0].completion_threshold == CompletionThreshold(
        True, Decimal("0.75"), Decimal("0.5")
    )
    assert third.units()[0].completion_threshold == CompletionThreshold(True, Decimal("0.75"))


def test_navigation_shared_data_and_launch_data_are_read() -> None:
    unit = course_of(
        scorm_2004(
            item(
                "<adlcp:timeLimitAction>continue,message</adlcp:timeLimitAction>"
                "<adlcp:dataFromLMS>start=3</adlcp:dataFromLMS>"
                '<adlcp:data><adlcp:map targetID="notes" writeSharedData="false"/></adlcp:data>'
                "<adlnav:presentation><adlnav:navigationInterface>"
                "<adlnav:hideLMSUI>continue</adlnav:hideLMSUI>"
                "<adlnav:hideLMSUI>previous</adlnav:hideLMSUI>"
                "</adlnav:navigationInterface></adlnav:presentation>"
            )
        )
    ).units()[0]
    assert unit.time_limit_action == "continue,message"
    assert unit.data_from_lms == "start=3"
    assert unit.shared_data == (SharedDataMap("notes", True, False),)
    assert unit.hide_lms_ui == ("continue", "previous")


def test_objectives_and_data_may_be_kept_inside_the_course() -> None:
    course = course_of(
        scorm_2004(
            organization='adlseq:objectivesGlobalToSystem="false" '
            'adlcp:sharedDataGlobalToSystem="false"'
        )
    )
    assert not course.objectives_global_to_system
    assert not course.shared_data_global_to_system


@pytest.mark.parametrize(
    ("inner", "code"),
    [
        ('<imsss:sequencing IDRef="no"/>', "sequencing.dangling_collection"),
        (
            '<imsss:sequencing><imsss:limitConditions attemptLimit="many"/></imsss:sequencing>',
            "scorm.value",
        ),
        (
            "<imsss:sequencing><imsss:sequencingRules><imsss:preConditionRule>"
            '<imsss:ruleConditions><imsss:ruleCondition referencedObjective="no" '
            'condition="satisfied"/></imsss:ruleConditions><imsss:ruleAction action="skip"/>'
            "</imsss:preConditionRule></imsss:sequencingRules></imsss:sequencing>",
            "sequencing.unknown_objective",
        ),
        (
            "<adlnav:presentation><adlnav:navigationInterface><adlnav:hideLMSUI>everything"
            "</adlnav:hideLMSUI></adlnav:navigationInterface></adlnav:presentation>",
            "scorm.value",
        ),
    ],
)
def test_a_value_outside_its_vocabulary_is_said_and_its_default_stands(
    inner: str, code: str
) -> None:
    found = reading(zipped({"imsmanifest.xml": scorm_2004(item(inner)), "index.html": HTML}))
    assert found.accepted
    assert code in codes(found)


def test_a_root_that_allows_neither_choice_nor_flow_is_said() -> None:
    found = reading(
        zipped(
            {
                "imsmanifest.xml": scorm_2004(
                    sequencing='<imsss:sequencing><imsss:controlMode choice="false"/>'
                    "</imsss:sequencing>"
                ),
                "index.html": HTML,
            }
        )
    )
    assert "sequencing.unreachable" in codes(found)
