"""cmi5 course structures, by the ids of ADL's requirements list."""

from __future__ import annotations

import io
import zipfile
from decimal import Decimal

import pytest

from content_packages.readers.cmi5 import house_identifier
from content_packages.readers.structure import Block
from tests.content_packages.builders import HTML, au, cmi5, words, zipped
from tests.content_packages.conftest import codes, reading

ABSOLUTE = "https://content.example/index.html"


def zip_of(structure: str) -> bytes:
    return zipped({"cmi5.xml": structure, "index.html": HTML})


def refused(found: object, code: str) -> bool:
    return code in {item.code for item in found.findings if item.severity == "error"}  # type: ignore[attr-defined]


@pytest.mark.clause("cmi5 14.0.0.0-1", "cmi5 13.1.0.0-1")
def test_every_attribute_and_element_of_an_au_is_read() -> None:
    found = reading(
        zip_of(
            cmi5(
                au(
                    " https://example.com/au/1 ",
                    "\n index.html?lang=zh#s \n",
                    attributes='moveOn="CompletedAndPassed" masteryScore="0.8" '
                    'launchMethod="OwnWindow" activityType="http://example.com/type"',
                    inner="<launchParameters> {a:1} </launchParameters>"
                    "<entitlementKey>key</entitlementKey>",
                )
            )
        )
    )
    assert found.accepted, found.findings
    assert found.course is not None
    unit = found.course.units()[0]
    assert unit.publisher_id == "https://example.com/au/1"
    assert unit.identifier == house_identifier("au", "https://example.com/au/1")
    assert (unit.launch, unit.parameters) == ("index.html", "?lang=zh#s")
    assert (unit.move_on, unit.launch_method) == ("CompletedAndPassed", "OwnWindow")
    assert unit.mastery_score == Decimal("0.8")
    assert (unit.data_from_lms, unit.entitlement_key) == ("{a:1}", "key")
    assert unit.title == "单元", "Chinese is preferred where the structure has it"
    assert found.course.language == "zh-CN"


def test_blocks_nest_and_refer_to_objectives() -> None:
    objectives = (
        f'<objectives><objective id="https://e.com/o">{words("目标")}</objective></objectives>'
    )
    block = (
        f'<block id="https://e.com/b">{words("块")}'
        '<objectives><objective idref="https://e.com/o"/></objectives>'
        f"{au()}{au('https://e.com/au/2')}</block>"
    )
    found = reading(zip_of(cmi5(block, extra=objectives)))
    assert found.accepted, found.findings
    assert found.course is not None
    part = found.course.root.children[0]
    assert isinstance(part, Block)
    assert (part.title, part.objectives, len(part.children)) == ("块", ("https://e.com/o",), 2)
    assert found.course.objectives[0].title == "目标"


@pytest.mark.clause("cmi5 6.1.0.0-2")
def test_a_course_of_more_than_a_thousand_aus_is_read() -> None:
    parts = "".join(au(f"https://e.com/au/{number}", ABSOLUTE) for number in range(1200))
    found = reading(cmi5(parts).encode(), "cmi5.xml")
    assert found.course is not None
    assert len({unit.identifier for unit in found.course.units()}) == 1200


@pytest.mark.clause("cmi5 14.0.0.0-1")
def test_zip64_packages_are_read() -> None:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name, content in (("cmi5.xml", cmi5().encode()), ("index.html", HTML)):
            with archive.open(zipfile.ZipInfo(name), "w", force_zip64=True) as file:
                file.write(content)
    assert reading(buffer.getvalue()).accepted


