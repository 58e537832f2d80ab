"""SCORM 1.2 manifests, from the tidy to the real."""

from __future__ import annotations

from decimal import Decimal

import pytest

from content_packages.readers.structure import Block, Course, Unit
from tests.content_packages.builders import HTML, ONE_RESOURCE, scorm_1_2, zipped
from tests.content_packages.conftest import codes, reading


def course_of(manifest: str | bytes, **files: bytes) -> Course:
    found = reading(zipped({"imsmanifest.xml": manifest, "index.html": HTML, **files}))
    assert found.course is not None, found.findings
    return found.course


def test_a_course_is_a_value_that_prints_and_compares() -> None:
    one = course_of(scorm_1_2())
    assert one == course_of(scorm_1_2())
    assert hash(one) == hash(course_of(scorm_1_2()))
    assert one.units() == (Unit("i1", "第一节", "sco", "index.html"),)
    assert "党建工作实务" in repr(one)


def test_every_element_that_adl_added_to_an_item_is_read() -> None:
    unit = course_of(
        scorm_1_2(
            '<item identifier="i1" identifierref="r1" isvisible="false" parameters="?a=1&amp;b=2">'
            "<title> 第一节 </title>"
            "<adlcp:prerequisites type='aicc_script'>i2&amp;~i3</adlcp:prerequisites>"
            "<adlcp:maxtimeallowed>0001:30:00.5</adlcp:maxtimeallowed>"
            "<adlcp:timelimitaction>exit, no message</adlcp:timelimitaction>"
            "<adlcp:datafromlms> keep  this </adlcp:datafromlms>"
            "<adlcp:masteryscore>82.5</adlcp:masteryscore></item>"
        )
    ).units()[0]
    assert unit.title == "第一节"
    assert not unit.visible
    assert unit.parameters == "?a=1&b=2"
    assert unit.prerequisites == "i2&~i3"
    assert unit.max_time_allowed_ms == 5_400_500
    assert unit.time_limit_action == "exit,no message"
    assert unit.data_from_lms == "keep  this"
    assert unit.mastery_score == Decimal("82.5")


@pytest.mark.parametrize(
    ("href", "parameters", "launch"),
    [
        ("index.html", "", "index.html"),
        ("index.html", "?x=1", "index.html?x=1"),
        ("index.html", "&amp;x=1", "index.html?x=1"),
        ("index.html?y=2", "x=1", "index.html?y=2&x=1"),
        ("index.html#top", "x=1", "index.html?x=1#top"),
        ("index.html", "#part", "index.html#part"),
        ("index.html#top", "#part", "index.html#top"),
    ],
)
def test_parameters_join_the_href_as_the_standard_says(
    href: str, parameters: str, launch: str
) -> None:
    unit = course_of(
        scorm_1_2(
            f'<item identifier="i1" identifierref="r1" parameters="{parameters}">'
            "<title>t</title></item>",
            f'<resource identifier="r1" adlcp:scormtype="sco" href="{href}"/>',
        )
    ).units()[0]
    assert unit.launch + unit.parameters == launch


def test_bases_of_manifest_resources_and_resource_join() -> None:
    manifest = scorm_1_2(
        resources='<resource identifier="r1" adlcp:scormtype="sco" xml:base="b/" '
        'href="p%20q.html"/>'
    ).replace("<resources>", '<resources xml:base="a/">')
    assert course_of(manifest, **{"a/b/p q.html": HTML}).units()[0].launch == "a/b/p q.html"


def test_items_nest_and_an_item_with_a_resource_and_children_begins_its_own_block() -> None:
    course = course_of(
        scorm_1_2(
            '<item identifier="m"><title>模块</title>'
            '<item identifier="a" identifierref="r1"><title>甲</title>'
            '<item identifier="b" identifierref="r1"><title>乙</title></item></item></item>'
        )
    )
    assert [unit.identifier for unit in course.units()] == ["a", "b"]
    assert [block.identifier for block in course.root.blocks()] == ["m", "a.block"]


@pytest.mark.parametrize(
    ("encoding", "name"),
    [("gb2312", "gb18030"), ("utf-16", "utf-16"), ("iso-8859-1", "cp1252"), ("utf-8", "utf-8-sig")],
)
def test_manifests_come_in_the_encodings_that_vendors_use(encoding: str, name: str) -> None:
    title = "Führung" if encoding == "iso-8859-1" else "党建"
    manifest = scorm_1_2(title=title).replace("UTF-8", encoding)
    if encoding == "iso-8859-1":
        manifest = manifest.replace("第一节", "eins")
    found = reading(zipped({"imsmanifest.xml": manifest.encode(name), "index.html": HTML}))
    assert found.course is not None
    assert found.course.title == title
    assert codes(found) == set()


def test_a_wrongly_declared_encoding_is_read_and_said() -> None:
    found = reading(
        zipped({"imsmanifest.xml": scorm_1_2(title="党建").encode("gb18030"), "index.html": HTML})
    )
    assert found.course is not None and found.course.title == "党建"
    assert codes(found) == {"xml.encoding"}


def test_an_undeclared_prefix_is_recovered_with_its_line() -> None:
    manifest = scorm_1_2().replace('xmlns:adlcp="http://www.adlnet.org/xsd/adlcp_rootv1p2"', "")
    found = reading(zipped({"imsmanifest.xml": manifest, "index.html": HTML}))
    assert found.accepted
    assert found.course is not None and found.course.units()[0].kind == "sco"
    recovered = next(item for item in found.findings if item.code == "xml.recovered")
    assert recovered.line == 7


