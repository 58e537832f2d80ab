"""The rule document of 2017, adopted by the academy and put into force by two organisers."""

from __future__ import annotations

import json
from datetime import date, datetime, time
from importlib import resources
from uuid import UUID

from academy.rules.calendar import SCHOOL_TIME
from credits.services import rule_documents
from schemas.write_door import UnitOfWork

DOCUMENT = "cn-fj-cadre-online.json"


def put_into_force(unit: UnitOfWork, first: UUID, second: UUID) -> None:
    """Adopt the measures and let them govern from the day that they name; once is enough."""
    text = resources.files("credits").joinpath("documents", DOCUMENT).read_text(encoding="utf-8")
    read = rule_documents.adopt(unit, json.loads(text), str(first))
    known = {activation.digest.hex() for activation in rule_documents.activations(unit.session)}
    if read.digest in known:
        return
    effective = date.fromisoformat(read.document["effective"]["from"])
    rule_documents.activate(
        unit,
        read.rule_id,
        read.version,
        in_force_from=datetime.combine(effective, time(), SCHOOL_TIME),
        by=str(first),
        second=str(second),
    )
