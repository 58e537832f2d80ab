"""The three formats of a query's statements: exact, ids, canonical (Communication 2.1.3).

And statements of 2.0 for readers of 1.0.3, who know neither contextAgents nor contextGroups.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

from lrs.rules.consistency import IFIS

Statement = dict[str, Any]

FORMATS = ("exact", "ids", "canonical")

_MAPS = ("name", "description")
_COMPONENTS = ("choices", "scale", "source", "target", "steps")
_RANGE = re.compile(r"\s*([A-Za-z0-9-]+|\*)\s*(?:;\s*q\s*=\s*([0-9.]+))?\s*")


def ids_only(statement: Statement) -> Statement:
    """Return *statement* with agents, activities and verb reduced to what identifies them."""
    kept = dict(statement)
    kept["actor"] = _bare_actor(statement["actor"])
    kept["verb"] = {"id": statement["verb"]["id"]}
    kept["object"] = _bare_object(statement["object"])
    if "authority" in statement:
        kept["authority"] = _bare_actor(statement["authority"])
    if "context" in statement:
        kept["context"] = _bare_context(statement["context"])
    return kept


def canonical(
    statement: Statement, definitions: Mapping[str, dict[str, Any]], languages: Sequence[str]
) -> Statement:
    """Return *statement* with the store's own *definitions* (by activity id), each language
    map cut to the one entry that suits *languages* best."""
    kept = dict(statement)
    verb = statement["verb"]
    if "display" in verb:
        kept["verb"] = {**verb, "display": chosen(verb["display"], languages)}
    kept["object"] = _canonical_object(statement["object"], definitions, languages)
    context = statement.get("context")
    if context and "contextActivities" in context:
        kept["context"] = {
            **context,
            "contextActivities": {
                name: [_canonical_object(thing, definitions, languages) for thing in listed]
                for name, listed in context["contextActivities"].items()
            },
        }
    return kept


def for_edition_one(statement: Statement) -> Statement:
    """Return *statement* of 2.0 as a reader of 1.0.3 can take it.

    What 1.0.3 has no word for is left out, and the version says 1.0.3: kept as 2.0.0, a
    strict reader would refuse the whole page.
    """
    kept = {**statement, "version": "1.0.3"}
    for holder in (kept, kept["object"] if _is_sub(kept["object"]) else None):
        if holder is not None and "context" in holder:
            holder_context = {
                name: value
                for name, value in holder["context"].items()
                if name not in ("contextAgents", "contextGroups")
            }
            if holder is kept:
                kept["context"] = holder_context
            else:
                kept["object"] = {**kept["object"], "context": holder_context}
    return kept


def preferred(accept_language: str) -> list[str]:
    """Return the language ranges of an Accept-Language header, the most wanted first."""
    ranges: list[tuple[float, int, str]] = []
    for index, item in enumerate(accept_language.split(",")):
        found = _RANGE.fullmatch(item)
        if found is None:
            continue
        try:
            quality = float(found[2]) if found[2] else 1.0
        except ValueError:
            continue
        if quality > 0:
            ranges.append((-quality, index, found[1]))
    return [language for _, _, language in sorted(ranges)]


def chosen(language_map: dict[str, str], languages: Sequence[str]) -> dict[str, str]:
    """Return the one entry of *language_map* that suits *languages* best (RFC 4647 lookup).

    Without a match: the entry without a language or the first one.
    """
    if len(language_map) <= 1:
        return language_map
    by_case = {tag.lower(): tag for tag in language_map}
    for language in languages:
        wanted = language.lower()
        while wanted and wanted != "*":
            for tag, written in by_case.items():
                if tag == wanted or tag.startswith(f"{wanted}-"):
                    return {written: language_map[written]}
            wanted = wanted.rpartition("-")[0]
    first = "und" if "und" in language_map else next(iter(language_map))
    return {first: language_map[first]}


def _is_sub(thing: dict[str, Any]) -> bool:
    return thing.get("objectType") == "SubStatement"


def _bare_actor(actor: dict[str, Any]) -> dict[str, Any]:
    kept = {name: actor[name] for name in ("objectType", *IFIS) if name in actor}
    if "member" in actor and not any(name in actor for name in IFIS):
        kept["member"] = [_bare_actor(member) for member in actor["member"]]
    return kept


def _bare_object(thing: dict[str, Any]) -> dict[str, Any]:
    match thing.get("objectType", "Activity"):
        case "Activity":
            return {"id": thing["id"]}
        case "Agent" | "Group":
            return _bare_actor(thing)
        case "SubStatement":
            return ids_only(thing)
        case _:
            return thing


def _bare_context(context: dict[str, Any]) -> dict[str, Any]:
    kept = dict(context)
    for name in ("instructor", "team"):
        if name in kept:
            kept[name] = _bare_actor(kept[name])
    if "contextActivities" in kept:
        kept["contextActivities"] = {
            name: [_bare_object(thing) for thing in listed]
            for name, listed in kept["contextActivities"].items()
        }
    for name, inner in (("contextAgents", "agent"), ("contextGroups", "group")):
        if name in kept:
            kept[name] = [{**entry, inner: _bare_actor(entry[inner])} for entry in kept[name]]
    return kept


def _canonical_object(
    thing: dict[str, Any], definitions: Mapping[str, dict[str, Any]], languages: Sequence[str]
) -> dict[str, Any]:
    kind = thing.get("objectType", "Activity")
    if kind == "SubStatement":
        return canonical(thing, definitions, languages)
    if kind != "Activity":
        return thing
    definition = definitions.get(thing["id"]) or thing.get("definition")
    if not definition:
        return thing
    kept = dict(definition)
    for name in _MAPS:
        if name in kept:
            kept[name] = chosen(kept[name], languages)
    for name in _COMPONENTS:
        if name in kept:
            kept[name] = [
                {**part, "description": chosen(part["description"], languages)}
                if "description" in part
                else part
                for part in kept[name]
            ]
    return {**thing, "definition": kept}
