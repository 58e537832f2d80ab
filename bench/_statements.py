"""Statements as learners make them, for the benchmarks of the record store."""

from __future__ import annotations

import random
from typing import Any
from uuid import UUID

VERBS = ("experienced", "completed", "passed", "failed", "answered", "progressed")


def made(count: int, seed: int = 1) -> list[dict[str, Any]]:
    """Return *count* synthetic statements of some 1,400 octets each, the same for a *seed*."""
    chance = random.Random(seed)
    return [_one(chance) for _ in range(count)]


def _one(chance: random.Random) -> dict[str, Any]:
    course, unit = chance.randrange(25), chance.randrange(8)
    verb = chance.choice(VERBS)
    base = "https://academy.example/au"
    seconds = chance.randrange(3600)
    day = f"2017-0{1 + chance.randrange(9)}-1{chance.randrange(10)}"
    return {
        "id": str(UUID(int=chance.getrandbits(128), version=4)),
        "actor": {
            "objectType": "Agent",
            "account": {
                "homePage": "https://academy.example",
                "name": str(UUID(int=chance.randrange(500), version=4)),
            },
        },
        "verb": {
            "id": f"http://adlnet.gov/expapi/verbs/{verb}",
            "display": {"en-US": verb, "zh-CN": "学习"},
        },
        "object": {
            "objectType": "Activity",
            "id": f"{base}/{course}/{unit}",
            "definition": {
                "name": {"zh-CN": f"第{unit}讲", "en-US": f"Lecture {unit}"},
                "description": {"zh-CN": f"课程 {course} 的第 {unit} 个学习单元"},
                "type": "http://adlnet.gov/expapi/activities/lesson",
            },
        },
        "result": {
            "score": {"scaled": chance.randrange(101) / 100, "min": 0, "max": 100},
            "success": chance.random() < 0.7,
            "completion": True,
            "duration": f"PT{seconds // 60}M{seconds % 60}S",
            "extensions": {"https://w3id.org/xapi/cmi5/result/extensions/progress": 80},
        },
        "context": {
            "registration": str(UUID(int=chance.randrange(1000), version=4)),
            "contextActivities": {
                "parent": [{"id": f"{base}/{course}", "objectType": "Activity"}],
                "category": [{"id": "https://w3id.org/xapi/cmi5/context/categories/cmi5"}],
            },
            "extensions": {
                "https://w3id.org/xapi/cmi5/context/extensions/sessionid": str(
                    UUID(int=chance.getrandbits(128), version=4)
                )
            },
            "language": "zh-CN",
            "platform": "academy",
        },
        "timestamp": f"{day}T0{chance.randrange(10)}:00:00.000Z",
    }
