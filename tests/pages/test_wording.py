"""Numbers on pages: never more than was earned, never less than is owed."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from flask import Flask
from hypothesis import given
from hypothesis import strategies as st

from academy.web import appearance, terms, wording
from credits.rules.verified_time import GAINED, Outcome


@pytest.fixture
def reader():
    """Return a function that sets the language of a request."""
    app = Flask("academy")
    appearance.babel.init_app(app, locale_selector=appearance.language)

    def speaking(language: str):
        return app.test_request_context(headers={"Cookie": f"xueshi_language={language}"})

    return speaking


@pytest.mark.parametrize(
    ("milli", "said"), [(0, "0.0"), (999, "0.9"), (12_450, "12.4"), (-1000, "−1.0")]
)
def test_earned_hours_are_rounded_down(milli: int, said: str) -> None:
    assert wording.hours(milli) == said


@pytest.mark.parametrize(("milli", "said"), [(0, "0.0"), (1, "0.1"), (12_310, "12.4")])
def test_owed_hours_are_rounded_up(milli: int, said: str) -> None:
    assert wording.hours_owed(milli) == said


@given(st.integers(0, 10**7))
def test_what_is_said_to_be_owed_is_never_less_than_what_is(milli: int) -> None:
    assert float(wording.hours(milli)) * 1000 <= milli <= float(wording.hours_owed(milli)) * 1000


@pytest.mark.parametrize(
    ("ms", "said"), [(0, "0:00"), (59_999, "0:59"), (750_000, "12:30"), (3_750_000, "1:02:30")]
)
def test_durations_read_as_a_clock(ms: int, said: str) -> None:
    assert wording.clock(ms) == said


def test_hundred_percent_is_said_only_of_all() -> None:
    assert wording.percent(999, 1000) == 99
    assert wording.percent(1000, 1000) == 100
    assert wording.percent(0, 0) == 0


def test_a_day_is_that_of_fuzhou_and_in_the_readers_words(reader) -> None:
    late = datetime(2026, 11, 22, 16, 30, tzinfo=UTC)
    with reader("zh_Hans_CN"):
        assert wording.day(late) == "2026年11月23日"
        assert wording.weekday(date(2026, 11, 23)) == "星期一"
    with reader("en"):
        assert wording.day(late) == "23 November 2026"
        assert wording.length_words(270_000) == "4 min 30 s"


@pytest.mark.parametrize("language", ["zh_Hans_CN", "en"])
def test_every_reason_of_the_engine_has_words_and_says_what_helps(reader, language: str) -> None:
    with reader(language):
        for outcome in Outcome:
            if outcome in GAINED:
                continue
            found = wording.reason(outcome.value)
            assert outcome.value not in found.short + found.long, outcome
            assert found.long and found.advice


def test_english_readers_read_no_chinese_reasons(reader) -> None:
    with reader("en"):
        for sentence in wording.reason_words().values():
            assert sentence.isascii() or "“" in sentence, sentence


def test_the_eight_areas_of_the_measures_have_english_names(reader) -> None:
    with reader("en"):
        assert [terms.area_words(area).isascii() for area in terms.AREAS] == [True] * 8
        assert terms.area_words("另一部规则的领域") == "另一部规则的领域"


@pytest.mark.parametrize(
    ("name", "edition", "said"),
    [
        ("scorm_1_2", "1.2", "SCORM 1.2"),
        ("scorm_2004", "2004 4th Edition", "SCORM 2004 4th Edition"),
        ("cmi5", "1.0", "cmi5 1.0"),
        ("aicc", "", "AICC"),
    ],
)
def test_a_format_is_named_with_its_edition_once(name: str, edition: str, said: str) -> None:
    assert terms.course_format(name, edition) == said
