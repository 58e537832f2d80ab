"""What members of one object demand of each other, once each has its own right shape."""

from __future__ import annotations

from typing import Any

from lrs.rules.shapes import Found, at, shown
from schemas.clauses import clause
from schemas.values import Violation

IFIS = ("mbox", "mbox_sha1sum", "openid", "account")
"""The inverse functional identifiers: each names one agent or group, whatever its name."""

VOIDED = "http://adlnet.gov/expapi/verbs/voided"
"""The verb that takes the statement which it refers to out of force."""

INTERACTION_PARTS = (
    "correctResponsesPattern",
    "choices",
    "scale",
    "source",
    "target",
    "steps",
)

ONE_IFI = clause("XAPI-00034")
GROUP_IFI = clause("XAPI-00037")
AUTHORITY_GROUP = clause("XAPI-00098")
MAXIMUM = clause("XAPI-00080")
RAW_BETWEEN = clause("XAPI-00082")
INTERACTION_NAMED = clause("XAPI-00064")
COMPONENT_ONCE = clause("XAPI-00058")
VOIDING_TARGET = clause("XAPI-00017")
REVISION_OF_ACTIVITY = clause("XAPI-00084")
PLATFORM_OF_ACTIVITY = clause("XAPI-00085")


def agent_has_one_ifi(agent: dict[str, Any], here: str, found: Found) -> None:
    """An Agent is identified by exactly one IFI (Data 2.4.2.1)."""
    given = [name for name in IFIS if name in agent]
    if len(given) != 1:
        found.append(
            Violation(
                ONE_IFI,
                here,
                f"an Agent has exactly one of {', '.join(IFIS)}; "
                f"found {' and '.join(given) or 'none'}",
            )
        )


def group_is_identified_or_has_members(group: dict[str, Any], here: str, found: Found) -> None:
    """A Group has one IFI, or is anonymous and lists its members (Data 2.4.2.2)."""
    given = [name for name in IFIS if name in group]
    if len(given) > 1:
        found.append(
            Violation(GROUP_IFI, here, f"a Group has at most one IFI; found {' and '.join(given)}")
        )
    elif not given and not group.get("member"):
        found.append(Violation(GROUP_IFI, here, "a Group without an IFI lists its members"))


def authority_group_is_a_pair(group: dict[str, Any], here: str, found: Found) -> None:
    """A Group is an authority only as an anonymous pair of application and user (Data 2.4.9)."""
    if any(name in group for name in IFIS):
        found.append(Violation(AUTHORITY_GROUP, here, "a Group as authority has no IFI"))
    elif len(group.get("member", ())) != 2:
        found.append(Violation(AUTHORITY_GROUP, here, "a Group as authority has two members"))


def score_is_within_its_bounds(score: dict[str, Any], here: str, found: Found) -> None:
    """``min`` is below ``max`` and ``raw`` between them (Data 2.4.5.1)."""
    least, most, raw = score.get("min"), score.get("max"), score.get("raw")
    if least is not None and most is not None and not least < most:
        found.append(Violation(MAXIMUM, at(here, "max"), f"{most} is not more than min, {least}"))
    if raw is None:
        return
    if least is not None and raw < least:
        found.append(Violation(RAW_BETWEEN, at(here, "raw"), f"{raw} is less than min, {least}"))
    if most is not None and raw > most:
        found.append(Violation(RAW_BETWEEN, at(here, "raw"), f"{raw} is more than max, {most}"))


def definition_names_its_interaction(definition: dict[str, Any], here: str, found: Found) -> None:
    """Parts of an interaction need its type, and component ids are unique (Data 2.4.4.1)."""
    parts = [name for name in INTERACTION_PARTS if name in definition]
    if parts and "interactionType" not in definition:
        found.append(
            Violation(
                INTERACTION_NAMED,
                at(here, "interactionType"),
                f"is required beside {' and '.join(parts)}",
            )
        )
    for name in parts:
        if name == "correctResponsesPattern":
            continue
        ids = [component["id"] for component in definition[name]]
        for index, component_id in enumerate(ids):
            if component_id in ids[:index]:
                found.append(
                    Violation(
                        COMPONENT_ONCE,
                        f"{at(here, name)}[{index}].id",
                        f"{shown(component_id)} occurs twice",
                    )
                )


def statement_is_consistent(statement: dict[str, Any], here: str, found: Found) -> None:
    """Voiding needs a StatementRef; revision and platform need an Activity (Data 2.3.2, 2.4.6)."""
    target = statement["object"].get("objectType", "Activity")
    if statement["verb"]["id"] == VOIDED and target != "StatementRef":
        found.append(
            Violation(
                VOIDING_TARGET,
                at(here, "object.objectType"),
                "a voiding statement refers to the voided one by a StatementRef",
            )
        )
    context = statement.get("context")
    if context is None or target == "Activity":
        return
    for name, needed in (
        ("revision", REVISION_OF_ACTIVITY),
        ("platform", PLATFORM_OF_ACTIVITY),
    ):
        if name in context:
            found.append(
                Violation(
                    needed,
                    at(here, f"context.{name}"),
                    f"belongs to an Activity, and the object is a {target}",
                )
            )
