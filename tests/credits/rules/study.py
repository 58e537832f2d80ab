"""A builder of evidence documents that says only what differs from plain study.

Unless said otherwise spans are 30 s long, at rate 1.0, visible, and arrive 400 ms after their
end; media positions follow the session's own course of play.
"""

from __future__ import annotations

import copy
import json
from datetime import datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from credits.rules.accrual import admitted, earnings, evaluated
from credits.rules.earnings import Earning
from credits.rules.evidence_document import parsed
from credits.rules.rule_document import read
from credits.rules.verified_time import reckoned

SECOND = 1_000
MINUTE = 60 * SECOND
HOUR = 60 * MINUTE
SHANGHAI = ZoneInfo("Asia/Shanghai")
DOCUMENTS = Path(__file__).parents[3] / "credits" / "documents"


def instant(text: str) -> int:
    """Milliseconds since the epoch of *text*, a local time in Shanghai (``2017-03-15 09:00``)."""
    moment = datetime.fromisoformat(text).replace(tzinfo=SHANGHAI)
    return int(moment.timestamp()) * 1000 + moment.microsecond // 1000


def clock(length: int) -> str:
    """*length* ms as minutes and seconds, ``45:00``; with the milliseconds where there are any."""
    minutes, rest = divmod(length, MINUTE)
    seconds, milliseconds = divmod(rest, SECOND)
    return f"{minutes}:{seconds:02d}" + (f".{milliseconds:03d}" if milliseconds else "")


def ms(text: str) -> int:
    """``44:06`` as milliseconds."""
    minutes, _, seconds = text.partition(":")
    return int(minutes) * MINUTE + int(seconds) * SECOND


MORNING = instant("2017-03-15 09:00")


def rules_of(name: str = "cn-fj-cadre-online", **changes: Any) -> dict[str, Any]:
    """The document *name* with members replaced, ``evidence__presence__on_miss="…"``."""
    document: dict[str, Any] = json.loads((DOCUMENTS / f"{name}.json").read_text(encoding="utf-8"))
    for path, value in changes.items():
        *way, last = path.split("__")
        place: Any = document
        for step in way:
            place = place[int(step)] if isinstance(place, list) else place[step]
        if isinstance(place, list):
            place[int(last)] = value
        else:
            place[last] = value
    return document


class Study:
    """Evidence of one learner, in the making."""

    def __init__(self, start: int = MORNING) -> None:
        self.start = start
        self.document: dict[str, Any] = {
            "learner": "p1",
            "units": {},
            "sessions": {},
            "leases": [],
            "spans": [],
            "challenges": [],
            "interactions": [],
            "quizzes": [],
        }

    def unit(self, name: str = "c1", length: int = 45 * MINUTE, **members: Any) -> Study:
        self.document["units"][name] = {
            "kind": "video",
            "approved": length,
            "category": "required",
            **members,
        }
        return self

    def session(
        self, name: str = "s1", unit: str = "c1", at: int = 0, *, lease: bool = True
    ) -> Study:
        """A session opened *at* ms after the start, which takes the lease unless told not to."""
        opened = self.start + at
        self.document["sessions"][name] = {"unit": unit, "anchor_at": opened, "opened_at": opened}
        if lease:
            self.document["leases"].append({"at": opened, "session": name})
        return self

    def play(
        self,
        begin: int,
        end: int,
        session: str = "s1",
        *,
        media: int | None = None,
        rate: int = 1000,
        step: int = 30 * SECOND,
        received: int | None = None,
        **members: Any,
    ) -> Study:
        """Play from *begin* to *end* on the session's clock, the medium from *media* on.

        *received* (ms after the start) is one arrival for all spans.
        """
        position = begin if media is None else media
        row = self.document["sessions"][session]
        taken = [span["seq"] for span in self.document["spans"] if span["session"] == session]
        seq = max(taken, default=-1) + 1
        while begin < end:
            until = min(begin + step, end)
            advance = (until - begin) * rate // 1000
            arrival = row["anchor_at"] + until + 400 if received is None else self.start + received
            self.document["spans"].append(
                {
                    "session": session,
                    "seq": seq,
                    "from": begin,
                    "to": until,
                    "media_from": position,
                    "media_to": position + advance,
                    "rate_milli": rate,
                    "visible": True,
                    "received_at": arrival,
                    **members,
                }
            )
            begin, position, seq = until, position + advance, seq + 1
        return self

    def challenge(
        self,
        at: int,
        session: str = "s1",
        *,
        after: int | None = 20 * SECOND,
        correct: bool = True,
        **members: Any,
    ) -> Study:
        """A challenge issued *at* ms after the start, answered *after* that many ms, or never."""
        issued = self.start + at
        self.document["challenges"].append(
            {
                "session": session,
                "issued_at": issued,
                "answered_at": None if after is None else issued + after,
                "correct": correct and after is not None,
                **members,
            }
        )
        return self

    def challenges(self, *minutes: int, session: str = "s1") -> Study:
        for minute in minutes:
            self.challenge(minute * MINUTE, session)
        return self

    def touch(self, at: int, session: str = "s1") -> Study:
        self.document["interactions"].append({"session": session, "at": self.start + at})
        return self

    def quiz(self, at: int, unit: str = "c1", **members: Any) -> Study:
        self.document["quizzes"].append({"unit": unit, "passed_at": self.start + at, **members})
        return self

    def person(self, **members: Any) -> Study:
        self.document["person"] = members
        return self

    def training(self, source: str, on: str, **members: Any) -> Study:
        """Training outside the academy, with its approval document."""
        rows = self.document.setdefault("external", [])
        rows.append({"source": source, "on": on, "document": f"doc-{len(rows) + 1}", **members})
        return self

    def programme(self, name: str, opens: str, closes: str, **members: Any) -> Study:
        """A class open from the local time *opens* until *closes*."""
        self.document.setdefault("programmes", {})[name] = {
            "opens_at": instant(opens),
            "closes_at": instant(closes),
            **members,
        }
        return self

    def studied(
        self, name: str, minutes: int, at: int = 0, *, challenged: bool = True, **members: Any
    ) -> Study:
        """A video unit of *minutes*, watched straight through from *at* on, all challenges met."""
        self.unit(name, minutes * MINUTE, **members)
        self.session(f"s-{name}", name, at).play(0, minutes * MINUTE, f"s-{name}")
        for minute in range(10, minutes + 10, 10) if challenged else ():
            self.challenge(at + min(minute, minutes) * MINUTE, f"s-{name}")
        return self

    def spans(self, change: Any) -> Study:
        """Change every span by *change*, a function of the span's row."""
        for row in self.document["spans"]:
            change(row)
        return self

    def copy(self) -> Study:
        return copy.deepcopy(self)

    def earnings(self, rules: dict[str, Any]) -> list[Earning]:
        """What this evidence earns under *rules*."""
        document = read(rules)
        evidence = admitted(parsed(self.document), document)
        reckoning = reckoned(evidence, document.evidence, document.completion)
        return earnings(evidence, reckoning, document)

    def result(self, rules: dict[str, Any] | None = None) -> dict[str, Any]:
        """The result line of this evidence under *rules* (default: the seed's document)."""
        return evaluated(parsed(self.document), read(rules or rules_of()))


def plain(start: int = MORNING) -> Study:
    """Worked case 1: a 45-minute video straight through, challenged every ten minutes."""
    return Study(start).unit().session().play(0, 45 * MINUTE).challenges(10, 20, 30, 40)
