"""Which SCORM a manifest is, said by its schemaversion or, failing that, by its namespaces."""

from __future__ import annotations

from content_packages.readers import ims_cp, scorm_1_2, scorm_2004
from content_packages.readers.findings import Finding
from content_packages.readers.package import Package
from content_packages.readers.structure import Course
from content_packages.readers.xml import MAX_OCTETS, Node, parsed

SECOND, THIRD, FOURTH = "2004 2nd Edition", "2004 3rd Edition", "2004 4th Edition"

_VERSIONS = {
    "1.2": "1.2",
    "cam 1.3": SECOND,
    "2004 2nd edition": SECOND,
    "2004 3rd edition": THIRD,
    "2004 4th edition": FOURTH,
}


def read(package: Package, file: str) -> tuple[Course | None, list[Finding]]:
    """Return the course that the manifest *file* of *package* describes, and the findings."""
    root, findings = parsed(package.read(file, MAX_OCTETS + 1), file)
    if root is None:
        return None, findings
    manifest = ims_cp.manifest(root, file, package, findings)
    if manifest is None:
        return None, findings
    edition = _edition(manifest)
    reader = scorm_1_2.course if edition == "1.2" else scorm_2004.course
    return reader(manifest, edition), findings


def _edition(manifest: ims_cp.Manifest) -> str:
    holder = manifest.root.at("metadata/schemaversion")
    written = holder.text if holder is not None else ""
    exact = _VERSIONS.get(written.lower())
    if exact:
        return exact
    guessed = _guessed(written, manifest.root)
    code = "scorm.odd_version" if written else "scorm.no_version"
    manifest.note(code, holder or manifest.root, found=written, expected=guessed)
    return guessed


def _guessed(written: str, root: Node) -> str:
    words = written.lower()
    for word, edition in (("4th", FOURTH), ("3rd", THIRD), ("2nd", SECOND), ("1.3", SECOND)):
        if word in words:
            return edition
    spaces = root.namespaces()
    if any("adlcp_rootv1p2" in space or "imscp_rootv1p1p2" in space for space in spaces):
        return "1.2"
    if "2004" in words or any("adlcp_v1p3" in space for space in spaces):
        return THIRD
    if any("imsss" in space or "adlseq" in space or "adlnav" in space for space in spaces):
        return SECOND
    return "1.2"
