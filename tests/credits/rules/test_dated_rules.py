"""A rule document that changes while people study: each span by the rules of its own day."""

from __future__ import annotations

from random import Random
from typing import Any

from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from credits.rules.evidence_document import parsed
from credits.rules.rule_document import read
from credits.rules.verified_time import DatedRules, Reckoning, reckoned
from tests.credits.rules.adversary import MIDNIGHT, tiny_evidence, variant_rules
from tests.credits.rules.study import MINUTE, Study, instant, rules_of
from tests.credits.rules.test_oracle import completion_rules, evidence_rules

MARCH_14, MARCH_15 = instant("2017-03-14 00:00"), instant("2017-03-15 00:00")


def over_two_days(**changes: Any) -> Reckoning:
    """Half an hour from 23:45 on the 14th; the changed rules hold from the 15th on."""
    study = Study(instant("2017-03-14 23:45")).unit().session()
    study.play(0, 30 * MINUTE).challenges(10, 20)
    old, new = read(rules_of()), read(rules_of(**changes))
    rules = DatedRules(((MARCH_14, old.evidence), (MARCH_15, new.evidence)))
    return reckoned(parsed(study.document), rules, old.completion)


def test_a_new_cap_holds_from_its_first_day_on() -> None:
    found = over_two_days(caps__0__value=5)
    assert found.by_day == {"2017-03-14": 15 * MINUTE, "2017-03-15": 5 * MINUTE}


def test_a_span_over_midnight_is_judged_by_the_day_on_which_it_began() -> None:
    study = Study(instant("2017-03-14 23:59:45")).unit().session().play(0, 60_000)
    old, new = read(rules_of()), read(rules_of(evidence__max_span_s=20))
    rules = DatedRules(((MARCH_14, old.evidence), (MARCH_15, new.evidence)))
    found = reckoned(parsed(study.document), rules, old.completion)
    assert (found.by_day, found.not_counted) == (
        {"2017-03-14": 15_000, "2017-03-15": 15_000},
        {"SPAN_TOO_LONG": 30_000},
    )


def test_presence_that_is_asked_for_later_is_not_asked_for_before() -> None:
    study = Study(instant("2017-03-14 23:30")).unit().session().play(0, 45 * MINUTE)
    asked, free = read(rules_of()), read(rules_of(evidence__presence__methods=[]))
    rules = DatedRules(((MARCH_14, free.evidence), (MARCH_15, asked.evidence)))
    found = reckoned(parsed(study.document), rules, asked.completion)
    assert found.not_counted == {"UNPROVEN": 15 * MINUTE}


@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.randoms(use_true_random=False))
def test_a_version_that_changes_nothing_changes_nothing(random: Random) -> None:
    numbers, evidence = variant_rules(random), parsed(tiny_evidence(random))
    rules, completion = evidence_rules(numbers), completion_rules(numbers)
    twice = DatedRules(((0, rules), (MIDNIGHT, rules)))
    # Each version forgives its own misses.
    assume(not numbers["presence"] or numbers["presence"]["on_miss"] != "fail_course")
    assert reckoned(evidence, twice, completion) == reckoned(evidence, rules, completion)
