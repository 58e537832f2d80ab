"""The tables of the accounts, by the room that reads them."""

from __future__ import annotations

from credits.store.decision_tables import (
    CalendarDayRow,
    CalendarYearRow,
    CaseRow,
    CaseStepRow,
    CertificateEventRow,
    CertificateRow,
    ClosingRow,
)
from credits.store.evidence_tables import (
    AnswerRow,
    ChallengeRow,
    CourseRow,
    InteractionRow,
    LeaseRow,
    QuizPassRow,
    SessionRow,
    SpanRow,
    UnitRow,
)
from credits.store.ledger_tables import (
    ActivationRow,
    BalanceRow,
    CheckpointRow,
    EntryRow,
    NodeRow,
    RuleDocumentRow,
    SubjectRow,
)

__all__ = [
    "ActivationRow",
    "AnswerRow",
    "BalanceRow",
    "CalendarDayRow",
    "CalendarYearRow",
    "CaseRow",
    "CaseStepRow",
    "CertificateEventRow",
    "CertificateRow",
    "ChallengeRow",
    "CheckpointRow",
    "ClosingRow",
    "CourseRow",
    "EntryRow",
    "InteractionRow",
    "LeaseRow",
    "NodeRow",
    "QuizPassRow",
    "RuleDocumentRow",
    "SessionRow",
    "SpanRow",
    "SubjectRow",
    "UnitRow",
]
