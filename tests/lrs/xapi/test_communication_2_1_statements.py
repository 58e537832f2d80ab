"""The Statement resource: what is sent is kept, in order, unchanged, and found again."""

from __future__ import annotations

from uuid import uuid4

import pytest

from tests.conftest import SettableClock
from tests.lrs.conftest import Client, identified, issue, statement

VOIDED = "http://adlnet.gov/expapi/verbs/voided"


@pytest.mark.clause("XAPI-00146", "XAPI-00026")
def test_a_posted_statement_is_answered_with_its_new_id_and_found_by_it(client: Client) -> None:
    answer = client.post(statement())
    assert answer.status_code == 200
    (sid,) = answer.get_json()
    kept = client.get(statementId=sid).get_json()
    assert kept["id"] == sid
    assert kept["actor"] == {"mbox": "mailto:lin@example.com"}


@pytest.mark.clause("XAPI-00143")
def test_a_put_statement_is_answered_with_204(client: Client) -> None:
    sid = str(uuid4())
    answer = client.ask("PUT", "/statements", query_string={"statementId": sid}, json=statement())
    assert answer.status_code == 204
    assert client.found() == [sid]


@pytest.mark.clause("XAPI-00142")
def test_the_same_statement_again_changes_nothing_and_another_one_is_a_conflict(
    client: Client,
) -> None:
    first = identified(result={"success": True})
    assert client.post(first).status_code == 200
    assert client.post(first).status_code == 200
    other = client.post({**first, "result": {"success": False}})
    assert other.status_code == 409
    assert other.get_json()["violations"][0]["where"] == "[0].id"
    assert client.found() == [first["id"]]
    assert client.get(statementId=first["id"]).get_json()["result"] == {"success": True}


@pytest.mark.clause("XAPI-00326", "XAPI-00182")
def test_a_batch_with_one_bad_statement_stores_none_and_names_every_fault(client: Client) -> None:
    bad = identified(actor={"mbox": "lin"}, verb={"id": "no iri"}, result=None)
    answer = client.post([identified(), bad])
    assert answer.status_code == 400
    places = {(found["where"], found["clause"]) for found in answer.get_json()["violations"]}
    assert places == {
        ("[1].actor.mbox", "XAPI-00038"),
        ("[1].verb.id", "XAPI-00044"),
        ("[1].result", "XAPI-00001"),
    }
    assert client.found() == []


@pytest.mark.clause("house xapi-batch-once")
def test_a_batch_holds_each_id_once(client: Client) -> None:
    one = identified()
    answer = client.post([one, {**one, "result": {"completion": True}}])
    assert answer.status_code == 400
    assert client.found() == []


@pytest.mark.clause("house xapi-strict-json")
@pytest.mark.parametrize(
    "body",
    [
        b'{"actor":{"mbox":"mailto:a@b.cn"},"actor":{"mbox":"mailto:c@b.cn"}}',
        b'{"result":{"score":{"raw":NaN}}}',
        b'{"actor":{"name":"\\ud800"}}',
        b"[" * 65 + b"]" * 65,
        b"\xff",
        b"",
    ],
)
def test_json_that_is_not_strict_is_refused(client: Client, body: bytes) -> None:
    answer = client.ask("POST", "/statements", data=body, content_type="application/json")
    assert answer.status_code == 400
    assert answer.get_json()["violations"][0]["clause"] == "house xapi-strict-json"


def test_a_number_beyond_every_bound_is_refused_and_a_long_integer_is_kept(
    client: Client,
) -> None:
    def with_extension(number: str) -> bytes:
        return (
            b'{"actor":{"mbox":"mailto:a@b.cn"},"verb":{"id":"a:b"},"object":{"id":"a:c"},'
            b'"context":{"extensions":{"a:d":' + number.encode() + b"}}}"
        )

    refused = client.ask(
        "POST", "/statements", data=with_extension("1e400"), content_type="application/json"
    )
    assert refused.status_code == 400
    client.ask(
        "POST", "/statements", data=with_extension("1" * 40), content_type="application/json"
    )
    assert b'"a:d":' + b"1" * 40 in client.get().data


@pytest.mark.clause("XAPI-00165", "XAPI-00166", "XAPI-00108", "XAPI-00111")
def test_pages_follow_the_order_of_storing_in_both_directions(client: Client) -> None:
    sent = [identified() for _ in range(7)]
    for one in sent:
        client.post(one)
    ids = [one["id"] for one in sent]
    assert client.found(limit=3) == ids[::-1]
    assert client.found(limit=3, ascending="true") == ids


