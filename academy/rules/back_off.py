"""How long a name waits after failed sign-ins: longer each time, but never locked out.

Guessing is slowed to about a dozen evaluated guesses an hour; the owner, who knows the
password, waits at most a quarter of an hour.
"""

from __future__ import annotations

from datetime import timedelta

FREE_FAILURES = 3
"""Mistypings that cost nothing."""

FIRST_WAIT = timedelta(seconds=15)
LONGEST_WAIT = timedelta(minutes=15)

FORGOTTEN_AFTER = timedelta(hours=24)
"""A name without a failure for this long begins anew."""


def wait_after(failures: int) -> timedelta:
    """Return the pause before the next guess, after *failures* in a row.

    0, 0, 15 s, 30 s, 1 min, … 15 min: the third failure starts the doubling.
    """
    if failures < FREE_FAILURES:
        return timedelta(0)
    wait = FIRST_WAIT
    for _ in range(failures - FREE_FAILURES):
        wait = min(wait * 2, LONGEST_WAIT)
        if wait == LONGEST_WAIT:
            break
    return wait
