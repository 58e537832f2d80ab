"""cmi5 (Quartz): the course structure of cmi5.xml, alone or inside a zip."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from hashlib import sha256
from urllib.parse import parse_qsl

from content_packages.readers.cmi5_grammar import faults, mastery_score
from content_packages.readers.findings import Finding, finding, refusing
from content_packages.readers.package import Package, web_address
from content_packages.readers.structure import Block, Course, LearningObjective, Unit
from content_packages.readers.xml import MAX_OCTETS, Node, parsed

STRUCTURE = "cmi5.xml"

LAUNCH_PARAMETERS = frozenset({"endpoint", "fetch", "actor", "registration", "activityid"})
"""Query parameters that cmi5 8.1 gives to every launch, in lower case."""

_IRI = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:[^\s<>\"{}|\\^`]+")
_UNWISE = re.compile(r"[\s<>\"{}|\\^`]")


def house_identifier(kind: str, publisher_id: str) -> str:
    """Return the name of a block or unit here: short, fit for a URL, the same in every version."""
    return f"{kind}-{sha256(publisher_id.encode()).hexdigest()[:16]}"


def read(package: Package, file: str) -> tuple[Course | None, list[Finding]]:
    """Return the course of the structure *file* in *package*, and the findings."""
    root, findings = parsed(package.read(file, MAX_OCTETS + 1), file)
    if root is None:
        return None, findings
    if file.lower() != STRUCTURE and not package.bare:
        findings.append(finding("cmi5.not_at_root", file=file, found=file))
    findings += faults(root, file)
    if refusing(item for item in findings if item.code == "cmi5.not_structure"):
        return None, findings
    reader = _Reader(package, file, findings)
    return reader.course(root), findings


class _Reader:
    def __init__(self, package: Package, file: str, findings: list[Finding]) -> None:
        self._package = package
        self._file = file
        self._findings = findings

    def course(self, root: Node) -> Course | None:
        described = root.child("course")
        assert described is not None  # the grammar saw to it
        identifier = self._iri(described)
        objectives = tuple(self._objectives(root.child("objectives")))
        children = tuple(self._parts(root))
        self._refuse_duplicates(root)
        known = {objective.identifier for objective in objectives}
        self._check_objectives(root, known)
        title, language = _words(described.child("title"))
        return Course(
            format="cmi5",
            edition="1.0",
            identifier=identifier,
            title=title or identifier,
            root=Block("course", title or identifier, children, publisher_id=identifier),
            description=_words(described.child("description"))[0],
            language=language,
            objectives=objectives,
        )

    def _note(self, code: str, node: Node, found: object = "") -> None:
        self._findings.append(finding(code, file=self._file, line=node.line, found=found))

    def _iri(self, node: Node) -> str:
        written = node.get("id")
        if not _IRI.fullmatch(written):
            self._note("cmi5.relative_iri", node, written)
        return written

    def _objectives(self, holder: Node | None) -> Iterator[LearningObjective]:
        for node in holder.children("objective") if holder else ():
            yield LearningObjective(
                self._iri(node),
                _words(node.child("title"))[0],
                _words(node.child("description"))[0],
            )

    def _parts(self, holder: Node) -> Iterator[Block | Unit]:
        for node in holder.children("au", "block"):
            yield self._unit(node) if node.name == "au" else self._block(node)

    def _block(self, node: Node) -> Block:
        publisher_id = self._iri(node)
        return Block(
            house_identifier("block", publisher_id),
            _words(node.child("title"))[0] or publisher_id,
            tuple(self._parts(node)),
            description=_words(node.child("description"))[0],
            publisher_id=publisher_id,
            objectives=_references(node),
        )

    def _unit(self, node: Node) -> Unit:
        publisher_id = self._iri(node)
        launch, parameters = self._launch(node)
        score = node.get("masteryScore")
        return Unit(
            identifier=house_identifier("au", publisher_id),
            title=_words(node.child("title"))[0] or publisher_id,
            kind="au",
            launch=launch,
            parameters=parameters,
            description=_words(node.child("description"))[0],
            mastery_score=mastery_score(score) if score else None,
            data_from_lms=_own_text(node, "launchParameters"),
            move_on=node.get("moveOn", "NotApplicable"),
            launch_method=node.get("launchMethod", "AnyWindow"),
            entitlement_key=_own_text(node, "entitlementKey"),
            publisher_id=publisher_id,
            activity_type=node.get("activityType"),
            objectives=_references(node),
        )

    def _launch(self, node: Node) -> tuple[str, str]:
        holder = node.child("url")
        assert holder is not None  # the grammar saw to it
        url = holder.own_text
        self._check_query(holder, url)
        found = self._package.resolved(url)
        if found.remote:
            if web_address(url):
                self._note("cmi5.remote", holder, url)
            else:
                self._note("cmi5.bad_url", holder, url)
            return url, ""
        if self._package.bare:
            self._note("cmi5.relative_without_zip", holder, url)
        elif found.outside:
            self._note("ims_cp.launch_outside", holder, url)
        elif found.path is None:
            code = "cmi5.bad_url" if _UNWISE.search(url) else "cmi5.launch_missing"
            self._note(code, holder, found.written)
        elif found.recased:
            self._findings.append(
                finding(
                    "ims_cp.launch_case",
                    file=self._file,
                    line=holder.line,
                    found=found.written,
                    expected=found.path,
                )
            )
        return found.launch, found.parameters

    def _check_query(self, node: Node, url: str) -> None:
        query = url.partition("#")[0].partition("?")[2]
        for name, _ in parse_qsl(query, keep_blank_values=True):
            if name.lower() in LAUNCH_PARAMETERS:
                self._note("cmi5.query_clash", node, name)

    def _refuse_duplicates(self, root: Node) -> None:
        for name in ("block", "au"):
            self._once(f"cmi5.duplicate_{name}", _all(root, name))
        holder = root.child("objectives")
        if holder is not None:
            self._once("cmi5.duplicate_objective", list(holder.children("objective")))

    def _once(self, code: str, nodes: list[Node]) -> None:
        seen: Counter[str] = Counter()
        for node in nodes:
            seen[node.get("id")] += 1
            if seen[node.get("id")] == 2:
                self._note(code, node, node.get("id"))

    def _check_objectives(self, root: Node, known: set[str]) -> None:
        for name in ("block", "au"):
            for node in _all(root, name):
                for reference in _references(node):
                    if reference not in known:
                        self._note("cmi5.dangling_objective", node, reference)


def _all(root: Node, name: str) -> list[Node]:
    """Return the elements *name* of the structure, in document order."""
    found = []
    for node in root.children("au", "block"):
        found += [node] if node.name == name else []
        found += _all(node, name) if node.name == "block" else []
    return found


def _references(node: Node) -> tuple[str, ...]:
    holder = node.child("objectives")
    return tuple(found.get("idref") for found in holder.children("objective")) if holder else ()


def _own_text(node: Node, name: str) -> str:
    child = node.child(name)
    return "" if child is None else child.own_text


def _words(element: Node | None) -> tuple[str, str]:
    """Return text and language of a textType: Chinese where it is there, else the first."""
    choices = list(_langstrings(element.children("langstring") if element else ()))
    for text, language in choices:
        if language.lower().startswith("zh"):
            return text, language
    return choices[0] if choices else ("", "")


def _langstrings(nodes: Iterable[Node]) -> Iterator[tuple[str, str]]:
    for node in nodes:
        yield node.text, node.get("lang")
