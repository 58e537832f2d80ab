"""Verified time on task: from evidence to counted milliseconds, with a reason for the others.

The front door is :func:`reckoned`. The tests stand one noun to a module, in the order in which
they are made: which span stands and the tests of a whole span (:mod:`.spans`), the cuts
(:mod:`.cuts` with :mod:`.signs`, :mod:`.leases`, :mod:`.presence`), the pass over what is left
(:mod:`.walk` with :mod:`.coverage`), the result (:mod:`.reckoning`).
"""

from credits.rules.verified_time.full import reckoned
from credits.rules.verified_time.intervals import FOREVER
from credits.rules.verified_time.outcomes import GAINED, Outcome, Piece
from credits.rules.verified_time.parameters import (
    CapOf,
    CompletionRules,
    Concurrency,
    DatedRules,
    EvidenceRules,
    OnMiss,
    PresenceRules,
    TimeCap,
)
from credits.rules.verified_time.reckoning import Reckoning, UnitReckoning

__all__ = [
    "FOREVER",
    "GAINED",
    "CapOf",
    "CompletionRules",
    "Concurrency",
    "DatedRules",
    "EvidenceRules",
    "OnMiss",
    "Outcome",
    "Piece",
    "PresenceRules",
    "Reckoning",
    "TimeCap",
    "UnitReckoning",
    "reckoned",
]
