"""IMS Content Packaging: the manifest that both SCORMs share.

This module knows organizations, items, resources, files, dependencies and ``xml:base``;
what an item may launch and under which rules is said by ``scorm_1_2`` and ``scorm_2004``.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from content_packages.readers import lom
from content_packages.readers.findings import Finding, finding
from content_packages.readers.package import Package, Reference, joined_base, web_address
from content_packages.readers.xml import MAX_OCTETS, Node, parsed

MANIFEST = "imsmanifest.xml"

FILES_NAMED = 20
"""Missing files that are named one by one; of more, the number is said."""


@dataclass(frozen=True, slots=True)
class Resource:
    """A resource of the manifest; *base* is its joined ``xml:base``."""

    identifier: str
    scorm_type: str
    href: str
    base: str
    line: int | None


@dataclass(slots=True)
class Manifest:
    """A manifest being read: its parts, the package it stands in, and what was found."""

    file: str
    root: Node
    package: Package
    findings: list[Finding]
    resources: dict[str, Resource] = field(default_factory=dict)
    organization: Node | None = None
    taken: set[str] = field(default_factory=set)

    def note(
        self,
        code: str,
        node: Node | None = None,
        *,
        found: object = "",
        expected: object = "",
        line: int | None = None,
    ) -> None:
        """Write down a finding of the kind *code* at *node*."""
        self.findings.append(
            finding(
                code,
                file=self.file,
                line=node.line if node is not None else line,
                found=found,
                expected=expected,
            )
        )

    def identifier(self, node: Node, fallback: str) -> str:
        """Return the identifier of *node*, stripped; *fallback* where it has none."""
        raw = node.raw("identifier")
        stripped = (raw or "").strip()
        if not stripped:
            self.note("ims_cp.no_identifier", node, found=node.name, expected=fallback)
            return fallback
        if stripped != raw:
            self.note("ims_cp.padded_identifier", node, found=raw)
        return stripped

    def item_identifier(self, node: Node) -> str:
        """Return the identifier of an item or organization; a second use of it is an error."""
        found = self.identifier(node, f"{node.name}-{len(self.taken) + 1}")
        if found in self.taken:
            self.note("ims_cp.duplicate_item", node, found=found)
        self.taken.add(found)
        return found

    def title(self, node: Node, fallback: str) -> str:
        """Return the title of *node*; *fallback* where it has none."""
        title = node.text_at("title")
        if not title:
            self.note("ims_cp.no_title", node, found=node.name, expected=fallback)
        return title or fallback

    def launched(self, resource: Resource, parameters: str) -> Reference | None:
        """Return where *resource* starts, with the item's *parameters* joined; None if nowhere."""
        if not resource.href:
            self.note("ims_cp.no_href", found=resource.identifier, line=resource.line)
            return None
        found = self.package.resolved(resource.href, resource.base)
        if found.remote:
            known = web_address(found.remote)
            code = "ims_cp.launch_remote" if known else "ims_cp.launch_scheme"
            self.note(code, found=found.remote, line=resource.line)
            return found if known else None
        if found.outside:
            self.note("ims_cp.launch_outside", found=resource.href, line=resource.line)
            return None
        if found.path is None:
            self.note("ims_cp.launch_missing", found=found.written, line=resource.line)
        elif found.recased:
            self.note(
                "ims_cp.launch_case", found=found.written, expected=found.path, line=resource.line
            )
        return Reference(found.written, found.path, with_parameters(found.parameters, parameters))

    def metadata(self, node: Node) -> lom.Metadata:
        """Return the metadata of *node*, inline or in the file that ``adlcp:location`` names."""
        holder = node.child("metadata")
        if holder is None:
            return lom.Metadata()
        inline = holder.child("lom")
        if inline is not None:
            return lom.metadata(inline)
        location = holder.text_at("location")
        if not location:
            return lom.Metadata()
        path = self.package.resolved(location).path
        if path is None:
            self.note("ims_cp.metadata_missing", holder, found=location)
            return lom.Metadata()
        root, findings = parsed(self.package.read(path, MAX_OCTETS + 1), path)
        self.findings += [item for item in findings if item.code != "xml.recovered"]
        return lom.metadata(root)


