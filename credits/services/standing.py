"""Where learners stand: one for a home page, thousands for a board."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Session

from credits.rules import standing as rules
from credits.rules.evidence import Person
from credits.rules.rule_document import RuleDocument
from credits.rules.standing import Standing, Window
from credits.rules.targets import Target
from credits.services import rule_documents
from credits.services.governance import Learner, governance
from credits.store import ledger
from schemas.refusals import NotFound
from schemas.tables import milliseconds

_NOBODY = Learner()


def standing(session: Session, learner: UUID, as_of: datetime) -> Standing:
    """Return the standing of *learner* at *as_of* in the period of that moment.

    Raises NotFound where no rule document is in force, or none of its periods is the person's.
    """
    found = standings(session, [learner], as_of).get(learner)
    if found is None:
        raise NotFound("no period of the rule document is this person's", code="no-period")
    return found


def standings(session: Session, learners: Sequence[UUID], as_of: datetime) -> dict[UUID, Standing]:
    """Return the standing of each of *learners*, from kept balances: one query for 500 people.

    Who has no period of their own (see ``window_at``) has no standing and is left out.
    """
    known = governance().learners(session, learners, as_of)
    at = milliseconds(as_of)
    documents: dict[tuple[UUID, ...], RuleDocument] = {}
    asked: dict[tuple[str, Person], tuple[Window | None, Target | None]] = {}
    done: dict[str, dict[UUID, dict[str, int]]] = {}
    found = {}
    for learner in learners:
        who = known.get(learner, _NOBODY)
        document = documents.get(who.scopes)
        if document is None:
            document = rule_documents.in_force(session, as_of, who.scopes)
            documents[who.scopes] = document
        key = (document.rule_id + document.version, who.person)
        if key not in asked:
            asked[key] = (
                rules.window_at(document, at, who.person),
                rules.main_target(document, who.person),
            )
        window, target = asked[key]
        if window is None:
            continue
        if window.name not in done:
            done[window.name] = _balances(session, learners, window.name)
        found[learner] = rules.standing(
            done[window.name].get(learner, {}),
            target,
            window,
            document,
            as_of=at,
            since=None if who.since is None else milliseconds(who.since),
            absence=who.absence,
        )
    return found


def _balances(
    session: Session, learners: Sequence[UUID], period: str
) -> dict[UUID, dict[str, int]]:
    sums: dict[UUID, dict[str, int]] = {}
    for learner, category, milli in ledger.balances(session, learners, period):
        sums.setdefault(learner, {})[category] = milli
    return sums
