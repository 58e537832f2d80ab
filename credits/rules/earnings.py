"""Earnings: the credit that one course, or one piece of outside training, earns its learner."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Earning:
    """What the ledger would post for one family; *milli* after caps and repeats, *worth* before.

    *effective_at* is the moment of completion, or a later one under a cap that defers;
    *confirmed_at* when it may be posted (None: not yet). *period* is None for the archive.
    *programme* is the class it counts for, *source* the kind of outside training.
    *reduced_by* says why *milli* is not *worth*.
    """

    family: str
    version: str | None
    units: tuple[str, ...]
    category: str
    worth: int
    milli: int
    completed_at: int
    effective_at: int
    confirmed_at: int | None
    period: str | None
    programme: str | None = None
    source: str | None = None
    reduced_by: str | None = None
