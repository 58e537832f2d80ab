"""xAPI packages, AICC courses and plain media."""

from __future__ import annotations

import struct
from decimal import Decimal

import pytest

from content_packages.readers.structure import Block, Subtitle
from tests.content_packages.builders import HTML, mp4, quiz, scorm_1_2, zipped
from tests.content_packages.conftest import codes, reading

TINCAN = """<?xml version="1.0" encoding="utf-8"?>
<tincan xmlns="http://projecttincan.com/tincan.xsd"><activities>
<activity id="https://e.com/a" type="http://adlnet.gov/expapi/activities/course">
<name>Course</name><name lang="zh-CN">课程</name><description lang="zh">说明</description>
<launch lang="zh">%s</launch></activity>
<activity id="https://e.com/a/o" type="http://adlnet.gov/expapi/activities/objective">
<name>目标</name></activity></activities></tincan>"""

AICC = {
    "k.crs": "[Course]\r\nCourse_ID=K1\r\nCourse_Title=法治建设\r\nVersion=4.0\r\n"
    "[Course_Behavior]\r\nMax_Normal=1\r\n[Course_Description]\r\n第一行\r\n第二行\r\n",
    "k.au": '"System_ID","Type","Command_Line","File_Name","Max_Score","Mastery_Score",'
    '"Max_Time_Allowed","Time_Limit_Action","System_Vendor","Core_Vendor","Web_Launch","AU_Password"\r\n'
    '"A1","lesson","","a.html",100,80,"00:20:00","C,N","","seed=1","x=1",""\r\n'
    '"A2","test","","b.html","","","00:00:00","","","","",""\r\n',
    "k.des": '"system_id","developer_id","title","description"\r\n"A1","d","甲","说明"\r\n'
    '"A2","d","乙",""\r\n"B1","d","单元一",""\r\n',
    "k.cst": '"block","member","member"\r\n"ROOT","B1",""\r\n"B1","A1","A2"\r\n',
    "k.pre": '"structure_element","prerequisite"\r\n"A2","A1"\r\n',
}


def test_an_xapi_package_has_a_unit_for_each_launch() -> None:
    found = reading(zipped({"tincan.xml": TINCAN % "start.html?x=1", "start.html": HTML}))
    assert found.accepted, found.findings
    assert found.course is not None
    assert (found.course.format, found.course.title) == ("tincan", "课程")
    unit = found.course.units()[0]
    assert (unit.kind, unit.launch, unit.parameters) == ("au", "start.html", "?x=1")
    assert unit.publisher_id == "https://e.com/a"
    assert [objective.title for objective in found.course.objectives] == ["目标"]


@pytest.mark.parametrize(
    ("structure", "code"),
    [
        (TINCAN % "no.html", "tincan.launch_missing"),
        (TINCAN % "", "tincan.no_launch"),
        ("<tincan/>", "tincan.not_structure"),
        (TINCAN.replace("https://e.com/a", "a") % "start.html", "tincan.no_id"),
    ],
)
def test_an_xapi_package_that_cannot_start_is_refused(structure: str, code: str) -> None:
    found = reading(zipped({"tincan.xml": structure, "start.html": HTML}))
    assert not found.accepted
    assert code in codes(found)


@pytest.mark.parametrize("encoding", ["utf-8", "gb18030"])
def test_an_aicc_course_is_read_from_its_files(encoding: str) -> None:
    files = {name: text.encode(encoding) for name, text in AICC.items()}
    found = reading(zipped({**files, "a.html": HTML, "b.html": HTML}))
    assert found.accepted, found.findings
    course = found.course
    assert course is not None
    assert (course.format, course.edition, course.title) == ("aicc", "4.0", "法治建设")
    assert course.description == "第一行 第二行"
    block = course.root.children[0]
    assert isinstance(block, Block) and block.title == "单元一"
    first, second = course.units()
    assert (first.title, first.launch, first.parameters) == ("甲", "a.html", "?x=1")
    assert (first.mastery_score, first.max_time_allowed_ms) == (Decimal(80), 1_200_000)
    assert (first.time_limit_action, first.data_from_lms) == ("continue,no message", "seed=1")
    assert second.max_time_allowed_ms is None, "00:00:00 is no limit"
    assert second.prerequisites == "A1"


