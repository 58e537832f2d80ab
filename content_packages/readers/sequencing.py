"""What SCORM 2004 Sequencing (IMS Simple Sequencing with ADL's extensions) says of one activity.

The names are those of the sequencing definition model (SN 4th Edition, chapter 3) in
snake_case; the defaults are the standard's, so that an absent element needs no special case.
Measures are Decimals, because 0.7 must be 0.7. Durations are whole milliseconds.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal


@dataclass(frozen=True, slots=True)
class ControlMode:
    """How a learner may move among the children of an activity (SM.1)."""

    choice: bool = True
    choice_exit: bool = True
    flow: bool = False
    forward_only: bool = False
    use_current_attempt_objective_info: bool = True
    use_current_attempt_progress_info: bool = True


@dataclass(frozen=True, slots=True)
class ConstrainedChoice:
    """ADL's limits on choice: neighbours only, and no activation from outside."""

    constrain_choice: bool = False
    prevent_activation: bool = False


@dataclass(frozen=True, slots=True)
class RuleCondition:
    """One condition of a sequencing rule: *operator* is ``noOp`` or ``not``.

    *referenced_objective* is a local objective id; empty means the primary objective.
    """

    condition: str
    operator: str = "noOp"
    referenced_objective: str = ""
    measure_threshold: Decimal = Decimal(0)


@dataclass(frozen=True, slots=True)
class Rule:
    """When *conditions* hold, all of them or any, do *action*; where it stands says when."""

    action: str
    conditions: tuple[RuleCondition, ...] = ()
    condition_combination: str = "all"


@dataclass(frozen=True, slots=True)
class RollupCondition:
    """One condition on a child of the activity."""

    condition: str
    operator: str = "noOp"


@dataclass(frozen=True, slots=True)
class RollupRule:
    """What the state of enough children says of the activity (SM.5)."""

    action: str
    conditions: tuple[RollupCondition, ...] = ()
    condition_combination: str = "any"
    child_activity_set: str = "all"
    minimum_count: int = 0
    minimum_percent: Decimal = Decimal(0)


@dataclass(frozen=True, slots=True)
class RollupConsiderations:
    """When this activity counts in its parent's roll-up (ADL extension)."""

    required_for_satisfied: str = "always"
    required_for_not_satisfied: str = "always"
    required_for_completed: str = "always"
    required_for_incomplete: str = "always"
    measure_satisfaction_if_active: bool = True


@dataclass(frozen=True, slots=True)
class ObjectiveMap:
    """What a local objective reads from and writes to the shared objective *target* (SM.7)."""

    target: str
    read_satisfied_status: bool = True
    read_normalized_measure: bool = True
    write_satisfied_status: bool = False
    write_normalized_measure: bool = False
    read_raw_score: bool = False
    read_min_score: bool = False
    read_max_score: bool = False
    read_completion_status: bool = False
    read_progress_measure: bool = False
    write_raw_score: bool = False
    write_min_score: bool = False
    write_max_score: bool = False
    write_completion_status: bool = False
    write_progress_measure: bool = False


@dataclass(frozen=True, slots=True)
class Objective:
    """One objective of an activity; the *primary* one contributes to roll-up (SM.6)."""

    identifier: str = ""
    primary: bool = False
    satisfied_by_measure: bool = False
    min_normalized_measure: Decimal = Decimal(1)
    maps: tuple[ObjectiveMap, ...] = ()


@dataclass(frozen=True, slots=True)
class RandomizationControls:
    """Which children are picked and in what order (SM.9, SM.10)."""

    randomization_timing: str = "never"
    reorder_children: bool = False
    selection_timing: str = "never"
    select_count: int | None = None


@dataclass(frozen=True, slots=True)
class DeliveryControls:
    """Whether the activity is tracked, and who sets its status (SM.11)."""

    tracked: bool = True
    completion_set_by_content: bool = False
    objective_set_by_content: bool = False


@dataclass(frozen=True, slots=True)
class LimitConditions:
    """How often and how long the activity may be attempted (SM.3); None is no limit."""

    attempt_limit: int | None = None
    attempt_absolute_duration_limit_ms: int | None = None


@dataclass(frozen=True, slots=True)
class Sequencing:
    """The sequencing definition of one activity, collections already merged in.

    *objectives* has the primary objective first; an activity that declares none has one
    nameless primary objective, which SN 4.2.1 gives to every activity.
    """

    control_mode: ControlMode = ControlMode()
    constrained_choice: ConstrainedChoice = ConstrainedChoice()
    pre_condition_rules: tuple[Rule, ...] = ()
    exit_condition_rules: tuple[Rule, ...] = ()
    post_condition_rules: tuple[Rule, ...] = ()
    limit_conditions: LimitConditions = LimitConditions()
    rollup_rules: tuple[RollupRule, ...] = ()
    rollup_objective_satisfied: bool = True
    rollup_progress_completion: bool = True
    objective_measure_weight: Decimal = Decimal(1)
    rollup_considerations: RollupConsiderations = RollupConsiderations()
    objectives: tuple[Objective, ...] = field(default=(Objective(primary=True),))
    randomization_controls: RandomizationControls = RandomizationControls()
    delivery_controls: DeliveryControls = DeliveryControls()

    @property
    def primary_objective(self) -> Objective:
        """The objective that rolls up."""
        return self.objectives[0]
