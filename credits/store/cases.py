"""Cases and their steps."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from credits.rules.cases import Scope, Step
from credits.rules.reversal import Finding
from credits.store.tables import CaseRow, CaseStepRow
from schemas.tables import milliseconds, moment


@dataclass(frozen=True, slots=True)
class Case:
    """A case: about whom, by what *source*, and what it may take."""

    id: UUID
    learner: UUID
    opened_at: datetime
    source: str
    summary: str
    finding: Finding
    rule_digest: bytes


@dataclass(frozen=True, slots=True)
class Taken:
    """A step as it was taken."""

    step: Step
    taken_at: datetime
    actor: str
    second_approver: str | None
    document: str | None
    note: str


def add(session: Session, case: Case) -> None:
    """Keep a new case."""
    session.add(
        CaseRow(
            id=case.id,
            learner=case.learner,
            opened_at=case.opened_at,
            source=case.source,
            summary=case.summary,
            scope=case.finding.scope.value,
            family_id=case.finding.family_id,
            period=case.finding.period,
            from_at=moment(case.finding.from_at),
            to_at=moment(case.finding.to_at),
            rule_digest=case.rule_digest,
        )
    )
    session.flush()


def add_step(session: Session, case_id: UUID, step: Taken) -> None:
    """Keep the next step of a case."""
    last = session.scalar(
        select(func.max(CaseStepRow.number)).where(CaseStepRow.case_id == case_id)
    )
    session.add(
        CaseStepRow(
            case_id=case_id,
            number=(last or 0) + 1,
            step=step.step.value,
            taken_at=step.taken_at,
            actor=step.actor,
            second_approver=step.second_approver,
            document=step.document,
            note=step.note,
        )
    )
    session.flush()


def case(session: Session, case_id: UUID) -> Case | None:
    """Return the case *case_id*."""
    row = session.get(CaseRow, case_id)
    return None if row is None else _case(row)


def cases(session: Session, learner: UUID | None = None) -> Sequence[Case]:
    """Return the cases (of one learner), the newest first."""
    wanted = select(CaseRow).order_by(CaseRow.opened_at.desc(), CaseRow.id)
    if learner is not None:
        wanted = wanted.where(CaseRow.learner == learner)
    return [_case(row) for row in session.scalars(wanted)]


def steps(session: Session, case_id: UUID) -> list[Taken]:
    """Return the steps of a case, in order."""
    rows = session.scalars(
        select(CaseStepRow).where(CaseStepRow.case_id == case_id).order_by(CaseStepRow.number)
    )
    return [
        Taken(Step(row.step), row.taken_at, row.actor, row.second_approver, row.document, row.note)
        for row in rows
    ]


def _case(row: CaseRow) -> Case:
    return Case(
        id=row.id,
        learner=row.learner,
        opened_at=row.opened_at,
        source=row.source,
        summary=row.summary,
        finding=Finding(
            scope=Scope(row.scope),
            family_id=row.family_id,
            period=row.period,
            from_at=0 if row.from_at is None else milliseconds(row.from_at),
            to_at=0 if row.to_at is None else milliseconds(row.to_at),
        ),
        rule_digest=bytes(row.rule_digest),
    )
