"""Whatever is sent, the answer is never of the 5xx kind (SECURITY C18)."""

from __future__ import annotations

import copy
import json
import random
from typing import Any

import pytest

from tests.lrs.conftest import Client
from tests.lrs.rules.test_contract import FULL, OF_TWO, OTHERS, SUB, VOIDING

TRIES = 300

TEXTS = ("", "\0", "\ud7ff", "😀" * 50, "a:b", "*", '"', "W/", "-1", "1e9", "9" * 30, "%00",
         "a" * 5000, "{}", "[]", "null", "true", '{"mbox":"mailto:a@b.cn"}', "{", "\\",
         '{"objectType":"Group"}', "2017-01-01T00:00:00Z", "9999-12-31T23:59:59-14:00",
         "0001-01-01T00:00:00+14:00", "2016-12-31T23:59:60Z",
         "ec531277-b57b-4c15-8d91-d292c5b2b8f7")  # fmt: skip
PATHS = ("/statements", "/statements/more/x.y", "/statements/more/é.é", "/activities/state",
         "/activities/profile", "/agents/profile", "/agents", "/activities", "/about")  # fmt: skip
NAMES = ("agent", "verb", "activity", "registration", "related_agents", "since", "until", "limit",
         "format", "attachments", "ascending", "statementId", "voidedStatementId", "activityId",
         "stateId", "profileId", "method", "content", "x\0y")  # fmt: skip
TYPES = ("application/json", "multipart/mixed; boundary=b", "multipart/mixed", "text/plain", "",
         "application/x-www-form-urlencoded", "multipart/mixed; boundary=*()[", "\x7f;;=",
         "multipart/form-data; boundary=b")  # fmt: skip
HEADERS = ("If-Match", "If-None-Match", "Accept-Language", "Authorization", "Content-Encoding",
           "X-Experience-API-Version", "Content-Transfer-Encoding", "Range")  # fmt: skip


def mutated(chance: random.Random, value: Any, depth: int = 0) -> Any:
    """Return *value* with something in it replaced by something strange."""
    if depth > 6 or chance.random() < 0.1:
        return copy.deepcopy(chance.choice((*OTHERS, *TEXTS, 10**400, 1e308, [[[]]])))
    if isinstance(value, dict) and value:
        name = chance.choice(list(value))
        if chance.random() < 0.1:
            return {**value, chance.choice(TEXTS): value[name]}
        return {**value, name: mutated(chance, value[name], depth + 1)}
    if isinstance(value, list) and value:
        index = chance.randrange(len(value))
        return [*value[:index], mutated(chance, value[index], depth + 1), *value[index + 1 :]]
    return copy.deepcopy(chance.choice((*OTHERS, *TEXTS)))


def body(chance: random.Random) -> bytes:
    value = mutated(chance, chance.choice((FULL, SUB, VOIDING, OF_TWO, [FULL, SUB])))
    text = json.dumps(value, ensure_ascii=chance.random() < 0.5).encode("utf-8", "surrogatepass")
    match chance.randrange(6):
        case 0:
            cut = chance.randrange(len(text) + 1)
            return text[:cut] + bytes([chance.randrange(256)]) + text[cut:]
        case 1:
            head = b"--b\r\nContent-Type: application/json\r\n\r\n"
            tail = b"\r\nContent-Transfer-Encoding: binary\r\nX-Experience-API-Hash: zz\r\n\r\nx"
            return head + text + chance.choice((b"", b"\r\n--b", b"\r\n--b" + tail)) + b"\r\n--b--"
        case 2:
            return b"content=" + text + b"&X-Experience-API-Version=1.0.3"
        case _:
            return text


@pytest.mark.clause("house xapi-strict-json")
@pytest.mark.parametrize("seed", range(4))
def test_no_request_is_answered_with_a_fault(client: Client, seed: int) -> None:
    chance = random.Random(seed)
    seen: set[int] = set()
    for _ in range(TRIES):
        query = {name: chance.choice(TEXTS) for name in chance.sample(NAMES, chance.randrange(4))}
        method = chance.choice(("GET", "HEAD", "PUT", "POST", "DELETE", "PATCH", "OPTIONS"))
        path, sent = chance.choice(PATHS), body(chance)
        if chance.random() < 0.4:
            method, path, query = "POST", "/statements", {}
        headers = {"X-Experience-API-Version": chance.choice(("1.0.3", "2.0.0"))}
        if chance.random() < 0.2:
            headers[chance.choice(HEADERS)] = chance.choice(TEXTS[3:10])
        kind = TYPES[0] if chance.random() < 0.6 else chance.choice(TYPES)
        answer = client.ask(
            method, path, query_string=query, data=sent, content_type=kind, headers=headers
        )
        assert answer.status_code < 500, (method, path, query, kind, headers, sent)
        seen.add(answer.status_code)
    assert {200, 400} <= seen
