"""The accounts inside the school: a learner with one credit under a signed checkpoint."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from credits.services import accrual, courses, ledger
from schemas.write_door import write
from tests.academy.conftest import Academy, academy
from tests.conftest import SettableClock
from tests.credits.conftest import a_course, diligent
from tests.credits.services.conftest import put_in_force, seed_document

__all__ = ["academy", "credited"]


@pytest.fixture
def credited(academy: Academy, clock: SettableClock) -> Academy:
    """Learner ``wang`` has studied and was credited; ``shen`` audits; ``lin`` is a stranger."""
    for name, roles in (("wang", ()), ("lin", ()), ("shen", ("auditor",))):
        academy.person(name, "甲市县局", *roles, at="省")
    write(put_in_force, seed_document(), datetime(2017, 1, 11, 16, tzinfo=UTC))
    course = a_course()
    write(courses.register, course)
    diligent(clock)(academy.people["wang"], course.units[0])
    write(accrual.settle, academy.people["wang"])
    write(ledger.checkpoint)
    return academy
