"""The keys of this installation that the academy uses, read from the data folder once."""

from __future__ import annotations

from dataclasses import dataclass

from flask import current_app

from schemas.settings import settings

_KEYS = "academy_keys"


@dataclass(frozen=True, slots=True)
class Keys:
    """*forms* signs what unsafe requests bring along, *names* digests the names that wait
    after failed sign-ins, *factors* seals TOTP secrets; 32 octets each."""

    forms: bytes
    names: bytes
    factors: bytes


def keys() -> Keys:
    """Return the keys of the current application; they are drawn when first asked for.

    So a command that only reckons (``flask credits evaluate``) needs no data folder.
    """
    found: Keys | None = current_app.extensions.get(_KEYS)
    if found is None:
        given = settings()
        found = Keys(
            given.secret("academy-forms"),
            given.secret("academy-names"),
            given.secret("academy-factors"),
        )
        current_app.extensions[_KEYS] = found
    return found
