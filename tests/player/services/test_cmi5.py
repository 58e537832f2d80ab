"""cmi5: the launch, the fetch URL, the AU's door, and what the LMS says of its own accord."""

from __future__ import annotations

import json
from concurrent.futures import ThreadPoolExecutor
from typing import Any
from urllib.parse import parse_qs, urlsplit
from uuid import UUID, uuid4

import pytest
from werkzeug.test import TestResponse

from player.rules.cmi5.session import CMI5_CATEGORY, MOVEON_CATEGORY
from player.services import au_sessions
from schemas.write_door import write
from tests.content_packages.builders import au, cmi5
from tests.player.conftest import LIN, WANG, Desk, Page, cmi5_package

SESSION_ID = "https://w3id.org/xapi/cmi5/context/extensions/sessionid"
DEFINED = ({"id": CMI5_CATEGORY},)
JUDGED = ({"id": CMI5_CATEGORY}, {"id": MOVEON_CATEGORY})
MASTERED = 'moveOn="CompletedAndPassed" masteryScore="0.8"'


class Unit:
    """An assignable unit as a page plays it: what cmi5 puts into its address, and its token."""

    def __init__(self, desk: Desk, page: Page) -> None:
        self.desk, self.page = desk, page
        given = parse_qs(urlsplit(page.launch["runtime"]["content"]).query)
        self.given = {name: values[0] for name, values in given.items()}
        self.endpoint = urlsplit(self.given["endpoint"]).path
        self.actor = json.loads(self.given["actor"])
        self.token = ""

    def fetch(self) -> dict[str, Any]:
        address = urlsplit(self.given["fetch"])
        told: dict[str, Any] = self.desk.browser.post(f"{address.path}?{address.query}").get_json()
        self.token = told.get("auth-token", self.token)
        return told

    def call(self, method: str, path: str, **more: Any) -> TestResponse:
        headers = {
            "X-Experience-API-Version": "1.0.3",
            "Authorization": f"Basic {self.token}",
            **({"If-None-Match": "*"} if path == "/agents/profile" and method == "PUT" else {}),
        }
        return self.desk.browser.open(
            f"{self.endpoint}{path}", method=method, headers=headers, **more
        )

    def state(self, method: str = "GET", state_id: str = "LMS.LaunchData", **more: Any) -> Any:
        named = {
            "stateId": state_id,
            "activityId": self.given["activityId"],
            "agent": self.given["actor"],
            "registration": self.given["registration"],
        }
        return self.call(method, "/activities/state", query_string=named, **more)

    def preferences(self, method: str = "GET", **more: Any) -> TestResponse:
        named = {"profileId": "cmi5LearnerPreferences", "agent": self.given["actor"]}
        return self.call(method, "/agents/profile", query_string=named, **more)

    def begin(self) -> Unit:
        self.fetch()
        self.data = self.state().get_json()
        self.preferences()
        assert self.say("initialized").status_code == 200
        return self

    def statement(self, word: str, categories: Any = DEFINED, **more: Any) -> dict[str, Any]:
        template = self.data["contextTemplate"]
        return {
            "id": str(uuid4()),
            "actor": self.actor,
            "verb": {"id": f"http://adlnet.gov/expapi/verbs/{word}"},
            "object": {"id": self.given["activityId"]},
            "timestamp": "2017-03-15T01:00:00Z",
            "context": {
                "registration": self.given["registration"],
                "contextActivities": {
                    **template["contextActivities"],
                    "category": list(categories),
                },
                "extensions": template["extensions"],
            },
        } | more

    def send(self, *statements: dict[str, Any]) -> TestResponse:
        return self.call("POST", "/statements", json=list(statements))

    def say(self, word: str, categories: Any = DEFINED, **more: Any) -> TestResponse:
        return self.send(self.statement(word, categories, **more))

    def complete(self) -> TestResponse:
        return self.say("completed", JUDGED, result={"completion": True, "duration": "PT1M"})

    def pass_(self) -> TestResponse:
        return self.say("passed", JUDGED, result={"success": True, "duration": "PT1M"})


def launched(desk: Desk, structure: str = "") -> Unit:
    version = desk.published(cmi5_package(structure))
    return Unit(desk, desk.launched(version))


def clauses(answer: TestResponse) -> set[str]:
    return {found["clause"] for found in answer.get_json()["violations"]}


@pytest.mark.clause("cmi5 9.3.1.0-1", "cmi5 10.1.0.0-1", "cmi5 8.1.5.0-3")
def test_the_launch_is_said_and_its_data_lie_ready(desk: Desk) -> None:
    unit = launched(desk, cmi5(au(attributes=MASTERED)))
    unit.fetch()
    data = unit.state().get_json()
    assert data["launchMode"] == "Normal"
    assert (data["moveOn"], data["masteryScore"]) == ("CompletedAndPassed", 0.8)
    assert data["contextTemplate"]["contextActivities"]["grouping"] == [
        {"id": "https://example.com/au/1"}
    ]
    assert unit.given["activityId"] != "https://example.com/au/1"
    assert desk.said() == ["launched"]


