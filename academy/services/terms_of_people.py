"""The grades and categories that forms offer: those of the rule document in force."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from credits.services import rule_documents
from schemas.refusals import NotFound


@dataclass(frozen=True, slots=True)
class Terms:
    """Grades and categories in the order of the document; empty while none is in force."""

    grades: tuple[str, ...]
    categories: tuple[str, ...]


def terms(session: Session, at: datetime) -> Terms:
    """Return the grades and categories of the rule document in force at *at*."""
    try:
        eligibility = rule_documents.in_force(session, at).document["eligibility"]
    except NotFound:
        return Terms((), ())
    grades = tuple(grade for phase in eligibility["phases"] for grade in phase["grades"])
    return Terms(grades, tuple(eligibility["person_categories"]))
