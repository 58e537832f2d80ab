"""Settings: what an installation refuses to start with."""

from __future__ import annotations

from pathlib import Path

import pytest

from schemas.settings import SettingRefused, Settings


def test_without_any_setting_it_serves_on_loopback() -> None:
    settings = Settings.from_environment({})
    assert settings.host == "127.0.0.1"
    assert settings.public_url == "http://localhost:8000"
    assert settings.content_origin("abc") == "http://abc.content.localhost:8000"


@pytest.mark.parametrize(
    ("environment", "named"),
    [
        ({"PORT": "http"}, "PORT"),
        ({"PORT": "70000"}, "PORT"),
        ({"BASE_URL": "academy"}, "BASE_URL"),
        ({"BASE_URL": "https://academy.example.org/app"}, "BASE_URL"),
        ({"BASE_URL": "http://academy.example.org", "CONTENT_HOST": "c.example.net"}, "BASE_URL"),
        ({"BASE_URL": "https://academy.example.org"}, "CONTENT_HOST"),
        (
            {"BASE_URL": "https://academy.example.org", "CONTENT_HOST": "c.example.org"},
            "CONTENT_HOST",
        ),
        ({"BASE_URL": "https://xy.fj.gov.cn", "CONTENT_HOST": "c.fj.gov.cn"}, "CONTENT_HOST"),
    ],
)
def test_an_unsafe_setting_is_refused_by_name(environment: dict[str, str], named: str) -> None:
    with pytest.raises(SettingRefused, match=named):
        Settings.from_environment(environment)


def test_a_content_host_of_its_own_registrable_domain_is_accepted() -> None:
    settings = Settings.from_environment(
        {"BASE_URL": "https://xy.fj.gov.cn", "CONTENT_HOST": "xy-courses.com"}
    )
    assert settings.content_origin("abc") == "https://abc.xy-courses.com"


def test_a_secret_is_drawn_once_and_kept_from_others(tmp_path: Path) -> None:
    settings = Settings(data_dir=str(tmp_path / "data"))
    first = settings.secret("session")
    assert len(first) == 32
    assert settings.secret("session") == first != settings.secret("other")
    assert (tmp_path / "data" / "secrets.json").stat().st_mode & 0o077 == 0


def test_a_postgres_address_names_the_driver_that_is_installed() -> None:
    uri = Settings(database_url="postgres://u:p@localhost/x").database_uri
    assert uri == "postgresql+psycopg://u:p@localhost/x"


@pytest.mark.parametrize(
    ("files", "attachments"),
    [("s3://a/b?endpoint=x", "s3://a/b/c?endpoint=x"), ("/srv/x", "/srv/x"), ("/srv", "/srv/x/")],
)
def test_attachments_do_not_lie_where_course_files_are_swept(files: str, attachments: str) -> None:
    with pytest.raises(SettingRefused, match="ATTACHMENTS"):
        Settings.from_environment({"FILES": files, "ATTACHMENTS": attachments})


def test_attachments_may_lie_beside_course_files() -> None:
    given = {"FILES": "s3://a/files", "ATTACHMENTS": "s3://a/files-of-statements"}
    assert Settings.from_environment(given).attachments == "s3://a/files-of-statements"
