"""Fixtures of the library: reading a package, and carrying one through its life."""

from __future__ import annotations

import io
import os
from collections.abc import Callable
from pathlib import Path
from uuid import UUID, uuid4

import pytest
from flask import Flask

from content_packages.readers import Reading, read
from content_packages.services import imports, review
from content_packages.services.imports import ImportState
from content_packages.services.values import CourseVersion
from schemas.database import database
from schemas.jobs import run_due
from schemas.write_door import write

CORPUS = Path(
    os.environ.get("XUESHI_CORPUS", Path(__file__).parents[3] / "shared" / "corpus")
).absolute()
"""Public packages beside the project; where they are not, their test is not collected."""

collect_ignore = [] if CORPUS.is_dir() else ["test_corpus.py"]

VENDOR, STAFF = uuid4(), uuid4()


def reading(data: bytes, name: str = "course.zip") -> Reading:
    """What the readers make of the package *data*."""
    return read(io.BytesIO(data), name)


def codes(found: Reading) -> set[str]:
    """The codes of a reading's findings."""
    return {item.code for item in found.findings}


def imported(data: bytes, name: str = "course.zip", family_id: UUID | None = None) -> ImportState:
    """The import of *data*, carried out."""
    received = imports.receive(io.BytesIO(data), name)
    import_id = write(imports.begin, received, VENDOR, family_id)
    run_due()
    database.session.rollback()
    return imports.state(database.session, import_id)


@pytest.fixture
def published(bare_app: Flask) -> Callable[..., CourseVersion]:
    """A function that imports, submits and publishes a package."""

    def done(
        data: bytes,
        *,
        family_id: UUID | None = None,
        subject_area: str = "政治",
        kind: str = "required",
        minutes: int = 10,
        **words: str,
    ) -> CourseVersion:
        state = imported(data, family_id=family_id)
        assert state.version_id is not None, state.findings
        version = write(review.submit, state.version_id, VENDOR)
        return write(
            review.publish,
            version.id,
            STAFF,
            subject_area=subject_area,
            kind=kind,
            studies=review.proposed(version.course, minutes * 60_000),
            **words,
        )

    return done
