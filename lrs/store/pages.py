"""Which statements a query finds: first places in the order, from indexes, and nothing else.

A query is a union of streams, each one walk along one index in the order of ``seq`` that
stops after the page is full: own matches, matches through a reference, and for the related
filters those of the mention tables.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Select, and_, literal, select, union
from sqlalchemy.orm import Session, aliased

from lrs.store.tables import ActivityMention, AgentMention, Shadow, Statement


@dataclass(frozen=True, slots=True)
class Search:
    """A query whose texts have become ids; None means "no such filter".

    Places are *after* < seq <= *until*; *authority* keeps to one credential's statements.
    """

    store_id: int
    after: int
    until: int
    ascending: bool
    limit: int
    agent: int | None = None
    related_agents: bool = False
    verb: int | None = None
    activity: int | None = None
    related_activities: bool = False
    registration: UUID | None = None
    authority: int | None = None
    with_voided: bool = False

    @property
    def selective(self) -> bool:
        """True where something other than time bounds the query."""
        return any(
            wanted is not None
            for wanted in (self.agent, self.verb, self.activity, self.registration)
        )


def places(session: Session, search: Search) -> list[int]:
    """Return the places of at most ``limit`` statements that meet *search*, in its order."""
    streams = [_own(search, *variant) for variant in _variants(search)]
    if search.selective:
        streams += [_inherited(search, *variant) for variant in _variants(search)]
    if len(streams) == 1:
        return list(session.scalars(streams[0]))
    found = union(*(select(stream.subquery().c.seq) for stream in streams)).subquery()
    order = found.c.seq.asc() if search.ascending else found.c.seq.desc()
    return list(session.scalars(select(found.c.seq).order_by(order).limit(search.limit)))


AGENT_VARIANTS = ("actor", "authority", "mention")
ACTIVITY_VARIANTS = ("object", "mention")


def _variants(search: Search) -> list[tuple[str | None, str | None]]:
    """Return the pairs of places in which agent and activity may be found."""
    agents: tuple[str | None, ...] = (None,)
    if search.agent is not None:
        agents = AGENT_VARIANTS if search.related_agents else ("actor", "mention")
    activities: tuple[str | None, ...] = (None,)
    if search.activity is not None:
        activities = ACTIVITY_VARIANTS if search.related_activities else ("object",)
    return [(agent, activity) for agent in agents for activity in activities]


def _own(search: Search, agent: str | None, activity: str | None) -> Select[int]:
    """Statements that meet the filters by their own words."""
    query = select(Statement.seq).where(Statement.store_id == search.store_id)
    return _bounded(query, search, Statement, Statement.seq, agent, activity)


def _inherited(search: Search, agent: str | None, activity: str | None) -> Select[int]:
    """Statements that refer to one that meets the filters."""
    itself = aliased(Statement)
    query = (
        select(Shadow.seq.label("seq"))
        .join(itself, and_(itself.store_id == Shadow.store_id, itself.seq == Shadow.seq))
        .where(Shadow.store_id == search.store_id)
    )
    return _bounded(query, search, Shadow, Shadow.origin, agent, activity, itself)


def _bounded(
    query: Select[int],
    search: Search,
    words: Any,
    origin: Any,
    agent: str | None,
    activity: str | None,
    itself: Any = Statement,
) -> Select[int]:
    """Add conditions, order and limit; *words* is the table whose columns the filters ask."""
    seq: Any = words.seq
    conditions: list[ColumnElement[bool]] = []
    if not search.with_voided:
        conditions.append(itself.voided.is_(False))
    if search.authority is not None:
        conditions.append(itself.authority_id == search.authority)
    if search.verb is not None:
        conditions.append(words.verb_id == search.verb)
    if search.registration is not None:
        conditions.append(words.registration == search.registration)
    if agent == "actor":
        conditions.append(words.actor_id == search.agent)
    elif agent == "authority":
        conditions.append(words.authority_id == search.agent)
    elif agent == "mention":
        query = query.join(
            AgentMention,
            and_(
                AgentMention.seq == words.seq,
                AgentMention.origin == origin,
            ),
        )
        seq = AgentMention.seq
        conditions.append(AgentMention.agent_id == search.agent)
        if not search.related_agents:
            conditions.append(AgentMention.direct.is_(True))
    if activity == "object":
        conditions.append(words.activity_id == search.activity)
    elif activity == "mention":
        query = query.join(
            ActivityMention,
            and_(
                ActivityMention.seq == words.seq,
                ActivityMention.origin == origin,
            ),
        )
        seq = ActivityMention.seq
        conditions.append(ActivityMention.activity_id == search.activity)
    conditions += [seq > literal(search.after), seq <= literal(search.until)]
    order = seq.asc() if search.ascending else seq.desc()
    return query.where(*conditions).order_by(order).limit(search.limit)