@pytest.mark.clause("cmi5 8.2.3.0-1", "cmi5 8.2.1.0-3", "cmi5 8.2.2.0-3")
def test_the_token_is_handed_out_once(desk: Desk) -> None:
    unit = launched(desk)
    assert "auth-token" in unit.fetch()
    assert unit.fetch()["error-code"] == "1"


@pytest.mark.clause("cmi5 8.2.3.0-1")
def test_of_many_who_claim_at_once_one_wins(desk: Desk) -> None:
    unit = launched(desk)
    session = UUID(urlsplit(unit.given["fetch"]).path.split("/")[2])
    key = parse_qs(urlsplit(unit.given["fetch"]).query)["key"][0]

    def claim(_: int) -> str | None:
        with desk.app.app_context():
            return write(au_sessions.fetched, session, key)

    with ThreadPoolExecutor(8) as clients:
        tokens = list(clients.map(claim, range(16)))
    assert sum(token is not None for token in tokens) == 1


@pytest.mark.clause("cmi5 8.1.2.0-5 (d)")
def test_without_the_token_nothing_opens(desk: Desk) -> None:
    unit = launched(desk)
    assert unit.state().status_code == 401


@pytest.mark.clause("cmi5 11.0.0.0-3 (d2)", "cmi5 9.3.0.0-4 (d2)")
def test_an_au_reads_before_it_speaks_and_says_initialized_first(desk: Desk) -> None:
    unit = launched(desk)
    unit.fetch()
    unit.data = unit.state().get_json()
    assert clauses(unit.say("initialized")) == {"cmi5 11.0.0.0-3 (d2)"}
    unit.preferences()
    assert "cmi5 9.3.0.0-4 (d2)" in clauses(unit.complete())
    assert unit.say("initialized").status_code == 200


@pytest.mark.clause("cmi5 9.3.9.0-1", "cmi5 9.3.9.0-5", "cmi5 9.3.9.0-9")
def test_what_the_au_reaches_satisfies_the_course(desk: Desk) -> None:
    unit = launched(desk, cmi5(au(attributes=MASTERED))).begin()
    assert unit.complete().status_code == 200
    assert desk.said()[-1] == "completed"
    assert unit.pass_().status_code == 200
    assert unit.say("terminated", result={"duration": "PT2M"}).status_code == 200
    assert desk.said() == [
        "launched",
        "initialized",
        "completed",
        "passed",
        "satisfied",
        "terminated",
    ]
    satisfied = desk.statements()[4]
    assert (
        satisfied["context"]["extensions"][SESSION_ID]
        == unit.data["contextTemplate"]["extensions"][SESSION_ID]
    )


@pytest.mark.clause("cmi5 9.3.0.0-5 (d2)", "cmi5 8.1.2.0-2 (d)")
def test_after_terminated_nothing_is_taken(desk: Desk) -> None:
    unit = launched(desk).begin()
    unit.say("terminated", result={"duration": "PT2M"})
    assert unit.say("experienced", ()).status_code == 403
    assert unit.state().status_code == 403


@pytest.mark.clause("cmi5 9.3.0.0-6 (d2)")
def test_completed_is_said_once_in_a_registration(desk: Desk) -> None:
    version = desk.published(cmi5_package())
    Unit(desk, desk.launched(version)).begin().complete()
    again = Unit(desk, desk.launched(version)).begin().complete()
    assert again.status_code == 403
    assert "cmi5 9.3.0.0-6 (d2)" in clauses(again)


@pytest.mark.clause("cmi5 9.3.6.0-1", "cmi5 9.3.6.0-2 (d2)")
def test_a_new_launch_abandons_the_open_session(desk: Desk) -> None:
    version = desk.published(cmi5_package())
    first = Unit(desk, desk.launched(version)).begin()
    desk.launched(version)
    assert desk.said().count("abandoned") == 1
    assert first.say("experienced", ()).status_code == 403


@pytest.mark.clause("cmi5 9.3.4.0-2 (d2)", "cmi5 9.6.3.2-2 (d)")
def test_a_score_below_mastery_does_not_pass(desk: Desk) -> None:
    unit = launched(desk, cmi5(au(attributes=MASTERED))).begin()
    low = {"success": True, "duration": "PT1M", "score": {"scaled": 0.7}}
    found = clauses(unit.say("passed", JUDGED, result=low))
    assert found == {"cmi5 9.3.4.0-2 (d2)", "cmi5 9.6.3.2-2 (d)"}


