"""Verified time while it is studied: a beat costs what it adds, and gives what all gives.

A process remembers, for the learners it was asked about last, a running computation and
the very facts that it was told. Asked again it reads the facts anew, tells the running one what
is more, and where anything that was told is no longer so (an answer replaced, a session folded,
a unit of work rolled back, another rule) it begins from nothing. Nothing is believed because it
was true before: what answers was told exactly what this transaction sees.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Iterable
from dataclasses import dataclass
from threading import Lock
from uuid import UUID

from flask import current_app

from credits.rules.evidence import Interaction
from credits.rules.rule_document import RuleDocument
from credits.rules.verified_time import DatedRules, EvidenceRules, Reckoning
from credits.rules.verified_time.running import Running, runs
from credits.store import facts as store
from credits.store.facts import Facts

MOST_SPANS = 50_000
"""Spans that one process remembers at most, of all learners together; each takes about 2 kB."""

_SHELF = "credits_live"


@dataclass(frozen=True, slots=True)
class Live:
    """What a learner's evidence has come to; *latest* is the last instant (Unix ms) in it."""

    facts: Facts
    reckoning: Reckoning
    latest: int


class _Learner:
    """A running computation, and what it was told."""

    def __init__(self, learner: UUID, rules: EvidenceRules, document: RuleDocument) -> None:
        self.rules, self.completion = rules, document.completion
        self.running = Running(str(learner), rules, document.completion)
        self.told = Facts()
        self.latest = 0
        self.spans = 0

    def can_follow(self, rules: EvidenceRules, document: RuleDocument, facts: Facts) -> bool:
        """Whether everything it was told still holds."""
        return (
            self.rules == rules
            and self.completion == document.completion
            and all(before <= now for before, now in zip(self.told, facts, strict=True))
        )

    def tell(self, facts: Facts) -> None:
        """Tell the running computation what *facts* hold beyond what it was told."""
        more = Facts._make(now - before for before, now in zip(self.told, facts, strict=True))
        running = self.running
        for name, unit in more.units:
            running.unit(name, unit)
        for name, session in more.sessions:
            running.opened(name, session)
            self._seen(session.opened_at)
        for _, lease in sorted(more.leases):
            running.granted(lease)
            self._seen(lease.at)
        for _, asked in more.challenges:
            running.challenged(asked)
            self._seen(max(asked.issued_at, asked.answered_at or 0))
        for name, at, received_at in more.interactions:
            running.touched(Interaction(name, at))
            self._seen(received_at)
        for attempt in more.quizzes:
            running.passed(attempt)
            self._seen(attempt.passed_at)
        for span in sorted(store.spans(more), key=lambda span: (span.received_at, span.seq)):
            running.delivered(span)
            self._seen(span.received_at)
            self.spans += 1
        self.told = facts

    def _seen(self, at: int) -> None:
        self.latest = max(self.latest, at)


class Shelf:
    """The learners that were asked about last, up to *most* spans of all of them.

    Whoever asks takes a learner off the shelf and has it alone; what failed half-way never
    comes back, and who comes meanwhile begins from nothing.
    """

    def __init__(self, most: int = MOST_SPANS) -> None:
        self._most = most
        self._spans = 0
        self._learners: OrderedDict[UUID, _Learner] = OrderedDict()
        self._lock = Lock()

    def __len__(self) -> int:
        return len(self._learners)

    def take(self, learner: UUID) -> _Learner | None:
        """Return what is remembered of *learner* and remember it no more."""
        with self._lock:
            found = self._learners.pop(learner, None)
            self._spans -= 0 if found is None else found.spans
            return found

    def put(self, learner: UUID, known: _Learner) -> None:
        """Remember *known*, and forget whoever was asked about longest ago."""
        with self._lock:
            before = self._learners.pop(learner, None)
            self._spans += known.spans - (0 if before is None else before.spans)
            self._learners[learner] = known
            while self._spans > self._most:
                _, forgotten = self._learners.popitem(last=False)
                self._spans -= forgotten.spans


def shelf() -> Shelf:
    """Return what the current application remembers in this process."""
    found: Shelf = current_app.extensions.setdefault(_SHELF, Shelf())
    return found


def follows(rules: DatedRules) -> EvidenceRules | None:
    """Return the one set of rules that has always held, None where time has to be told apart.

    None too where :func:`runs` says that these rules need all evidence at once.
    """
    versions = [version for _, version in rules.versions]
    one = versions[0]
    return one if runs(one) and all(version == one for version in versions) else None


def judged(
    learner: UUID,
    facts: Facts,
    open_now: Iterable[UUID],
    rules: EvidenceRules,
    document: RuleDocument,
) -> Live:
    """Return what *facts* come to without the challenges *open_now*."""
    left_out = frozenset(open_now)
    if left_out:
        facts = facts._replace(
            challenges=frozenset(row for row in facts.challenges if row[0] not in left_out)
        )
    known = shelf().take(learner)
    if known is None or not known.can_follow(rules, document, facts):
        known = _Learner(learner, rules, document)
    known.tell(facts)
    found = Live(facts, known.running.reckoning(), known.latest)
    shelf().put(learner, known)
    return found
