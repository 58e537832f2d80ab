"""Upload → checked → in review → returned or published → superseded or retired."""

from __future__ import annotations

import io
from collections.abc import Callable
from uuid import uuid4

import pytest
from flask import Flask

from content_packages.services import courses, files, imports, review
from content_packages.services.values import CourseVersion, Study
from schemas.database import database
from schemas.refusals import Conflict, Malformed, NotFound
from schemas.write_door import write
from tests.content_packages.builders import HTML, scorm_1_2, scorm_1_2_zip, zipped
from tests.content_packages.conftest import STAFF, VENDOR, imported

Published = Callable[..., CourseVersion]


def test_a_package_becomes_a_version_with_its_files(bare_app: Flask) -> None:
    state = imported(scorm_1_2_zip())

    assert state.state == "ready"
    assert (state.done, state.total) == (2, 2)
    assert state.version_id is not None
    version = courses.version(database.session, state.version_id)
    assert version.state == "checked"
    assert version.title == version.course.title == "党建工作实务"
    assert version.course == state.course
    found = files.file_of(database.session, version.id, "index.html")
    assert found.media_type == "text/html"
    assert files.opened(found.sha256).read() == HTML
    assert files.part(found.sha256, 2, 7) == HTML[2:9]


def test_a_refused_package_leaves_its_report_and_nothing_else(bare_app: Flask) -> None:
    state = imported(zipped({"imsmanifest.xml": scorm_1_2()}))

    assert state.state == "refused"
    assert state.version_id is None
    assert state.course is not None, "the vendor sees how far the reader came"
    assert [item.code for item in state.findings if item.severity == "error"] == [
        "ims_cp.launch_missing"
    ]
    assert courses.of_vendor(database.session, VENDOR) == ()


def test_a_file_is_found_in_another_case_when_only_one_can_be_meant(bare_app: Flask) -> None:
    state = imported(
        zipped({"imsmanifest.xml": scorm_1_2(), "index.html": HTML, "Img/Logo.PNG": b"png"})
    )

    assert state.version_id is not None
    found = files.file_of(database.session, state.version_id, "img/logo.png")
    assert (found.path, found.media_type) == ("Img/Logo.PNG", "image/png")
    with pytest.raises(NotFound):
        files.file_of(database.session, state.version_id, "img/../../etc/passwd")


def test_publishing_makes_the_version_current_and_found(
    bare_app: Flask, published: Published
) -> None:
    version = published(scorm_1_2_zip(), teacher="林老师")

    assert courses.current(database.session, version.family_id) == version
    assert courses.by_label(database.session, version.label) == version
    assert version.approved_ms == 600_000
    assert version.studies == {"i1": Study("article", 600_000)}
    page = courses.published(database.session, courses.CatalogueQuery(words="党建"))
    assert [card.version_id for card in page.cards] == [version.id]


def test_a_new_version_supersedes_the_old_one_and_leaves_its_files(
    bare_app: Flask, published: Published
) -> None:
    first = published(scorm_1_2_zip())
    second = published(scorm_1_2_zip(title="党建工作实务（修订）"), family_id=first.family_id)

    assert (second.number, second.family_id) == (2, first.family_id)
    assert second.label != first.label
    assert courses.current(database.session, first.family_id).id == second.id
    assert courses.version(database.session, first.id).state == "superseded"
    assert files.file_of(database.session, first.id, "index.html")
    page = courses.published(database.session, courses.CatalogueQuery(words="党建"))
    assert [card.version_id for card in page.cards] == [second.id]


def test_a_returned_version_says_why_and_cannot_be_published(bare_app: Flask) -> None:
    state = imported(scorm_1_2_zip())
    assert state.version_id is not None
    write(review.submit, state.version_id, VENDOR)
    with pytest.raises(Malformed):
        write(review.return_with_remarks, state.version_id, STAFF, "  ")
    write(review.return_with_remarks, state.version_id, STAFF, "字幕缺失")

    acts = courses.history(database.session, state.version_id)
    assert [(act.act, act.by, act.remarks) for act in acts] == [
        ("uploaded", VENDOR, ""),
        ("submitted", VENDOR, ""),
        ("returned", STAFF, "字幕缺失"),
    ]
    with pytest.raises(Conflict):
        write(
            review.publish,
            state.version_id,
            STAFF,
            subject_area="政治",
            kind="required",
            studies={"i1": Study("article", 60_000)},
        )


@pytest.mark.clause("measures 7")
def test_publishing_says_everything_that_is_missing_at_once(bare_app: Flask) -> None:
    state = imported(scorm_1_2_zip())
    assert state.version_id is not None
    with pytest.raises(Malformed) as refusal:
        write(
            review.publish,
            state.version_id,
            STAFF,
            subject_area=" ",
            kind="both",
            studies={"i9": Study("article", 0)},
        )
    assert {violation.where for violation in refusal.value.violations} == {
        "studies.i1",
        "studies.i9",
        "studies.i9.approved_ms",
        "subject_area",
        "kind",
    }


def test_a_retired_course_is_found_no_longer_and_keeps_its_files(
    bare_app: Flask, published: Published
) -> None:
    version = published(scorm_1_2_zip())
    write(review.retire, version.id, STAFF, "内容过时")

    assert courses.published(database.session).total == 0
    with pytest.raises(NotFound):
        courses.current(database.session, version.family_id)
    assert files.file_of(database.session, version.id, "index.html")


@pytest.mark.clause("measures 8")
def test_a_recommending_unit_follows_its_package_and_reads_the_reply(bare_app: Flask) -> None:
    unit = uuid4()
    received = imports.receive(io.BytesIO(scorm_1_2_zip()), "推荐.zip")
    write(imports.begin, received, VENDOR, recommended_by=unit)
    imported(scorm_1_2_zip(title="别人的课"))
    (version,) = courses.recommended_by(database.session, [unit, uuid4()])
    write(review.return_with_remarks, version.id, STAFF, "请补充字幕")

    assert courses.recommended_by(database.session, []) == ()
    (version,) = courses.recommended_by(database.session, [unit])
    assert version.state == "returned"
    assert courses.history(database.session, version.id)[-1].remarks == "请补充字幕"


def test_an_import_that_is_run_twice_makes_one_version(bare_app: Flask) -> None:
    from content_packages.services.import_job import import_package
    from schemas.jobs import RunningJob

    state = imported(scorm_1_2_zip())
    import_package(RunningJob(uuid4(), "content.import", {"import": str(state.id)}, 2))

    assert len(courses.of_vendor(database.session, VENDOR)) == 1


def test_an_empty_upload_is_refused(bare_app: Flask) -> None:
    with pytest.raises(Malformed):
        imports.receive(io.BytesIO(b""), "leer.zip")
