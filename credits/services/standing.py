"""Where learners stand: one for a home page, thousands for a board."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Session

from credits.rules import standing as rules
from credits.rules.rule_document import RuleDocument
from credits.rules.standing import Standing, Target
from credits.services import rule_documents
from credits.services.governance import Learner, governance
from credits.store import ledger
from schemas.tables import milliseconds

_NOBODY = Learner()


def standing(session: Session, learner: UUID, as_of: datetime) -> Standing:
    """Return the standing of *learner* at *as_of* in the period of that moment.

    Raises NotFound where no rule document is in force.
    """
    return standings(session, [learner], as_of)[learner]


def standings(session: Session, learners: Sequence[UUID], as_of: datetime) -> dict[UUID, Standing]:
    """Return the standing of each of *learners*, from kept balances: one query for 500 people."""
    known = governance().learners(session, learners, as_of)
    at = milliseconds(as_of)
    documents: dict[tuple[UUID, ...], RuleDocument] = {}
    targets: dict[tuple[str, str | None, str | None], list[Target]] = {}
    done: dict[str, dict[UUID, dict[str, int]]] = {}
    found = {}
    for learner in learners:
        who = known.get(learner, _NOBODY)
        document = documents.get(who.scopes)
        if document is None:
            document = rule_documents.in_force(session, as_of, who.scopes)
            documents[who.scopes] = document
        window = rules.window_at(document, at)
        if window.name not in done:
            done[window.name] = _balances(session, learners, window.name)
        key = (document.digest, who.person.grade, who.person.category)
        if key not in targets:
            targets[key] = rules.targets_for(
                document, grade=who.person.grade, category=who.person.category
            )
        found[learner] = rules.standing(
            done[window.name].get(learner, {}),
            targets[key],
            window,
            as_of=at,
            since=None if who.since is None else milliseconds(who.since),
            zone=document.zone,
        )
    return found


def _balances(
    session: Session, learners: Sequence[UUID], period: str
) -> dict[UUID, dict[str, int]]:
    sums: dict[UUID, dict[str, int]] = {}
    for learner, category, milli in ledger.balances(session, learners, period):
        sums.setdefault(learner, {})[category] = milli
    return sums
