"""Course packages: upload, report, review, publication."""

from __future__ import annotations

import re
from typing import Any, BinaryIO, cast
from uuid import UUID

from flask import Blueprint, g, jsonify, redirect, render_template, request
from werkzeug.wrappers import Response

from academy.services import packages, publication
from academy.services.packages import Report, ToReview
from academy.web import terms
from academy.web.errors import wants_json
from academy.web.language import gettext as _
from content_packages.readers.findings import Finding
from content_packages.services import imports, review
from schemas.database import database
from schemas.policies import policy
from schemas.refusals import Malformed
from schemas.values import Violation
from schemas.write_door import now, write

blueprint = Blueprint("packages", __name__)

Problem = tuple[str, int | None]
"""Why a version cannot be published, in words, and at which unit of the form (None: at all)."""

_PLACE = re.compile(r"units\[(\d+)\]\.(\w+)")
_LENGTH = re.compile(r"(?:(\d{1,3}):)?(\d{1,3}):([0-5]\d)")


@blueprint.get("/packages")
@policy("package.upload")
def package_list() -> str:
    """Show one's own uploads, and the place to upload the next."""
    session = database.session()
    return render_template(
        "packages.html",
        rows=packages.uploads(session, g.principal),
        recommends=packages.unit_name(session, _recommending(), now()),
        recommended=packages.recommended(session, g.principal.id, now()),
    )


@blueprint.post("/packages")
@policy("package.upload")
def package_upload() -> Response:
    """Take a package in and start its check; a script is answered in JSON.

    What a recommender sends is a recommendation of the unit (Measures, Art. 8).
    """
    file = request.files.get("package")
    if file is None or not file.filename:
        raise Malformed(_("请选择一个课件包。"), code="no-file")
    received = imports.receive(cast(BinaryIO, file.stream), file.filename)
    import_id = write(imports.begin, received, g.principal.id, recommended_by=_recommending())
    address = f"/packages/{import_id}"
    if wants_json():
        return jsonify({"import": str(import_id), "report": address})
    return redirect(address, 303)


@blueprint.get("/packages/<uuid:import_id>")
@policy("package.read")
def package_report(import_id: UUID) -> str:
    """Show how far the check is, then what it found."""
    page = packages.report(database.session(), g.principal, import_id)
    return render_template(
        "package_report.html", page=page, verdict=_verdict(page), groups=_groups(page)
    )


@blueprint.post("/packages/<uuid:import_id>/submit")
@policy("package.upload")
def package_submit(import_id: UUID) -> Response:
    """Hand the checked version in for review."""
    page = packages.report(database.session(), g.principal, import_id)
    if page.version_id is None or not page.may_submit:
        raise Malformed(_("这个课件现在不能提交审核。"), code="not-submittable")
    write(review.submit, page.version_id, g.principal.id)
    return redirect(f"/packages/{import_id}", 303)


@blueprint.get("/review")
@policy("package.review")
def review_list() -> str:
    """Show the versions that wait for review."""
    return render_template("review_list.html", rows=packages.waiting(database.session()))


@blueprint.get("/review/<uuid:version_id>")
@policy("package.review")
def review_page(version_id: UUID) -> str:
    """Show the version with what is to be settled before it can be published."""
    return _reviewed(version_id, {}, [])


@blueprint.post("/review/<uuid:version_id>/publish")
@policy("package.review")
def publish(version_id: UUID) -> Response | tuple[str, int]:
    """Publish the version under what the form settles, or say everything that is missing."""
    form = request.form
    problems = _problems()
    if not problems:
        studies = packages.settled(database.session(), version_id, _studies())
        try:
            version = write(
                publication.publish,
                version_id,
                g.principal.id,
                subject_area=form["subject_area"],
                kind=form["kind"],
                studies=studies,
                title=form["title"],
                teacher=form.get("teacher", ""),
                summary=form.get("summary", ""),
            )
            return redirect(f"/courses/{version.family_id}", 303)
        except Malformed as refusal:
            problems = [_barrier(item) for item in refusal.violations] or [(refusal.reason, None)]
    return _reviewed(version_id, form.to_dict(), problems), 400


@blueprint.post("/review/<uuid:version_id>/return")
@policy("package.review")
def send_back(version_id: UUID) -> Response:
    """Send the version back to the vendor with remarks."""
    remarks = request.form.get("remarks", "")
    write(review.return_with_remarks, version_id, g.principal.id, remarks)
    return redirect("/review", 303)


