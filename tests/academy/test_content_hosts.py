"""What a content host answers: the vendors' files, and not one page of the academy."""

from __future__ import annotations

from collections.abc import Iterator

from flask import Flask
from werkzeug.routing import Rule
from werkzeug.test import Client

from academy.web.hosts import Site
from player import create_content_app
from schemas.settings import Settings
from tests.academy.conftest import Academy

EXAMPLES = {
    "UUIDConverter": "00000000-0000-4000-8000-000000000000",
    "IntegerConverter": "1",
    "PathConverter": "a/b",
}


def addresses(app: Flask) -> Iterator[tuple[str, str]]:
    """Yield method and path of every route, with an example for each variable."""
    for rule in app.url_map.iter_rules():
        for method in sorted((rule.methods or set()) - {"HEAD", "OPTIONS"}):
            yield method, _example(app, rule)


def _example(app: Flask, rule: Rule) -> str:
    values = {
        name: EXAMPLES.get(type(converter).__name__, "x")
        for name, converter in rule._converters.items()
    }
    with app.test_request_context():
        return app.url_map.bind("localhost").build(rule.endpoint, values, method=None)


def test_every_route_of_the_academy_is_unknown_on_a_content_host(academy: Academy) -> None:
    given: Settings = academy.app.config["SETTINGS"]
    content = create_content_app(given)
    asked = set(addresses(academy.app))
    own = {rule.rule for rule in content.url_map.iter_rules()}
    client = Client(Site(academy.app, content, given))
    host = {"Host": f"a1b2c3.{given.content_domain}"}
    assert len(asked) > 30
    assert {
        (method, path): status
        for method, path in asked
        if path not in own
        and (status := client.open(path, method=method, headers=host).status_code) != 404
    } == {}


def test_the_academys_own_host_does_answer(academy: Academy) -> None:
    given: Settings = academy.app.config["SETTINGS"]
    client = Client(Site(academy.app, create_content_app(given), given))
    assert client.get("/sign-in", headers={"Host": given.academy_host}).status_code == 200


def test_a_content_host_takes_no_cookie_and_gives_none(academy: Academy) -> None:
    given: Settings = academy.app.config["SETTINGS"]
    client = Client(Site(academy.app, create_content_app(given), given))
    host = {"Host": f"a1b2c3.{given.content_domain}"}
    answer = client.get("/s/x/player", headers=host)
    assert "Set-Cookie" not in answer.headers