@pytest.mark.clause("cmi5 10.2.2.0-2 (d)", "cmi5 10.2.2.0-3 (d)")
@pytest.mark.parametrize("mode", ["browse", "review"])
def test_nothing_is_reached_in_browse_or_review_mode(desk: Desk, mode: str) -> None:
    version = desk.published(cmi5_package())
    unit = Unit(desk, desk.launched(version, mode=mode)).begin()
    assert unit.data["launchMode"].lower() == mode
    assert unit.complete().status_code == 403


@pytest.mark.clause("house au-own-actor", "cmi5 8.1.3.0-3 (d)", "cmi5 10.2.1.0-5 (d)")
def test_an_au_reaches_only_its_own(desk: Desk) -> None:
    version = desk.published(cmi5_package())
    unit = Unit(desk, desk.launched(version)).begin()
    stranger = Unit(desk, desk.launched(version, who=LIN))
    before = len(desk.statements())
    own = unit.given
    for name in ("actor", "registration"):
        unit.given = own | {name: stranger.given[name]}
        assert unit.state(state_id="x").status_code == 403
        assert unit.state("PUT", "x", data="1", content_type="text/plain").status_code == 403
    unit.given = own
    for method in ("PUT", "POST", "DELETE"):
        assert unit.state(method, data="{}", content_type="application/json").status_code == 403
    assert unit.say("experienced", (), actor=stranger.actor).status_code == 403
    query = {"registration": stranger.given["registration"]}
    assert unit.call("GET", "/statements", query_string=query).status_code == 403
    seen = unit.call("GET", "/statements").get_json()["statements"]
    assert {one["actor"]["account"]["name"] for one in seen} == {str(WANG.id)}
    assert len(desk.statements()) == before


@pytest.mark.clause("cmi5 9.2.0.0-2")
def test_a_group_is_no_learner(desk: Desk) -> None:
    unit = launched(desk).begin()
    group = unit.actor | {"objectType": "Group"}
    assert clauses(unit.say("experienced", (), actor=group)) == {"cmi5 9.2.0.0-2"}


@pytest.mark.clause("house au-no-voiding", "cmi5 6.3.0.0-1")
def test_an_au_voids_nothing(desk: Desk) -> None:
    unit = launched(desk).begin()
    target = {"objectType": "StatementRef", "id": desk.statements()[0]["id"]}
    assert unit.say("voided", (), object=target).status_code == 403


@pytest.mark.clause("cmi5 9.1.0.0-1 (d)")
def test_a_statement_without_an_id_is_refused(desk: Desk) -> None:
    unit = launched(desk).begin()
    nameless = unit.statement("experienced", ())
    del nameless["id"]
    assert unit.send(nameless).status_code == 403


@pytest.mark.clause("cmi5 11.0.0.0-5 (d)", "cmi5 11.1.0.0-1 (d)", "cmi5 11.2.0.0-1")
@pytest.mark.parametrize(
    ("document", "status"),
    [
        ({"languagePreference": "zh-CN,en-US", "audioPreference": "on"}, 204),
        ({"languagePreference": "not a tag", "audioPreference": "on"}, 403),
        ({"languagePreference": "zh-CN", "audioPreference": "loud"}, 403),
        ({"languagePreference": "zh-CN"}, 403),
        ([], 403),
    ],
)
def test_learner_preferences_have_their_form(one_desk: Desk, document: Any, status: int) -> None:
    unit = launched(one_desk).begin()
    assert unit.preferences("PUT", json=document).status_code == status


@pytest.mark.clause("cmi5 9.6.1.1-3")
def test_what_asks_for_nothing_is_satisfied_at_registration(desk: Desk) -> None:
    launched(desk, cmi5(au(attributes='moveOn="NotApplicable"')))
    assert desk.said() == ["satisfied", "launched"]


@pytest.mark.clause("cmi5 9.3.7.0-2 (d)", "cmi5 9.3.7.0-4")
def test_an_au_is_waived_once_and_satisfies(desk: Desk) -> None:
    unit = launched(desk, cmi5(au(attributes=MASTERED)))
    registration = UUID(unit.given["registration"])
    write(au_sessions.waive, registration, unit.page.launch["unit"], "Administrative")
    assert desk.said() == ["launched", "waived", "satisfied"]
    waived = desk.statements()[1]
    assert waived["result"]["extensions"] == {
        "https://w3id.org/xapi/cmi5/result/extensions/reason": "Administrative"
    }


def test_the_content_origin_may_use_the_door_and_no_other(one_desk: Desk) -> None:
    unit = launched(one_desk)
    for origin, expected in (
        (unit.page.launch["origin"], unit.page.launch["origin"]),
        ("http://evil.example", None),
    ):
        answer = one_desk.browser.options(f"{unit.endpoint}/statements", headers={"Origin": origin})
        assert answer.headers.get("Access-Control-Allow-Origin") == expected
