"""Who held the learner's single lease, and when."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from credits.rules.evidence import Lease
from credits.rules.verified_time.intervals import FOREVER, Interval, merged
from credits.rules.verified_time.parameters import Concurrency

Grant = tuple[int, str | None]


def holdings(leases: Iterable[Lease], concurrency: Concurrency) -> dict[str, list[Interval]]:
    """Return for each session the stretches during which it held the lease.

    Grants are ordered by instant and session id, a release first; each ends with the next one
    of any session, so of two grants at one instant the larger id holds.
    """
    ordered = sorted(set(leases), key=_order)
    effective = list(_EFFECTIVE[concurrency](ordered))
    held: dict[str, list[Interval]] = {}
    for index, (at, session) in enumerate(effective):
        if session is not None:
            end = effective[index + 1][0] if index + 1 < len(effective) else FOREVER
            held.setdefault(session, []).append((at, end))
    return {session: merged(stretches) for session, stretches in held.items()}


def _latest_wins(grants: Iterable[Lease]) -> Iterator[Grant]:
    yield from grants


def _first_wins(grants: Iterable[Lease]) -> Iterator[Grant]:
    """While a session holds, nobody else is granted anything until a release."""
    holder: str | None = None
    for at, session in grants:
        if session is None or holder is None:
            holder = session
            yield at, session


def _forbid(grants: Iterable[Lease]) -> Iterator[Grant]:
    """A second session beside a holder ends both: nobody holds until a release."""
    holder: str | None = None
    barred = False
    for at, session in grants:
        if session is None:
            holder, barred = None, False
            yield at, None
        elif barred:
            continue
        elif holder is not None and session != holder:
            barred = True
            yield at, None
        else:
            holder = session
            yield at, session


_EFFECTIVE = {
    Concurrency.LATEST_WINS: _latest_wins,
    Concurrency.FIRST_WINS: _first_wins,
    Concurrency.FORBID: _forbid,
}


def _order(grant: Lease) -> tuple[int, bool, str]:
    return grant.at, grant.session is not None, grant.session or ""
