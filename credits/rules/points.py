"""Points for a day's acts: so many for so many minutes, doubled at certain hours."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from credits.rules.days import Day, Days
from credits.rules.evidence import Evidence

_MINUTE = 60_000
LOGIN = "login"
READ = "read_minutes"
WATCH = "watch_minutes"
ACTS = frozenset({LOGIN, READ, WATCH})


@dataclass(frozen=True, slots=True)
class PointRule:
    """Each *per_min* counted minutes of *act* in a day earn *points*, at most *day_max* a day.

    Points that are earned inside *double_hours* (ms since midnight) count twice. ``login`` is
    earned by the first session that is opened on the day.
    """

    act: str
    points: int
    per_min: int | None = None
    day_max: int | None = None
    double_hours: tuple[tuple[int, int], ...] = ()

    def earned(self, instants: Iterable[tuple[Day, int]]) -> dict[Day, int]:
        """Return the points by day for the *instants* at which this act was done once more."""
        points: dict[Day, int] = {}
        for day, at in instants:
            doubled = any(low < at - day.start <= high for low, high in self.double_hours)
            points[day] = points.get(day, 0) + self.points * (2 if doubled else 1)
        if self.day_max is None:
            return points
        return {day: min(amount, self.day_max) for day, amount in points.items()}


def points_by_day(
    evidence: Evidence,
    counted: Iterable[tuple[int, int, str]],
    rules: Iterable[PointRule],
    days: Days,
) -> Mapping[str, Mapping[str, int]]:
    """Return date → act → points; *counted* are stretches (start, end, unit) in order of time.

    Watching is the counted time of videos, reading that of articles.
    """
    stretches = list(counted)
    found: dict[str, dict[str, int]] = {}
    for rule in rules:
        if rule.act == LOGIN:
            instants = _logins(evidence, days)
        else:
            kind = "video" if rule.act == WATCH else "article"
            of_act = [
                (start, end) for start, end, unit in stretches if evidence.units[unit].kind == kind
            ]
            instants = _full_turns(of_act, (rule.per_min or 1) * _MINUTE, days)
        for day, points in rule.earned(instants).items():
            by_act = found.setdefault(day.name, {})
            by_act[rule.act] = by_act.get(rule.act, 0) + points
    return {name: found[name] for name in sorted(found)}


def _logins(evidence: Evidence, days: Days) -> list[tuple[Day, int]]:
    first: dict[Day, int] = {}
    for session in evidence.sessions.values():
        day = days.of(session.opened_at)
        first[day] = min(first.get(day, session.opened_at), session.opened_at)
    return sorted(first.items())


def _full_turns(
    stretches: Iterable[tuple[int, int]], turn: int, days: Days
) -> list[tuple[Day, int]]:
    """The instants at which the day's counted time reaches a multiple of *turn* ms."""
    instants: list[tuple[Day, int]] = []
    spent: dict[Day, int] = {}
    for start, end in stretches:
        at = start
        while at < end:
            day = days.of(at)
            until = min(end, day.end)
            before = spent.get(day, 0)
            spent[day] = before + until - at
            first = before // turn + 1
            for count in range(first, spent[day] // turn + 1):
                instants.append((day, at + count * turn - before))
            at = until
    return instants
