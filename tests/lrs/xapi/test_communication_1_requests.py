"""Versions, the Alternate Request Syntax, and the answers to broken requests."""

from __future__ import annotations

import json
from urllib.parse import urlencode

import pytest
from flask import Flask
from werkzeug.test import TestResponse

from tests.lrs.conftest import Client, identified, statement

FORM = "application/x-www-form-urlencoded"


def alternate(client: Client, method: str, **fields: str) -> TestResponse:
    headers = dict.fromkeys(("X-Experience-API-Version",))
    return client.ask(
        "POST",
        f"/statements?method={method}",
        data=urlencode({"X-Experience-API-Version": "1.0.3", **fields}),
        content_type=FORM,
        headers=headers,
    )


@pytest.mark.clause("XAPI-00331", "XAPI-00333")
@pytest.mark.parametrize("version", [None, "0.95", "1.1", "2.1.0", "nonsense"])
def test_a_request_names_a_version_that_is_spoken(client: Client, version: str | None) -> None:
    answer = client.ask("GET", "/statements", headers={"X-Experience-API-Version": version})
    assert answer.status_code == 400
    assert answer.headers["X-Experience-API-Version"] == "2.0.0"


@pytest.mark.clause("XAPI-00319")
def test_about_is_told_to_everyone(client: Client) -> None:
    nobody = {"Authorization": None, "X-Experience-API-Version": None}
    answer = client.ask("GET", "/about", headers=nobody)
    assert answer.status_code == 200
    assert {"1.0.3", "2.0.0"} <= set(answer.get_json()["version"])


@pytest.mark.clause("XAPI-00336")
def test_the_alternate_syntax_carries_method_headers_and_body_in_a_form(client: Client) -> None:
    one = identified()
    put = alternate(client, "PUT", statementId=one["id"], content=json.dumps(one))
    assert put.status_code == 204
    got = alternate(client, "GET", statementId=one["id"])
    assert got.get_json()["id"] == one["id"]


@pytest.mark.clause("XAPI-00336")
def test_the_alternate_syntax_is_refused_where_it_is_broken_and_in_2_0(client: Client) -> None:
    one = identified()
    refused = [
        alternate(client, "PUT", statementId=one["id"]),
        alternate(client, "PATCH", content="{}"),
        alternate(client, "GET", **{"X-Experience-API-Version": "2.0.0"}),
        client.ask("GET", "/statements?method=GET"),
        client.ask("POST", "/statements?method=GET&limit=1", data="", content_type=FORM),
    ]
    assert [answer.status_code for answer in refused] == [400] * len(refused)


def test_a_stored_page_cannot_run_on_the_origin_of_the_store(client: Client) -> None:
    key = {"activityId": "a:b", "agent": '{"mbox":"mailto:a@b.cn"}', "stateId": "s"}
    page = b"<script>alert(document.domain)</script>"
    client.ask("PUT", "/activities/state", query_string=key, data=page, content_type="text/html")
    answer = client.ask(
        "POST",
        "/activities/state?method=GET",
        data=urlencode({"X-Experience-API-Version": "1.0.3", **key}),
        content_type=FORM,
        headers={"X-Experience-API-Version": None},
    )
    assert answer.data == page
    assert answer.headers["Content-Disposition"] == "attachment"
    assert answer.headers["Content-Security-Policy"].startswith("sandbox")


@pytest.mark.parametrize(("method", "path"), [("DELETE", "/statements"), ("PUT", "/agents")])
def test_a_method_that_a_resource_lacks_is_405(client: Client, method: str, path: str) -> None:
    answer = client.ask(method, path)
    assert answer.status_code == 405
    assert answer.get_json()["error"]


