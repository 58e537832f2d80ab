"""Enrolling: who may take up a course, and that it was taken up (Measures, Art. 6)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy.orm import Session

from academy.rules.calendar import shanghai_date
from academy.rules.phases import refuse_unadmitted
from academy.services.people import known
from academy.store import grants
from academy.store.inserts import inserted
from academy.store.tables import EnrolmentRow
from content_packages.services.values import CourseVersion
from credits.services import governance, rule_documents
from schemas.refusals import NotPermitted
from schemas.write_door import UnitOfWork


def phases(session: Session, learner: UUID, at: datetime) -> Sequence[Mapping[str, Any]]:
    """Return the eligibility phases of the rule document that governs the learner at *at*."""
    scopes = governance.learner_at(session, learner, at).scopes
    document = rule_documents.in_force(session, at, scopes)
    found: Sequence[Mapping[str, Any]] = document.document["eligibility"]["phases"]
    return found


def refuse_to(session: Session, learner: UUID, at: datetime) -> None:
    """Raise NotPermitted, with the reason, unless the learner may take up courses at *at*."""
    if "learner" not in {role for role, _ in grants.of(session, learner)}:
        raise NotPermitted("您的账号不是学员账号，不能学习计时。", code="not-a-learner")
    on = shanghai_date(at)
    refuse_unadmitted(phases(session, learner, at), known(session, learner, on).grade, on)


def enrol(unit: UnitOfWork, learner: UUID, version: CourseVersion) -> None:
    """Enrol the learner in the course of *version*; once enrolled, it stays that version.

    Raises NotPermitted (``not-admitted``) for a grade whose phase has not opened.
    """
    refuse_to(unit.session, learner, unit.now)
    inserted(
        unit.session,
        EnrolmentRow,
        id=uuid4(),
        person_id=learner,
        family_id=version.family_id,
        version_id=version.id,
        enrolled_at=unit.now,
    )
