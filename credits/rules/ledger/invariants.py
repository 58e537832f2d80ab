"""What may be posted: each requirement a small function over the entry and its award's history.

The database refuses the same things by itself; here they are said in sentences, all at once.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from credits.rules.ledger.entry import Draft, Entry, Type
from schemas.clauses import clause
from schemas.values import Violation

ADDING = frozenset({Type.AWARD, Type.TRANSFER_IN, Type.CARRY_IN, Type.REINSTATE})
TAKING = frozenset({Type.CARRY_OUT, Type.REVERSAL, Type.CANCEL})
OPENING = frozenset({Type.AWARD, Type.TRANSFER_IN, Type.ADJUST})
"""Types that may stand for themselves; every other one refers to an award."""
TWO_PERSONS = frozenset({Type.CANCEL, Type.REINSTATE, Type.ADJUST, Type.TRANSFER_IN})

History = Sequence[Entry]
"""An award (first) and every entry that refers to it, in the order of their numbers."""

Check = Callable[[Draft, History], str | None]


def violations(draft: Draft, history: History) -> list[Violation]:
    """Return every invariant that posting *draft* after *history* would break."""
    found = []
    for clause_id, where, check in CHECKS:
        message = check(draft, history)
        if message is not None:
            found.append(Violation(clause_id, where, message))
    return found


def left(history: History, category: str, period: str | None) -> int:
    """Return the milli-credits that an award still gives in one kind and period."""
    return sum(
        entry.milli for entry in history if entry.category == category and entry.period == period
    )


def taken(history: History, category: str, period: str | None) -> int:
    """Return the milli-credits that were taken of an award and not yet given back."""
    return -sum(
        entry.milli
        for entry in history
        if entry.category == category
        and entry.period == period
        and entry.type in (Type.REVERSAL, Type.CANCEL, Type.REINSTATE)
    )


def _sign_fits_the_type(draft: Draft, _: History) -> str | None:
    if draft.type in ADDING and draft.milli < 0:
        return f"{draft.type} adds, and {draft.milli} takes"
    if draft.type in TAKING and draft.milli >= 0:
        return f"{draft.type} takes, and {draft.milli} does not"
    return None


def _two_persons_and_a_document(draft: Draft, _: History) -> str | None:
    if draft.type not in TWO_PERSONS:
        return None
    if draft.second_approver is None or draft.second_approver == draft.actor:
        return f"{draft.type} needs a second person beside {draft.actor}"
    if not draft.document:
        return f"{draft.type} needs the number of its document"
    return None


def _refers_to_an_award(draft: Draft, history: History) -> str | None:
    if draft.refers is None:
        if draft.type in OPENING and draft.milli >= 0:
            return None
        return f"{draft.type} of {draft.milli} has to say which award it is about"
    if not history or history[0].n != draft.refers or history[0].refers is not None:
        return f"entry {draft.refers} is no award"
    award = history[0]
    if (award.subject, award.family_id) != (draft.subject, draft.family_id):
        return f"award {draft.refers} is of another person or another course"
    return None


def _takes_what_is_left(draft: Draft, history: History) -> str | None:
    rest = left(history, draft.category, draft.period)
    if draft.milli < 0 and draft.milli + rest < 0:
        return f"{-draft.milli} cannot be taken of the {rest} that are left"
    return None


def _gives_back_what_was_taken(draft: Draft, history: History) -> str | None:
    if draft.type is not Type.REINSTATE:
        return None
    owed = taken(history, draft.category, draft.period)
    return None if draft.milli <= owed else f"{draft.milli} exceed the {owed} that were taken"


def _carries_in_what_went_out(draft: Draft, history: History) -> str | None:
    if draft.type is not Type.CARRY_IN:
        return None
    out = -sum(e.milli for e in history if e.type in (Type.CARRY_OUT, Type.CARRY_IN))
    return None if draft.milli <= out else f"{draft.milli} exceed the {out} carried out"


CHECKS: tuple[tuple[str, str, Check], ...] = (
    (clause("ledger sign"), "milli", _sign_fits_the_type),
    (clause("ledger two persons"), "second_approver", _two_persons_and_a_document),
    (clause("ledger refers"), "refers", _refers_to_an_award),
    (clause("ledger live"), "milli", _takes_what_is_left),
    (clause("ledger reinstate"), "milli", _gives_back_what_was_taken),
    (clause("ledger carry"), "milli", _carries_in_what_went_out),
)
