"""A standalone record store on both databases, and a client that speaks to it."""

from __future__ import annotations

import base64
import os
from collections.abc import Iterator
from typing import Any
from uuid import uuid4

import boto3
import pytest
from flask import Flask
from moto.server import ThreadedMotoServer
from werkzeug.test import TestResponse

import lrs
from lrs.services import credentials
from schemas.database import database
from schemas.settings import Settings
from schemas.write_door import door, write
from tests.conftest import SettableClock

BASE = "https://academy.example"


class Client:
    """Speaks xAPI with one credential; *version* may be changed for a request."""

    def __init__(self, app: Flask, issued: credentials.Issued, version: str = "1.0.3") -> None:
        self._client = app.test_client()
        token = base64.b64encode(f"{issued.key}:{issued.secret}".encode()).decode()
        self.headers = {
            "Authorization": f"Basic {token}",
            "X-Experience-API-Version": version,
        }

    def ask(self, method: str, path: str, **given: Any) -> TestResponse:
        headers = {**self.headers, **given.pop("headers", {})}
        address = path if path.startswith("/xapi") else f"/xapi{path}"
        return self._client.open(
            address,
            method=method,
            headers={name: value for name, value in headers.items() if value is not None},
            **given,
        )

    def post(self, statements: Any, **given: Any) -> TestResponse:
        return self.ask("POST", "/statements", json=statements, **given)

    def get(self, path: str = "/statements", **query: Any) -> TestResponse:
        return self.ask("GET", path, query_string=query)

    def found(self, **query: Any) -> list[str]:
        """Return the ids of the statements that *query* finds, all pages of it."""
        ids: list[str] = []
        answer = self.get(**query).get_json()
        while True:
            ids += [statement["id"] for statement in answer["statements"]]
            if not answer["more"]:
                return ids
            answer = self.ask("GET", answer["more"]).get_json()


def statement(**given: Any) -> dict[str, Any]:
    """A good statement of somebody who experienced something; *given* members replace its own."""
    return {
        "actor": {"mbox": "mailto:lin@example.com"},
        "verb": {"id": "http://adlnet.gov/expapi/verbs/experienced"},
        "object": {"id": "https://academy.example/courses/party-history"},
        **given,
    }


def identified(**given: Any) -> dict[str, Any]:
    """The same with an id of its own."""
    return statement(id=str(uuid4()), **given)


def issue(*scopes: str, label: str = "test", store_id: int = 1) -> credentials.Issued:
    return write(credentials.issue, store_id, label=label, scopes=scopes or ("all",), iri_base=BASE)


@pytest.fixture(scope="session")
def s3_address() -> Iterator[str]:
    """A prefix in an object store of this test run."""
    before = dict(os.environ)
    os.environ.update(AWS_ACCESS_KEY_ID="test", AWS_SECRET_ACCESS_KEY="test")
    server = ThreadedMotoServer("127.0.0.1", 0, verbose=False)
    server.start()
    host, port = server.get_host_and_port()
    endpoint = f"http://{host}:{port}"
    boto3.client("s3", endpoint_url=endpoint, region_name="us-east-1").create_bucket(Bucket="lrs")
    yield f"s3://lrs/attachments?endpoint={endpoint}"
    server.stop()
    os.environ.clear()
    os.environ.update(before)


@pytest.fixture
def store(settings: Settings, clock: SettableClock) -> Iterator[Flask]:
    """The application of an empty record store, inside its context."""
    app = lrs.create_app(settings, clock=clock)
    with app.app_context():
        yield app
        door().close()
        database.session.remove()
        database.engine.dispose()


@pytest.fixture
def client(store: Flask) -> Client:
    return Client(store, issue())


@pytest.fixture
def client_two(store: Flask) -> Client:
    return Client(store, issue(), version="2.0.0")
