"""Evidence: what the server knows of one learner's study, before anybody judges it.

A *span* says that in one session, under one sequence number, a stretch of study ran from-to
on the client's monotonic clock. Everything else is the server's own record: when it received
the span, the session's *anchor* (server time of the session's monotonic zero), who held the
lease, what was asked and answered. The client's wall clock appears nowhere.

All times are integer milliseconds; names that end in ``_at`` and ``at`` are server time since
the Unix epoch. The same values travel as the evidence document (``schemas/evidence.schema.json``),
where ``from_ms`` and ``to_ms`` are called ``from`` and ``to``.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Literal, NamedTuple


@dataclass(frozen=True, slots=True)
class StudyUnit:
    """One unit of study: *approved* is the length (ms) that credit is given for.

    A ``video`` has one media timeline, *media_length* ms long (None: as long as approved);
    everything else is an ``article``. *quiz* says that the unit has a quiz of its own.
    The members after it matter to some rule documents only: *family* and *version* of the
    course, its *words*, *av_minutes* and *questions* for a formula, *credit_milli* where the
    course carries a fixed value, its subject *areas*, the *programme* (class) it is studied in.
    """

    kind: Literal["video", "article"]
    approved: int
    category: str
    media_length: int | None = None
    quiz: bool = False
    family: str | None = None
    version: str | None = None
    words: int | None = None
    av_minutes: int | None = None
    questions: int | None = None
    credit_milli: int | None = None
    areas: tuple[str, ...] = ()
    programme: str | None = None

    @property
    def file_length(self) -> int:
        """Milliseconds of the media file, the approved length where nobody gave it."""
        return self.approved if self.media_length is None else self.media_length


class Session(NamedTuple):
    """One sitting with one unit; *anchor_at* is the server time of its monotonic zero."""

    unit: str
    anchor_at: int
    opened_at: int


class Lease(NamedTuple):
    """From *at* on the learner's single lease belongs to *session*; None releases it."""

    at: int
    session: str | None


class Span(NamedTuple):
    """A stretch of study as the client reports it, and when the server received it.

    It lies at server times [anchor + from_ms, anchor + to_ms). Media positions are None where
    the unit has no timeline.
    """

    session: str
    seq: int
    from_ms: int
    to_ms: int
    media_from: int | None
    media_to: int | None
    rate_milli: int | None
    visible: bool
    received_at: int

    @property
    def length(self) -> int:
        """Milliseconds from beginning to end; a span that ends before it begins has none."""
        return max(0, self.to_ms - self.from_ms)

    @property
    def content(self) -> tuple[object, ...]:
        """Everything but the arrival: what makes two deliveries the same span."""
        return self[:8]

    def canonical(self) -> bytes:
        """The content as JSON in UTF-8 with sorted names and no spaces, to order ties by."""
        content = {
            "session": self.session,
            "seq": self.seq,
            "from": self.from_ms,
            "to": self.to_ms,
            "media_from": self.media_from,
            "media_to": self.media_to,
            "rate_milli": self.rate_milli,
            "visible": self.visible,
        }
        return json.dumps(
            content, sort_keys=True, separators=(",", ":"), ensure_ascii=False
        ).encode()


class Challenge(NamedTuple):
    """A question that the server asked; the record holds the last try, if there was one.

    *window_ms* is its own time to answer, None the rule's. *makeup* marks one that was asked
    to make up for an earlier miss, where the rule document knows such a thing.
    """

    session: str
    issued_at: int
    answered_at: int | None = None
    correct: bool = False
    window_ms: int | None = None
    makeup: bool = False

    @property
    def proof_at(self) -> int | None:
        """When a right answer arrived, in time or late; None where there is none."""
        return self.answered_at if self.correct else None


class Interaction(NamedTuple):
    """A key, a click or a touch inside the unit."""

    session: str
    at: int


class QuizPass(NamedTuple):
    """A finished attempt at the unit's quiz; without a score the server vouches for a pass."""

    unit: str
    passed_at: int
    score_percent: int | None = None


@dataclass(frozen=True, slots=True)
class Person:
    """What targets ask about the learner.

    *anchor_on* begins the person's own period of several years, such as that of a licence.
    """

    category: str | None = None
    grade: str | None = None
    born_on: date | None = None
    anchor_on: date | None = None


@dataclass(frozen=True, slots=True)
class Programme:
    """A class with a window of its own, [opens_at, closes_at); *days* are its dates, if fixed."""

    opens_at: int
    closes_at: int
    days: tuple[date, ...] = ()


@dataclass(frozen=True, slots=True)
class External:
    """Training outside the academy that an approval document recognises, dated *on*.

    It says its credit, its *minutes*, or how many *days* and *half_days* it took.
    """

    source: str
    on: date
    document: str
    category: str | None = None
    milli: int | None = None
    minutes: int | None = None
    days: int = 0
    half_days: int = 0


@dataclass(frozen=True, slots=True)
class Evidence:
    """All that is known of one learner; the order of the lists means nothing."""

    learner: str
    units: Mapping[str, StudyUnit]
    sessions: Mapping[str, Session]
    leases: tuple[Lease, ...] = ()
    spans: tuple[Span, ...] = ()
    challenges: tuple[Challenge, ...] = ()
    interactions: tuple[Interaction, ...] = ()
    quizzes: tuple[QuizPass, ...] = ()
    person: Person | None = None
    programmes: Mapping[str, Programme] = field(default_factory=dict)
    external: tuple[External, ...] = ()

    @property
    def first_opening(self) -> int | None:
        """When the learner's very first session was opened; the first proof of presence."""
        return min((session.opened_at for session in self.sessions.values()), default=None)


Document = dict[str, Any]
