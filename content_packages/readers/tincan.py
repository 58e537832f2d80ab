"""xAPI packages: tincan.xml lists activities; those with a launch are the units."""

from __future__ import annotations

from content_packages.readers.cmi5 import house_identifier
from content_packages.readers.findings import Finding, finding
from content_packages.readers.package import Package, web_address
from content_packages.readers.structure import Block, Course, LearningObjective, Unit
from content_packages.readers.xml import MAX_OCTETS, Node, parsed

_COURSE_TYPES = ("http://adlnet.gov/expapi/activities/course",)


def read(package: Package, file: str) -> tuple[Course | None, list[Finding]]:
    """Return the course that the list *file* of *package* describes, and the findings."""
    root, findings = parsed(package.read(file, MAX_OCTETS + 1), file)
    if root is None:
        return None, findings
    holder = root.child("activities") if root.name.lower() == "tincan" else None
    if holder is None:
        findings.append(finding("tincan.not_structure", file=file, line=root.line))
        return None, findings
    return _Reader(package, file, findings).course(list(holder.children("activity"))), findings


class _Reader:
    def __init__(self, package: Package, file: str, findings: list[Finding]) -> None:
        self._package = package
        self._file = file
        self._findings = findings

    def course(self, activities: list[Node]) -> Course | None:
        """Return the course: its units launch, the other activities are things to report on."""
        launchable = [node for node in activities if _launch_text(node)]
        if not launchable:
            line = activities[0].line if activities else None
            self._findings.append(finding("tincan.no_launch", file=self._file, line=line))
            return None
        units = tuple(self._unit(node) for node in launchable)
        self._refuse_duplicates(launchable)
        main = next(
            (node for node in activities if node.get("type").lower() in _COURSE_TYPES),
            launchable[0],
        )
        title, language = _words(main, "name")
        identifier = main.get("id")
        return Course(
            format="tincan",
            edition="1.0",
            identifier=identifier,
            title=title or units[0].title,
            root=Block("course", title or units[0].title, units, publisher_id=identifier),
            description=_words(main, "description")[0],
            language=language,
            objectives=tuple(
                LearningObjective(node.get("id"), _words(node, "name")[0])
                for node in activities
                if node not in launchable and node.get("type").lower().endswith("/objective")
            ),
        )

    def _unit(self, node: Node) -> Unit:
        publisher_id = node.get("id")
        if ":" not in publisher_id or any(letter.isspace() for letter in publisher_id):
            self._note("tincan.no_id", node, publisher_id)
        title = _words(node, "name")[0]
        if not title:
            self._findings.append(
                finding(
                    "ims_cp.no_title",
                    file=self._file,
                    line=node.line,
                    found="activity",
                    expected=publisher_id,
                )
            )
        launch, parameters = self._launch(node)
        return Unit(
            identifier=house_identifier("activity", publisher_id),
            title=title or publisher_id,
            kind="au",
            launch=launch,
            parameters=parameters,
            description=_words(node, "description")[0],
            publisher_id=publisher_id,
            activity_type=node.get("type"),
        )

    def _launch(self, node: Node) -> tuple[str, str]:
        written = _launch_text(node)
        found = self._package.resolved(written)
        if found.remote:
            known = web_address(found.remote)
            self._note("ims_cp.launch_remote" if known else "ims_cp.launch_scheme", node, written)
        elif found.outside:
            self._note("ims_cp.launch_outside", node, written)
        elif found.path is None:
            self._note("tincan.launch_missing", node, found.written)
        elif found.recased:
            self._findings.append(
                finding(
                    "ims_cp.launch_case",
                    file=self._file,
                    line=node.line,
                    found=found.written,
                    expected=found.path,
                )
            )
        return found.launch, found.parameters

    def _refuse_duplicates(self, launchable: list[Node]) -> None:
        seen: set[str] = set()
        for node in launchable:
            if node.get("id") in seen:
                self._note("tincan.duplicate", node, node.get("id"))
            seen.add(node.get("id"))

    def _note(self, code: str, node: Node, found: object) -> None:
        self._findings.append(finding(code, file=self._file, line=node.line, found=found))


def _launch_text(node: Node) -> str:
    found = node.child("launch")
    return "" if found is None else found.own_text


def _words(node: Node, name: str) -> tuple[str, str]:
    """Return text and language of the first element *name*, Chinese before others."""
    found = list(node.children(name))
    for element in found:
        if element.get("lang").lower().startswith("zh"):
            return element.text, element.get("lang")
    return (found[0].text, found[0].get("lang")) if found else ("", "")
