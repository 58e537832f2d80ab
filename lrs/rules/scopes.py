"""What a credential may do: the scopes of xAPI and what each opens."""

from __future__ import annotations

from collections.abc import Collection

SCOPES = frozenset(
    {
        "statements/write",
        "statements/read",
        "statements/read/mine",
        "state",
        "define",
        "profile",
        "all/read",
        "all",
    }
)
"""The names of Communication 4.2; others are refused when a credential is issued."""

_READ = frozenset({"statements/read", "all/read", "all"})

_OPENED_BY = {
    ("statements", "write"): frozenset({"statements/write", "all"}),
    ("statements", "read"): _READ | {"statements/read/mine"},
    ("state", "write"): frozenset({"state", "all"}),
    ("state", "read"): frozenset({"state", "all/read", "all"}),
    ("activity_profile", "write"): frozenset({"profile", "all"}),
    ("activity_profile", "read"): frozenset({"profile", "all/read", "all"}),
    ("agent_profile", "write"): frozenset({"profile", "all"}),
    ("agent_profile", "read"): frozenset({"profile", "all/read", "all"}),
    ("agents", "read"): _READ | {"statements/read/mine", "profile"},
    ("activities", "read"): _READ | {"statements/read/mine", "profile", "define"},
}


def permits(scopes: Collection[str], resource: str, use: str) -> bool:
    """Say whether *scopes* allow to *use* ("read" or "write") the *resource*."""
    return not _OPENED_BY[resource, use].isdisjoint(scopes)


def reads_only_own(scopes: Collection[str]) -> bool:
    """Say whether *scopes* show a credential only the statements that it brought itself."""
    return "statements/read/mine" in scopes and _READ.isdisjoint(scopes)


def may_define(scopes: Collection[str]) -> bool:
    """Say whether definitions of activities that come with statements are believed."""
    return not frozenset({"define", "all"}).isdisjoint(scopes)
