"""The contract of a statement: every object of it as a table of members.

``schemas/xapi/*.json`` say the same in JSON Schema and are the reference; a test holds the
two equal. These tables are some fifty times faster and name the clause and the exact place.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from lrs.rules import consistency
from lrs.rules.data_types import (
    is_duration,
    is_iri,
    is_language_tag,
    is_mailto,
    is_media_type,
    is_number,
    is_sha1,
    is_sha2,
    is_timestamp,
    is_uuid,
)
from lrs.rules.shapes import Check, Found, array_of, at, map_of, object_of, of, one_of, shown
from lrs.rules.versions import Edition, edition_of
from schemas.clauses import clause
from schemas.values import Violation

STRING = of(lambda value: isinstance(value, str), "a string", "XAPI-00006")
EXTENSIONS = map_of(is_iri, "an IRI", None, "XAPI-00118")
LANGUAGE_MAP = map_of(
    is_language_tag,
    "a language tag of RFC 5646",
    of(lambda value: isinstance(value, str), "a string", "XAPI-00121"),
    "XAPI-00013",
)


def _boolean(clause_id: str) -> Check:
    return of(lambda value: isinstance(value, bool), "true or false", clause_id)


def _string(clause_id: str) -> Check:
    return of(lambda value: isinstance(value, str), "a string", clause_id)


def _number(clause_id: str) -> Check:
    return of(is_number, "a number", clause_id)


def _iri(clause_id: str) -> Check:
    return of(is_iri, "an absolute IRI", clause_id)


def _uuid(clause_id: str) -> Check:
    return of(is_uuid, "a UUID", clause_id)


TIMESTAMP = of(is_timestamp, "a timestamp of ISO 8601", "XAPI-00022")

ACCOUNT = object_of(
    {"homePage": _iri("XAPI-00042"), "name": _string("XAPI-00043")},
    "XAPI-00041",
    required={"homePage": "XAPI-00042", "name": "XAPI-00043"},
)

_IFIS: Mapping[str, Check] = {
    "mbox": of(is_mailto, "mailto: and an address", "XAPI-00038"),
    "mbox_sha1sum": of(is_sha1, "the 40 hexadecimal digits of a SHA-1", "XAPI-00039"),
    "openid": of(is_iri, "a URI", "XAPI-00040"),
    "account": ACCOUNT,
}

AGENT = object_of(
    {
        "objectType": one_of(frozenset({"Agent"}), "XAPI-00032"),
        "name": _string("XAPI-00033"),
        **_IFIS,
    },
    "XAPI-00006",
    afterwards=consistency.agent_has_one_ifi,
)

_GROUP_MEMBERS: Mapping[str, Check] = {
    "objectType": one_of(frozenset({"Group"}), "XAPI-00032"),
    "name": _string("XAPI-00033"),
    "member": array_of(AGENT, "XAPI-00036"),
    **_IFIS,
}

GROUP = object_of(
    _GROUP_MEMBERS,
    "XAPI-00006",
    required={"objectType": "XAPI-00031"},
    afterwards=consistency.group_is_identified_or_has_members,
)

_AUTHORITY_GROUP = object_of(
    _GROUP_MEMBERS, "XAPI-00024", afterwards=consistency.authority_group_is_a_pair
)


def by_type(
    kinds: Mapping[str, Check], clause_id: str, *, usual: str, parts_of: str = "an object"
) -> Check:
    """Return the check that picks the shape by ``objectType``, which is *usual* when absent."""
    clause(clause_id)
    names = ", ".join(kinds)

    def check(value: Any, parent: str, name: str, found: Found) -> None:
        if not isinstance(value, dict):
            found.append(
                Violation(clause_id, at(parent, name), f"{shown(value)} is not {parts_of}")
            )
            return
        kind = value.get("objectType", usual)
        shape = kinds.get(kind) if isinstance(kind, str) else None
        if shape is None:
            found.append(
                Violation(
                    clause_id,
                    at(at(parent, name), "objectType"),
                    f"{shown(kind)} is not one of {names}",
                )
            )
            return
        shape(value, parent, name, found)

    return check


ACTOR = by_type({"Agent": AGENT, "Group": GROUP}, "XAPI-00031", usual="Agent")
AUTHORITY = by_type({"Agent": AGENT, "Group": _AUTHORITY_GROUP}, "XAPI-00024", usual="Agent")

VERB = object_of(
    {"id": _iri("XAPI-00044"), "display": LANGUAGE_MAP},
    "XAPI-00006",
    required={"id": "XAPI-00044"},
)

_COMPONENTS = array_of(
    object_of(
        {"id": _string("XAPI-00058"), "description": LANGUAGE_MAP},
        "XAPI-00063",
        required={"id": "XAPI-00058"},
    ),
    "XAPI-00063",
)

DEFINITION = object_of(
    {
        "name": LANGUAGE_MAP,
        "description": LANGUAGE_MAP,
        "type": _iri("XAPI-00060"),
        "moreInfo": _iri("XAPI-00061"),
        "extensions": EXTENSIONS,
        "interactionType": one_of(
            frozenset(
                {
                    "true-false",
                    "choice",
                    "fill-in",
                    "long-fill-in",
                    "matching",
                    "performance",
                    "sequencing",
                    "likert",
                    "numeric",
                    "other",
                }
            ),
            "XAPI-00049",
        ),
        "correctResponsesPattern": array_of(STRING, "XAPI-00050"),
        "choices": _COMPONENTS,
        "scale": _COMPONENTS,
        "source": _COMPONENTS,
        "target": _COMPONENTS,
        "steps": _COMPONENTS,
    },
    "XAPI-00048",
    afterwards=consistency.definition_names_its_interaction,
)

ACTIVITY = object_of(
    {
        "objectType": one_of(frozenset({"Activity"}), "XAPI-00046"),
        "id": _iri("XAPI-00047"),
        "definition": DEFINITION,
    },
    "XAPI-00046",
    required={"id": "XAPI-00047"},
)

STATEMENT_REF = object_of(
    {
        "objectType": one_of(frozenset({"StatementRef"}), "XAPI-00046"),
        "id": _uuid("XAPI-00072"),
    },
    "XAPI-00072",
    required={"objectType": "XAPI-00073", "id": "XAPI-00072"},
)

SCORE = object_of(
    {
        "scaled": of(
            lambda value: is_number(value) and -1 <= value <= 1,
            "a number from -1 to 1",
            "XAPI-00083",
        ),
        "raw": _number("XAPI-00082"),
        "min": _number("XAPI-00081"),
        "max": _number("XAPI-00080"),
    },
    "XAPI-00079",
    afterwards=consistency.score_is_within_its_bounds,
)

RESULT = object_of(
    {
        "score": SCORE,
        "success": _boolean("XAPI-00074"),
        "completion": _boolean("XAPI-00075"),
        "response": _string("XAPI-00076"),
        "duration": of(is_duration, "a duration of ISO 8601", "XAPI-00077"),
        "extensions": EXTENSIONS,
    },
    "XAPI-00006",
)

ATTACHMENTS = array_of(
    object_of(
        {
            "usageType": _iri("XAPI-00107"),
            "display": LANGUAGE_MAP,
            "description": LANGUAGE_MAP,
            "contentType": of(is_media_type, "a media type", "XAPI-00105"),
            "length": of(
                lambda value: type(value) is int and value >= 0, "a count of octets", "XAPI-00102"
            ),
            "sha2": of(is_sha2, "the hexadecimal digits of a SHA-2", "XAPI-00103"),
            "fileUrl": _iri("XAPI-00104"),
        },
        "XAPI-00025",
        required={
            "usageType": "XAPI-00107",
            "display": "XAPI-00106",
            "contentType": "XAPI-00105",
            "length": "XAPI-00102",
            "sha2": "XAPI-00103",
        },
    ),
    "XAPI-00025",
)


def _activities(value: Any, parent: str, name: str, found: Found) -> None:
    """One Activity, or an array of them."""
    (_ACTIVITY_LIST if isinstance(value, list) else ACTIVITY)(value, parent, name, found)


_ACTIVITY_LIST = array_of(ACTIVITY, "XAPI-00094")

_CONTEXT_OF_ONE: Mapping[str, Check] = {
    "registration": _uuid("XAPI-00087"),
    "instructor": ACTOR,
    "team": by_type({"Group": GROUP}, "XAPI-00088", usual="Group"),
    "contextActivities": object_of(
        dict.fromkeys(("parent", "grouping", "category", "other"), _activities),
        "XAPI-00086",
    ),
    "revision": _string("XAPI-00089"),
    "platform": _string("XAPI-00090"),
    "language": of(is_language_tag, "a language tag of RFC 5646", "XAPI-00091"),
    "statement": STATEMENT_REF,
    "extensions": EXTENSIONS,
}

_RELEVANT_TYPES = array_of(_iri("IEEE 4.2.2.5"), "IEEE 4.2.2.5", least=1)

_CONTEXT_OF_TWO: Mapping[str, Check] = {
    **_CONTEXT_OF_ONE,
    "contextAgents": array_of(
        object_of(
            {
                "objectType": one_of(frozenset({"contextAgent"}), "IEEE 4.2.2.5"),
                "agent": AGENT,
                "relevantTypes": _RELEVANT_TYPES,
            },
            "IEEE 4.2.2.5",
            required={"objectType": "IEEE 4.2.2.5", "agent": "IEEE 4.2.2.5"},
        ),
        "IEEE 4.2.2.5",
    ),
    "contextGroups": array_of(
        object_of(
            {
                "objectType": one_of(frozenset({"contextGroup"}), "IEEE 4.2.2.5"),
                "group": GROUP,
                "relevantTypes": _RELEVANT_TYPES,
            },
            "IEEE 4.2.2.5",
            required={"objectType": "IEEE 4.2.2.5", "group": "IEEE 4.2.2.5"},
        ),
        "IEEE 4.2.2.5",
    ),
}


def _statement(edition: Edition) -> Check:
    """Put the parts together for *edition*."""
    required = {"actor": "XAPI-00003", "verb": "XAPI-00004", "object": "XAPI-00005"}
    common: dict[str, Check] = {
        "actor": ACTOR,
        "verb": VERB,
        "result": RESULT,
        "context": object_of(
            _CONTEXT_OF_ONE if edition is Edition.ONE else _CONTEXT_OF_TWO, "XAPI-00006"
        ),
        "timestamp": TIMESTAMP,
        "attachments": ATTACHMENTS,
    }
    things: dict[str, Check] = {
        "Activity": ACTIVITY,
        "Agent": AGENT,
        "Group": GROUP,
        "StatementRef": STATEMENT_REF,
    }
    sub_statement = object_of(
        {
            **common,
            "objectType": one_of(frozenset({"SubStatement"}), "XAPI-00046"),
            "object": by_type(things, "XAPI-00071", usual="Activity"),
        },
        "XAPI-00066",
        required=required,
        afterwards=consistency.statement_is_consistent,
    )
    return object_of(
        {
            **common,
            "id": _uuid("XAPI-00027"),
            "object": by_type(
                {**things, "SubStatement": sub_statement}, "XAPI-00046", usual="Activity"
            ),
            "stored": of(is_timestamp, "a timestamp of ISO 8601", "XAPI-00023"),
            "authority": AUTHORITY,
            "version": of(
                lambda value: _acceptable(value, edition),
                "a version of this edition",
                "XAPI-00101",
            ),
        },
        "XAPI-00006",
        required=required,
        afterwards=consistency.statement_is_consistent,
    )


def _acceptable(version: Any, edition: Edition) -> bool:
    """A request of 2.0 may carry statements of 1.0.x too, one of 1.0.3 only its own."""
    found = edition_of(version)
    return found is not None and (found is edition or edition is Edition.TWO)


_STATEMENT = {edition: _statement(edition) for edition in Edition}


def violations(statement: Any, edition: Edition, where: str = "") -> list[Violation]:
    """Return everything in which *statement* breaks the contract of *edition*.

    *where* is the statement's own place (``[3]`` in a batch), before every path.
    An empty list means that the statement can be stored.
    """
    found: list[Violation] = []
    _STATEMENT[edition](statement, where, "", found)
    return found


def actor_violations(actor: Any, where: str) -> list[Violation]:
    """Return what is wrong with *actor*, an Agent or Group of a parameter."""
    found: list[Violation] = []
    ACTOR(actor, "", where, found)
    return found