def _recommending() -> UUID | None:
    return packages.recommending_unit(database.session(), g.principal.id)


def milliseconds_of(text: str) -> int | None:
    """Return the length that *text* (45:00 or 1:02:30) says, None where it says none."""
    found = _LENGTH.fullmatch(text.strip().replace("：", ":"))
    if found is None:
        return None
    hours, minutes, seconds = (int(part or 0) for part in found.groups())
    return ((hours * 60 + minutes) * 60 + seconds) * 1000


def _studies() -> dict[str, tuple[str, int, bool]]:
    names = request.form.getlist("unit")
    return {
        name: (
            request.form.get(f"kind-{number}", ""),
            milliseconds_of(request.form.get(f"length-{number}", "")) or 0,
            f"quiz-{number}" in request.form,
        )
        for number, name in enumerate(names)
    }


def _problems() -> list[Problem]:
    """Return what the form lacks, in the order of its fields."""
    form, found = request.form, list[Problem]()
    if not form.get("title", "").strip():
        found.append((_("请填写课程名称。"), None))
    if form.get("subject_area") not in terms.AREAS:
        found.append((_("请选择课程领域。"), None))
    if form.get("kind") not in ("required", "elective"):
        found.append((_("请选择必修或选修。"), None))
    for number in range(len(form.getlist("unit"))):
        if not milliseconds_of(form.get(f"length-{number}", "")):
            words = _("请为第 %(number)s 个单元填写核定时长，例如 45:00。", number=number + 1)
            found.append((words, number))
    return found


def _barrier(violation: Violation) -> Problem:
    """Return what the rules have against the course, in words, and at which observed unit."""
    place = _PLACE.fullmatch(violation.where)
    number, field = (place[1], place[2]) if place else (None, violation.where)
    said = {
        "media_length": _("视频文件短于完成所需的长度，没有人能学完：请核减核定时长。"),
        "units.approved": _("核定总时长短于现行规则对一门课程的最低要求。"),
        "units.questions": _("测验题目少于现行规则按学时要求的数量。"),
        "category": _("现行规则中没有这个类别，请选择另一个类别。"),
        "areas": _("现行规则中没有这个课程领域，请选择另一个领域。"),
        "quiz": _("现行规则要求通过测验，而这个单元没有测验，没有人能学完。"),
    }
    words = said.get(field, f"{violation.where}：{violation.message}")
    return words, int(number) if number is not None and field in ("media_length", "quiz") else None


def _reviewed(version_id: UUID, sent: dict[str, str], problems: list[Problem]) -> str:
    page: ToReview = packages.to_review(database.session(), version_id)
    return render_template(
        "review.html",
        page=page,
        recommended_by=packages.unit_name(database.session(), page.version.recommended_by, now()),
        sent=sent,
        problems=tuple(dict.fromkeys(problems)),
        areas=terms.AREAS,
        groups=_groups(page),
    )


def _groups(page: Report | ToReview) -> list[tuple[str, str, str, tuple[Finding, ...]]]:
    return [
        ("error", _("必须修改"), "stop", page.errors),
        ("warning", _("建议修改"), "warning", page.warnings),
        ("note", _("提示"), "info", page.notes),
    ]


def _verdict(page: Report) -> dict[str, Any]:
    """Return the report in one sentence, and what to do next."""
    if page.state == "failed":
        return {
            "words": _("检查没有完成，是系统的问题。"),
            "kind": "bad",
            "then": _("请重新上传；如果再次失败，请联系网络学院。"),
        }
    if page.errors:
        return {
            "words": _("不能成为课程：有 %(count)s 处必须修改。", count=len(page.errors)),
            "kind": "bad",
            "then": _("按下面每一条的说明改好后，重新上传即可。"),
        }
    if page.state == "published":
        return {"words": _("课程已经上线。"), "kind": "done", "then": ""}
    then = _("提交审核后，由网络学院核定领域、类别和时长。") if page.may_submit else ""
    if page.warnings:
        words = _("可以成为课程；有 %(count)s 处建议修改。", count=len(page.warnings))
        return {"words": words, "kind": "warn", "then": then}
    return {"words": _("可以成为课程，没有发现问题。"), "kind": "done", "then": then}
