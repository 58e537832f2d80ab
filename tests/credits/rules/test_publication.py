"""A course that could never complete, or that the catalogue does not want, is not published."""

from __future__ import annotations

from typing import Any

import pytest

from credits.rules.evidence import StudyUnit
from credits.rules.publication import barriers
from credits.rules.rule_document import read
from tests.credits.rules.study import MINUTE, rules_of


def course(minutes: int = 45, **members: Any) -> StudyUnit:
    return StudyUnit(**{"kind": "video", "approved": minutes * MINUTE, "category": "required",
                        **members})  # fmt: skip


@pytest.mark.clause("verified time completion")
@pytest.mark.parametrize(
    ("document", "says", "unit", "refused"),
    [
        ("cn-fj-cadre-online", "a file as long as approved", course(), []),
        ("cn-fj-cadre-online", "a file of 44:06, 98 %",
         course(media_length=2_646_000), []),
        ("cn-fj-cadre-online", "a millisecond less",
         course(media_length=2_645_999), ["units[0].media_length"]),
        ("cn-fj-cadre-online", "an article has no file", course(kind="article"), []),
        ("cn-fj-cadre-online", "another category", course(category="hobby"),
         ["units[0].category"]),
        ("cn-fj-cadre-online", "a subject area of Art. 7", course(areas=("法治建设",)), []),
        ("cn-fj-cadre-online", "another area", course(areas=("烹饪",)), ["units[0].areas"]),
        ("cn-cq-driver-theory", "a section of 29 minutes",
         course(29, category="online"), ["units.approved"]),
        ("cn-cq-driver-theory", "a section of 30 minutes", course(30, category="online"), []),
        ("us-ok-ins", "no quiz where one is always asked for", course(), ["units[0].quiz"]),
        ("us-nasba-selfstudy", "1.5 credits with 9 questions",
         course(10, quiz=True, words=9000, av_minutes=20, questions=9),
         ["units.questions"]),
        ("us-nasba-selfstudy", "1.5 credits with 10 questions",
         course(10, quiz=True, words=9000, av_minutes=20, questions=10), []),
    ],
)  # fmt: skip
def test_what_keeps_a_course_from_publication(
    document: str, says: str, unit: StudyUnit, refused: list[str]
) -> None:
    found = barriers([unit], read(rules_of(document)))
    assert [violation.where for violation in found] == refused
