"""A second, naive reckoning, written from the definition and from nothing else.

It asks of every single millisecond what becomes of it, with lists and sets and no cleverness,
and shares no code with the engine. It reads the evidence document and a plain dictionary of
rule numbers in milliseconds. Only for tiny evidence: its cost is the square of everything.
"""

from __future__ import annotations

import json
from collections import Counter
from typing import Any

EIGHT_HOURS = 8 * 3600 * 1000
DAY = 24 * 3600 * 1000


def oracle(document: dict[str, Any], rules: dict[str, Any]) -> dict[str, Any]:
    reasons: Counter[str] = Counter()
    units, sessions = document["units"], document["sessions"]
    challenges = document["challenges"]
    presence = rules["presence"]

    # ---- proofs and misses
    proofs = [
        c["answered_at"] for c in challenges if c.get("answered_at") is not None and c["correct"]
    ]
    answers = sorted(proofs)
    if sessions:
        proofs.append(min(s["opened_at"] for s in sessions.values()))
    voids = []
    misses: Counter[str] = Counter()
    void_sessions: set[str] = set()
    if presence:
        for c in challenges:
            window = c.get("window_ms")
            if window is None:
                window = presence["answer_window"]
            answered = c.get("answered_at")
            if answered is not None and c["correct"] and answered - c["issued_at"] <= window:
                continue
            unit_of = sessions[c["session"]]["unit"]
            misses[unit_of] += 1
            void_sessions.add(c["session"])
            if presence["on_miss"] == "fail_course":
                continue
            after = [p for p in proofs if p > c["issued_at"]]
            before = [p for p in proofs if p <= c["issued_at"]]
            end = min(after) if after else None
            if presence["on_miss"] == "void_since_last_proof":
                begin = max(before) if before else None
            else:
                begin = c["issued_at"]
            voids.append((begin, end))

    def void(t: int) -> bool:
        return any((b is None or b <= t) and (e is None or t < e) for b, e in voids)

    # ---- the lease
    grants = sorted(
        document["leases"],
        key=lambda g: (g["at"], 0 if g["session"] is None else 1, g["session"] or ""),
    )

    def holder(t: int) -> str | None:
        holds: str | None = None
        barred = False
        for g in grants:
            if g["at"] > t:
                break
            if rules.get("concurrency") == "first_wins":
                holds = g["session"] if holds is None or g["session"] is None else holds
            elif rules.get("concurrency") == "forbid":
                if g["session"] is None:
                    holds, barred = None, False
                elif holds is not None and holds != g["session"]:
                    holds, barred = None, True
                elif not barred:
                    holds = g["session"]
            else:
                holds = g["session"]
        return holds

    def closed(t: int) -> bool:
        of_day = (t + EIGHT_HOURS) % DAY
        hours = rules.get("allowed_hours") or []
        return bool(hours) and not any(low <= of_day < high for low, high in hours)

    # ---- signs of life
    def signs(session: str) -> list[int]:
        found = [sessions[session]["opened_at"]]
        found += [i["at"] for i in document.get("interactions", []) if i["session"] == session]
        found += [
            c["answered_at"]
            for c in challenges
            if c["session"] == session and c.get("answered_at") is not None
        ]
        return found

    def idle(session: str, t: int) -> bool:
        if t < sessions[session]["opened_at"]:
            return True
        return not any(s <= t < s + rules["idle_timeout"] for s in signs(session))

    # ---- which span stands
    numbers: dict[tuple[str, int], dict[str, list[dict[str, Any]]]] = {}
    for span in document["spans"]:
        content = {k: v for k, v in span.items() if k != "received_at"}
        text = json.dumps(content, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
        numbers.setdefault((span["session"], span["seq"]), {}).setdefault(text, []).append(span)
    standing = []
    for variants in numbers.values():
        ranked = sorted(
            (min(s["received_at"] for s in copies), text.encode(), copies[0])
            for text, copies in variants.items()
        )
        standing.append({**ranked[0][2], "received_at": ranked[0][0]})
        for _, _, other in ranked[1:]:
            reasons["SEQ_CONFLICT"] += other["to"] - other["from"]

    # ---- tests 1 to 8
    left: list[tuple[dict[str, Any], list[int]]] = []
    for span in standing:
        session = sessions[span["session"]]
        unit = units[session["unit"]]
        length = span["to"] - span["from"]
        start, end = session["anchor_at"] + span["from"], session["anchor_at"] + span["to"]
        video = unit["kind"] == "video"
        file_length = unit.get("media_length") or unit["approved"]
        tolerance = min(rules["media_tol"], max(100, length // 10))
        moved = span["media_to"] - span["media_from"]
        if length < rules["min_span"]:
            reason = "SPAN_TOO_SHORT"
        elif length > rules["max_span"]:
            reason = "SPAN_TOO_LONG"
        elif not end <= span["received_at"] + rules["skew_tol"]:
            reason = "FROM_FUTURE"
        elif not span["received_at"] - end <= rules["offline_grace"]:
            reason = "STALE"
        elif not span["visible"] and rules.get("leave_stop") is None:
            reason = "HIDDEN"
        elif video and span["rate_milli"] < rules["min_rate"]:
            reason = "RATE_TOO_LOW"
        elif video and span["rate_milli"] > rules["max_rate"]:
            reason = "RATE_TOO_HIGH"
        elif video and not (
            abs(moved - (length * span["rate_milli"]) // 1000) <= tolerance
            and span["media_from"] >= 0
            and span["media_to"] <= file_length + tolerance
        ):
            reason = "MEDIA_DISCONTINUITY"
        else:
            kept = []
            seen = max(
                [
                    other["to"]
                    for other in standing
                    if other["session"] == span["session"]
                    and other["visible"]
                    and other["to"] <= span["from"]
                ],
                default=0,
            )
            gone = session["anchor_at"] + seen + (rules.get("leave_stop") or 0)
            for t in range(start, end):
                if not span["visible"] and t >= gone:
                    reasons["HIDDEN"] += 1
                elif closed(t):
                    reasons["OUTSIDE_HOURS"] += 1
                elif not video and rules["idle_timeout"] is not None and idle(span["session"], t):
                    reasons["IDLE"] += 1
                elif holder(t) != span["session"]:
                    reasons["NOT_LEASE_HOLDER"] += 1
                elif void(t) or (
                    presence
                    and presence["on_miss"] == "void_session"
                    and span["session"] in void_sessions
                ):
                    reasons["CHALLENGE_MISSED"] += 1
                else:
                    kept.append(t)
            left.append((span, kept))
            continue
        reasons[reason] += length

    # ---- whole sessions and whole courses
    length_of: Counter[str] = Counter()
    for span, kept in left:
        length_of[span["session"]] += len(kept)
    still = []
    for span, kept in left:
        length = length_of[span["session"]]
        of_unit = sessions[span["session"]]["unit"]
        if length < (rules.get("min_session") or 0):
            reasons["SESSION_TOO_SHORT"] += len(kept)
        elif rules.get("max_session") is not None and length > rules["max_session"]:
            reasons["SESSION_TOO_LONG"] += len(kept)
        elif (
            presence
            and presence["on_miss"] == "fail_course"
            and misses[of_unit] > (presence.get("max_misses") or 0)
        ):
            reasons["COURSE_FAILED"] += len(kept)
        else:
            still.append((span, kept))
    left = still

    # ---- parts, in the order of the pass
    parts = []
    for span, kept in left:
        run: list[int] = []
        for t in kept:
            if run and t != run[-1] + 1:
                parts.append((run[0], span["session"], span["seq"], run, span))
                run = []
            run.append(t)
        if run:
            parts.append((run[0], span["session"], span["seq"], run, span))
    parts.sort(key=lambda p: p[:3])
    taken: set[int] = set()
    walked: list[tuple[int, dict[str, Any]]] = []
    for *_, run, span in parts:
        for t in run:
            if t in taken:
                reasons["OVERLAP"] += 1
            else:
                taken.add(t)
                walked.append((t, span))
    walked.sort(key=lambda pair: pair[0])

    # ---- one millisecond after the other
    counted: dict[str, list[int]] = {name: [] for name in units}
    media: dict[str, set[int]] = {name: set() for name in units}
    review: Counter[str] = Counter()
    done: dict[str, int] = {}
    every: list[int] = []
    by_day: Counter[int] = Counter()
    frontier: Counter[str] = Counter()
    for t, span in walked:
        name = sessions[span["session"]]["unit"]
        unit = units[name]
        video = unit["kind"] == "video"
        whole = unit["approved"]

        def verified(name: str = name, video: bool = video, whole: int = whole) -> int:
            time = len(counted[name])
            return min(time, len(media[name]) if video else time, whole)

        if verified() >= whole:
            review[name] += 1
            continue
        if video and rules.get("seek_blocked"):
            moved = (t - sessions[span["session"]]["anchor_at"] - span["from"]) * span["rate_milli"]
            there = min(
                span["media_from"] + moved // 1000, unit.get("media_length") or unit["approved"]
            )
            if there > frontier[name] + rules["media_tol"]:
                reasons["SEEK_AHEAD"] += 1
                continue
        if presence and presence["max_unproven"] is not None:
            last = max(p for p in proofs if p <= t) if any(p <= t for p in proofs) else None
            since = sum(1 for e in every if last is None or e >= last)
            if since >= presence["max_unproven"]:
                reasons["UNPROVEN"] += 1
                continue
        day = (t + EIGHT_HOURS) // DAY
        if rules["day_cap"] is not None and by_day[day] >= rules["day_cap"]:
            reasons["OVER_DAILY_CAP"] += 1
            continue
        if rules.get("course_cap") is not None and len(counted[name]) >= rules["course_cap"]:
            reasons["OVER_COURSE_CAP"] += 1
            continue
        counted[name].append(t)
        every.append(t)
        by_day[day] += 1
        if video:
            file_length = unit.get("media_length") or whole
            start = sessions[span["session"]]["anchor_at"] + span["from"]

            def position(
                at: int, start: int = start, span: Any = span, end: int = file_length
            ) -> int:
                moved: int = (at - start) * span["rate_milli"] // 1000
                there: int = span["media_from"] + moved
                return max(0, min(end, there))

            media[name].update(range(position(t), position(t + 1)))
            frontier[name] = max(frontier[name], position(t + 1))
        covered = len(media[name]) if video else len(counted[name])
        if (
            name not in done
            and covered * 1000 >= rules["min_coverage_milli"] * whole
            and verified() * 1000 >= rules["min_verified_ratio_milli"] * whole
        ):
            done[name] = t + 1

    # ---- completion and confirmation
    found = {}
    for name, unit in units.items():
        completed = done.get(name)
        if unit.get("quiz") and completed is not None:
            passed = [
                q["passed_at"]
                for q in document.get("quizzes", [])
                if q["unit"] == name and q["passed_at"] >= min(counted[name])
            ]
            completed = max(completed, min(passed)) if passed else None
        if completed is None:
            confirmed = None
        elif presence:
            confirmed = next((a for a in answers if a >= completed), None)
        else:
            confirmed = completed
        time = len(counted[name])
        covered = len(media[name]) if unit["kind"] == "video" else time
        found[name] = {
            "counted": time,
            "review": review[name],
            "media": covered,
            "approved": unit["approved"],
            "verified": min(time, covered, unit["approved"]),
            "completed_at": completed,
            "confirmed_at": confirmed,
        }
    return {
        "units": found,
        "not_counted": {reason: length for reason, length in reasons.items() if length},
        "by_day": {day: length for day, length in by_day.items() if length},
    }
