"""What nobody ends is ended, and closed sessions are told to the record."""

from __future__ import annotations

from player.rules import report
from player.services import abandonment, reports
from schemas.write_door import write
from tests.player.conftest import Desk, scorm_12_package, video_package


def test_a_launch_that_falls_silent_is_suspended(desk: Desk) -> None:
    version = desk.published(scorm_12_package())
    page = desk.launched(version)
    page.journal(("cmi.core.lesson_location", "3"))
    desk.clock.forward(minutes=31)
    assert write(abandonment.swept) == 2
    assert desk.said()[-1] == "suspended"
    assert page.journal(("cmi.core.lesson_location", "4")).get_json()["error"] == "attempt-over"
    assert write(abandonment.swept) == 0


def test_a_confirmed_session_is_told_once_with_its_digest(desk: Desk) -> None:
    page = desk.launched(desk.published(video_package(120_000), minutes=2, name="film.zip"))
    page.watch(120)
    assert page.study["confirmed_at"] is not None
    page.post(f"{page.session}/close", page.body())
    desk.clock.forward(minutes=6)
    write(reports.reported)
    desk.clock.forward(minutes=1)
    write(reports.reported)
    told = [one for one in desk.statements() if one["verb"]["id"] == report.STUDIED]
    assert len(told) == 1
    assert told[0]["result"]["duration"] == "PT120.00S"
    assert len(told[0]["result"]["extensions"][report.EVIDENCE_DIGEST]) == 64


def test_a_session_that_a_later_miss_could_take_back_waits(desk: Desk) -> None:
    page = desk.launched(desk.published(video_package(), name="film.zip"))
    page.watch(60)
    page.post(f"{page.session}/close", page.body())
    desk.clock.forward(minutes=6)
    write(reports.reported)
    assert "studied" not in desk.said()
    desk.clock.forward(days=32)
    write(reports.reported)
    assert desk.said()[-1] == "studied"
