"""Which application a Host reaches."""

from __future__ import annotations

import pytest
from werkzeug.test import Client
from werkzeug.wrappers import Response

from academy.web.hosts import Site
from schemas.settings import Settings


def _answering(text: str):
    return Response(text, content_type="text/plain")


SITE = Site(_answering("academy"), _answering("content"), Settings(port="8000"))


def reached(host: str) -> str | int:
    answer = Client(SITE).get("/", headers={"Host": host})
    return answer.text if answer.status_code == 200 else answer.status_code


def test_the_academy_answers_under_its_own_host() -> None:
    assert reached("localhost:8000") == reached("LOCALHOST:8000") == "academy"


def test_content_answers_under_one_label_below_its_domain() -> None:
    assert reached("a1b2.content.localhost:8000") == "content"


@pytest.mark.parametrize(
    "host",
    [
        "localhost",
        "localhost:8001",
        "127.0.0.1:8000",
        "evil.example",
        "content.localhost:8000",
        ".content.localhost:8000",
        "a.b.content.localhost:8000",
        "-a.content.localhost:8000",
        "a1b2.content.localhost:8000.evil.example",
        "localhost:8000.evil.example",
        "a1b2.content.localhost",
    ],
)
def test_any_other_host_is_misdirected(host: str) -> None:
    assert reached(host) == 421
