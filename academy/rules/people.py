"""A person as the school sees one on a day."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from uuid import UUID


@dataclass(frozen=True, slots=True)
class Person:
    """A person with units, grade and category as they stood on the day that was asked for.

    The work unit looks after account and reminders, the managing unit (干部管理权限) after
    results. None where nothing was on record that day.
    """

    id: UUID
    name: str
    username: str | None
    work_unit_id: UUID | None
    work_unit: str | None
    managing_unit_id: UUID | None
    managing_unit: str | None
    grade: str | None
    category: str | None


@dataclass(frozen=True, slots=True)
class Registration:
    """What is on record when a person is registered (Measures, Art. 5, 10).

    *managing_unit_id* is the work unit where it is None; the dated facts hold from *since*.
    Who is no *learner* (a vendor, an auditor) has an account and a work unit that looks
    after it, but nobody answers for their results and they are in no denominator.
    """

    name: str
    username: str
    work_unit_id: UUID
    grade: str
    category: str
    since: date
    managing_unit_id: UUID | None = None
    position: str = ""
    learner: bool = True


@dataclass(frozen=True, slots=True)
class CvLine:
    """One line of a CV, and when and by whom it was recorded."""

    id: int
    began_on: date
    ended_on: date | None
    organisation: str
    position: str
    recorded_by: UUID | None
