"""SCORM 2004, 2nd to 4th Edition: items are activities with sequencing and navigation."""

from __future__ import annotations

from decimal import Decimal, InvalidOperation

from content_packages.readers import simple_sequencing
from content_packages.readers.ims_cp import Manifest
from content_packages.readers.scorm_1_2 import own_text, time_limit_action, unit_kind, visible
from content_packages.readers.simple_sequencing import Reader
from content_packages.readers.structure import (
    Block,
    CompletionThreshold,
    Course,
    SharedDataMap,
    Unit,
)
from content_packages.readers.xml import Node

HIDEABLE = (
    "previous",
    "continue",
    "exit",
    "exitAll",
    "abandon",
    "abandonAll",
    "suspendAll",
)


def course(manifest: Manifest, edition: str) -> Course | None:
    """Return the course that *manifest* describes, or None where it has nothing to launch."""
    organization = manifest.organization
    if organization is None:
        manifest.note("ims_cp.no_organization", manifest.root)
        return None
    reader = Reader(
        manifest,
        simple_sequencing.collection(manifest.root),
        fourth=edition == "2004 4th Edition",
    )
    root_identifier = manifest.item_identifier(organization)
    identifier = manifest.root.get("identifier") or root_identifier
    described = manifest.metadata(manifest.root)
    own = manifest.metadata(organization)
    title = manifest.title(organization, described.title or identifier)
    children = tuple(_item(manifest, reader, node) for node in organization.children("item"))
    root = Block(
        root_identifier,
        title,
        children,
        completion_threshold=_completion_threshold(manifest, organization),
        sequencing=reader.sequencing(organization),
    )
    if not any(root.units()):
        manifest.note("ims_cp.nothing_to_launch", organization)
    _check_root(manifest, organization, root)
    return Course(
        format="scorm_2004",
        edition=edition,
        identifier=identifier,
        title=title,
        root=root,
        description=described.description or own.description,
        language=described.language or own.language,
        objectives_global_to_system=_true(organization, "objectivesGlobalToSystem"),
        shared_data_global_to_system=_true(organization, "sharedDataGlobalToSystem"),
        length_ms=described.length_ms or own.length_ms,
        keywords=described.keywords or own.keywords,
    )


def _check_root(manifest: Manifest, organization: Node, root: Block) -> None:
    assert root.sequencing is not None
    control = root.sequencing.control_mode
    if not control.flow and not control.choice:
        manifest.note("sequencing.unreachable", organization)
    elif not control.flow and len(root.children) > 1:
        manifest.note("sequencing.no_flow", organization)


def _true(node: Node, name: str) -> bool:
    return node.get(name, "true").lower() not in ("false", "0")


def _item(manifest: Manifest, reader: Reader, node: Node) -> Block | Unit:
    identifier = manifest.item_identifier(node)
    title = manifest.title(node, identifier)
    reference = node.get("identifierref")
    items = list(node.children("item"))
    if not items and reference:
        unit = _unit(manifest, reader, node, identifier, title)
        if unit is not None:
            return unit
    elif items and reference:
        manifest.note("scorm.cluster_resource", node, found=identifier)
    elif not items:
        manifest.note("ims_cp.empty_item", node, found=title)
    return Block(
        identifier,
        title,
        tuple(_item(manifest, reader, item) for item in items),
        visible=visible(node),
        completion_threshold=_completion_threshold(manifest, node),
        sequencing=reader.sequencing(node),
        hide_lms_ui=_hidden(manifest, node),
    )


def _unit(
    manifest: Manifest, reader: Reader, node: Node, identifier: str, title: str
) -> Unit | None:
    resource = manifest.resources.get(node.get("identifierref"))
    if resource is None:
        manifest.note("ims_cp.dangling_item", node, found=node.get("identifierref"))
        return None
    launch = manifest.launched(resource, node.get("parameters"))
    if launch is None:
        return None
    described = manifest.metadata(node)
    sequencing = reader.sequencing(node)
    return Unit(
        identifier=identifier,
        title=title,
        kind=unit_kind(manifest, resource),
        launch=launch.launch,
        parameters=launch.parameters,
        description=described.description,
        visible=visible(node),
        max_time_allowed_ms=sequencing.limit_conditions.attempt_absolute_duration_limit_ms,
        time_limit_action=time_limit_action(manifest, node),
        data_from_lms=own_text(node, "dataFromLMS"),
        completion_threshold=_completion_threshold(manifest, node),
        sequencing=sequencing,
        hide_lms_ui=_hidden(manifest, node),
        shared_data=_shared_data(node),
        length_ms=described.length_ms,
    )


def _completion_threshold(manifest: Manifest, node: Node) -> CompletionThreshold | None:
    """4th Edition writes attributes; 2nd and 3rd a number as text, which switches it on."""
    found = node.child("completionThreshold")
    if found is None:
        return None
    text = found.text
    if text and found.raw("completedByMeasure") is None:
        measure = _measure(manifest, found, text, Decimal(-1))
        return None if measure < 0 else CompletionThreshold(True, measure)
    one = Decimal(1)
    return CompletionThreshold(
        found.get("completedByMeasure").lower() in ("true", "1"),
        _measure(manifest, found, found.get("minProgressMeasure", "1"), one),
        _measure(manifest, found, found.get("progressWeight", "1"), one),
    )


def _measure(manifest: Manifest, node: Node, written: str, fallback: Decimal) -> Decimal:
    try:
        value = Decimal(written)
    except InvalidOperation:
        value = Decimal(-1)
    if value.is_finite() and 0 <= value <= 1:
        return value
    manifest.note("scorm.value", node, found=f"{node.name} {written}", expected="0…1")
    return fallback


def _hidden(manifest: Manifest, node: Node) -> tuple[str, ...]:
    interface = node.at("presentation/navigationInterface")
    if interface is None:
        return ()
    hidden = []
    for control in interface.children("hideLMSUI"):
        if control.text in HIDEABLE:
            hidden.append(control.text)
        else:
            manifest.note(
                "scorm.value",
                control,
                found=f"hideLMSUI {control.text}",
                expected=" | ".join(HIDEABLE),
            )
    return tuple(dict.fromkeys(hidden))


def _shared_data(node: Node) -> tuple[SharedDataMap, ...]:
    holder = node.child("data")
    if holder is None:
        return ()
    return tuple(
        SharedDataMap(
            found.get("targetID"), _true(found, "readSharedData"), _true(found, "writeSharedData")
        )
        for found in holder.children("map")
        if found.get("targetID")
    )
