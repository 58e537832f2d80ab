"""Reading and checking the log of administrators' actions."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from academy.rules.audit import Act, first_break
from academy.store import audit
from academy.store.tables import PersonRow, UnitRow
from schemas.tables import moment

PAGE = 100


@dataclass(frozen=True, slots=True)
class LogEntry:
    """An act with the names that its ids have today."""

    n: int
    at: datetime
    actor: str
    action: str
    unit: str
    subject: str
    detail: str


@dataclass(frozen=True, slots=True)
class LogPage:
    """Up to a hundred acts, the newest first; *older* leads on, None at the beginning."""

    entries: tuple[LogEntry, ...]
    older: int | None


@dataclass(frozen=True, slots=True)
class LogVerdict:
    """*broken_at* is the first act that is not as it was written, None where all are; *head*
    is the newest digest, to be kept elsewhere, since a cut tail shows by it alone."""

    acts: int
    broken_at: int | None
    head: str


def page(session: Session, before: int | None = None) -> LogPage:
    """Return the newest acts, or those older than *before*."""
    acts = audit.latest(session, PAGE + 1, before)
    shown = acts[:PAGE]
    names = _names(session, shown)
    entries = tuple(
        LogEntry(
            act.n,
            moment(act.at_ms),
            names.get(act.actor, "") if act.actor else "",
            act.action,
            names.get(act.unit_id, "") if act.unit_id else "",
            names.get(_id(act.subject), act.subject),
            ", ".join(f"{key}: {value}" for key, value in act.detail.items()),
        )
        for act in shown
    )
    return LogPage(entries, shown[-1].n if len(acts) > PAGE else None)


def verified(session: Session) -> LogVerdict:
    """Check the whole chain."""
    newest = audit.latest(session, 1)
    return LogVerdict(
        newest[0].n if newest else 0,
        first_break(audit.acts(session)),
        newest[0].digest if newest else "",
    )


def _names(session: Session, acts: tuple[Act, ...]) -> dict[UUID | None, str]:
    ids = {found for act in acts for found in (act.actor, act.unit_id, _id(act.subject)) if found}
    names: dict[UUID | None, str] = {}
    for table in (PersonRow, UnitRow):
        rows = session.execute(select(table.id, table.name).where(table.id.in_(ids)))
        names |= dict(rows.all())
    return names


def _id(subject: str) -> UUID | None:
    try:
        return UUID(subject)
    except ValueError:
        return None
