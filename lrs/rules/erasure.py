"""A statement in which one person has become a pseudonym."""

from __future__ import annotations

from typing import Any

from lrs.rules.actors import Actor, ifi
from lrs.rules.signatures import USAGE_TYPE

Statement = dict[str, Any]


def pseudonymised(
    statement: Statement, person: str, pseudonym: Actor, *, texts: bool = False
) -> Statement:
    """Return *statement* with *pseudonym* (an identifier member) wherever *person* stood.

    *person* is a canonical IFI; it may be actor, authority, object, member of a group, or in
    the context. Its names go. A signature goes too: it holds the statement as it was, and
    fits no longer. With *texts*, what the person's own statements say in free form goes:
    response and the extensions of result and context. The given statement is left alone.
    """
    kept = _replaced(statement, person, pseudonym)
    if "attachments" in kept:
        kept["attachments"] = [one for one in kept["attachments"] if one["usageType"] != USAGE_TYPE]
        if not kept["attachments"]:
            del kept["attachments"]
    if texts and ifi(statement["actor"]) == person:
        _without_texts(kept)
    return kept


def signed_hashes(statement: Statement) -> list[str]:
    """Return the hashes of the signatures of *statement*, whose data hold it as it was."""
    return [
        one["sha2"].lower()
        for one in statement.get("attachments", ())
        if one["usageType"] == USAGE_TYPE
    ]


def _replaced(statement: Statement, person: str, pseudonym: Actor) -> Statement:
    def actor(given: Actor) -> Actor:
        kept = dict(given)
        if ifi(given) == person:
            kept = {
                name: value for name, value in given.items() if name in ("objectType", "member")
            }
            kept |= pseudonym
        if "member" in kept:
            kept["member"] = [actor(member) for member in kept["member"]]
        return kept

    kept = dict(statement)
    for name in ("actor", "authority"):
        if name in kept:
            kept[name] = actor(kept[name])
    thing = kept["object"]
    if thing.get("objectType") in ("Agent", "Group"):
        kept["object"] = actor(thing)
    elif thing.get("objectType") == "SubStatement":
        kept["object"] = _replaced(thing, person, pseudonym)
    if "context" in kept:
        context = dict(kept["context"])
        for name in ("instructor", "team"):
            if name in context:
                context[name] = actor(context[name])
        for name, inner in (("contextAgents", "agent"), ("contextGroups", "group")):
            if name in context:
                context[name] = [{**entry, inner: actor(entry[inner])} for entry in context[name]]
        kept["context"] = context
    return kept


def _without_texts(statement: Statement) -> None:
    for holder, names in (("result", ("response", "extensions")), ("context", ("extensions",))):
        if holder in statement:
            statement[holder] = {
                name: value for name, value in statement[holder].items() if name not in names
            }
