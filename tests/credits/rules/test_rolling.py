"""A cap on the last 24 hours, against counting every millisecond."""

from __future__ import annotations

from random import Random

from hypothesis import given, settings
from hypothesis import strategies as st

from credits.rules.verified_time.intervals import FOREVER
from credits.rules.verified_time.rolling import RollingDay

LENGTH = 24


@settings(max_examples=150, deadline=None)
@given(st.randoms(use_true_random=False))
def test_it_says_from_when_and_until_when_time_may_count(random: Random) -> None:
    limit = random.randint(0, LENGTH + 3)
    rolling, counted, at = RollingDay(LENGTH), set[int](), 0
    for _ in range(random.randint(1, 8)):
        at += random.randint(0, 15)
        begin, until = rolling.free(at, limit)
        wanted = random.randint(1, 20)
        for instant in range(at, at + wanted):
            used = sum(1 for other in counted if instant - LENGTH <= other < instant)
            assert (used < limit) == (begin <= instant < until), (instant, begin, until)
            if not used < limit:
                break
            counted.add(instant)
        end = max([at, *(instant + 1 for instant in counted)])
        if end > at:
            rolling.add(at, end)
        at = end


def test_a_limit_of_nothing_lets_nothing_count() -> None:
    assert RollingDay().free(5, 0) == (FOREVER, FOREVER)


def test_what_was_taken_back_limits_nothing() -> None:
    rolling = RollingDay(LENGTH)
    rolling.add(0, 10)
    rolling.remove(0)
    assert rolling.free(12, 10) == (12, 22)
