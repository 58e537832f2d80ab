"""The tables of this package, all of them."""

from academy.store.account_tables import AccountRow, BackOffRow, SessionRow
from academy.store.people_tables import (
    AffiliationRow,
    AuditRow,
    CvRow,
    FactRow,
    PersonRow,
    RegistrationRow,
)
from academy.store.study_tables import (
    AssignmentRow,
    EnrolmentRow,
    NoticeReadRow,
    NoticeRow,
    PlanCourseRow,
    PlanRow,
)
from academy.store.unit_tables import GrantRow, UnitParentRow, UnitRow

__all__ = [
    "AccountRow",
    "AffiliationRow",
    "AssignmentRow",
    "AuditRow",
    "BackOffRow",
    "CvRow",
    "EnrolmentRow",
    "FactRow",
    "GrantRow",
    "NoticeReadRow",
    "NoticeRow",
    "PersonRow",
    "PlanCourseRow",
    "PlanRow",
    "RegistrationRow",
    "SessionRow",
    "UnitParentRow",
    "UnitRow",
]
