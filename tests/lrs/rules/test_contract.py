"""One contract, two speeds: the tables of ``lrs.rules.contract`` say what the schema says."""

from __future__ import annotations

import copy
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from lrs.rules.contract import violations
from lrs.rules.versions import Edition

SCHEMA = json.loads(
    (Path(__file__).parents[3] / "schemas" / "xapi" / "statement.json").read_text(encoding="utf-8")
)
AGENT = {"objectType": "Agent", "name": "林", "mbox": "mailto:lin@example.com"}
GROUP = {
    "objectType": "Group",
    "member": [{"account": {"homePage": "https://x.example", "name": "7"}}],
}
DEFINITION = {
    "name": {"zh-CN": "党史"},
    "description": {"en-US": "History"},
    "type": "http://adlnet.gov/expapi/activities/cmi.interaction",
    "moreInfo": "https://x.example/more",
    "extensions": {"https://x.example/e": None},
    "interactionType": "choice",
    "correctResponsesPattern": ["a"],
    "choices": [{"id": "a", "description": {"en": "A"}}, {"id": "b"}],
}
ATTACHMENT = {
    "usageType": "https://x.example/u",
    "display": {"en": "x"},
    "contentType": "text/plain; charset=utf-8",
    "length": 3,
    "sha2": "ab" * 32,
}
CONTEXT = {
    "registration": "ec531277-b57b-4c15-8d91-d292c5b2b8f7",
    "instructor": GROUP,
    "team": {**GROUP, "openid": "https://x.example/o"},
    "contextActivities": {"parent": {"id": "a:b"}, "other": [{"id": "a:b"}]},
    "revision": "1",
    "platform": "x",
    "language": "zh-Hans-CN",
    "statement": {"objectType": "StatementRef", "id": "ec531277-b57b-4c15-8d91-d292c5b2b8f7"},
    "extensions": {"a:b": {"anything": [1]}},
}
FULL = {
    "id": "fd41c918-b88b-4b20-a0a5-a4c32391aaa0",
    "actor": AGENT,
    "verb": {"id": "a:did", "display": {"en": "did"}},
    "object": {"objectType": "Activity", "id": "a:b", "definition": DEFINITION},
    "result": {
        "score": {"scaled": 0.5, "raw": 5, "min": 0, "max": 10},
        "success": True,
        "completion": False,
        "response": "a",
        "duration": "PT1M2.5S",
        "extensions": {},
    },
    "context": CONTEXT,
    "timestamp": "2017-03-15T09:00:00.5+08:00",
    "stored": "2017-03-15T09:00:00Z",
    "authority": {"objectType": "Group", "member": [AGENT, AGENT]},
    "version": "1.0.0",
    "attachments": [ATTACHMENT],
}
SUB = {
    "actor": {**AGENT, "name": "x"},
    "verb": {"id": "a:planned"},
    "object": {
        "objectType": "SubStatement",
        "actor": GROUP,
        "verb": {"id": "a:did"},
        "object": {"objectType": "Agent", "mbox_sha1sum": "ab" * 20},
        "context": {"language": "en"},
        "attachments": [{**ATTACHMENT, "fileUrl": "https://x.example/f"}],
    },
}
VOIDING = {
    "actor": AGENT,
    "verb": {"id": "http://adlnet.gov/expapi/verbs/voided"},
    "object": {"objectType": "StatementRef", "id": FULL["id"]},
}
OF_TWO = {
    **VOIDING,
    "verb": {"id": "a:did"},
    "version": "2.0.0",
    "context": {
        "contextAgents": [{"objectType": "contextAgent", "agent": AGENT, "relevantTypes": ["a:b"]}],
        "contextGroups": [{"objectType": "contextGroup", "group": GROUP}],
    },
}
SAMPLES = {"full": FULL, "sub": SUB, "voiding": VOIDING, "of two": OF_TWO}
OTHERS: tuple[Any, ...] = (
    None, True, 0, -2, 1.5, "", "x", "a:b", "Agent", "Group", "2017-02-30 x", "P", [], {}, [{}],
    ["a:b"], {"id": "a:b"}, {"en": 1}, AGENT, GROUP, "1.1.0", "2.0.1", "-00:00",
    "http://adlnet.gov/expapi/verbs/voided",
)  # fmt: skip


def mutants(value: Any) -> Iterator[Any]:
    """Yield *value* with one thing changed, everywhere: dropped, replaced, renamed, added."""
    if isinstance(value, dict):
        for name, content in value.items():
            rest = {other: kept for other, kept in value.items() if other != name}
            yield rest
            yield {**rest, name.upper(): content}
            for changed in mutants(content):
                yield {**value, name: changed}
        yield {**value, "extra": 1}
        yield {**value, "account": {"homePage": "a:b", "name": "n"}}
    if isinstance(value, list):
        yield value * 2
        for index, content in enumerate(value):
            yield value[:index] + value[index + 1 :]
            for changed in mutants(content):
                yield [*value[:index], changed, *value[index + 1 :]]
    yield from (copy.deepcopy(other) for other in OTHERS)


def beyond_schemas(found: set[str]) -> bool:
    """Say whether only comparisons were broken, which JSON Schema has no words for."""
    return bool(found) and found <= {"XAPI-00080", "XAPI-00082", "XAPI-00058"}


@pytest.mark.parametrize("edition", Edition)
@pytest.mark.parametrize("sample", SAMPLES)
def test_tables_and_schema_agree_on_every_mutant(sample: str, edition: Edition) -> None:
    name = "statement-1.0.3" if edition is Edition.ONE else "statement-2.0"
    schema = Draft202012Validator({**SCHEMA, "$ref": f"#/$defs/{name}"})
    counted = 0
    for mutant in (SAMPLES[sample], *mutants(SAMPLES[sample])):
        found = {violation.clause for violation in violations(mutant, edition)}
        if beyond_schemas(found):
            continue
        counted += 1
        assert schema.is_valid(mutant) == (not found), (mutant, found)
    assert counted > 200


@pytest.mark.parametrize("sample", SAMPLES)
def test_the_samples_are_good_in_2_0(sample: str) -> None:
    assert violations(SAMPLES[sample], Edition.TWO) == []


@pytest.mark.clause("XAPI-00080", "XAPI-00082", "XAPI-00058", "XAPI-00098", "XAPI-00017")
@pytest.mark.parametrize(
    ("change", "where", "clause"),
    [
        ({"result": {"score": {"min": 2, "max": 1}}}, "result.score.max", "XAPI-00080"),
        ({"result": {"score": {"raw": 3, "max": 1}}}, "result.score.raw", "XAPI-00082"),
        ({"result": {"score": {"raw": -1, "min": 0}}}, "result.score.raw", "XAPI-00082"),
        (
            {
                "object": {
                    "id": "a:b",
                    "definition": {
                        "interactionType": "choice",
                        "choices": [{"id": "a"}, {"id": "a"}],
                    },
                }
            },
            "object.definition.choices[1].id",
            "XAPI-00058",
        ),
        ({"authority": GROUP}, "authority", "XAPI-00098"),
        ({"verb": VOIDING["verb"]}, "object.objectType", "XAPI-00017"),
    ],
)
def test_members_that_contradict_each_other_are_named(
    change: dict[str, Any], where: str, clause: str
) -> None:
    found = violations({**FULL, **change}, Edition.ONE)
    assert [(violation.where, violation.clause) for violation in found] == [(where, clause)]
