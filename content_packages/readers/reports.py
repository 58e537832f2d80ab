"""A report on a package, the same on a page, over HTTP and on the command line."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from content_packages.readers.course_document import as_document
from content_packages.readers.findings import SEVERITIES, Finding, as_documents, refusing
from content_packages.readers.structure import Course


def report(findings: Sequence[Finding], course: Course | None) -> dict[str, Any]:
    """Return findings and the course as understood, as JSON-ready values."""
    return {
        "accepted": course is not None and not refusing(findings),
        "verdict": {language: verdict(findings, course, language) for language in ("zh", "en")},
        "counts": {
            severity: sum(item.severity == severity for item in findings) for severity in SEVERITIES
        },
        "findings": as_documents(findings),
        "course": None if course is None else as_document(course),
    }


def verdict(findings: Sequence[Finding], course: Course | None, language: str) -> str:
    """Return in one sentence whether the package can become a course."""
    errors = sum(item.severity == "error" for item in findings)
    warnings = sum(item.severity == "warning" for item in findings)
    if course is None or errors:
        return (
            f"不能发布：有 {errors} 处必须修改。"
            if language == "zh"
            else f"Cannot be published: {errors} finding(s) must be mended first."
        )
    units = len(course.units())
    if warnings:
        return (
            f"可以提交审核：读到 {units} 个单元，另有 {warnings} 处建议修改。"
            if language == "zh"
            else f"Ready for review: {units} unit(s) found; {warnings} finding(s) should be mended."
        )
    return (
        f"可以提交审核：读到 {units} 个单元，没有问题。"
        if language == "zh"
        else f"Ready for review: {units} unit(s) found, nothing to mend."
    )
