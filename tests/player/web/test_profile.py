"""The project's own profile says everything that its statements use."""

from __future__ import annotations

from player.rules import iris, report
from tests.player.conftest import Desk


def test_every_word_of_the_session_statement_is_defined(one_desk: Desk) -> None:
    answer = one_desk.browser.get("/profiles/xueshi")
    assert answer.content_type == "application/ld+json"
    told = answer.get_json(force=True)
    assert told["id"] == iris.PROFILE
    assert {concept["id"] for concept in told["concepts"]} == {
        report.STUDIED,
        report.VERIFIED_MS,
        report.REVIEW_MS,
        report.NOT_COUNTED,
        report.EVIDENCE_DIGEST,
        report.SESSION,
    }
