"""State and profile documents: kept, merged, guarded by entity tags."""

from __future__ import annotations

from hashlib import sha1
from typing import Any
from uuid import uuid4

import pytest
from werkzeug.test import TestResponse

from tests.conftest import SettableClock
from tests.lrs.conftest import Client

AGENT = '{"mbox":"mailto:lin@example.com"}'
STATE = {"activityId": "https://academy.example/au/1", "agent": AGENT, "stateId": "bookmark"}
PROFILES = [
    ("/agents/profile", {"agent": AGENT, "profileId": "cmi5LearnerPreferences"}),
    ("/activities/profile", {"activityId": "https://academy.example/au/1", "profileId": "p"}),
]


def ask(
    client: Client, method: str, key: dict[str, Any], path: str = "/activities/state", **more: Any
) -> TestResponse:
    return client.ask(method, path, query_string=key, **more)


@pytest.mark.clause("XAPI-00192", "XAPI-00322")
def test_a_document_comes_back_as_it_was_with_the_sha1_of_its_bytes_as_tag(
    client: Client,
) -> None:
    body = b"\x00\xffany bytes"
    put = ask(client, "PUT", STATE, data=body, content_type="image/x-thing")
    assert put.status_code == 204
    got = ask(client, "GET", STATE)
    assert got.data == body
    assert got.content_type == "image/x-thing"
    assert got.headers["ETag"] == f'"{sha1(body).hexdigest()}"'
    assert "Last-Modified" in got.headers


@pytest.mark.clause("XAPI-00234", "XAPI-00183", "XAPI-00184", "XAPI-00233")
def test_json_is_merged_one_level_deep(client: Client) -> None:
    ask(client, "POST", STATE, json={"a": {"x": 1}, "b": 1})
    ask(client, "POST", STATE, json={"a": {"y": 2}, "c": 3})
    assert ask(client, "GET", STATE).get_json() == {"a": {"y": 2}, "b": 1, "c": 3}


@pytest.mark.clause("XAPI-00232", "XAPI-00235")
def test_what_is_not_a_json_object_is_not_merged(client: Client) -> None:
    ask(client, "PUT", STATE, data=b"text", content_type="text/plain")
    assert ask(client, "POST", STATE, json={"a": 1}).status_code == 400
    other = {**STATE, "stateId": "other"}
    ask(client, "POST", other, json={"a": 1})
    assert ask(client, "POST", other, json=[1]).status_code == 400
    broken = ask(client, "POST", other, data=b"{", content_type="application/json")
    assert broken.status_code == 400
    assert ask(client, "GET", other).get_json() == {"a": 1}


@pytest.mark.clause("XAPI-00322")
def test_if_match_and_if_none_match_are_heeded(client: Client) -> None:
    ask(client, "PUT", STATE, json={"a": 1}, headers={"If-None-Match": "*"})
    again = ask(client, "PUT", STATE, json={"a": 2}, headers={"If-None-Match": "*"})
    assert again.status_code == 412
    stale = ask(client, "PUT", STATE, json={"a": 2}, headers={"If-Match": '"0"'})
    assert stale.status_code == 412
    tag = ask(client, "GET", STATE).headers["ETag"]
    assert ask(client, "PUT", STATE, json={"a": 3}, headers={"If-Match": tag}).status_code == 204
    assert ask(client, "DELETE", STATE, headers={"If-Match": tag}).status_code == 412


@pytest.mark.clause("XAPI-00322")
@pytest.mark.parametrize(("path", "key"), PROFILES)
def test_a_blind_put_of_a_profile_is_refused_in_1_0_3(
    client: Client, path: str, key: dict[str, str]
) -> None:
    assert ask(client, "PUT", key, path, json={}).status_code == 400
    ask(client, "PUT", key, path, json={}, headers={"If-None-Match": "*"})
    assert ask(client, "PUT", key, path, json={}).status_code == 409


@pytest.mark.clause("IEEE 4.1.4")
@pytest.mark.parametrize(("path", "key"), [*PROFILES, ("/activities/state", STATE)])
def test_a_blind_put_onto_a_document_is_a_conflict_in_2_0(
    client_two: Client, path: str, key: dict[str, str]
) -> None:
    assert ask(client_two, "PUT", key, path, json={"a": 1}).status_code == 204
    assert ask(client_two, "PUT", key, path, json={"a": 2}).status_code == 409
    assert ask(client_two, "GET", key, path).get_json() == {"a": 1}


@pytest.mark.clause("XAPI-00193", "XAPI-00195", "XAPI-00194")
def test_ids_are_listed_by_time_and_all_can_be_deleted(
    client: Client, clock: SettableClock
) -> None:
    registration = str(uuid4())
    place = {"activityId": STATE["activityId"], "agent": AGENT}
    ask(client, "PUT", {**place, "stateId": "first"}, json={})
    since = clock.now.isoformat()
    clock.forward(seconds=1)
    second = {**place, "stateId": "second", "registration": registration}
    ask(client, "PUT", second, json={})
    assert ask(client, "GET", place).get_json() == ["first", "second"]
    assert ask(client, "GET", {**place, "since": since}).get_json() == ["second"]
    assert ask(client, "GET", {**place, "registration": registration}).get_json() == ["second"]
    assert ask(client, "DELETE", {**place, "registration": registration}).status_code == 204
    assert ask(client, "GET", place).get_json() == ["first"]
    assert ask(client, "DELETE", place).status_code == 204
    assert ask(client, "GET", place).get_json() == []


@pytest.mark.clause("XAPI-00207", "XAPI-00212", "XAPI-00200", "XAPI-00206")
@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("activityId", None),
        ("activityId", "not an iri"),
        ("agent", None),
        ("agent", "{"),
        ("agent", '{"objectType":"Group","member":[]}'),
        ("registration", "1"),
        ("stateId", None),
    ],
)
def test_parameters_of_a_document_are_held_to_the_standard(
    client: Client, name: str, value: str | None
) -> None:
    key = {**STATE, name: value}
    answer = ask(client, "PUT", {k: v for k, v in key.items() if v is not None}, json={})
    assert answer.status_code == 400


def test_a_missing_document_is_404_and_deleting_it_is_fine(client: Client) -> None:
    assert ask(client, "GET", STATE).status_code == 404
    assert ask(client, "DELETE", STATE).status_code == 204
