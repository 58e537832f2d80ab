"""What an installation is told from outside: environment variables, read once at start.

``docs/settings.md`` describes each; a test holds the two together.
"""

from __future__ import annotations

import fcntl
import json
import os
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from pathlib import Path
from typing import Any, Self
from urllib.parse import urlsplit

from flask import Flask, current_app


class SettingRefused(Exception):
    """A setting has a value with which the application must not start."""


def _setting(name: str, default: str) -> Any:
    return field(default=default, metadata={"variable": name})


@dataclass(frozen=True, slots=True)
class Settings:
    """One installation's settings; empty strings mean "derive it" where a rule is given.

    Nothing here is secret: secrets are drawn at first start and kept in ``DATA_DIR``.
    """

    data_dir: str = _setting("DATA_DIR", "var")
    database_url: str = _setting("DATABASE_URL", "")
    host: str = _setting("HOST", "127.0.0.1")
    port: str = _setting("PORT", "8000")
    base_url: str = _setting("BASE_URL", "")
    content_host: str = _setting("CONTENT_HOST", "")
    iri_base: str = _setting("IRI_BASE", "")
    files: str = _setting("FILES", "")
    attachments: str = _setting("ATTACHMENTS", "")
    checkpoints_dir: str = _setting("CHECKPOINTS_DIR", "")
    log_format: str = _setting("LOG_FORMAT", "")

    @classmethod
    def from_environment(cls, environment: Mapping[str, str] = os.environ) -> Self:
        """Read the settings; unknown variables are nobody's business, wrong values are."""
        given = {
            item.name: environment[item.metadata["variable"]]
            for item in fields(cls)
            if environment.get(item.metadata["variable"])
        }
        return cls(**given).checked()

    def checked(self) -> Self:
        """Return self, or raise SettingRefused with the variable, the value and the reason."""
        if not self.port.isdecimal() or not 0 <= int(self.port) <= 65535:
            raise SettingRefused(f"PORT={self.port!r}: a number from 0 to 65535 is needed")
        base = urlsplit(self.public_url)
        if base.scheme not in ("http", "https") or not base.hostname or base.path:
            raise SettingRefused(
                f"BASE_URL={self.public_url!r}: scheme and host are needed, and no path"
            )
        if base.scheme != "https" and not self.on_loopback:
            raise SettingRefused(
                f"BASE_URL={self.public_url!r}: https is needed anywhere but on loopback"
            )
        if not self.on_loopback:
            self._refuse_shared_cookies(base.hostname)
        files, attachments = (
            place.partition("?")[0].rstrip("/") + "/" for place in (self.files, self.attachments)
        )
        if self.files and attachments.startswith(files):
            raise SettingRefused(
                f"ATTACHMENTS={self.attachments!r}: lies within FILES, where what no course "
                "needs is swept away"
            )
        return self

    def _refuse_shared_cookies(self, academy: str) -> None:
        content = self.content_domain.partition(":")[0]
        if not self.content_host or _registrable(content) == _registrable(academy):
            raise SettingRefused(
                f"CONTENT_HOST={content!r}: vendors' content needs a registrable domain of its "
                f"own, because a sibling of {academy!r} can set the academy's cookies"
            )

    @property
    def public_url(self) -> str:
        """Scheme, host and port of the academy, without a slash at the end."""
        return self.base_url.rstrip("/") or f"http://localhost:{self.port}"

    @property
    def academy_host(self) -> str:
        """The Host header of the academy's own pages."""
        return urlsplit(self.public_url).netloc.lower()

    @property
    def content_domain(self) -> str:
        """Host (and port) under which every course version has its own label."""
        if self.content_host:
            return self.content_host.lower()
        return f"content.{self.academy_host}"

    @property
    def on_loopback(self) -> bool:
        """True where browsers treat plain http as secure: development and demonstration."""
        host = urlsplit(self.public_url).hostname or ""
        return host in ("localhost", "127.0.0.1", "::1") or host.endswith(".localhost")

    def content_origin(self, label: str) -> str:
        """Return the origin of the course version with *label*."""
        return f"{urlsplit(self.public_url).scheme}://{label}.{self.content_domain}"

    @property
    def data(self) -> Path:
        """The folder that holds everything this installation must not lose."""
        return Path(self.data_dir).absolute()

    @property
    def database_uri(self) -> str:
        """SQLAlchemy's name of the database: ``DATABASE_URL``, or a file in the data folder."""
        if not self.database_url:
            return f"sqlite:///{self.data / 'xueshi.sqlite'}"
        for plain in ("postgresql://", "postgres://"):
            if self.database_url.startswith(plain):
                return "postgresql+psycopg://" + self.database_url.removeprefix(plain)
        return self.database_url

    @property
    def checkpoints(self) -> Path:
        """The witness's folder: signed ledger checkpoints, kept apart from the database."""
        return Path(self.checkpoints_dir or self.data / "checkpoints").absolute()

    def secret(self, name: str, *, octets: int = 32) -> bytes:
        """Return the secret *name* of this installation, drawn and kept at first use.

        ``DATA_DIR/secrets.json`` is readable by the owner only; losing it ends all sessions.
        """
        file = self.data / "secrets.json"
        self.data.mkdir(parents=True, exist_ok=True)
        with _locked(file.with_suffix(".lock")):
            kept: dict[str, str] = json.loads(file.read_text()) if file.exists() else {}
            if name not in kept:
                kept[name] = secrets.token_hex(octets)
                draft = file.with_suffix(".new")
                draft.touch(mode=0o600)
                draft.write_text(json.dumps(kept, indent=1))
                draft.replace(file)
        return bytes.fromhex(kept[name])


def _registrable(host: str) -> str:
    """Return the last two labels of *host*, three where the first of them is a public suffix.

    Good for the suffixes in use here (``gov.cn``, ``com.cn`` and their like); where it errs
    it errs towards refusing.
    """
    labels = host.rstrip(".").split(".")
    public = len(labels) > 2 and len(labels[-1]) == 2 and len(labels[-2]) <= 3
    return ".".join(labels[-3:] if public else labels[-2:])


class _locked:
    def __init__(self, path: Path) -> None:
        self._path = path

    def __enter__(self) -> None:
        self._file = self._path.open("ab")
        fcntl.flock(self._file, fcntl.LOCK_EX)

    def __exit__(self, *_: object) -> None:
        self._file.close()


def settings() -> Settings:
    """Return the settings of the current application."""
    found: Settings = current_app.config["SETTINGS"]
    return found


def configure(app: Flask, given: Settings) -> None:
    """Hand *given* to *app*, and to Flask and SQLAlchemy what they want to know of it."""
    app.config.update(
        SETTINGS=given,
        SQLALCHEMY_DATABASE_URI=given.database_uri,
        SQLALCHEMY_ENGINE_OPTIONS={"pool_pre_ping": not given.database_uri.startswith("sqlite")},
    )
