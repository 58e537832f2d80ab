"""Whom and what a statement mentions: by these the queries of the Statement resource find it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from lrs.rules.actors import Actor, identified, ifi, names

Statement = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Mentions:
    """What a filter may name of one statement.

    *actor*, *authority*, *verb*, *activity* and *registration* are the statement's own and
    single. *agents* maps every other identified agent or member to True where the plain
    ``agent`` filter matches it, False where only ``related_agents`` does; *activities* are
    those that only ``related_activities`` finds. *target* is the id behind a StatementRef
    object, whose statement's matches this one shares (Communication 2.1.3.s3).
    """

    actor: str | None
    authority: str | None
    verb: str
    activity: str | None
    registration: UUID | None
    agents: dict[str, bool]
    activities: tuple[str, ...]
    target: UUID | None
    names: tuple[tuple[str, str], ...]


def mentions(statement: Statement) -> Mentions:
    """Return what *statement*, which is valid and prepared, mentions."""
    thing = statement["object"]
    kind = thing.get("objectType", "Activity")
    own = ifi(statement["actor"])
    authority = ifi(statement["authority"]) if "authority" in statement else None
    activity = thing["id"] if kind == "Activity" else None
    agents: dict[str, bool] = {}
    called: set[tuple[str, str]] = set()
    for actor, direct in _actors(statement, kind):
        for found in identified(actor):
            agents[found] = agents.get(found, False) or direct
        if "name" in actor or "member" in actor:
            called.update(names(actor))
    if own is not None:
        agents.pop(own, None)
    if authority is not None and agents.get(authority) is False:
        del agents[authority]
    activities = dict.fromkeys(_activities(statement, kind))
    activities.pop(activity or "", None)
    registration = statement.get("context", {}).get("registration")
    return Mentions(
        actor=own,
        authority=authority,
        verb=statement["verb"]["id"],
        activity=activity,
        registration=None if registration is None else UUID(registration),
        agents=agents,
        activities=tuple(activities),
        target=UUID(thing["id"]) if kind == "StatementRef" else None,
        names=tuple(called),
    )


def activities(statement: Statement) -> Iterator[dict[str, Any]]:
    """Yield every Activity object of *statement*, the SubStatement's too."""
    thing = statement["object"]
    kind = thing.get("objectType", "Activity")
    if kind == "Activity":
        yield thing
    elif kind == "SubStatement":
        yield from activities(thing)
    for listed in statement.get("context", {}).get("contextActivities", {}).values():
        yield from listed if isinstance(listed, list) else (listed,)


def _actors(statement: Statement, kind: str) -> Iterator[tuple[Actor, bool]]:
    """Yield every actor of *statement* with True where the plain agent filter looks at it."""
    yield statement["actor"], True
    thing = statement["object"]
    if kind in ("Agent", "Group"):
        yield thing, True
    elif kind == "SubStatement":
        inner = thing["object"].get("objectType", "Activity")
        for actor, _ in _actors(thing, inner):
            yield actor, False
    if "authority" in statement:
        yield statement["authority"], False
    context = statement.get("context")
    if context is None:
        return
    for name in ("instructor", "team"):
        if name in context:
            yield context[name], False
    for entry in context.get("contextAgents", ()):
        yield entry["agent"], False
    for entry in context.get("contextGroups", ()):
        yield entry["group"], False


def _activities(statement: Statement, kind: str) -> Iterator[str]:
    for activity in activities(statement):
        yield activity["id"]
