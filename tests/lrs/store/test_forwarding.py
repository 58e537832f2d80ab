"""Forwarding to a second record store of our own, over HTTP on loopback."""

from __future__ import annotations

import io
import json
import threading
from collections.abc import Iterator
from datetime import timedelta
from hashlib import sha256
from pathlib import Path
from typing import Any
from wsgiref.simple_server import WSGIRequestHandler, WSGIServer, make_server

import pytest
from flask import Flask
from sqlalchemy import text

import lrs
from lrs.rules.forwarding import LONGEST_PAUSE, REFUSED_IN_A_ROW, pause_after, wrong_endpoint
from lrs.services import credentials, forwarders
from lrs.services.statements import Filters
from schemas.database import database
from schemas.jobs import enqueue, run_due
from schemas.refusals import Malformed, NotFound
from schemas.settings import Settings, settings
from schemas.write_door import door, write
from tests.conftest import SettableClock
from tests.lrs.conftest import Client, identified, issue, statement
from tests.lrs.xapi.test_communication_1_5_attachments import body, described

VOIDED = "http://adlnet.gov/expapi/verbs/voided"


class Quiet(WSGIRequestHandler):
    def log_message(self, *_: Any) -> None:
        """Say nothing."""


class Elsewhere:
    """A second record store with its own database, served on loopback; it can be ill.

    Its requests run on one thread, in their own application contexts.
    """

    def __init__(self, folder: Path, migrated: Path) -> None:
        folder.mkdir()
        (folder / "xueshi.sqlite").write_bytes(migrated.read_bytes())
        self.app = lrs.create_app(Settings(data_dir=str(folder)))
        with self.app.app_context():
            self.issued: credentials.Issued = issue()
        self.illness: tuple[str, list[tuple[str, str]]] | None = None
        self.requests: list[tuple[str, str]] = []
        self.server: WSGIServer = make_server("127.0.0.1", 0, self._serve, handler_class=Quiet)
        self._thread = threading.Thread(target=self.server.serve_forever, daemon=True)
        self._thread.start()

    def _serve(self, environ: Any, start: Any) -> Any:
        self.requests.append((environ["PATH_INFO"], environ.get("CONTENT_TYPE", "")))
        if self.illness is not None:
            start(self.illness[0], self.illness[1])
            return [b"ill"]
        environ["wsgi.input"] = io.BytesIO(
            environ["wsgi.input"].read(int(environ["CONTENT_LENGTH"]))
        )
        return self.app.wsgi_app(environ, start)

    @property
    def endpoint(self) -> str:
        return f"http://127.0.0.1:{self.server.server_port}/xapi/"

    def ids(self) -> list[str]:
        """Return the ids of what it has, in its order, voided statements too."""
        with self.app.app_context():
            rows = database.session.execute(text("SELECT sid FROM lrs_statement ORDER BY seq"))
            return [_spelled(row.sid) for row in rows]

    def client(self, version: str = "1.0.3") -> Client:
        return Client(self.app, self.issued, version)

    def end(self) -> None:
        self.server.shutdown()
        self.server.server_close()
        with self.app.app_context():
            door().close()
            database.engine.dispose()


def _spelled(sid: bytes) -> str:
    digits = sid.hex()
    return "-".join((digits[:8], digits[8:12], digits[12:16], digits[16:20], digits[20:]))


@pytest.fixture
def elsewhere(tmp_path: Path, migrated_sqlite: Path) -> Iterator[Elsewhere]:
    made = Elsewhere(tmp_path / "elsewhere", migrated_sqlite)
    yield made
    made.end()


def created(elsewhere: Elsewhere, **given: Any) -> int:
    return write(
        forwarders.create,
        1,
        **{
            "label": "province",
            "endpoint": elsewhere.endpoint,
            "key": elsewhere.issued.key,
            "secret": elsewhere.issued.secret,
            "given": settings(),
            **given,
        },
    )


def progress() -> forwarders.Progress:
    (found,) = forwarders.listed(database.session())
    database.session.rollback()
    return found


def forward() -> None:
    """Run the job once, as the worker does when its time has come."""
    write(enqueue, "lrs.forward", {})
    run_due()


