"""The content origins: their own hosts, their own headers, nothing of the academy (C4)."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from flask.testing import FlaskClient

from player import create_content_app
from schemas.database import database
from schemas.settings import settings
from tests.player.conftest import Desk, Page, scorm_12_package, video_package


@pytest.fixture
def content(one_desk: Desk) -> Iterator[FlaskClient]:
    app = create_content_app(settings())
    yield app.test_client()
    with app.app_context():
        database.engine.dispose()


def launched(desk: Desk) -> tuple[Page, str]:
    page = desk.launched(desk.published(scorm_12_package()))
    return page, page.launch["origin"]


def test_the_wrapper_and_the_vendors_file_are_served_under_the_launch(
    one_desk: Desk, content: FlaskClient
) -> None:
    page, origin = launched(one_desk)
    wrapper = content.get(f"/s/{page.launch['launch']}/player", base_url=origin)
    assert wrapper.status_code == 200
    document = content.get(page.launch["runtime"]["content"])
    assert document.status_code == 200
    assert document.mimetype == "text/html"


def test_every_answer_says_what_content_may_do(one_desk: Desk, content: FlaskClient) -> None:
    page, _ = launched(one_desk)
    headers = content.get(page.launch["runtime"]["content"]).headers
    assert "frame-ancestors 'self' http://localhost:8000" in headers["Content-Security-Policy"]
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Referrer-Policy"] == "no-referrer"
    assert headers["Origin-Agent-Cluster"] == "?1"
    assert "unload=*" in headers["Permissions-Policy"]
    assert "Set-Cookie" not in headers


@pytest.mark.parametrize(
    "origin", ["http://localhost:8000", "http://evil.example", "http://content.localhost:8000"]
)
def test_other_hosts_are_misdirected(one_desk: Desk, content: FlaskClient, origin: str) -> None:
    page, _ = launched(one_desk)
    assert content.get(f"/s/{page.launch['launch']}/player", base_url=origin).status_code == 421


def test_a_launch_opens_nothing_on_the_origin_of_another_version(
    one_desk: Desk, content: FlaskClient
) -> None:
    page, _ = launched(one_desk)
    other = one_desk.launched(one_desk.published(scorm_12_package("other")))
    path = f"/s/{page.launch['launch']}/c/sco.html"
    assert content.get(path, base_url=other.launch["origin"]).status_code == 404


def test_an_address_without_a_launch_opens_nothing(one_desk: Desk, content: FlaskClient) -> None:
    _, origin = launched(one_desk)
    assert content.get("/s/guess/c/sco.html", base_url=origin).status_code == 404


def test_media_are_served_in_ranges_from_an_immutable_address(
    one_desk: Desk, content: FlaskClient
) -> None:
    page = one_desk.launched(one_desk.published(video_package(), name="film.zip"))
    source = page.launch["runtime"]["media"]["src"]
    part = content.get(source, headers={"Range": "bytes=4-7"})
    assert (part.status_code, part.data) == (206, b"ftyp")
    assert "immutable" in part.headers["Cache-Control"]
    assert content.get(source[:-1] + "x").status_code == 404


def test_a_service_worker_is_not_handed_out(one_desk: Desk, content: FlaskClient) -> None:
    page, _ = launched(one_desk)
    answer = content.get(page.launch["runtime"]["content"], headers={"Service-Worker": "script"})
    assert answer.status_code == 403


def test_the_browser_forgets_what_content_stored_where_another_person_comes(
    one_desk: Desk, content: FlaskClient
) -> None:
    page, origin = launched(one_desk)
    assert page.launch["learner"] == str(page.who.id)
    wrapper = f"/s/{page.launch['launch']}/player"
    assert "Clear-Site-Data" not in content.get(wrapper, base_url=origin).headers
    answer = content.get(f"{wrapper}?anew", base_url=origin)
    assert answer.headers["Clear-Site-Data"] == '"storage"'
    document = page.launch["runtime"]["content"] + "?anew"
    assert "Clear-Site-Data" not in content.get(document).headers
