"""Forwarding: what an answer of another store means, when to try again, whom to speak to."""

from __future__ import annotations

from datetime import timedelta
from enum import Enum
from urllib.parse import urlsplit

FIRST_PAUSE = timedelta(seconds=5)
LONGEST_PAUSE = timedelta(hours=1)

REFUSED_IN_A_ROW = 10
"""Statements that the other store may refuse one after another: beyond that it is not the
statements that are wrong, and the forwarder is paused."""

ABOUT_THE_STATEMENTS = frozenset({400, 409, 413, 422})
"""Statuses that will be the same for the same statements, however often they are sent."""

LOOPBACK = frozenset({"localhost", "127.0.0.1", "::1"})


class Verdict(Enum):
    """What to do with statements after the answer to them."""

    TAKEN = "taken"
    REFUSED = "refused"
    LATER = "later"


def verdict(status: int | None) -> Verdict:
    """Return what *status* means; None: no answer came.

    Whatever is not about the statements (a changed secret, an overload, a redirect, which is
    never followed) may be mended there, and the same statements are sent again.
    """
    if status in (200, 204):
        return Verdict.TAKEN
    return Verdict.REFUSED if status in ABOUT_THE_STATEMENTS else Verdict.LATER


def pause_after(failures: int, asked_for: timedelta | None = None) -> timedelta:
    """Return how long to wait after *failures* in a row (at least 1): 5 s, 10 s, 20 s … 1 h.

    *asked_for* is what the other store asked for by Retry-After; up to an hour it is granted.
    """
    doubled: timedelta = FIRST_PAUSE * 2 ** min(failures - 1, 20)
    return min(max(doubled, asked_for or FIRST_PAUSE), LONGEST_PAUSE)


def wrong_endpoint(endpoint: str) -> str | None:
    """Return what is wrong with the address *endpoint*; None when it may be sent to.

    It is the address before ``statements``. Secrets and records travel there, so plain http
    is for loopback only.
    """
    try:
        found = urlsplit(endpoint)
        host, _ = found.hostname, found.port
    except ValueError as error:
        return str(error)
    if found.scheme not in ("http", "https") or not host:
        return "an http or https address is needed"
    if found.username is not None or found.query or found.fragment:
        return "an address without user, query and fragment is needed"
    if not endpoint.isascii() or not endpoint.isprintable() or " " in endpoint:
        return "an address is written in ASCII, without blanks"
    if found.scheme == "http" and host not in LOOPBACK:
        return "records leave this machine by https only"
    return None
