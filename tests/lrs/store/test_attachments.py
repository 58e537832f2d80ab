"""Where attachment data lie: the same promises from a folder and from S3."""

from __future__ import annotations

from dataclasses import replace
from hashlib import sha256
from pathlib import Path

import pytest

import lrs
from lrs.services import attachments, erasures
from lrs.store.attachments import Files, LocalFiles
from lrs.store.s3_files import S3Files
from schemas.database import database
from schemas.settings import Settings
from schemas.write_door import door, write
from tests.lrs.conftest import BASE, Client, identified, issue
from tests.lrs.xapi.test_communication_1_5_attachments import Signer, body, post, signed_by


@pytest.fixture(params=["folder", "s3"])
def files(request: pytest.FixtureRequest, tmp_path: Path) -> Files:
    if request.param == "folder":
        return LocalFiles(tmp_path / "attachments")
    return S3Files(request.getfixturevalue("s3_address"))


@pytest.mark.parametrize("content", [b"", b"\0\xff" * 500_000])
def test_what_is_kept_is_found_whole_until_it_is_forgotten(files: Files, content: bytes) -> None:
    name = sha256(content).hexdigest()
    for _ in range(2):
        files.keep(name, content)
        assert files.content(name) == content
    for _ in range(2):
        files.forget(name)
        with pytest.raises(FileNotFoundError):
            files.content(name)


def test_an_erasure_reaches_signatures_in_s3(settings: Settings, s3_address: str) -> None:
    app = lrs.create_app(replace(settings, attachments=s3_address))
    with app.app_context():
        client = Client(app, issue())
        one = identified()
        signature = Signer().signature(one)
        kept_in = attachments.files(replace(settings, attachments=s3_address))
        name = sha256(signature).hexdigest()
        assert post(client, body(signed_by(signature, one), signature)).status_code == 200
        assert kept_in.content(name) == signature
        assert signature in client.get(attachments="true").data
        erasure_id = write(erasures.begin, 1, one["actor"], iri_base=BASE)
        assert write(erasures.proceed, erasure_id, kept_in).finished_at is not None
        with pytest.raises(FileNotFoundError):
            kept_in.content(name)
        door().close()
        database.session.remove()
        database.engine.dispose()