def test_an_aicc_structure_that_turns_in_a_circle_ends() -> None:
    files = {**AICC, "k.cst": '"block","member"\n"ROOT","B1"\n"B1","B2"\n"B2","B1"\n"B2","A1"\n'}
    found = reading(zipped({**files, "a.html": HTML, "b.html": HTML}))
    assert found.course is not None
    assert len(found.course.units()) == 2


@pytest.mark.parametrize("missing", ["k.au", "a.html"])
def test_an_aicc_course_without_what_it_needs_is_refused(missing: str) -> None:
    files = {**AICC, "a.html": HTML, "b.html": HTML}
    del files[missing]
    assert not reading(zipped(files)).accepted


def test_media_become_units_in_the_order_of_their_numbers() -> None:
    found = reading(
        zipped(
            {
                "10 结语.mp4": mp4(60_000),
                "2 正文.mp4": mp4(125_500),
                "2 正文.vtt": "WEBVTT\n",
                "2 正文.en.vtt": "WEBVTT\n",
                "2 正文.quiz.json": quiz(),
            }
        ),
        "红色福建.zip",
    )
    assert found.accepted, found.findings
    course = found.course
    assert course is not None
    assert (course.title, course.length_ms) == ("红色福建", 185_500)
    first, second = course.units()
    assert (first.title, first.length_ms, first.media_type) == ("2 正文", 125_500, "video/mp4")
    assert first.subtitles == (
        Subtitle("2 正文.en.vtt", "en", "English"),
        Subtitle("2 正文.vtt", "zh", "中文"),
    )
    assert first.quiz == "2 正文.quiz.json"
    assert second.title == "10 结语"
    assert codes(found) == {"media.no_subtitles"}


def test_a_bare_medium_is_a_course() -> None:
    found = reading(mp4(90_000), "微课.mp4")
    assert found.accepted
    assert found.course is not None
    assert [unit.length_ms for unit in found.course.units()] == [90_000]
    assert found.package is not None and found.package.paths == ("微课.mp4",)


@pytest.mark.parametrize(
    ("files", "code"),
    [
        ({"a.mp4": b"<html>not a film"}, "media.not_playable"),
        ({"a.mp4": mp4(1000), "a.quiz.json": "{}"}, "media.bad_quiz"),
        (
            {"a.mp4": mp4(1000), "a.quiz.json": '{"questions": [], "questions": []}'},
            "media.bad_quiz",
        ),
        ({"readme.txt": "x"}, "package.unknown"),
    ],
)
def test_media_that_cannot_be_played_are_refused(files: dict[str, bytes], code: str) -> None:
    found = reading(zipped(files))
    assert not found.accepted
    assert code in codes(found)


def webm(milliseconds: int) -> bytes:
    def element(identifier: bytes, body: bytes) -> bytes:
        return identifier + struct.pack(">B", 0x80 | len(body)) + body

    info = element(b"\x15\x49\xa9\x66", element(b"\x44\x89", struct.pack(">d", milliseconds)))
    return element(b"\x1a\x45\xdf\xa3", b"") + element(b"\x18\x53\x80\x67", info)


def mp3(frames: int) -> bytes:
    head = b"\xff\xfb\x90\x00" + bytes(32) + b"Xing" + struct.pack(">II", 1, frames)
    return head + bytes(417 * 3 - len(head))


@pytest.mark.parametrize(
    ("name", "data", "milliseconds"),
    [
        ("a.webm", webm(65_000), 65_000),
        ("a.mp3", mp3(1000), 1000 * 1152 * 1000 // 44100),
        ("a.mp3", b"ID3\x04\0\0\0\0\0\x0a" + bytes(10) + mp3(500), 500 * 1152 * 1000 // 44100),
    ],
)
def test_lengths_are_read_from_the_container(name: str, data: bytes, milliseconds: int) -> None:
    found = reading(data, name)
    assert found.course is not None
    assert found.course.units()[0].length_ms == milliseconds


def test_of_several_descriptions_the_strongest_is_used_and_said() -> None:
    found = reading(
        zipped(
            {
                "imsmanifest.xml": scorm_1_2(),
                "tincan.xml": TINCAN % "index.html",
                "index.html": HTML,
            }
        )
    )
    assert found.course is not None and found.course.format == "scorm_1_2"
    assert "package.several" in codes(found)
