"""The keys of this installation that the academy uses, read from the data folder once."""

from __future__ import annotations

from dataclasses import dataclass

from flask import Flask, current_app

from schemas.settings import Settings

_KEYS = "academy_keys"


@dataclass(frozen=True, slots=True)
class Keys:
    """*forms* signs what unsafe requests bring along, *names* digests the names that wait
    after failed sign-ins, *factors* seals TOTP secrets; 32 octets each."""

    forms: bytes
    names: bytes
    factors: bytes


def install(app: Flask, given: Settings) -> None:
    """Give *app* its keys; they are drawn at first start."""
    app.extensions[_KEYS] = Keys(
        given.secret("academy-forms"),
        given.secret("academy-names"),
        given.secret("academy-factors"),
    )


def keys() -> Keys:
    """Return the keys of the current application."""
    found: Keys = current_app.extensions[_KEYS]
    return found
