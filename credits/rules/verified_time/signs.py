"""Signs of life inside a session (test 6), and how long one may be away (test 3)."""

from __future__ import annotations

from collections.abc import Iterable

from credits.rules.evidence import Evidence, Span
from credits.rules.verified_time.intervals import Interval, merged


def alive(evidence: Evidence, idle_timeout: int) -> dict[str, list[Interval]]:
    """Return for each session on an article when somebody was there.

    The session's opening, an interaction and an answer to a challenge, right or wrong, each
    reach [s, s + *idle_timeout*). Nothing before the opening counts.
    """
    signs = {
        session_id: [session.opened_at]
        for session_id, session in evidence.sessions.items()
        if evidence.units[session.unit].kind != "video"
    }
    for touched in evidence.interactions:
        if touched.session in signs:
            signs[touched.session].append(touched.at)
    for asked in evidence.challenges:
        if asked.answered_at is not None and asked.session in signs:
            signs[asked.session].append(asked.answered_at)
    return {
        session_id: merged(
            (max(at, evidence.sessions[session_id].opened_at), at + idle_timeout) for at in instants
        )
        for session_id, instants in signs.items()
    }


def last_seen(spans: Iterable[Span]) -> dict[tuple[str, int], int]:
    """Return for each hidden span when its session was last visible, on the session's clock.

    A session that was never visible before counts as left at its zero.
    """
    by_session: dict[str, list[Span]] = {}
    for span in spans:
        by_session.setdefault(span.session, []).append(span)
    seen: dict[tuple[str, int], int] = {}
    for session, members in by_session.items():
        members.sort(key=lambda span: (span.from_ms, span.to_ms, span.seq))
        ends = sorted(span.to_ms for span in members if span.visible)
        reached, latest = 0, 0
        for span in members:
            while reached < len(ends) and ends[reached] <= span.from_ms:
                latest = ends[reached]
                reached += 1
            if not span.visible:
                seen[session, span.seq] = latest
    return seen
