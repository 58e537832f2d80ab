"""Courses that fail by missed challenges (``on_miss: fail_course``)."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping

from credits.rules.days import MS_OF_DAY, Day, Days
from credits.rules.evidence import Challenge, Evidence
from credits.rules.verified_time.parameters import OnMiss, PresenceRules
from credits.rules.verified_time.presence import met


def failed_units(
    evidence: Evidence,
    challenges: Iterable[Challenge],
    presence: PresenceRules,
    study_days: Mapping[str, Collection[Day]],
    days: Days,
) -> frozenset[str]:
    """Return the units that missed *challenges* fail, by the days on which each was studied.

    A unit fails with more than ``max_misses`` misses (none where the document gives no number),
    and, where ``makeup_days`` is set, with a miss that no challenge made up for by the end of
    that many working days (Monday to Friday) after it. With ``per_day`` a day of study owes
    that many met challenges, and one that was never asked is missed as well.
    """
    if presence.on_miss is not OnMiss.FAIL_COURSE:
        return frozenset()
    asked_of: dict[str, list[Challenge]] = {unit: [] for unit in evidence.units}
    for asked in challenges:
        asked_of[evidence.sessions[asked.session].unit].append(asked)
    failed = set()
    for unit, of_unit in asked_of.items():
        regular = [asked for asked in of_unit if not asked.makeup]
        owed = missed_on(regular, presence, study_days.get(unit, ()), days)
        forgiven = presence.max_misses or 0
        if len(owed) > forgiven or not _made_up(owed, of_unit, presence, days):
            failed.add(unit)
    return frozenset(failed)


def missed_on(
    challenges: Iterable[Challenge],
    presence: PresenceRules,
    study_days: Collection[Day],
    days: Days,
) -> list[Day]:
    """Return the day of each miss, in order."""
    missed: dict[Day, int] = {}
    answered: dict[Day, int] = {}
    for asked in challenges:
        tally = answered if met(asked, presence) else missed
        day = days.of(asked.issued_at)
        tally[day] = tally.get(day, 0) + 1
    if presence.per_day is not None:
        for day in study_days:
            short = presence.per_day - answered.get(day, 0)
            missed[day] = max(missed.get(day, 0), short)
    return [day for day in sorted(missed) for _ in range(missed[day])]


def _made_up(
    owed: list[Day], challenges: Iterable[Challenge], presence: PresenceRules, days: Days
) -> bool:
    """Whether each miss has a met make-up challenge of its own, in time."""
    if presence.makeup_days is None:
        return True
    made_up = sorted(
        asked.proof_at
        for asked in challenges
        if asked.makeup and asked.proof_at is not None and met(asked, presence)
    )
    for day in owed:  # the deadlines stand in the order of the days
        deadline = working_day_after(day, presence.makeup_days, days).end
        while made_up and made_up[0] < day.start:
            made_up.pop(0)
        if not made_up or made_up.pop(0) >= deadline:
            return False
    return True


def working_day_after(day: Day, count: int, days: Days) -> Day:
    """Return the *count*-th day after *day* that is neither Saturday nor Sunday."""
    while count > 0:
        day = days.of(day.end)
        # 1 January 1970 was a Thursday, 3 in the week that begins with Monday.
        noon = (day.start + day.end) // 2
        if (noon // MS_OF_DAY + 3) % 7 < 5:
            count -= 1
    return day
