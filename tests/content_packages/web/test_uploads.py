"""Packages over HTTP: announced, sent in pieces, resumed, reported."""

from __future__ import annotations

import io
from collections.abc import Iterator
from uuid import uuid4

import pytest
from flask import Flask, g
from flask.testing import FlaskClient

from content_packages.web import blueprints
from schemas.database import database
from schemas.jobs import run_due
from schemas.values import Principal
from tests.content_packages.builders import scorm_1_2, scorm_1_2_zip, zipped

VENDOR = Principal(uuid4(), "供应商", frozenset({"package.upload", "package.read"}))
OTHER = Principal(uuid4(), "另一供应商", frozenset({"package.upload", "package.read"}))
STAFF = Principal(uuid4(), "审核员", frozenset({"package.read", "package.review"}))


def worked() -> None:
    """Let the worker do what is due; the next request reads anew."""
    run_due()
    database.session.rollback()


class Caller:
    """Who sends the next request."""

    principal = VENDOR


@pytest.fixture
def caller() -> Caller:
    return Caller()


@pytest.fixture
def client(bare_app: Flask, caller: Caller) -> Iterator[FlaskClient]:
    for blueprint in blueprints():
        bare_app.register_blueprint(blueprint)

    @bare_app.before_request
    def signed_in() -> None:
        g.principal = caller.principal

    yield bare_app.test_client()


def test_a_package_is_sent_in_pieces_and_resumed(client: FlaskClient) -> None:
    data = scorm_1_2_zip()
    upload = client.post("/content/uploads", json={"name": "课件.zip", "size": len(data)}).json
    assert upload is not None and upload["received"] == 0
    address = f"/content/uploads/{upload['upload']}"

    half = len(data) // 2
    assert client.patch(f"{address}?offset=0", data=data[:half]).json["received"] == half
    lost = client.patch(f"{address}?offset=0", data=data[:half])
    assert (lost.status_code, lost.json["error"]) == (412, "upload-offset")
    assert client.get(address).json["received"] == half
    last = client.patch(f"{address}?offset={half}", data=data[half:]).json
    assert last["received"] == len(data)

    worked()
    report = client.get(f"/content/imports/{last['import']}").json
    assert report["state"] == "ready"
    assert report["accepted"] is True
    assert report["course"]["title"] == "党建工作实务"
    kept = client.get(f"/content/versions/{report['version']}/report").json
    assert kept["findings"] == report["findings"]
    assert client.patch(f"{address}?offset={len(data)}", data=b"x").status_code == 409


def test_more_than_was_announced_is_refused(client: FlaskClient) -> None:
    upload = client.post("/content/uploads", json={"name": "a.zip", "size": 4}).json
    answer = client.patch(f"/content/uploads/{upload['upload']}?offset=0", data=b"12345")
    assert (answer.status_code, answer.json["error"]) == (400, "upload-too-large")


@pytest.mark.parametrize("size", [0, -1, 2 * 1024**3 + 1, "9", None])
def test_an_impossible_size_is_refused(client: FlaskClient, size: object) -> None:
    answer = client.post("/content/uploads", json={"name": "a.zip", "size": size})
    assert answer.status_code == 400


def test_a_form_sends_a_package_at_one_go(client: FlaskClient) -> None:
    form = {"package": (io.BytesIO(zipped({"imsmanifest.xml": scorm_1_2()})), "kurs.zip")}
    answer = client.post("/content/packages", data=form)
    assert answer.status_code == 202
    worked()
    report = client.get(f"/content/imports/{answer.json['import']}").json
    assert report["state"] == "refused"
    assert report["verdict"]["en"] == "Cannot be published: 1 finding(s) must be mended first."
    finding = report["findings"][0]
    assert (finding["file"], finding["line"]) == ("imsmanifest.xml", 7)
    assert finding["mend_zh"] and finding["mend_en"]


def test_another_vendor_sees_neither_upload_nor_import(client: FlaskClient, caller: Caller) -> None:
    data = scorm_1_2_zip()
    upload = client.post("/content/uploads", json={"name": "a.zip", "size": len(data)}).json
    done = client.patch(f"/content/uploads/{upload['upload']}?offset=0", data=data).json
    worked()
    version = client.get(f"/content/imports/{done['import']}").json["version"]

    caller.principal = OTHER
    assert client.get(f"/content/uploads/{upload['upload']}").status_code == 404
    assert client.get(f"/content/imports/{done['import']}").status_code == 404
    assert client.get(f"/content/versions/{version}/report").status_code == 404
    assert client.get("/content/imports").json == {"imports": []}
    caller.principal = STAFF
    assert client.get(f"/content/imports/{done['import']}").status_code == 200
    assert client.get(f"/content/versions/{version}/report").status_code == 200


def test_a_version_of_another_vendors_course_is_refused(
    client: FlaskClient, caller: Caller
) -> None:
    answer = client.post(
        "/content/packages", data={"package": (io.BytesIO(scorm_1_2_zip()), "a.zip")}
    )
    worked()
    version = client.get(f"/content/imports/{answer.json['import']}").json["version"]
    family = client.get(f"/content/versions/{version}/report").json["family"]
    caller.principal = OTHER
    form = {"package": (io.BytesIO(scorm_1_2_zip()), "a.zip"), "family": family}
    refused = client.post("/content/packages", data=form)
    assert (refused.status_code, refused.json["error"]) == (403, "not-your-course")


def test_the_picture_of_a_package_is_served_as_the_bitmap_that_it_is(client: FlaskClient) -> None:
    png = b"\x89PNG\r\n\x1a\n" + bytes(100)
    for cover, status in ((png, 200), (b"<svg onload=alert(1)>", 404)):
        data = zipped({"imsmanifest.xml": scorm_1_2(), "index.html": b"x", "cover.png": cover})
        answer = client.post("/content/packages", data={"package": (io.BytesIO(data), "a.zip")})
        worked()
        version = client.get(f"/content/imports/{answer.json['import']}").json["version"]
        picture = client.get(f"/content/versions/{version}/cover")
        assert picture.status_code == status
        if status == 200:
            assert (picture.data, picture.content_type) == (png, "image/png")