def test_a_more_link_is_of_no_use_to_another_credential(client: Client, store: object) -> None:
    client.post([identified() for _ in range(3)])
    link = client.get(limit=1).get_json()["more"]
    assert client.ask("GET", link).status_code == 200
    stranger = Client(store, issue(label="stranger"))  # type: ignore[arg-type]
    assert stranger.ask("GET", link).status_code == 404
    assert client.ask("GET", link[:-2] + "AA").status_code == 404


@pytest.mark.clause("XAPI-00097", "XAPI-00175", "XAPI-00174")
def test_since_is_exclusive_and_until_inclusive(client: Client, clock: SettableClock) -> None:
    times, ids = [], []
    for _ in range(3):
        one = identified()
        client.post(one)
        ids.append(one["id"])
        times.append(client.get(statementId=one["id"]).get_json()["stored"])
        clock.forward(seconds=1)
    assert client.found(since=times[0]) == [ids[2], ids[1]]
    assert client.found(until=times[1]) == [ids[1], ids[0]]
    assert client.found(since=times[0], until=times[1]) == [ids[1]]
    assert client.found(since=times[2]) == []


def test_stored_never_goes_back_when_the_clock_does(client: Client, clock: SettableClock) -> None:
    client.post(statement())
    clock.forward(seconds=-30)
    client.post(statement())
    second, first = client.get().get_json()["statements"]
    assert second["stored"] > first["stored"]


@pytest.mark.clause("XAPI-00181", "XAPI-00176")
def test_agent_filters_by_actor_object_and_members_and_related_agents_everywhere(
    client: Client,
) -> None:
    who = {"account": {"homePage": "https://academy.example", "name": "林"}}
    direct = [
        identified(actor=who),
        identified(object={"objectType": "Agent", **who}),
        identified(actor={"objectType": "Group", "member": [who]}),
    ]
    related = [
        identified(context={"instructor": who}),
        identified(context={"team": {"objectType": "Group", "member": [who]}}),
        identified(object={"objectType": "SubStatement", **statement(actor=who)}),
    ]
    client.post([*direct, *related, identified()])
    agent = '{"account":{"name":"林","homePage":"https://academy.example"}}'
    assert set(client.found(agent=agent)) == {one["id"] for one in direct}
    assert set(client.found(agent=agent, related_agents="true")) == {
        one["id"] for one in (*direct, *related)
    }


@pytest.mark.clause("XAPI-00179", "XAPI-00177")
def test_activity_filters_by_object_and_related_activities_by_context_too(
    client: Client,
) -> None:
    iri = "https://academy.example/courses/1"
    direct = identified(object={"id": iri})
    related = identified(context={"contextActivities": {"parent": {"id": iri}}})
    client.post([direct, related, identified()])
    assert client.found(activity=iri) == [direct["id"]]
    assert set(client.found(activity=iri, related_activities="true")) == {
        direct["id"],
        related["id"],
    }


@pytest.mark.clause("XAPI-00180", "XAPI-00178", "XAPI-00164")
def test_filters_narrow_each_other(client: Client) -> None:
    registration = str(uuid4())
    both = identified(verb={"id": "a:passed"}, context={"registration": registration})
    client.post([both, identified(verb={"id": "a:passed"}), identified()])
    assert len(client.found(verb="a:passed")) == 2
    assert client.found(verb="a:passed", registration=registration) == [both["id"]]
    assert client.found(verb="a:passed", activity="a:nowhere") == []


@pytest.mark.clause("XAPI-00164")
@pytest.mark.parametrize("reference_first", [True, False])
def test_a_statement_shares_the_matches_of_the_one_it_refers_to(
    client: Client, reference_first: bool
) -> None:
    target = identified(
        verb={"id": "a:passed"}, context={"contextActivities": {"other": [{"id": "a:x"}]}}
    )
    middle = identified(
        verb={"id": "a:confirmed"}, object={"objectType": "StatementRef", "id": target["id"]}
    )
    far = identified(
        verb={"id": "a:noted"}, object={"objectType": "StatementRef", "id": middle["id"]}
    )
    sent = [far, middle, target] if reference_first else [target, middle, far]
    for one in sent:
        client.post(one)
    everything = {one["id"] for one in sent}
    assert set(client.found(verb="a:passed")) == everything
    assert set(client.found(activity="a:x", related_activities="true")) == everything
    assert set(client.found(verb="a:confirmed")) == {middle["id"], far["id"]}
    assert client.found(verb="a:confirmed", activity="a:x", related_activities="true") == []


