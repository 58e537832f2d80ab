"""Contents on their shelf: once each, whole, and for as long as a version needs them."""

from __future__ import annotations

import os
import threading
from collections.abc import Callable, Iterator
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from pathlib import Path
from uuid import UUID

import boto3
import pytest
from flask import Flask
from moto.server import ThreadedMotoServer

from content_packages.services import courses, files, uploads
from content_packages.services.sweep import SWEEP
from content_packages.services.values import CourseVersion
from content_packages.store.s3_shelf import S3Shelf
from content_packages.store.shelves import FolderShelf, Shelf
from content_packages.store.tables import ImportRow
from schemas.database import database
from schemas.jobs import enqueue, run_due
from schemas.refusals import NotFound
from schemas.write_door import write
from tests.content_packages.builders import scorm_1_2, scorm_1_2_zip, zipped
from tests.content_packages.conftest import VENDOR, imported


@pytest.fixture(scope="module")
def s3_address() -> Iterator[str]:
    """An object store of this test run, with an empty bucket."""
    before = dict(os.environ)
    os.environ.update(AWS_ACCESS_KEY_ID="test", AWS_SECRET_ACCESS_KEY="test")
    server = ThreadedMotoServer("127.0.0.1", 0, verbose=False)
    server.start()
    host, port = server.get_host_and_port()
    endpoint = f"http://{host}:{port}"
    boto3.client("s3", endpoint_url=endpoint, region_name="us-east-1").create_bucket(
        Bucket="courses"
    )
    yield f"s3://courses/files?endpoint={endpoint}"
    server.stop()
    os.environ.clear()
    os.environ.update(before)


@pytest.fixture(params=["folder", "s3"])
def shelf(request: pytest.FixtureRequest, tmp_path: Path) -> Shelf:
    if request.param == "folder":
        return FolderShelf(tmp_path / "files")
    return S3Shelf(request.getfixturevalue("s3_address"))


def test_a_content_is_kept_under_its_digest_and_read_in_parts(shelf: Shelf) -> None:
    content = os.urandom(3_000_000)
    kept = shelf.put([content[:1_000_000], content[1_000_000:]])
    assert (kept.sha256, kept.size) == (sha256(content).hexdigest(), len(content))
    assert shelf.put([content]) == kept
    assert shelf.has(kept.sha256)
    with shelf.opened(kept.sha256) as file:
        assert file.seek(-10, os.SEEK_END) == len(content) - 10
        assert file.read() == content[-10:]
    assert shelf.part(kept.sha256, 999_990, 20) == content[999_990:1_000_010]
    assert shelf.part(kept.sha256, len(content) - 5, 100) == content[-5:]
    assert shelf.part(kept.sha256, len(content), 100) == b""
    assert kept.sha256 in {digest for digest, _ in shelf.listed()}


def test_what_is_not_kept_is_not_found(shelf: Shelf) -> None:
    for digest in ("0" * 64, "../../etc/passwd", "", "x" * 63 + "/"):
        with pytest.raises(NotFound):
            shelf.opened(digest)
        with pytest.raises(NotFound):
            shelf.part(digest, 0, 1)


def test_a_stream_that_breaks_leaves_nothing(shelf: Shelf) -> None:
    before = {digest for digest, _ in shelf.listed()}

    def broken() -> Iterator[bytes]:
        yield b"half"
        raise ConnectionError

    with pytest.raises(ConnectionError):
        shelf.put(broken())
    assert {digest for digest, _ in shelf.listed()} == before
    assert not shelf.has(sha256(b"half").hexdigest())


def test_only_what_is_old_is_dropped(shelf: Shelf) -> None:
    kept = shelf.put([os.urandom(10)])
    now = datetime.now(UTC)
    assert not shelf.drop(kept.sha256, kept_before=now - timedelta(hours=1))
    assert shelf.has(kept.sha256)
    assert shelf.drop(kept.sha256, kept_before=now + timedelta(hours=1))
    assert not shelf.has(kept.sha256)
    assert not shelf.drop(kept.sha256, kept_before=now + timedelta(hours=1))


def test_many_who_keep_and_drop_at_once_lose_nothing_that_was_just_kept(tmp_path: Path) -> None:
    shelf = FolderShelf(tmp_path / "files")
    content, lost = b"the same for all", []
    past = datetime(2020, 1, 1, tzinfo=UTC)
    digest = shelf.put([content]).sha256

    def keep() -> None:
        for _ in range(100):
            with suppress(FileNotFoundError):
                os.utime(shelf.place(digest), (0, 0))
            shelf.put([content])
            if not shelf.has(digest):
                lost.append(1)

    def drop() -> None:
        for _ in range(300):
            shelf.drop(digest, kept_before=past)

    keeper, dropper = threading.Thread(target=keep), threading.Thread(target=drop)
    keeper.start()
    dropper.start()
    keeper.join()
    dropper.join()
    assert lost == []


def test_files_that_two_packages_share_are_kept_once(bare_app: Flask) -> None:
    first = imported(scorm_1_2_zip())
    count = len({digest for digest, _ in files.shelf().listed()})
    second = imported(scorm_1_2_zip(title="另一门课"))
    more = len({digest for digest, _ in files.shelf().listed()})
    assert more == count + 2, "a new package and a new manifest; the page is there already"
    assert first.version_id != second.version_id


def test_the_sweep_takes_what_nobody_needs_and_nothing_else(
    bare_app: Flask, clock: object, published: Callable[..., CourseVersion]
) -> None:
    version = published(scorm_1_2_zip())
    refused = imported(zipped({"imsmanifest.xml": scorm_1_2()}))
    orphan = files.shelf().put([b"left behind by a killed worker"]).sha256
    upload = write(uploads.announced, VENDOR, "a.zip", 10)
    place = uploads.folder() / str(upload.id)
    place.parent.mkdir(exist_ok=True)
    place.write_bytes(b"12345")
    _swept()
    assert files.shelf().has(orphan), "too young"
    _aged()
    clock.forward(days=8)  # type: ignore[attr-defined]
    _swept()
    assert not files.shelf().has(orphan)
    assert not place.exists()
    package = imported_package(refused.id)
    assert files.shelf().has(package), "questions may come about the report"
    clock.forward(days=31)  # type: ignore[attr-defined]
    _swept()
    assert not files.shelf().has(package)
    for file in files.files_of(database.session, version.id):
        assert files.opened(file.sha256).read()
    assert files.shelf().has(courses.version(database.session, version.id).package)


def imported_package(import_id: UUID) -> str:
    row = database.session.get(ImportRow, import_id)
    assert row is not None
    return row.package


def _swept() -> None:
    write(enqueue, SWEEP, {})
    run_due()
    database.session.rollback()


def _aged() -> None:
    """Let everything on the shelf have been kept long before the test's clock."""
    shelf = files.shelf()
    assert isinstance(shelf, FolderShelf)
    for digest, _ in shelf.listed():
        os.utime(shelf.place(digest), (0, 0))
