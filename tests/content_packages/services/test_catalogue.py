"""Finding courses: Chinese and Latin words, areas, kinds, lengths, order, pages."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from flask import Flask

from content_packages.readers.terms import asked, indexed
from content_packages.services import courses, review
from content_packages.services.values import CatalogueQuery, CourseVersion
from schemas.database import database
from schemas.write_door import write
from tests.content_packages.builders import scorm_1_2_zip
from tests.content_packages.conftest import STAFF, imported

COURSES = (
    ("新时代党建工作实务", "林晓", "政治", "required", 45),
    ("福建省情概览", "陈明", "福建省情", "elective", 30),
    ("闽南文化与两岸交流", "黄闽生", "文化", "elective", 20),
    ("Excel 2016 数据分析 入门", "Li Wei", "素质能力", "elective", 60),
    ("民法典解读：党员干部读本", "林晓", "法治建设", "required", 90),
)

ASKED: tuple[tuple[str, set[int]], ...] = (
    ("党建", {0}),
    ("闽", {2}),
    ("福建省情概览", {1}),
    ("民法典解读：党员干部读本", {4}),
    ("林晓", {0, 4}),
    ("excel", {3}),
    ("EXC", {3}),
    ("2016 数据", {3}),
    ("Ｅxcel数据分析", {3}),
    ("法治", {4}),
    ("干部", {0, 1, 2, 3, 4}),
    ("党建 福建", set()),
    ("量子", set()),
    ("", {0, 1, 2, 3, 4}),
    ("%", {0, 1, 2, 3, 4}),
    ("'; --", {0, 1, 2, 3, 4}),
)


@pytest.fixture
def library(bare_app: Flask, clock: object, published: Callable[..., CourseVersion]) -> None:
    for title, teacher, area, kind, minutes in COURSES:
        published(
            scorm_1_2_zip(title=title),
            subject_area=area,
            kind=kind,
            minutes=minutes,
            teacher=teacher,
            summary="面向全省干部",
        )
        clock.forward(days=1)  # type: ignore[attr-defined]


def titles(**query: object) -> list[str]:
    page = courses.published(database.session, CatalogueQuery(**query))  # type: ignore[arg-type]
    return [card.title for card in page.cards]


@pytest.mark.usefixtures("library")
class TestSearch:
    def test_words_find_the_courses_that_have_them(self) -> None:
        for words, places in ASKED:
            found = set(titles(words=words))
            assert found == {COURSES[place][0] for place in places}, words

    def test_a_find_in_the_title_comes_before_one_in_the_summary(self) -> None:
        assert titles(words="干部")[0] == COURSES[4][0]

    def test_areas_are_counted_whatever_area_is_shown(self) -> None:
        page = courses.published(
            database.session, CatalogueQuery(words="林晓", subject_area="政治")
        )
        assert page.total == 1
        assert page.areas == {"政治": 1, "法治建设": 1}

    def test_kind_length_teacher_and_newness_narrow(self) -> None:
        assert set(titles(kind="required")) == {COURSES[0][0], COURSES[4][0]}
        assert titles(longest_ms=20 * 60_000) == [COURSES[2][0]]
        assert titles(shortest_ms=90 * 60_000) == [COURSES[4][0]]
        assert titles(teacher="Li Wei") == [COURSES[3][0]]
        newest = courses.published(database.session).cards[0]
        assert titles(since=newest.published_at - timedelta(minutes=1)) == [COURSES[4][0]]

    def test_a_kind_that_a_plan_gives_goes_before_the_courses_own(self) -> None:
        family = {card.title: card.family_id for card in courses.published(database.session).cards}
        first, second = COURSES[0][0], COURSES[1][0]
        kinds = {family[first]: "elective", family[second]: "required"}
        assert set(titles(kind="required", kinds=kinds)) == {second, COURSES[4][0]}
        assert first in titles(kind="elective", kinds=kinds)
        page = courses.published(database.session, CatalogueQuery(kind="required", kinds=kinds))
        assert page.total == sum(page.areas.values()) == 2

    def test_pages_and_orders_hold_every_course_once(self) -> None:
        assert titles() == [title for title, *_ in reversed(COURSES)]
        assert titles(order="length")[0] == COURSES[2][0]
        assert titles(page=1, size=2) + titles(page=2, size=2) + titles(page=3, size=2) == titles()

    def test_a_mended_title_is_found_and_the_old_one_is_not(self) -> None:
        found = courses.published(database.session, CatalogueQuery(words="省情")).cards[0]
        write(review.describe, found.version_id, STAFF, title="八闽概况")
        assert titles(words="八闽") == ["八闽概况"]
        assert titles(words="概览") == []


def test_what_is_not_published_is_not_found(bare_app: Flask) -> None:
    imported(scorm_1_2_zip())
    assert courses.published(database.session).total == 0


def test_terms_are_pairs_single_characters_and_words() -> None:
    assert indexed([("党建ABC", 8), ("党", 1)]) == {"党": 8, "建": 8, "党建": 8, "abc": 8}
    assert asked("党") == ("党",)
    assert asked("党建工作 abc") == ("党建", "建工", "工作", "abc")