@pytest.mark.clause("XAPI-00328")
def test_a_body_beyond_the_limit_is_413(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("lrs.web.asked.MAX_BODY", 1000)
    long = statement(result={"response": "x" * 1000})
    answer = client.post(long)
    assert answer.status_code == 413
    assert answer.get_json()["error"] == "too-large"


@pytest.mark.clause("IEEE 4.2.2.5", "XAPI-00332")
def test_2_0_knows_context_agents_and_1_0_3_is_spared_them(
    client: Client, client_two: Client
) -> None:
    one = identified(
        context={
            "contextAgents": [
                {"objectType": "contextAgent", "agent": {"mbox": "mailto:c@example.com"}}
            ],
            "platform": "x",
        }
    )
    refused = client.post(one)
    assert refused.get_json()["violations"][0]["where"] == "[0].context.contextAgents"
    assert client_two.post(one).status_code == 200
    agent = '{"mbox":"mailto:c@example.com"}'
    assert client_two.found(agent=agent, related_agents="true") == [one["id"]]
    assert "contextAgents" in client_two.get(statementId=one["id"]).get_json()["context"]
    (down,) = client.get().get_json()["statements"]
    assert down["context"] == {"platform": "x"}
    assert down["version"] == "1.0.3"


@pytest.mark.clause("IEEE 4.2.7", "XAPI-00122")
def test_2_0_keeps_time_in_utc_and_1_0_3_as_it_was_written(
    client: Client, client_two: Client
) -> None:
    given = "2017-03-15T09:00:00.123456+08:00"
    one, two = identified(timestamp=given), identified(timestamp=given)
    client.post(one)
    client_two.post(two)
    assert client.get(statementId=one["id"]).get_json()["timestamp"] == given
    kept = client_two.get(statementId=two["id"]).get_json()["timestamp"]
    assert kept == "2017-03-15T01:00:00.123456Z"


@pytest.mark.clause("XAPI-00171", "XAPI-00169", "XAPI-00172", "XAPI-00096")
def test_formats_reduce_or_translate(client: Client) -> None:
    definition = {"name": {"en": "History", "zh-CN": "党史"}, "type": "a:course"}
    client.post(identified(object={"id": "a:b", "definition": definition}))
    later = identified(
        actor={"mbox": "mailto:lin@example.com", "name": "Lin"},
        object={"id": "a:b"},
        context={"contextActivities": {"parent": {"id": "a:b"}}},
    )
    client.post(later)
    exact = client.get(statementId=later["id"]).get_json()
    assert exact["object"] == {"id": "a:b"}
    assert exact["context"]["contextActivities"]["parent"] == [{"id": "a:b"}]
    ids = client.get(statementId=later["id"], format="ids").get_json()
    assert ids["actor"] == {"mbox": "mailto:lin@example.com"}
    canonical = client.ask(
        "GET",
        f"/statements?format=canonical&statementId={later['id']}",
        headers={"Accept-Language": "fr, zh;q=0.8, en;q=0.5"},
    ).get_json()
    assert canonical["object"]["definition"]["name"] == {"zh-CN": "党史"}


@pytest.mark.clause("XAPI-00254", "XAPI-00251")
def test_an_activity_is_all_that_statements_told_of_it(client: Client) -> None:
    client.post(identified(object={"id": "a:b", "definition": {"name": {"en": "History"}}}))
    client.post(identified(object={"id": "a:b", "definition": {"name": {"zh": "党史"}}}))
    found = client.get("/activities", activityId="a:b").get_json()
    assert found["definition"]["name"] == {"en": "History", "zh": "党史"}
    unknown = client.get("/activities", activityId="a:unknown").get_json()
    assert unknown == {"objectType": "Activity", "id": "a:unknown"}


@pytest.mark.clause("XAPI-00236")
def test_a_person_has_every_name_the_agent_was_called(client: Client) -> None:
    for name in ("林", "Lin", "林"):
        client.post(identified(actor={"mbox": "mailto:lin@example.com", "name": name}))
    person = client.get("/agents", agent='{"mbox":"mailto:lin@example.com"}').get_json()
    assert person == {
        "objectType": "Person",
        "name": ["林", "Lin"],
        "mbox": ["mailto:lin@example.com"],
    }


def test_a_standalone_store_says_that_it_lives_and_is_ready(store: Flask) -> None:
    asks = store.test_client()
    assert asks.get("/healthz").status_code == 200
    assert asks.get("/readyz").status_code == 200
