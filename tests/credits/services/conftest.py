"""The rule document of 2017, in force before any study begins."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from importlib import resources
from typing import Any

import pytest
from flask import Flask

from credits.rules.rule_document import RuleDocument
from credits.services import rule_documents
from schemas.write_door import UnitOfWork, write


def seed_document(**changes: Any) -> dict[str, Any]:
    """The project's copy of the 2017 document, with other members where *changes* say so."""
    text = resources.files("credits.documents").joinpath("cn-fj-cadre-online.json").read_text()
    return {**json.loads(text), **changes}


def put_in_force(unit: UnitOfWork, document: dict[str, Any], since: datetime) -> RuleDocument:
    """Adopt and activate *document*."""
    adopted = rule_documents.adopt(unit, document, "staff")
    rule_documents.activate(
        unit,
        adopted.rule_id,
        adopted.version,
        in_force_from=since,
        by="staff",
        second="organiser",
    )
    return adopted


@pytest.fixture
def rules(accounts: Flask) -> RuleDocument:
    """The rule document of 2017, in force from 12 January 2017."""
    return write(put_in_force, seed_document(), datetime(2017, 1, 11, 16, tzinfo=UTC))
