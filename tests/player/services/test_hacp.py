"""AICC's HACP: GetParam, PutParam, ExitAU over the same data as the other formats."""

from __future__ import annotations

from urllib.parse import parse_qs, urlsplit

from player.rules.aicc import hacp
from tests.content_packages.builders import HTML, zipped
from tests.player.conftest import Desk, Page

CRS = "[Course]\nCourse_ID=c1\nCourse_Title=AICC\nVersion=2.0\n[Course_Behavior]\nMax_Normal=1\n"
DES = '"system_id","title","description","developer_id"\n"A1","第一课","",""\n'
AU = (
    '"system_id","type","command_line","file_name","core_vendor","mastery_score",'
    '"max_time_allowed","time_limit_action","max_score","system_vendor","web_launch","au_password"'
    '\n"A1","lesson","","index.html","vendor data","80","","","100","","",""\n'
)
CST = '"block","member"\n"root","A1"\n'


def package() -> bytes:
    files = {"c.crs": CRS, "c.des": DES, "c.au": AU, "c.cst": CST, "index.html": HTML}
    return zipped(files)


def launched(desk: Desk) -> Page:
    return desk.launched(desk.published(package()))


def call(page: Page, command: str, data: str = "") -> str:
    query = parse_qs(urlsplit(page.launch["runtime"]["content"]).query)
    form = {
        "command": command,
        "version": "4.0",
        "session_id": query["aicc_sid"][0],
        "aicc_data": data,
    }
    return page.desk.browser.post("/hacp", data=form).get_data(as_text=True)


def test_an_au_gets_its_data_and_what_it_put_comes_back(desk: Desk) -> None:
    page = launched(desk)
    first = call(page, "GetParam")
    assert first.startswith("error=0\r\n")
    assert "Lesson_Status=not attempted,ab-initio" in first
    assert "vendor data" in first
    put = (
        "[Core]\r\nLesson_Location=p3\r\nLesson_Status=incomplete,suspend\r\nScore=85\r\n"
        "Time=00:02:00\r\n[Core_Lesson]\r\nmy bookmark=1\r\n"
    )
    assert call(page, "PutParam", put).startswith("error=0")
    assert call(page, "ExitAU").startswith("error=0")
    again = call(desk.relaunched(page), "GetParam")
    assert "Lesson_Location=p3" in again
    assert "my bookmark=1" in again
    assert "Lesson_Status=incomplete,resume" in again
    assert "Time=0000:02:00.00" in again


def test_mastery_decides_at_the_end(desk: Desk) -> None:
    page = launched(desk)
    call(page, "PutParam", "[core]\nlesson_status=c\nscore=85,100,0\n")
    call(page, "ExitAU")
    assert desk.said() == ["initialized", "scored", "completed", "passed", "terminated"]


def test_a_strange_session_or_command_gets_hacps_own_error(desk: Desk) -> None:
    page = launched(desk)
    assert call(page, "Dance").startswith("error=1")
    answer = desk.browser.post("/hacp", data={"command": "GetParam", "session_id": "a.b"})
    assert answer.get_data(as_text=True).startswith("error=3")


def test_objectives_keep_their_places() -> None:
    message = hacp.parsed("[Objectives_Status]\nJ_ID.1=o1\nJ_Status.1=p\nJ_ID.2=o2\nJ_Score.2=50")
    assert list(hacp.changes(message, {"cmi.objectives.0.id": "o2"})) == [
        ("cmi.objectives.1.id", "o1"),
        ("cmi.objectives.1.status", "passed"),
        ("cmi.objectives.0.score.raw", "50"),
    ]
