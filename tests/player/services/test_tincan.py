"""Packages that speak xAPI by themselves: the launch they expect, and their door to the record."""

from __future__ import annotations

import json
from typing import Any
from urllib.parse import parse_qs, urlsplit
from uuid import uuid4

import pytest
from werkzeug.test import TestResponse

from tests.content_packages.builders import HTML, zipped
from tests.player.conftest import LIN, WANG, Desk, Page

OWN_ID = "https://vendor.example/golf"
TINCAN = (
    '<tincan xmlns="http://projecttincan.com/tincan.xsd"><activities>'
    f'<activity id="{OWN_ID}" type="http://adlnet.gov/expapi/activities/course">'
    "<name>高尔夫</name><launch lang='zh-CN'>index.html?theme=green</launch></activity>"
    "</activities></tincan>"
)


def package() -> bytes:
    return zipped({"tincan.xml": TINCAN, "index.html": HTML})


class Package:
    """The package's script: what its address gives it, and what it says."""

    def __init__(self, desk: Desk, page: Page) -> None:
        self.desk, self.page = desk, page
        query = parse_qs(urlsplit(page.launch["runtime"]["content"]).query)
        self.given = {name: values[0] for name, values in query.items()}
        self.endpoint = urlsplit(self.given["endpoint"]).path

    def call(self, method: str, path: str, **more: Any) -> TestResponse:
        headers = {
            "X-Experience-API-Version": "1.0.3",
            "Authorization": self.given["auth"],
            "Origin": self.page.launch["origin"],
        }
        return self.desk.browser.open(
            f"{self.endpoint}{path}", method=method, headers=headers, **more
        )

    def say(self, word: str, **more: Any) -> TestResponse:
        statement = {
            "id": str(uuid4()),
            "actor": json.loads(self.given["actor"]),
            "verb": {"id": f"http://adlnet.gov/expapi/verbs/{word}"},
            "object": {"id": self.given["activity_id"]},
            "context": {"registration": self.given["registration"]},
        }
        return self.call("POST", "statements", json=statement | more)

    def state(self, method: str, **more: Any) -> TestResponse:
        named = {
            "stateId": "bookmark",
            "activityId": OWN_ID,
            "agent": self.given["actor"],
            "registration": self.given["registration"],
        }
        return self.call(method, "activities/state", query_string=named, **more)


def launched(desk: Desk) -> Package:
    return Package(desk, desk.launched(desk.published(package())))


def test_the_address_carries_what_such_packages_expect(desk: Desk) -> None:
    one = launched(desk)
    assert set(one.given) == {
        "theme", "endpoint", "auth", "actor", "registration", "activity_id",
    }  # fmt: skip
    assert one.given["endpoint"].endswith("/xapi/")
    assert json.loads(one.given["actor"])["account"]["name"] == str(WANG.id)
    assert one.given["registration"] == one.page.launch["registration"]


def test_what_it_says_is_kept_and_its_own_origin_may_read_the_answer(desk: Desk) -> None:
    one = launched(desk)
    answer = one.say("experienced", object={"id": f"{OWN_ID}/par"})
    assert answer.status_code == 200
    assert answer.headers["Access-Control-Allow-Origin"] == one.page.launch["origin"]
    assert desk.said() == ["experienced"]


def test_a_state_lies_where_it_was_put(desk: Desk) -> None:
    one = launched(desk)
    assert one.state("PUT", data="7", content_type="text/plain").status_code == 204
    assert one.state("GET").data == b"7"


@pytest.mark.parametrize("about", ["activity_id", "own id"])
def test_what_it_reaches_stands_in_the_outline(desk: Desk, about: str) -> None:
    one = launched(desk)
    name = one.given.get(about, OWN_ID)
    one.say("passed", object={"id": name}, result={"success": True, "score": {"scaled": 0.9}})
    item = desk.relaunched(one.page).launch["outline"][-1]
    assert (item["status"], item["score"]) == ("passed", 90)


def test_of_another_activity_or_without_success_nothing_is_reached(desk: Desk) -> None:
    one = launched(desk)
    one.say("passed", object={"id": f"{OWN_ID}/par"})
    one.say("passed", result={"success": False})
    assert desk.relaunched(one.page).launch["outline"][-1]["status"] not in ("passed", "completed")


@pytest.mark.clause("house au-own-actor", "house au-no-voiding", "cmi5 8.1.4.0-3 (d)")
def test_it_speaks_only_for_its_learner_and_launch(desk: Desk) -> None:
    one = launched(desk)
    stranger = {"account": {**json.loads(one.given["actor"])["account"], "name": str(LIN.id)}}
    assert one.say("experienced", actor=stranger).status_code == 403
    assert one.say("experienced", context={"registration": str(uuid4())}).status_code == 403
    assert one.say("experienced", verb={"id": VOIDED}, object=REFERRED).status_code == 403
    one.given["auth"] = "Basic guessed"
    assert one.say("experienced").status_code == 401
    assert desk.said() == []


def test_the_next_launch_takes_the_key_away(desk: Desk) -> None:
    one = launched(desk)
    desk.relaunched(one.page)
    assert one.say("experienced").status_code == 403


VOIDED = "http://adlnet.gov/expapi/verbs/voided"
REFERRED = {"objectType": "StatementRef", "id": "11111111-1111-4111-8111-111111111111"}