@pytest.mark.parametrize(
    ("structure", "code"),
    [
        pytest.param(cmi5(course_id="e.com/c"), "cmi5.relative_iri", id="3.0.0.0-1 course"),
        pytest.param(cmi5(au("e.com/a")), "cmi5.relative_iri", id="3.0.0.0-1 au"),
        pytest.param(
            cmi5(f'<block id="b">{words("b")}{au()}</block>'), "cmi5.relative_iri", id="3.0.0.0-1 b"
        ),
        pytest.param(
            cmi5(extra=f'<objectives><objective id="o">{words("o")}</objective></objectives>'),
            "cmi5.relative_iri",
            id="3.0.0.0-1 objective",
        ),
        pytest.param(
            cmi5(f'<block id="https://e.com/b">{words("b")}{au()}</block>' * 2).replace(
                "au/1", "au/2", 1
            ),
            "cmi5.duplicate_block",
            id="13.1.2.0-1",
        ),
        pytest.param(
            cmi5(
                extra="<objectives>"
                + f'<objective id="https://e.com/o">{words("o")}</objective>' * 2
                + "</objectives>"
            ),
            "cmi5.duplicate_objective",
            id="13.1.3.0-1",
        ),
        pytest.param(cmi5(au() + au()), "cmi5.duplicate_au", id="13.1.4.0-1"),
        pytest.param(cmi5(au(url="https://e.com a.html")), "cmi5.bad_url", id="13.1.4.0-2"),
        pytest.param(cmi5(au(url="https:///a.html")), "cmi5.bad_url", id="13.1.4.0-2 no host"),
        pytest.param(
            cmi5(au(url="index.html?endpoint=x")), "cmi5.query_clash", id="8.1.0.0-6 endpoint"
        ),
        pytest.param(
            cmi5(au(url=f"{ABSOLUTE}?a=1&amp;activityId=x")),
            "cmi5.query_clash",
            id="8.1.0.0-6 activityId",
        ),
        pytest.param(cmi5(au(url="other.html")), "cmi5.launch_missing", id="14.1.0.0-4"),
        pytest.param(
            cmi5(f'<au id="https://e.com/a"><url>index.html</url>{words("t")}</au>'),
            "cmi5.not_structure",
            id="13.2.0.0-1 order",
        ),
        pytest.param(cmi5(au(attributes='moveOn="Never"')), "cmi5.not_structure", id="moveOn"),
        pytest.param(cmi5(au(attributes='masteryScore="1.1"')), "cmi5.not_structure", id="score"),
        pytest.param(cmi5(au(attributes='colour="red"')), "cmi5.not_structure", id="attribute"),
        pytest.param(cmi5(au(inner="<extra/>")), "cmi5.not_structure", id="element"),
        pytest.param("<course/>", "cmi5.not_structure", id="root"),
        pytest.param(
            cmi5().replace("w3id.org/xapi", "example.com/xapi"),
            "cmi5.not_structure",
            id="namespace",
        ),
    ],
)
def test_a_structure_that_breaks_a_requirement_is_rejected(structure: str, code: str) -> None:
    found = reading(zip_of(structure))
    assert not found.accepted
    assert refused(found, code)


@pytest.mark.clause("cmi5 14.2.0.0-1")
@pytest.mark.parametrize("url", ["index.html", "a/index.html", "/index.html", "index.html?a=b"])
def test_a_bare_structure_needs_full_urls(url: str) -> None:
    found = reading(cmi5(au(url=url)).encode(), "cmi5.xml")
    assert refused(found, "cmi5.relative_without_zip")


@pytest.mark.clause("cmi5 14.1.0.0-2")
def test_the_structure_stands_at_the_root_of_the_zip() -> None:
    found = reading(zipped({"kurs/cmi5.xml": cmi5(), "kurs/index.html": HTML}))
    assert refused(found, "cmi5.not_at_root")


@pytest.mark.clause("cmi5 14.1.0.0-1")
@pytest.mark.parametrize("name", ["course.zip", "course.md", "course"])
def test_what_is_neither_zip_nor_xml_is_rejected(name: str) -> None:
    assert refused(reading(b"# LMS test package", name), "archive.not_zip")


def test_extensions_in_their_own_namespace_are_left_alone() -> None:
    extra = '<k:keyword xmlns:k="https://e.com/k" idref="x"/>'
    assert reading(zip_of(cmi5(au(inner=extra)))).accepted


def test_an_au_elsewhere_is_a_course_whose_time_cannot_count() -> None:
    found = reading(cmi5(au(url=ABSOLUTE)).encode(), "cmi5.xml")
    assert found.accepted
    assert codes(found) == {"cmi5.remote"}
    assert found.course is not None and found.course.units()[0].remote
