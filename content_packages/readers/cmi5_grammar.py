"""The grammar of a cmi5 course structure, as its XML schema (v1) has it.

Kept as a table instead of the schema file, so that a fault can be said in words that a
vendor understands: which element, on which line, and what should stand there.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation

from content_packages.readers.findings import Finding, finding
from content_packages.readers.xml import Node

NAMESPACE = "https://w3id.org/xapi/profiles/cmi5/v1/CourseStructure.xsd"
DRAFT_NAMESPACES = frozenset(
    {
        "",
        "http://www.adlnet.gov/cmi5/CourseStructure.xsd",
        "http://aicc.org/CMI5/v1/CourseStructure.xsd",
    }
)
"""Namespaces of drafts that tools still write; read with a warning."""

MOVE_ON = ("NotApplicable", "Passed", "Completed", "CompletedAndPassed", "CompletedOrPassed")
LAUNCH_METHODS = ("AnyWindow", "OwnWindow")


@dataclass(frozen=True, slots=True)
class Place:
    """One step of an element's sequence: the *names* allowed, and how often."""

    names: tuple[str, ...]
    least: int = 1
    most: int | None = 1


_TITLE, _DESCRIPTION = Place(("title",)), Place(("description",))
_REFERENCES = Place(("objectives",), least=0)
_PARTS = Place(("au", "block"), most=None)

SEQUENCES: dict[str, tuple[Place, ...]] = {
    "courseStructure": (Place(("course",)), Place(("objectives",), least=0), _PARTS),
    "course": (_TITLE, _DESCRIPTION),
    "block": (_TITLE, _DESCRIPTION, _REFERENCES, _PARTS),
    "au": (
        _TITLE,
        _DESCRIPTION,
        _REFERENCES,
        Place(("url",)),
        Place(("launchParameters",), least=0),
        Place(("entitlementKey",), least=0),
    ),
    "objectives": (Place(("objective",), most=None),),
    "title": (Place(("langstring",), most=None),),
    "description": (Place(("langstring",), most=None),),
}
ATTRIBUTES: dict[str, tuple[str, ...]] = {
    "course": ("id",),
    "block": ("id",),
    "au": ("id", "moveOn", "masteryScore", "launchMethod", "activityType"),
    "langstring": ("lang",),
}
_WITH_ID = ("course", "block", "au")


def faults(root: Node, file: str) -> Iterator[Finding]:
    """Yield a finding for every place at which *root* departs from the schema."""
    if root.name != "courseStructure":
        yield _fault(file, root, f"<{root.name}>", "<courseStructure>")
        return
    if root.namespace != NAMESPACE:
        if root.namespace not in DRAFT_NAMESPACES:
            yield _fault(file, root, f"xmlns={root.namespace}", f"xmlns={NAMESPACE}")
            return
        yield finding(
            "cmi5.namespace",
            file=file,
            line=root.line,
            found=root.namespace,
            expected=NAMESPACE,
        )
    yield from _element(root, file, root.namespace)


def _element(node: Node, file: str, namespace: str) -> Iterator[Finding]:
    yield from _attributes(node, file, draft=namespace != NAMESPACE)
    sequence = SEQUENCES.get(node.name)
    if sequence is None:
        return
    own = [child for child in node.children() if child.namespace == namespace]
    yield from _sequence(node, own, sequence, file)
    for child in own:
        yield from _element(child, file, namespace)


def _sequence(
    node: Node, children: list[Node], sequence: tuple[Place, ...], file: str
) -> Iterator[Finding]:
    waiting = list(children)
    for place in sequence:
        count = 0
        while waiting and waiting[0].name in place.names and count != place.most:
            waiting.pop(0)
            count += 1
        if count < place.least:
            wanted = " | ".join(f"<{name}>" for name in place.names)
            where = waiting[0] if waiting else node
            seen = f"<{waiting[0].name}>" if waiting else f"</{node.name}>"
            yield _fault(file, where, seen, wanted)
            return
    if waiting:
        yield _fault(file, waiting[0], f"<{waiting[0].name}>", f"</{node.name}>")


def _attributes(node: Node, file: str, *, draft: bool) -> Iterator[Finding]:
    if node.name in _WITH_ID and not node.get("id"):
        yield _fault(file, node, f"<{node.name}>", f"<{node.name} id=…>")
    if node.name == "au":
        yield from _word(node, file, "moveOn", MOVE_ON)
        yield from _word(node, file, "launchMethod", LAUNCH_METHODS)
        score = node.raw("masteryScore")
        if score is not None and mastery_score(score) is None:
            yield _fault(file, node, f"masteryScore={score}", "0…1")
    known = ATTRIBUTES.get(node.name)
    for name in node.plain_attributes() if known else ():
        if known and name not in known:
            yield _fault(file, node, f"{node.name}@{name}", " | ".join(known), draft=draft)


def _word(node: Node, file: str, name: str, words: tuple[str, ...]) -> Iterator[Finding]:
    written = node.raw(name)
    if written is not None and written.strip() not in words:
        yield _fault(file, node, f"{name}={written}", " | ".join(words))


def mastery_score(written: str) -> Decimal | None:
    """Return a scaled score from 0 to 1, or None where *written* is none."""
    try:
        score = Decimal(written.strip())
    except InvalidOperation:
        return None
    return score if score.is_finite() and 0 <= score <= 1 else None


def _fault(file: str, node: Node, found: str, expected: str, *, draft: bool = False) -> Finding:
    """A departure; attributes that only a draft of the standard had are a warning there."""
    return finding(
        "cmi5.not_structure",
        file=file,
        line=node.line,
        found=found,
        expected=expected,
        severity="warning" if draft else "",
    )
