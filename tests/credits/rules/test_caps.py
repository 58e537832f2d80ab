"""Caps on credit: what is posted when it no longer fits."""

from __future__ import annotations

import pytest

from credits.rules.caps import Cap, CapScope, CapUnit, Overflow, limited
from credits.rules.categories import Categories
from credits.rules.days import days_of
from credits.rules.earnings import Earning
from tests.credits.rules.study import instant

DAYS = days_of("Asia/Shanghai")
CATEGORIES = Categories(frozenset({"required", "elective"}))
Row = tuple[str, str, str, int]


def earning(row: Row) -> Earning:
    at, family, category, milli = row
    moment = instant(at)
    return Earning(
        family=family,
        version=None,
        units=(family,),
        category=category,
        worth=milli,
        milli=milli,
        completed_at=moment,
        effective_at=moment,
        confirmed_at=moment,
        period=at[:4],
    )


ON_ONE_DAY = [
    ("2017-03-15 09:00", "a", "required", 3500),
    ("2017-03-15 10:00", "b", "elective", 1000),
    ("2017-03-15 11:00", "c", "required", 500),
]
OVER_MIDNIGHT = [
    ("2017-03-15 23:00", "a", "required", 3500),
    ("2017-03-16 01:00", "b", "required", 1000),
    ("2017-03-16 23:00", "c", "required", 1000),
    ("2017-03-16 23:01", "d", "required", 3500),
]


@pytest.mark.parametrize(
    ("says", "scope", "overflow", "applies_to", "rows", "posted"),
    [
        ("the part beyond 4.0 is lost", "day", "discard_award", None, ON_ONE_DAY,
         [3500, 500, 0]),
        ("what would exceed 4.0 is refused whole, the next may fit", "day", "block_start", None,
         ON_ONE_DAY, [3500, 0, 500]),
        ("the cap of one category leaves the other alone", "day", "discard_award", "required",
         ON_ONE_DAY, [3500, 1000, 500]),
        ("a day begins anew at midnight", "day", "discard_award", None, OVER_MIDNIGHT,
         [3500, 1000, 1000, 2000]),
        ("24 hours do not", "rolling_24h", "discard_award", None, OVER_MIDNIGHT,
         [3500, 500, 1000, 2500]),
        ("a whole year", "period", "discard_award", None, OVER_MIDNIGHT, [3500, 500, 0, 0]),
        ("one course after the other", "course", "discard_award", None, OVER_MIDNIGHT,
         [3500, 1000, 1000, 3500]),
    ],
)  # fmt: skip
def test_what_does_not_fit_under_4_0(
    says: str,
    scope: str,
    overflow: str,
    applies_to: str | None,
    rows: list[Row],
    posted: list[int],
) -> None:
    cap = Cap(CapScope(scope), CapUnit.MILLI_CREDIT, 4000, Overflow(overflow), applies_to)
    found = limited([earning(row) for row in rows], [cap], CATEGORIES, DAYS)
    assert [row.milli for row in found] == posted
    assert all((row.reduced_by is None) == (row.milli == row.worth) for row in found)


def test_a_deferred_award_is_dated_on_the_first_day_with_room() -> None:
    cap = Cap(CapScope.DAY, CapUnit.MILLI_CREDIT, 4000, Overflow.DEFER_AWARD)
    rows = [earning(row) for row in ON_ONE_DAY] + [
        earning(("2017-03-15 12:00", "d", "required", 3500)),
        earning(("2017-03-15 13:00", "e", "required", 9000)),
    ]
    found = limited(rows, [cap], CATEGORIES, DAYS)
    assert [(DAYS.of(row.effective_at).name, row.milli) for row in found] == [
        ("2017-03-15", 3500),
        ("2017-03-16", 1000),
        ("2017-03-15", 500),
        ("2017-03-17", 3500),
        ("2017-03-18", 4000),
    ]