def test_statements_that_refer_to_each_other_do_not_turn_in_circles(client: Client) -> None:
    one, other = identified(), identified()
    one["object"] = {"objectType": "StatementRef", "id": other["id"]}
    other["object"] = {"objectType": "StatementRef", "id": one["id"]}
    other["verb"] = {"id": "a:other"}
    client.post(one)
    assert client.post(other).status_code == 200
    assert set(client.found(verb="a:other")) == {one["id"], other["id"]}


@pytest.mark.clause("XAPI-00018", "XAPI-00163", "XAPI-00155", "XAPI-00162", "XAPI-00016")
@pytest.mark.parametrize("voiding_first", [True, False])
def test_a_voided_statement_is_found_only_as_such(client: Client, voiding_first: bool) -> None:
    target = identified()
    voiding = identified(
        verb={"id": VOIDED}, object={"objectType": "StatementRef", "id": target["id"]}
    )
    for one in (voiding, target) if voiding_first else (target, voiding):
        client.post(one)
    assert client.found() == [voiding["id"]]
    assert client.get(statementId=target["id"]).status_code == 404
    assert client.get(voidedStatementId=target["id"]).get_json()["id"] == target["id"]
    against = identified(
        verb={"id": VOIDED}, object={"objectType": "StatementRef", "id": voiding["id"]}
    )
    client.post(against)
    assert client.get(statementId=voiding["id"]).status_code == 200


@pytest.mark.clause("XAPI-00153", "XAPI-00160")
def test_every_answer_says_through_when_it_is_complete(
    client: Client, clock: SettableClock
) -> None:
    client.post(statement())
    stored = client.get().get_json()["statements"][0]["stored"]
    for answer in (client.get(), client.get(statementId="nonsense")):
        assert answer.headers["X-Experience-API-Consistent-Through"] == stored
    clock.forward(hours=1)
    later = client.get().headers["X-Experience-API-Consistent-Through"]
    assert later > stored, "an idle store is complete up to now"


@pytest.mark.clause("XAPI-00099")
def test_authority_is_always_that_of_the_credential(client: Client) -> None:
    client.post(statement(authority={"mbox": "mailto:minister@example.com"}))
    authority = client.get().get_json()["statements"][0]["authority"]
    assert authority["account"]["homePage"] == "https://academy.example/lrs/credentials"


@pytest.mark.clause("XAPI-00324", "XAPI-00325")
@pytest.mark.parametrize(
    ("query", "clause"),
    [("limits=1", "XAPI-00324"), ("Limit=1", "XAPI-00325"), ("verb=a:b&verb=a:c", "XAPI-00012")],
)
def test_parameters_that_are_not_understood_are_refused(
    client: Client, query: str, clause: str
) -> None:
    answer = client.ask("GET", f"/statements?{query}")
    assert answer.status_code == 400
    assert answer.get_json()["violations"][0]["clause"] == clause


@pytest.mark.clause("XAPI-00125")
def test_head_answers_as_get_without_a_body(client: Client) -> None:
    client.post(statement())
    head, get = client.ask("HEAD", "/statements"), client.get()
    assert head.data == b""
    assert head.headers["Content-Length"] == get.headers["Content-Length"]


def test_text_with_the_character_zero_is_kept_and_never_an_error(client: Client) -> None:
    who = {"name": "a\0b", "account": {"homePage": "https://x.example", "name": "c\0d"}}
    one = identified(actor=who, object={"id": "a:b", "definition": {"name": {"en": "e\0f"}}})
    assert client.post(one).status_code == 200
    assert client.get(statementId=one["id"]).get_json()["actor"] == who
    assert client.get("/activities", activityId="a:b").status_code == 200
    assert client.ask("GET", "/activities/state?stateId=%00").status_code == 400


def test_an_account_name_longer_than_any_index_is_kept(client: Client) -> None:
    who = {"account": {"homePage": "https://x.example", "name": "长" * 9000}}
    one = identified(actor=who, verb={"id": "a:" + "b" * 9000})
    assert client.post(one).status_code == 200
    assert client.found(verb=one["verb"]["id"]) == [one["id"]]
