"""Erasure: the person is gone, the statements are as many and as good as before."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from flask import Flask
from sqlalchemy import text

from lrs.rules.contract import violations
from lrs.rules.versions import edition_of
from lrs.services import attachments, erasures, statements
from schemas.database import database
from schemas.refusals import Malformed, NotFound
from schemas.settings import settings
from schemas.write_door import write
from tests.lrs.conftest import BASE, Client, identified, issue
from tests.lrs.xapi.test_communication_1_5_attachments import Signer, body, post, signed_by

LIN = {"mbox": "mailto:lin@example.com"}
CHEN = {"mbox": "mailto:chen@example.com"}
OTHER = {"account": {"homePage": "https://x.example", "name": "other"}}


def erased(agent: dict[str, Any] = LIN, **given: Any) -> erasures.Progress:
    erasure_id = write(erasures.begin, 1, agent, iri_base=BASE, **given)
    while True:
        found = write(erasures.proceed, erasure_id, attachments.files(settings()))
        if found.finished_at is not None:
            return found


def everything() -> str:
    """All statements as text, in order."""
    page = statements.query(database.session(), 1, statements.Filters(ascending=True))
    database.session.rollback()
    return "\n".join(kept.whole.decode() for kept in page.statements)


def everywhere() -> list[dict[str, Any]]:
    """Statements that mention Lin in every place where an actor may stand."""
    named = {**LIN, "name": "林书记"}
    context = {
        "instructor": named,
        "team": {"objectType": "Group", "member": [CHEN, named]},
    }
    inner = {
        "objectType": "SubStatement",
        "actor": named,
        "verb": {"id": "http://x.example/v"},
        "object": {"objectType": "Agent", **named},
    }
    return [
        identified(actor=named, object={"id": "https://x.example/a"}),
        identified(actor=CHEN, object={"objectType": "Agent", **named}),
        identified(actor=CHEN, object=inner),
        identified(actor=CHEN, context=context),
        identified(actor={"objectType": "Group", "member": [named, CHEN]}),
        identified(actor={"objectType": "Group", "name": "林组", **LIN, "member": [CHEN]}),
    ]


def two(client_two: Client) -> dict[str, Any]:
    one = identified(
        actor=CHEN,
        context={
            "contextAgents": [{"objectType": "contextAgent", "agent": {**LIN, "name": "林书记"}}],
            "contextGroups": [
                {"objectType": "contextGroup", "group": {"objectType": "Group", "member": [LIN]}}
            ],
        },
    )
    assert client_two.post(one).status_code == 200
    return one


def test_a_person_is_gone_from_every_place_and_the_statements_stay_good(
    client: Client, client_two: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("lrs.services.erasures.AT_ONCE", 2)
    sent = [*everywhere(), identified(actor=CHEN)]
    client.post(sent)
    sent.append(two(client_two))
    before = [json.loads(line) for line in everything().splitlines()]
    assert erased().statements == len(sent) - 1
    after = everything()
    assert "lin@" not in after
    assert "林" not in after
    kept = [json.loads(line) for line in after.splitlines()]
    assert [(one["id"], one["stored"], one["timestamp"]) for one in kept] == [
        (one["id"], one["stored"], one["timestamp"]) for one in before
    ]
    for one in kept:
        edition = edition_of(one["version"])
        assert edition is not None
        assert violations(one, edition) == []
    assert kept[-2] == before[-2]


def test_queries_find_by_the_pseudonym_what_they_found_by_the_person(
    client: Client, client_two: Client
) -> None:
    sent = everywhere()
    client.post(sent)
    two(client_two)
    about = identified(actor=OTHER, object={"objectType": "StatementRef", "id": sent[0]["id"]})
    client.post(about)
    person = json.dumps(LIN)
    own = client.found(agent=person)
    related = client.found(agent=person, related_agents="true")
    assert about["id"] in own
    assert erased(OTHER).statements == 1
    assert erased().statements == 7
    pseudonym = client.get(statementId=sent[0]["id"]).get_json()["actor"]
    assert client.found(agent=json.dumps(pseudonym)) == own
    assert client.found(agent=json.dumps(pseudonym), related_agents="true") == related
    assert client.found(agent=person, related_agents="true") == []
    answer = client.get("/agents", agent=person).get_json()
    assert "name" not in answer


def test_no_table_holds_the_person_any_more(client: Client, store: Flask) -> None:
    client.post(everywhere())
    erased()
    for table in ("lrs_agent", "lrs_agent_name", "lrs_document", "lrs_erasure"):
        rows = database.session.execute(text(f"SELECT * FROM {table}")).all()
        assert "lin@" not in repr(rows)
        assert "林" not in repr(rows)
    database.session.rollback()


def test_erased_statements_are_marked_and_others_are_not(client: Client) -> None:
    lin, chen = identified(), identified(actor=CHEN)
    client.post([lin, chen])
    erased()
    page = statements.query(database.session(), 1, statements.Filters())
    assert erasures.marked(database.session(), 1, page.statements) == {UUID(lin["id"])}
    (found,) = erasures.listed(database.session(), 1)
    assert found.finished_at is not None
    database.session.rollback()


def test_a_signature_goes_with_its_data(client: Client, store: Flask) -> None:
    one = identified()
    signature = Signer().signature(one)
    signed = signed_by(signature, one)
    assert post(client, body(signed, signature)).status_code == 200
    place = Path(settings().data) / "attachments"
    assert [file for file in place.rglob("*") if file.is_file()]
    erased()
    assert "attachments" not in client.get(statementId=one["id"]).get_json()
    assert [file for file in place.rglob("*") if file.is_file()] == []
    assert client.get(attachments="true").status_code == 200


def test_documents_of_the_person_go_and_those_of_others_stay(client: Client) -> None:
    for agent in (LIN, CHEN):
        key = {"activityId": "a:b", "agent": json.dumps(agent), "stateId": "s"}
        client.ask("PUT", "/activities/state", query_string=key, json={"at": 1})
    profile = {"agent": json.dumps(LIN), "profileId": "p"}
    client.ask(
        "PUT", "/agents/profile", query_string=profile, json={}, headers={"If-None-Match": "*"}
    )
    assert erased().documents == 2
    states = {"activityId": "a:b", "stateId": "s"}
    assert client.get("/activities/state", **states, agent=json.dumps(LIN)).status_code == 404
    assert client.get("/activities/state", **states, agent=json.dumps(CHEN)).status_code == 200
    assert client.get("/agents/profile", **profile).status_code == 404


def test_free_text_of_own_statements_goes_on_demand_alone(client: Client) -> None:
    said = {"response": "我的感想", "extensions": {"https://x.example/e": 1}, "success": True}
    context = {"extensions": {"https://x.example/e": "家庭"}, "platform": "academy"}
    client.post(identified(result=said, context=context))
    client.post(identified(actor=CHEN, result=said, context={**context, "instructor": LIN}))
    erased(texts=True)
    own, other = (json.loads(line) for line in everything().splitlines())
    assert own["result"] == {"success": True}
    assert own["context"] == {"platform": "academy"}
    assert other["result"] == said


def test_who_comes_again_is_met_anew_and_can_be_erased_again(client: Client) -> None:
    first, second = identified(), identified()
    client.post(first)
    erased()
    client.post(second)
    assert client.found(agent=json.dumps(LIN)) == [second["id"]]
    assert erased().statements == 1
    assert client.found(agent=json.dumps(LIN)) == []
    actors = [json.loads(line)["actor"] for line in everything().splitlines()]
    assert actors[0] != actors[1]


def test_an_erased_statement_cannot_be_brought_back_under_its_id(client: Client) -> None:
    one = identified()
    client.post(one)
    erased()
    assert client.post(one).status_code == 409
    assert "lin@" not in everything()


def test_other_stores_of_the_installation_keep_their_own(client: Client, store: Flask) -> None:
    one = identified()
    client.post(one)
    beside = Client(store, issue(store_id=2))
    beside.post(one)
    erased()
    assert beside.found(agent=json.dumps(LIN)) == [one["id"]]


def test_nobody_is_erased_whom_the_store_never_met(store: Flask) -> None:
    with pytest.raises(NotFound):
        write(erasures.begin, 1, LIN, iri_base=BASE)
    with pytest.raises(Malformed):
        write(erasures.begin, 1, {"objectType": "Group", "member": [LIN]}, iri_base=BASE)


def test_the_command_erases_after_asking(client: Client, store: Flask) -> None:
    client.post([identified() for _ in range(3)])
    run = store.test_cli_runner().invoke
    assert run(args=["store", "erase", json.dumps(LIN)], input="n\n").exit_code == 1
    assert "lin@" in everything()
    found = run(args=["store", "erase", json.dumps(LIN), "--yes"])
    assert found.output == "3 statements pseudonymised, 0 documents deleted\n"
    assert "lin@" not in everything()
    unknown = run(args=["store", "erase", '{"mbox":"mailto:x@y.cn"}', "--yes"])
    assert unknown.exit_code == 1
