"""How the player's page cuts spans, tried on the module itself in Chromium."""

from __future__ import annotations

import pytest

pytestmark = pytest.mark.browser

RECORDED = """async ([kind, events]) => {
  const { SpanRecorder } = await import('/player/static/spans.js');
  const recorder = new SpanRecorder({ kind, shortest: 1000, longest: 30000 });
  for (const [at, event] of events) {
    if (typeof event === 'boolean') recorder.observe(at, event);
    else recorder.played(at, { medium: 'm1', rate_milli: 1000, playing: true, ...event });
  }
  return recorder.taken().map(
    (span) => [span.from, span.to, span.visible, span.media_from, span.media_to]);
}"""


@pytest.fixture(scope="module")
def recorded(desk):
    page = desk.browser.new_page()
    page.goto(f"{desk.academy.base}/sign-in")
    yield lambda kind, *events: page.evaluate(RECORDED, [kind, [list(one) for one in events]])
    page.close()


def seconds(*times, visible=True):
    return [(1000 * second, visible) for second in times]


def playing(at, position, **state):
    return (at, {"position_ms": position, **state})


def test_an_article_s_time_is_one_span_while_nothing_changes(recorded):
    assert recorded("article", *seconds(*range(11))) == [[0, 10_000, True, None, None]]


def test_a_span_is_cut_where_the_page_is_hidden(recorded):
    found = recorded("article", *seconds(0, 1, 2), *seconds(3, 4, 5, visible=False))
    assert found == [[0, 3000, True, None, None], [3000, 5000, False, None, None]]


def test_what_nobody_observed_is_not_claimed(recorded):
    found = recorded("article", *seconds(0, 1, 2, 60, 61, 62))
    assert found == [[0, 2000, True, None, None], [60_000, 62_000, True, None, None]]


def test_no_span_is_longer_than_a_beat(recorded):
    found = recorded("article", *seconds(*range(71)))
    assert [to - start for start, to, *_ in found] == [30_000, 30_000, 10_000]


def test_a_span_too_short_is_not_sent(recorded):
    assert recorded("article", (0, True), (400, True)) == []


def test_a_playing_film_is_one_span_with_its_positions(recorded):
    events = [playing(1000 * s, 5000 + 1000 * s) for s in range(9)]
    assert recorded("video", (0, True), *events) == [[0, 8000, True, 5000, 13_000]]


def test_a_jump_in_the_film_cuts_the_span(recorded):
    events = [playing(0, 0), playing(2000, 2000), playing(3000, 90_000), playing(5000, 92_000)]
    found = recorded("video", (0, True), *events)
    assert found == [[0, 2000, True, 0, 2000], [3000, 5000, True, 90_000, 92_000]]


def test_a_pause_ends_the_span_and_leaves_no_trace_of_its_own(recorded):
    events = [
        playing(0, 0),
        playing(2000, 2000, playing=False),
        playing(60_000, 2000),
        playing(62_000, 4000),
    ]
    found = recorded("video", (0, True), *events)
    assert found == [[0, 2000, True, 0, 2000], [60_000, 62_000, True, 2000, 4000]]


def test_another_rate_is_another_span(recorded):
    events = [
        playing(0, 0),
        playing(2000, 2000),
        playing(2000, 2000, rate_milli=1500),
        playing(4000, 5000, rate_milli=1500),
    ]
    found = recorded("video", (0, True), *events)
    assert found == [[0, 2000, True, 0, 2000], [2000, 4000, True, 2000, 5000]]


def test_a_film_that_goes_on_behind_another_window_is_told_as_hidden(recorded):
    events = [
        playing(0, 0),
        playing(2000, 2000),
        (2500, False),
        playing(4000, 4000),
        playing(6000, 6000),
    ]
    found = recorded("video", (0, True), *events)
    assert found == [[0, 2500, True, 0, 2500], [2500, 6000, False, 2500, 6000]]
