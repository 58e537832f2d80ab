"""Verified time: a learner's year from nothing, a line of evidence, and one span more.

The year is 50 hours of video in sessions of 45 minutes, spans of 30 s, a challenge every ten
minutes. Times are of the processor, so that neighbours do not count. The control reckons the
year anew for each span.
"""

from __future__ import annotations

import json
import time
from pathlib import Path
from typing import Any

from credits.rules.accrual import evaluated
from credits.rules.evidence import Evidence
from credits.rules.evidence_document import as_document, parsed
from credits.rules.rule_document import read
from credits.rules.verified_time import reckoned
from credits.rules.verified_time.running import Running
from schemas.strict_json import parsed as json_of

HOURS = 50
SPANS_OF_SESSION = 90
START = 1_489_539_600_000
DAY = 86_400_000
RULES = Path(__file__).parents[1] / "credits" / "documents" / "cn-fj-cadre-online.json"


def year() -> dict[str, Any]:
    """An evidence document: one session of 45 minutes a day."""
    document: dict[str, Any] = {
        "learner": "p1", "units": {}, "sessions": {}, "leases": [], "spans": [], "challenges": [],
    }  # fmt: skip
    for index in range(HOURS * 60 // 45):
        at, session = START + index * DAY, f"s{index}"
        document["units"][f"c{index}"] = {
            "kind": "video",
            "approved": 2_700_000,
            "category": "required",
        }
        document["sessions"][session] = {"unit": f"c{index}", "anchor_at": at, "opened_at": at}
        document["leases"].append({"at": at, "session": session})
        for seq in range(SPANS_OF_SESSION):
            begin = seq * 30_000
            document["spans"].append(
                {
                    "session": session,
                    "seq": seq,
                    "from": begin,
                    "to": begin + 30_000,
                    "media_from": begin,
                    "media_to": begin + 30_000,
                    "rate_milli": 1000,
                    "visible": True,
                    "received_at": at + begin + 30_400,
                }
            )
        for minute in (10, 20, 30, 40, 45):
            issued = at + minute * 60_000
            document["challenges"].append(
                {
                    "session": session,
                    "issued_at": issued,
                    "answered_at": issued + 20_000,
                    "correct": True,
                }
            )
    return document


def main() -> None:
    """Print milliseconds for a year and a line, microseconds for a span."""
    rules = read(json.loads(RULES.read_text(encoding="utf-8")))
    document = year()
    line = json.dumps(document).encode()
    evidence = parsed(document)
    full = _best(lambda: reckoned(evidence, rules.evidence, rules.completion))
    whole = _best(lambda: evaluated(parsed(json_of(line)), rules))
    print(f"a year ({len(evidence.spans)} spans): reckoned in {full * 1000:.1f} ms")
    print(f"its line ({len(line) // 1024} KiB): read, checked, evaluated in {whole * 1000:.1f} ms")
    running = Running(evidence.learner, rules.evidence, rules.completion)
    spent = _told(running, evidence)
    print(f"fact by fact: {spent / len(evidence.spans) * 1e6:.1f} µs a span, units read each time")
    assert running.reckoning() == reckoned(evidence, rules.evidence, rules.completion)
    assert parsed(as_document(evidence)) == evidence
    few = evidence.spans[:SPANS_OF_SESSION]
    control = _best(
        lambda: reckoned(
            Evidence(evidence.learner, evidence.units, evidence.sessions, evidence.leases,
                     evidence.spans[: -len(few)] + few),
            rules.evidence, rules.completion,
        )
    )  # fmt: skip
    print(f"control, the year anew for each span: {control * 1e6:.0f} µs a span")


def _told(running: Running, evidence: Evidence) -> float:
    """Tell *running* all of *evidence* in order of time; return the seconds spent on spans."""
    for name, unit in evidence.units.items():
        running.unit(name, unit)
    facts: list[tuple[int, int, Any, Any]] = []
    for name, session in evidence.sessions.items():
        facts.append((session.opened_at, 0, running.opened, (name, session)))
    facts += [(lease.at, 1, running.granted, (lease,)) for lease in evidence.leases]
    facts += [(asked.answered_at or 0, 2, running.challenged, (asked,))
              for asked in evidence.challenges]  # fmt: skip
    facts += [(span.received_at, 3, running.delivered, (span,)) for span in evidence.spans]
    spent = 0.0
    for _, kind, tell, what in sorted(facts, key=lambda fact: fact[:2]):
        begin = time.process_time()
        tell(*what)
        if kind == 3:
            running.by_day()
            spent += time.process_time() - begin
    return spent


def _best(call: Any, rounds: int = 5) -> float:
    spent = []
    for _ in range(rounds):
        begin = time.process_time()
        call()
        spent.append(time.process_time() - begin)
    return min(spent)


if __name__ == "__main__":
    main()
