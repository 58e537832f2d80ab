"""Who may speak to the store, and what a dump of its tables tells."""

from __future__ import annotations

import pytest
from flask import Flask
from sqlalchemy import select

from lrs.services import credentials
from lrs.store.tables import Credential
from schemas.database import database
from schemas.refusals import Malformed
from schemas.write_door import write
from tests.lrs.conftest import Client, identified, issue, statement


@pytest.mark.clause("XAPI-00334", "XAPI-00335")
@pytest.mark.parametrize("header", [None, "Basic bm9ib2R5OndyaXRl", "Basic !", "Bearer x"])
def test_without_a_good_credential_nobody_is_let_in(client: Client, header: str | None) -> None:
    answer = client.ask("GET", "/statements", headers={"Authorization": header})
    assert answer.status_code == 401
    assert answer.headers["WWW-Authenticate"].startswith("Basic")


def test_a_revoked_credential_opens_nothing(store: Flask) -> None:
    issued = issue()
    client = Client(store, issued)
    assert client.get().status_code == 200
    write(credentials.revoke, issued.key)
    assert client.get().status_code == 401


def test_the_table_does_not_hold_the_secret(store: Flask) -> None:
    issued = issue()
    row = database.session.scalars(select(Credential).where(Credential.key == issued.key)).one()
    assert issued.secret not in str(vars(row))


def test_unknown_scopes_are_refused(store: Flask) -> None:
    with pytest.raises(Malformed):
        issue("everything")


@pytest.mark.clause("XAPI-00327")
def test_scopes_open_what_they_name_and_nothing_else(store: Flask) -> None:
    writer = Client(store, issue("statements/write"))
    reader = Client(store, issue("statements/read"))
    assert writer.post(statement()).status_code == 200
    assert writer.get().status_code == 403
    assert reader.get().status_code == 200
    assert reader.post(statement()).status_code == 403
    state = {"activityId": "a:b", "agent": '{"mbox":"mailto:a@b.cn"}', "stateId": "s"}
    assert reader.get("/activities/state", **state).status_code == 403


def test_mine_shows_only_what_the_credential_itself_brought(store: Flask) -> None:
    mine = Client(store, issue("statements/write", "statements/read/mine", label="mine"))
    other = Client(store, issue("all", label="other"))
    own, foreign = identified(), identified()
    mine.post(own)
    other.post(foreign)
    assert mine.found() == [own["id"]]
    assert mine.get(statementId=own["id"]).status_code == 200
    assert mine.get(statementId=foreign["id"]).status_code == 404
    assert set(other.found()) == {own["id"], foreign["id"]}


def test_stores_do_not_see_each_other(store: Flask) -> None:
    one = Client(store, issue(store_id=1))
    two = Client(store, issue(store_id=2))
    same = identified()
    one.post(same)
    assert two.found() == []
    assert two.post({**same, "result": {"success": True}}).status_code == 200
    assert one.found() == two.found() == [same["id"]]
