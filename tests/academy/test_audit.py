"""The log of administrators' actions shows every later change to it (C25)."""

from __future__ import annotations

from dataclasses import replace

import pytest

from academy.rules.audit import Act, first_break
from academy.services import audit_log, people
from academy.store import audit
from schemas.database import database
from schemas.refusals import NotFound
from tests.academy.conftest import Academy


@pytest.fixture
def log(academy: Academy) -> list[Act]:
    academy.person("first", "甲市县局", "unit_admin")
    academy.person("second", "甲市县局")
    return list(audit.acts(database.session()))


def test_acts_are_chained_from_the_first_on(log: list[Act]) -> None:
    assert len(log) > 8
    assert first_break(log) is None
    assert [act.n for act in log] == list(range(1, len(log) + 1))


def test_every_change_breaks_the_chain_where_it_was_made(log: list[Act]) -> None:
    for place, act in enumerate(log):
        changes = (
            replace(act, action="nothing"),
            replace(act, at_ms=act.at_ms + 1),
            replace(act, detail={"x": 1}),
            replace(act, subject="someone else"),
            replace(act, previous="f" * 64),
        )
        for changed in changes:
            assert first_break([*log[:place], changed, *log[place + 1 :]]) == act.n
        if place + 1 < len(log):
            assert first_break([*log[:place], *log[place + 1 :]]) == act.n


def test_a_refused_act_leaves_no_trace(academy: Academy) -> None:
    admin = academy.person("admin", "甲市县局", "unit_admin")
    before = len(list(audit.acts(database.session())))
    with pytest.raises(NotFound):
        people.person(database.session(), admin, academy.units["省"], academy.clock.now.date())
    assert len(list(audit.acts(database.session()))) == before


def test_the_log_is_shown_newest_first_with_names(academy: Academy) -> None:
    academy.person("admin", "甲市县局", "unit_admin")
    academy.signed_in("admin")
    page = audit_log.page(database.session())
    assert page.entries[0].action == "sign-in"
    assert page.entries[0].actor == "某admin"
    assert audit_log.verified(database.session()).broken_at is None