def with_parameters(own: str, added: str) -> str:
    """Return *own* (of the href, from ``?`` or ``#`` on) with an item's *added* parameters.

    The algorithm is that of SCORM's Content Aggregation Model for item@parameters: a
    leading ``?`` or ``&`` is dropped, a fragment is not added to a fragment.
    """
    added = added.strip().lstrip("?&")
    if not added:
        return own
    if added.startswith("#"):
        return own if "#" in own else own + added
    query, mark, fragment = own.partition("#")
    return f"{query}{'&' if '?' in query else '?'}{added}{mark}{fragment}"


def manifest(root: Node, file: str, package: Package, findings: list[Finding]) -> Manifest | None:
    """Return the manifest with its resources read and its organization chosen; None if it is none.

    *findings* is added to.
    """
    if root.name.lower() != "manifest":
        findings.append(finding("ims_cp.not_manifest", file=file, line=root.line, found=root.name))
        return None
    read = Manifest(file, root, package, findings)
    _read_resources(read, root, "")
    _choose_organization(read)
    _check_files(read)
    return read


def _read_resources(read: Manifest, root: Node, outer: str) -> None:
    base = joined_base(outer, root.get("base"))
    holder = root.child("resources")
    if holder is not None:
        base_here = joined_base(base, holder.get("base"))
        for number, node in enumerate(holder.children("resource"), 1):
            identifier = read.identifier(node, f"resource-{number}")
            if identifier in read.resources:
                read.note("ims_cp.duplicate_resource", node, found=identifier)
                continue
            read.resources[identifier] = Resource(
                identifier,
                node.get("scormtype").lower(),
                node.get("href"),
                joined_base(base_here, node.get("base")),
                node.line,
            )
    for nested in root.children("manifest"):
        read.note("ims_cp.submanifest", nested, found=nested.get("identifier"))
        _read_resources(read, nested, base)


def _choose_organization(read: Manifest) -> None:
    holder = read.root.child("organizations")
    choices = list(holder.children("organization")) if holder is not None else []
    if holder is None or not choices:
        return
    read.organization = choices[0]
    default = holder.get("default")
    named = [node for node in choices if node.get("identifier") == default]
    if default and named:
        read.organization = named[0]
    elif default:
        read.note(
            "ims_cp.default_organization",
            holder,
            found=default,
            expected=choices[0].get("identifier") or "1",
        )
    if len(choices) > 1:
        read.note(
            "ims_cp.other_organizations",
            holder,
            found=len(choices),
            expected=read.organization.get("identifier"),
        )


def _check_files(read: Manifest) -> None:
    missing = list(dict.fromkeys(_missing(read)))
    for line, path in missing[:FILES_NAMED]:
        read.note("ims_cp.file_missing", found=path, line=line)
    if len(missing) > FILES_NAMED:
        read.note("ims_cp.files_missing", found=len(missing) - FILES_NAMED)


def _missing(read: Manifest) -> Iterator[tuple[int | None, str]]:
    holder = read.root.child("resources")
    for node in holder.children("resource") if holder is not None else ():
        resource = read.resources.get(node.get("identifier"))
        base = resource.base if resource else ""
        for listed in node.children("file"):
            found = read.package.resolved(listed.get("href"), base)
            launch = resource.href if resource else ""
            if found.path is None and not found.remote and listed.get("href") != launch:
                yield listed.line, found.written
        for dependency in node.children("dependency"):
            wanted = dependency.get("identifierref")
            if wanted not in read.resources:
                read.note("ims_cp.dangling_dependency", dependency, found=wanted)
