"""SCORM 1.2: a manifest of IMS CP 1.1.2 with ADL's five elements on an item."""

from __future__ import annotations

from decimal import Decimal, InvalidOperation

from content_packages.readers.durations import clock_ms
from content_packages.readers.ims_cp import Manifest, Resource
from content_packages.readers.structure import Block, Course, Unit
from content_packages.readers.xml import Node

TIME_LIMIT_ACTIONS = (
    "exit,message",
    "exit,no message",
    "continue,message",
    "continue,no message",
)


def course(manifest: Manifest, edition: str) -> Course | None:
    """Return the course that *manifest* describes, or None where it has nothing to launch."""
    organization = manifest.organization
    if organization is None:
        return _from_resources(manifest, edition)
    root_identifier = manifest.item_identifier(organization)
    identifier = manifest.root.get("identifier") or root_identifier
    described = manifest.metadata(manifest.root)
    title = manifest.title(organization, described.title or identifier)
    children = [_item(manifest, node) for node in organization.children("item")]
    root = Block(root_identifier, title, tuple(part for parts in children for part in parts))
    if not any(root.units()):
        manifest.note("ims_cp.nothing_to_launch", organization)
    return Course(
        format="scorm_1_2",
        edition=edition,
        identifier=identifier,
        title=title,
        root=root,
        description=described.description,
        language=described.language,
        length_ms=described.length_ms,
        keywords=described.keywords,
    )


def _from_resources(manifest: Manifest, edition: str) -> Course | None:
    """A manifest without organizations is a bundle of resources (CAM 1.2: resource package)."""
    units = []
    for resource in manifest.resources.values():
        if resource.href and resource.href.lower().partition("?")[0].endswith((".html", ".htm")):
            unit = _unit(manifest, resource.identifier, resource.identifier, None, resource)
            units += [unit] if unit else []
    if not units:
        manifest.note("ims_cp.no_organization", manifest.root)
        return None
    manifest.note("ims_cp.resources_only", manifest.root)
    described = manifest.metadata(manifest.root)
    identifier = manifest.root.get("identifier") or "course"
    title = described.title or identifier
    return Course(
        format="scorm_1_2",
        edition=edition,
        identifier=identifier,
        title=title,
        root=Block("resources", title, tuple(units)),
        description=described.description,
        language=described.language,
        length_ms=described.length_ms,
        keywords=described.keywords,
    )


def _item(manifest: Manifest, node: Node) -> tuple[Block | Unit, ...]:
    """Return what an item stands for: a unit, a block, or a block that begins with its own unit."""
    identifier = manifest.item_identifier(node)
    title = manifest.title(node, identifier)
    reference = node.get("identifierref")
    resource = manifest.resources.get(reference)
    if reference and resource is None:
        manifest.note("ims_cp.dangling_item", node, found=reference)
    unit = _unit(manifest, identifier, title, node, resource) if resource else None
    items = list(node.children("item"))
    if not items:
        if unit is None and not reference:
            manifest.note("ims_cp.empty_item", node, found=title)
        return (unit,) if unit else (_block(node, identifier, title, ()),)
    children = tuple(part for item in items for part in _item(manifest, item))
    if unit is None:
        return (_block(node, identifier, title, children),)
    return (_block(node, f"{identifier}.block", title, (unit, *children)),)


def _block(node: Node, identifier: str, title: str, children: tuple[Block | Unit, ...]) -> Block:
    return Block(
        identifier,
        title,
        children,
        visible=visible(node),
        prerequisites=node.text_at("prerequisites"),
    )


def _unit(
    manifest: Manifest, identifier: str, title: str, node: Node | None, resource: Resource
) -> Unit | None:
    launch = manifest.launched(resource, node.get("parameters") if node is not None else "")
    if launch is None:
        return None
    kind = unit_kind(manifest, resource)
    if node is None:
        return Unit(identifier, title, kind, launch.launch, launch.parameters)
    described = manifest.metadata(node)
    return Unit(
        identifier=identifier,
        title=title,
        kind=kind,
        launch=launch.launch,
        parameters=launch.parameters,
        description=described.description,
        visible=visible(node),
        prerequisites=node.text_at("prerequisites"),
        mastery_score=_mastery_score(manifest, node),
        max_time_allowed_ms=_max_time_allowed(manifest, node),
        time_limit_action=time_limit_action(manifest, node),
        data_from_lms=own_text(node, "datafromlms"),
        length_ms=described.length_ms,
    )


def unit_kind(manifest: Manifest, resource: Resource) -> str:
    """Return ``sco`` or ``asset``; a resource that does not say is an asset."""
    if resource.scorm_type in ("sco", "asset"):
        return resource.scorm_type
    manifest.note("scorm.no_type", found=resource.identifier, line=resource.line)
    return "asset"


def visible(node: Node) -> bool:
    """Return item@isvisible, which is true by default."""
    return node.get("isvisible", "true").lower() not in ("false", "0")


def own_text(node: Node, name: str) -> str:
    """Return the text of the child *name* as it is written, without its outer whitespace."""
    child = node.child(name)
    return "" if child is None else child.own_text


def time_limit_action(manifest: Manifest, node: Node) -> str:
    """Return the time limit action in its one spelling, or "" (with a finding if it is wrong)."""
    written = ",".join(part.strip() for part in node.text_at("timelimitaction").split(","))
    if not written or written.lower() in TIME_LIMIT_ACTIONS:
        return written.lower()
    manifest.note(
        "scorm.value",
        node.child("timelimitaction"),
        found=f"timeLimitAction {written}",
        expected=" | ".join(TIME_LIMIT_ACTIONS),
    )
    return ""


def _mastery_score(manifest: Manifest, node: Node) -> Decimal | None:
    written = node.text_at("masteryscore")
    if not written:
        return None
    try:
        score = Decimal(written)
    except InvalidOperation:
        score = Decimal(-1)
    if score.is_finite() and 0 <= score <= 100:
        return score
    manifest.note(
        "scorm.value",
        node.child("masteryscore"),
        found=f"masteryscore {written}",
        expected="0…100",
    )
    return None


def _max_time_allowed(manifest: Manifest, node: Node) -> int | None:
    written = node.text_at("maxtimeallowed")
    if not written:
        return None
    found = clock_ms(written)
    if found is None:
        manifest.note(
            "scorm.value",
            node.child("maxtimeallowed"),
            found=f"maxtimeallowed {written}",
            expected="HHHH:MM:SS",
        )
    return found