def test_everything_arrives_once_and_in_order(
    client: Client, elsewhere: Elsewhere, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("lrs.services.forwarding.AT_ONCE", 3)
    sent = [identified() for _ in range(8)]
    client.post(sent)
    created(elsewhere)
    assert progress().lag == 8
    forward()
    later = identified()
    client.post(later)
    forward()
    forward()
    assert elsewhere.ids() == [one["id"] for one in [*sent, later]]
    assert len(elsewhere.requests) == 4
    found = progress()
    assert (found.lag, found.behind_since, found.position) == (0, None, 9)


def test_a_forwarder_sends_what_its_filters_meet_and_is_not_behind_for_the_rest(
    client: Client, elsewhere: Elsewhere
) -> None:
    wanted = identified(verb={"id": "http://adlnet.gov/expapi/verbs/passed"})
    client.post([identified(), wanted, identified()])
    created(elsewhere, filters=Filters(verb="http://adlnet.gov/expapi/verbs/passed"))
    forward()
    assert elsewhere.ids() == [wanted["id"]]
    assert progress().lag == 0


def test_a_forwarder_from_now_on_leaves_out_what_was(client: Client, elsewhere: Elsewhere) -> None:
    client.post([identified(), identified()])
    created(elsewhere, from_now=True)
    one = identified()
    client.post(one)
    forward()
    assert elsewhere.ids() == [one["id"]]


def test_nothing_is_lost_while_the_other_store_is_ill_and_pauses_grow(
    client: Client, elsewhere: Elsewhere, clock: SettableClock
) -> None:
    sent = [identified() for _ in range(3)]
    client.post(sent)
    created(elsewhere)
    elsewhere.illness = ("503 Ill", [])
    for failures in (1, 2, 3):
        forward()
        found = progress()
        assert (found.failures, found.lag) == (failures, 3)
        assert found.retry_at == clock.now + pause_after(failures)
        assert found.last_error == "503 Ill: ill"
        forward()  # too early: nothing is asked
        assert len(elsewhere.requests) == failures
        clock.forward(seconds=pause_after(failures).total_seconds())
    elsewhere.illness = None
    forward()
    assert elsewhere.ids() == [one["id"] for one in sent]
    assert (progress().failures, progress().retry_at, progress().last_error) == (0, None, None)


def test_a_store_that_cannot_be_reached_is_tried_again(
    client: Client, elsewhere: Elsewhere
) -> None:
    client.post(identified())
    created(elsewhere, endpoint="http://127.0.0.1:9/xapi")
    forward()
    assert progress().failures == 1
    assert "refused" in (progress().last_error or "").lower()


def test_the_pause_that_is_asked_for_is_granted(
    client: Client, elsewhere: Elsewhere, clock: SettableClock
) -> None:
    client.post(identified())
    created(elsewhere)
    elsewhere.illness = ("429 Slowly", [("Retry-After", "600")])
    forward()
    assert progress().retry_at == clock.now + timedelta(minutes=10)


def test_a_redirect_is_not_followed(client: Client, elsewhere: Elsewhere) -> None:
    client.post(identified())
    created(elsewhere)
    elsewhere.illness = ("307 There", [("Location", "http://127.0.0.1:9/other")])
    forward()
    assert progress().failures == 1
    assert [path for path, _ in elsewhere.requests] == ["/xapi/statements"]


def test_a_wrong_secret_waits_for_people_and_loses_nothing(
    client: Client, elsewhere: Elsewhere
) -> None:
    client.post(identified())
    created(elsewhere, secret="wrong")
    forward()
    assert (progress().failures, progress().lag, progress().refused) == (1, 1, 0)


def test_what_the_other_store_refuses_is_set_aside_alone_and_sent_again_on_demand(
    client: Client, elsewhere: Elsewhere
) -> None:
    sent = [identified() for _ in range(7)]
    taken = {**statement(verb={"id": "http://x.example/other"}), "id": sent[4]["id"]}
    elsewhere.client().post(taken)
    client.post(sent)
    forwarder_id = created(elsewhere)
    forward()
    ids = [one["id"] for one in sent]
    assert elsewhere.ids() == [ids[4], *ids[:4], *ids[5:]]
    (refused,) = forwarders.refusals(database.session(), forwarder_id)
    database.session.rollback()
    assert (str(refused.sid), refused.seq) == (ids[4], 5)
    assert refused.reason.startswith("409")
    assert (progress().lag, progress().refused) == (0, 1)
    write(forwarders.rewind, forwarder_id, 4)
    assert (progress().lag, progress().refused) == (3, 0)
    forward()
    assert elsewhere.ids() == [ids[4], *ids[:4], *ids[5:]]
    assert progress().refused == 1


def test_a_store_that_refuses_everything_pauses_the_forwarder(
    client: Client, elsewhere: Elsewhere
) -> None:
    client.post([identified() for _ in range(REFUSED_IN_A_ROW + 5)])
    forwarder_id = created(elsewhere)
    elsewhere.illness = ("400 No", [])
    forward()
    assert progress().paused_at is not None
    assert (progress().refused, progress().lag) == (REFUSED_IN_A_ROW, 5)
    elsewhere.illness = None
    write(forwarders.rewind, forwarder_id, 0)
    write(forwarders.resume, forwarder_id)
    forward()
    assert len(elsewhere.ids()) == REFUSED_IN_A_ROW + 5


def test_a_paused_forwarder_rests_and_a_removed_one_is_gone(
    client: Client, elsewhere: Elsewhere
) -> None:
    forwarder_id = created(elsewhere)
    write(forwarders.pause, forwarder_id)
    client.post(identified())
    forward()
    assert elsewhere.requests == []
    write(forwarders.resume, forwarder_id)
    forward()
    assert len(elsewhere.ids()) == 1
    write(forwarders.remove, forwarder_id)
    assert forwarders.listed(database.session()) == []
    database.session.rollback()
    with pytest.raises(NotFound):
        write(forwarders.pause, forwarder_id)


def test_who_was_moved_meanwhile_is_not_moved_by_an_old_answer(
    client: Client, elsewhere: Elsewhere
) -> None:
    client.post([identified(), identified()])
    forwarder_id = created(elsewhere)
    forward()
    write(forwarders.rewind, forwarder_id, 1)
    assert write(forwarders.advance, forwarder_id, 0, 2, taken=True) is False
    assert progress().position == 1


def test_a_voided_statement_goes_before_the_one_that_voids_it(
    client: Client, elsewhere: Elsewhere
) -> None:
    one = identified()
    voiding = identified(
        verb={"id": VOIDED}, object={"objectType": "StatementRef", "id": one["id"]}
    )
    client.post(one)
    client.post(voiding)
    created(elsewhere)
    forward()
    assert elsewhere.ids() == [one["id"], voiding["id"]]
    assert elsewhere.client().found() == [voiding["id"]]
    assert client.found() == [voiding["id"]]


def test_attachments_go_along(client: Client, elsewhere: Elsewhere) -> None:
    content = "证书".encode()
    one = identified(attachments=[described(content)])
    data = body(one, content)
    client.ask("POST", "/statements", data=data, content_type="multipart/mixed; boundary=b1")
    created(elsewhere)
    forward()
    assert elsewhere.requests[0][1].startswith("multipart/mixed")
    answer = elsewhere.client().get(attachments="true")
    assert sha256(content).hexdigest().encode() in answer.data
    assert content in answer.data


@pytest.mark.parametrize(("spoken", "version"), [("1.0.3", "1.0.3"), ("2.0.0", "2.0.0")])
def test_statements_of_both_editions_arrive_as_the_other_store_speaks(
    client: Client, client_two: Client, elsewhere: Elsewhere, spoken: str, version: str
) -> None:
    agents = [{"objectType": "contextAgent", "agent": {"mbox": "mailto:a@b.cn"}}]
    one, two = identified(), identified(context={"contextAgents": agents})
    client.post(one)
    client_two.post(two)
    created(elsewhere, version=spoken)
    forward()
    assert elsewhere.ids() == [one["id"], two["id"]]
    found = elsewhere.client("2.0.0").get(statementId=two["id"]).get_json()
    assert found["version"] == version
    assert ("contextAgents" in found.get("context", {})) is (version == "2.0.0")


def test_the_secret_does_not_lie_in_the_database(client: Client, elsewhere: Elsewhere) -> None:
    created(elsewhere)
    sealed = database.session.scalar(text("SELECT sealed_secret FROM lrs_forwarder"))
    assert elsewhere.issued.secret.encode() not in bytes(sealed)


@pytest.mark.parametrize(
    "endpoint",
    [
        "http://lrs.example/xapi",
        "ftp://lrs.example/xapi",
        "https://user:secret@lrs.example/xapi",
        "https://lrs.example/xapi?a=b",
        "https://lrs.example:x/xapi",
        "https://lrs.example/x api",
        "https:///xapi",
        "//lrs.example/",
    ],
)
def test_records_go_to_no_such_address(store: Flask, endpoint: str) -> None:
    assert wrong_endpoint(endpoint) is not None
    with pytest.raises(Malformed):
        write(
            forwarders.create,
            1,
            label="x",
            endpoint=endpoint,
            key="k",
            secret="s",
            given=settings(),
        )


def test_pauses_double_up_to_an_hour() -> None:
    assert [pause_after(n).total_seconds() for n in (1, 2, 3, 4)] == [5, 10, 20, 40]
    assert pause_after(100) == LONGEST_PAUSE
    assert pause_after(1, timedelta(days=2)) == LONGEST_PAUSE


def test_forwarders_are_ruled_by_commands(store: Flask, elsewhere: Elsewhere) -> None:
    run = store.test_cli_runner().invoke
    command = ["store", "forwarder"]
    made = run(
        args=[
            *command,
            "create",
            "province",
            elsewhere.endpoint,
            elsewhere.issued.key,
            "--agent",
            json.dumps({"mbox": "mailto:lin@example.com"}),
        ],
        input=f"{elsewhere.issued.secret}\n",
    )
    assert made.output == "1\n"
    Client(store, issue()).post(identified())
    forward()
    assert len(elsewhere.ids()) == 1
    for action in ("pause", "resume"):
        assert run(args=[*command, action, "1"]).exit_code == 0
    assert "running  at 1, 0 behind, 0 refused" in run(args=[*command, "list"]).output
    assert run(args=[*command, "rewind", "1", "9"]).exit_code == 1
    assert run(args=[*command, "refusals", "1"]).output == ""
    assert run(args=[*command, "remove", "1"]).exit_code == 0
    assert run(args=[*command, "list"]).output == ""


def test_the_lag_is_a_figure_for_prometheus(
    client: Client, store: Flask, elsewhere: Elsewhere
) -> None:
    client.post([identified(), identified()])
    created(elsewhere)
    answer = store.test_client().get("/metrics", headers=client.headers)
    assert b'lrs_forwarder_lag{forwarder="1"} 2.0' in answer.data
