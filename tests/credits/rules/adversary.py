"""Random evidence that tries to be difficult: tiny, crowded, around a midnight.

Everything comes from one ``Random``, so that hypothesis can shrink it and a loop can run it by
the ten thousand.
"""

from __future__ import annotations

from random import Random
from typing import Any

MIDNIGHT = 1_489_507_200_000
"""00:00 of 15 March 2017 in Shanghai."""


def tiny_rules(random: Random) -> dict[str, Any]:
    """Rule numbers in milliseconds, small enough for the naive reckoning."""
    return {
        "min_span": random.choice([1, 3]),
        "max_span": random.choice([18, 25]),
        "skew_tol": 2,
        "offline_grace": random.choice([8, 40]),
        "min_rate": 500,
        "max_rate": random.choice([1000, 1000, 1500, 2333]),
        "media_tol": random.choice([0, 2, 2, 150]),
        "idle_timeout": random.choice([None, 15, 30]),
        "presence": random.choice(
            [
                None,
                {"max_unproven": 30, "answer_window": 6, "on_miss": "void_since_last_proof"},
                {"max_unproven": 45, "answer_window": 6, "on_miss": "void_since_last_proof"},
                {"max_unproven": 60, "answer_window": 9, "on_miss": "stop_at_issue"},
                {"max_unproven": None, "answer_window": 6, "on_miss": "void_since_last_proof"},
            ]
        ),
        "day_cap": random.choice([None, 40, 70]),
        "min_coverage_milli": random.choice([980, 1000, 600, 333]),
        "min_verified_ratio_milli": random.choice([980, 1000, 600, 777]),
    }


def variant_rules(random: Random) -> dict[str, Any]:
    """Tiny rules with some of the tests that only other regulations make."""
    numbers = tiny_rules(random)
    extras: dict[str, list[Any]] = {
        "concurrency": ["latest_wins", "first_wins", "forbid"],
        "allowed_hours": [[], [(0, 60)], [(0, 25), (40, 86_400_000)], [(5, 86_399_950)]],
        "leave_stop": [None, 0, 12],
        "min_session": [None, 20],
        "max_session": [None, 50],
        "seek_blocked": [False, True],
        "course_cap": [None, 15],
    }
    for name, choices in extras.items():
        numbers[name] = random.choice([choices[0], choices[0], *choices])
    if numbers["presence"]:
        numbers["presence"]["on_miss"] = random.choice(
            ["void_since_last_proof", "stop_at_issue", "void_session", "fail_course"]
        )
        numbers["presence"]["max_misses"] = random.choice([None, 0, 1, 3])
    return numbers


def tiny_evidence(random: Random) -> dict[str, Any]:
    """An evidence document over about a fifth of a second."""
    begin = MIDNIGHT - random.randint(0, 200)
    units = {f"u{index}": _unit(random) for index in range(random.randint(1, 3))}
    sessions, spans, leases = {}, [], []
    cheerful = random.random() < 0.5
    for index in range(random.randint(1, 5)):
        name = f"s{index}"
        unit = random.choice(sorted(units))
        opened = begin + random.choice([0, random.randint(0, 120), random.randint(0, 120)])
        sessions[name] = {
            "unit": unit,
            "opened_at": opened,
            "anchor_at": opened + random.choice([0, 0, random.randint(0, 8)]),
        }
        if cheerful or random.random() < 0.7:
            leases.append({"at": opened, "session": name})
        spans += _spans(random, name, units[unit], sessions[name], cheerful)
    for _ in range(random.choice([0, 0, 1, 3])):
        holder = random.choice([None, *sessions])
        known = [row["at"] for row in leases] or [begin]
        at = random.choice([begin + random.randint(0, 200), random.choice(known)])
        leases.append({"at": at, "session": holder})
    spans += _interference(random, spans)
    random.shuffle(spans)
    random.shuffle(leases)
    return {
        "learner": "p1",
        "units": units,
        "sessions": sessions,
        "leases": leases,
        "spans": spans,
        "challenges": _challenges(random, sorted(sessions), begin),
        "interactions": [
            {"session": random.choice(sorted(sessions)), "at": begin + random.randint(-20, 200)}
            for _ in range(random.choice([0, 3, 8]))
        ],
        "quizzes": [
            {"unit": random.choice(sorted(units)), "passed_at": begin + random.randint(-20, 250)}
            for _ in range(random.choice([0, 1, 3]))
        ],
    }


def _unit(random: Random) -> dict[str, Any]:
    approved = random.choice([random.randint(1, 12), random.randint(10, 70), 50])
    unit: dict[str, Any] = {
        "kind": random.choice(["video", "video", "article"]),
        "approved": approved,
        "category": "required",
    }
    if random.random() < 0.5:
        unit["media_length"] = max(1, approved + random.randint(-4, 10))
    if random.random() < 0.3:
        unit["quiz"] = True
    return unit


def _spans(
    random: Random, session: str, unit: dict[str, Any], row: dict[str, Any], cheerful: bool
) -> list[dict[str, Any]]:
    file_length = unit.get("media_length") or unit["approved"]
    spans = []
    clock, position = random.choice([0, 0, random.randint(0, 10)]), 0
    for seq in range(random.randint(0, 9)):
        length = random.choice([random.randint(4, 18), 10, random.randint(0, 27)])
        rate = 1000 if cheerful else random.choice([1000, 1000, 1000, 500, 750, 1500, 2333, 0, 499])
        media_from = position
        if random.random() < 0.2:
            media_from = random.randint(-2, file_length)
        advance = length * rate // 1000
        media_to = media_from + advance + random.choice([0, 0, 0, 0, 1, -1, 2, -2, 3])
        delay = random.choice([1, 1, 1, 0, -2, -3, 8, 9, 40, 41]) if not cheerful else 1
        spans.append(
            {
                "session": session,
                "seq": seq if random.random() < 0.95 else random.randint(0, 9),
                "from": clock,
                "to": clock + length,
                "media_from": media_from,
                "media_to": media_to,
                "rate_milli": rate,
                "visible": cheerful or random.random() < 0.93,
                "received_at": row["anchor_at"] + clock + length + delay,
            }
        )
        clock += length
        if random.random() < 0.25:
            clock = max(0, clock + random.randint(-12, 12))
        position = media_to if media_to < file_length else random.randint(0, file_length)
    return spans


def _interference(random: Random, spans: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Copies, and other contents under a number that is taken."""
    more = []
    for _ in range(random.choice([0, 0, 2, 4]) if spans else 0):
        row = dict(random.choice(spans))
        row["received_at"] += random.choice([0, 0, 1, -1, 5])
        if random.random() < 0.6:
            row["media_from"] += random.choice([0, 1, -1])
            row["visible"] = random.choice([True, row["visible"]])
            row["to"] += random.choice([0, 0, 1, 5])
        more.append(row)
    return more


def _challenges(random: Random, sessions: list[str], begin: int) -> list[dict[str, Any]]:
    rows = []
    for _ in range(random.choice([0, 1, 2, 4, 8])):
        issued = begin + random.randint(-10, 180)
        row: dict[str, Any] = {"session": random.choice(sessions), "issued_at": issued}
        kind = random.choice(["met", "met", "met", "late", "wrong", "never"])
        if kind == "never":
            row["correct"] = False
            if random.random() < 0.5:
                row["answered_at"] = None
        else:
            row["answered_at"] = issued + (
                random.randint(7, 30) if kind == "late" else random.randint(0, 6)
            )
            row["correct"] = kind != "wrong"
        if random.random() < 0.2:
            row["window_ms"] = random.randint(0, 15)
        rows.append(row)
    return rows
