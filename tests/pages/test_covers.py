"""Drawn covers."""

from __future__ import annotations

import pytest

from academy.web import covers, terms


@pytest.mark.parametrize("area", terms.AREAS)
def test_each_area_has_a_tone_of_its_own(area: str) -> None:
    assert covers.cover(area, "x").tone != covers.cover("", "x").tone


def test_a_course_keeps_its_cover_and_another_has_its_own() -> None:
    assert covers.cover("文化建设", "a") == covers.cover("文化建设", "a")
    assert covers.cover("文化建设", "a") != covers.cover("文化建设", "b")


def test_an_unknown_area_has_a_cover_too() -> None:
    assert covers.cover("别的领域", "a").shapes