def test_an_ampersand_that_was_not_escaped_is_kept_whole() -> None:
    manifest = scorm_1_2(
        '<item identifier="i1" identifierref="r1" parameters="?a=1&b=2"><title>A & B</title></item>'
    )
    found = reading(zipped({"imsmanifest.xml": manifest, "index.html": HTML}))
    assert found.accepted
    assert found.course is not None
    unit = found.course.units()[0]
    assert (unit.parameters, unit.title) == ("?a=1&b=2", "A & B")
    assert codes(found) == {"xml.recovered"}


def test_a_comment_before_the_root_and_padded_identifiers_do_no_harm() -> None:
    manifest = scorm_1_2(
        '<item identifier=" i1 " identifierref=" r1 "><title>t</title></item>'
    ).replace("<manifest", "<!-- made by a tool --><manifest", 1)
    found = reading(zipped({"imsmanifest.xml": manifest, "index.html": HTML}))
    assert found.accepted
    assert found.course is not None and found.course.units()[0].identifier == "i1"
    assert codes(found) == {"ims_cp.padded_identifier"}


def test_metadata_inline_or_beside_give_description_keywords_and_length() -> None:
    lom = (
        "<lom xmlns='http://www.imsglobal.org/xsd/imsmd_rootv1p2p1'><general>"
        "<title><langstring xml:lang='en'>T</langstring></title><language>zh-CN</language>"
        "<description><langstring xml:lang='en'>d</langstring>"
        "<langstring xml:lang='zh-CN'>说明</langstring></description>"
        "<keyword><langstring>党建</langstring></keyword></general><educational>"
        "<typicallearningtime><datetime>00:45:00</datetime></typicallearningtime>"
        "</educational></lom>"
    )
    inline = course_of(scorm_1_2(head=lom))
    beside = course_of(
        scorm_1_2(head="<adlcp:location>meta.xml</adlcp:location>"), **{"meta.xml": lom.encode()}
    )
    for course in (inline, beside):
        assert course.description == "说明"
        assert course.keywords == ("党建",)
        assert course.length_ms == 45 * 60_000
        assert course.language == "zh-CN"


@pytest.mark.clause("imscp item.identifierref", "imscp resource.href", "imscp identifier-unique")
@pytest.mark.parametrize(
    ("items", "resources", "code"),
    [
        (
            '<item identifier="i" identifierref="no"><title>t</title></item>',
            "",
            "ims_cp.dangling_item",
        ),
        ("", '<resource identifier="r1" adlcp:scormtype="sco"/>', "ims_cp.no_href"),
        ("", '<resource identifier="r1" href="no.html"/>', "ims_cp.launch_missing"),
        ("", '<resource identifier="r1" href="../x.html"/>', "ims_cp.launch_outside"),
        ("", '<resource identifier="r1" href="javascript:alert(1)"/>', "ims_cp.launch_scheme"),
        ("", '<resource identifier="r1" href="file:///etc/passwd"/>', "ims_cp.launch_scheme"),
        (
            '<item identifier="i" identifierref="r1"><title>a</title></item>'
            '<item identifier="i" identifierref="r1"><title>b</title></item>',
            "",
            "ims_cp.duplicate_item",
        ),
        ('<item identifier="i"><title>t</title></item>', "", "ims_cp.nothing_to_launch"),
    ],
)
def test_what_nobody_could_launch_is_refused_with_its_line(
    items: str, resources: str, code: str
) -> None:
    changes = {"items": items} if items else {}
    manifest = scorm_1_2(**changes, resources=resources or ONE_RESOURCE)
    found = reading(zipped({"imsmanifest.xml": manifest, "index.html": HTML}))
    assert not found.accepted
    finding = next(item for item in found.findings if item.code == code)
    assert finding.line
    assert finding.mend_zh and finding.mend_en


@pytest.mark.parametrize(
    ("manifest", "code"),
    [
        (scorm_1_2(version=""), "scorm.no_version"),
        (scorm_1_2(version="<schemaversion>SCORM 1.2!</schemaversion>"), "scorm.odd_version"),
        (scorm_1_2(title=""), "ims_cp.no_title"),
        (scorm_1_2().replace('default="o1"', 'default="o9"'), "ims_cp.default_organization"),
        (scorm_1_2().replace('identifier="o1"', ""), "ims_cp.no_identifier"),
        (
            scorm_1_2(resources='<resource identifier="r1" href="index.html"/>'),
            "scorm.no_type",
        ),
        (
            scorm_1_2(
                resources=ONE_RESOURCE.replace("</resource>", '<file href="no.js"/></resource>')
            ),
            "ims_cp.file_missing",
        ),
        (
            scorm_1_2(
                '<item identifier="i" identifierref="r1"><title>t</title>'
                "<adlcp:masteryscore>120</adlcp:masteryscore></item>"
            ),
            "scorm.value",
        ),
        (
            scorm_1_2(resources=ONE_RESOURCE.replace('"index.html">', '"https://x.example/a">')),
            "ims_cp.launch_remote",
        ),
    ],
)
def test_what_can_be_understood_is_read_with_a_warning(manifest: str, code: str) -> None:
    found = reading(zipped({"imsmanifest.xml": manifest, "index.html": HTML}))
    assert found.accepted, found.findings
    assert code in codes(found)


def test_resources_without_an_organization_are_listed() -> None:
    manifest = scorm_1_2()
    start, end = manifest.index("<organization "), manifest.index("</organizations>")
    found = reading(
        zipped({"imsmanifest.xml": manifest[:start] + manifest[end:], "index.html": HTML})
    )
    assert found.accepted
    assert "ims_cp.resources_only" in codes(found)
    assert isinstance(found.course.root, Block) and len(found.course.units()) == 1  # type: ignore[union-attr]
