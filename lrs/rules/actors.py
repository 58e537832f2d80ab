"""Agents and groups by what identifies them, whatever they are called."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Any

Actor = dict[str, Any]

_ESCAPED = re.compile(r"\\([0\\])")


def ifi(actor: Actor) -> str | None:
    """Return the canonical text of the IFI of *actor*; None for an anonymous group.

    Two actors are the same exactly when these texts are equal. Addresses of mail compare
    with their domain in lower case, hashes with theirs in lower case; all else as written.
    An IRI has no blanks, so the first one ends an account's homePage; U+0000, which
    PostgreSQL refuses, is escaped.
    """
    if "account" in actor:
        account = actor["account"]
        name = account["name"]
        if "\0" in name or "\\" in name:
            name = name.replace("\\", "\\\\").replace("\0", "\\0")
        return f"account:{account['homePage']} {name}"
    if "mbox" in actor:
        local, _, domain = actor["mbox"].rpartition("@")
        return f"mbox:{local}@{domain.lower()}"
    if "mbox_sha1sum" in actor:
        return f"mbox_sha1sum:{actor['mbox_sha1sum'].lower()}"
    if "openid" in actor:
        return f"openid:{actor['openid']}"
    return None


def identified(actor: Actor) -> Iterator[str]:
    """Yield the IFI of *actor* and those of its members: all that an agent filter matches."""
    own = ifi(actor)
    if own is not None:
        yield own
    for member in actor.get("member", ()):
        found = ifi(member)
        if found is not None:
            yield found


def bare(text: str) -> Actor:
    """Return the identifier member that the canonical *text* stands for."""
    kind, _, value = text.partition(":")
    if kind == "account":
        home_page, _, name = value.partition(" ")
        name = _ESCAPED.sub(lambda found: "\0" if found[1] == "0" else "\\", name)
        return {"account": {"homePage": home_page, "name": name}}
    return {kind: value}


def person(text: str, names: Iterable[str]) -> dict[str, Any]:
    """Return the Person object of the agent with canonical IFI *text*, known by *names*.

    Every property of a Person is an array (Communication 2.4). Two identifiers are never
    joined into one person here: nobody told the store that they belong together.
    """
    known = list(dict.fromkeys(names))
    found: dict[str, Any] = {"objectType": "Person"}
    if known:
        found["name"] = known
    for kind, value in bare(text).items():
        found[kind] = [value]
    return found


def names(actor: Actor) -> Iterator[tuple[str, str]]:
    """Yield (IFI, name) for *actor* and its members, where both are given."""
    for one in (actor, *actor.get("member", ())):
        own = ifi(one)
        if own is not None and one.get("name"):
            yield own, one["name"]
