"""Presence: beats chained by nonces, challenges, lease, confirmation (RULES.md, Live)."""

from __future__ import annotations

from tests.player.conftest import LIN, Desk, Page, scorm_12_package, video_package


def watching(desk: Desk, minutes: int = 45) -> Page:
    version = desk.published(video_package(minutes * 60_000), minutes=minutes, name="film.zip")
    return desk.launched(version)


def test_verified_time_grows_with_every_beat(desk: Desk) -> None:
    page = watching(desk)
    page.watch(90)
    assert page.study["verified_ms"] == 90_000
    assert (page.study["state"], page.study["reason"]) == ("counting", None)


def test_the_whole_course_is_credited_at_its_closing_challenge(desk: Desk) -> None:
    page = watching(desk)
    page.watch(44 * 60)
    assert page.study["completed_at"] is None
    page.watch(60, answering=False)
    assert page.study["reason"] == "AWAITING_CONFIRMATION"
    assert page.challenge is not None and page.challenge["closing"]
    assert page.answer().get_json()["correct"]
    assert page.study["credit"] == {"milli": 1000}
    assert page.study["confirmed_at"] is not None


def test_a_repeated_request_gets_the_same_answer_and_records_nothing_twice(desk: Desk) -> None:
    page = watching(desk)
    desk.clock.forward(seconds=30)
    body = page.body(page.span(30))
    first = page.post(f"{page.session}/beats", body)
    again = page.post(f"{page.session}/beats", body)
    assert first.get_json() == again.get_json()
    page.take(again)
    page.watch(30)
    assert page.study["counted_ms"] == 60_000


def test_a_request_with_an_old_nonce_records_nothing_and_learns_the_current_one(
    desk: Desk,
) -> None:
    page = watching(desk)
    page.watch(30)
    wrong = page.post(f"{page.session}/beats", page.body(page.span(5), nonce="old"))
    assert wrong.status_code == 409
    assert (wrong.get_json()["error"], wrong.get_json()["nonce"]) == ("nonce", page.nonce)


def test_hidden_time_is_not_counted_and_the_reason_is_said(desk: Desk) -> None:
    page = watching(desk)
    page.watch(30)
    desk.clock.forward(seconds=30)
    page.beat(page.span(30, visible=False))
    assert (page.study["state"], page.study["reason"]) == ("paused", "HIDDEN")
    assert page.study["not_counted"] == {"HIDDEN": 30_000}


def test_a_challenge_falls_due_between_eight_and_twelve_counted_minutes(desk: Desk) -> None:
    page = watching(desk)
    page.watch(7 * 60 + 30, answering=False)
    assert page.challenge is None
    while page.challenge is None:
        page.watch(30, answering=False)
        assert page.study["counted_ms"] <= 12 * 60_000 + 30_000
    assert page.study["counted_ms"] >= 8 * 60_000


def test_a_missed_challenge_pauses_until_the_next_is_met(desk: Desk) -> None:
    page = watching(desk)
    while page.challenge is None:
        page.watch(30, answering=False)
    missed = page.challenge["id"]
    page.beat()
    counted = page.study["counted_ms"]
    page.watch(150, answering=False)
    assert page.challenge["id"] != missed
    assert (page.study["state"], page.study["reason"]) == ("paused", "CHALLENGE_OPEN")
    assert page.study["counted_ms"] < counted
    page.beat()
    assert page.answer().get_json()["correct"]
    page.watch(30)
    assert page.study["state"] == "counting"


def test_three_wrong_answers_spend_a_challenge(desk: Desk) -> None:
    page = watching(desk)
    while page.challenge is None:
        page.watch(30, answering=False)
    first = page.challenge["id"]
    left = [page.answer("wrong").get_json()["tries_left"] for _ in range(3)]
    assert left == [2, 1, 0]
    assert page.challenge["id"] != first
    assert page.study["reason"] == "CHALLENGE_OPEN"


def test_a_session_that_never_shows_its_challenge_ends_and_the_next_opens_with_it(
    desk: Desk,
) -> None:
    page = watching(desk)
    while page.challenge is None:
        page.watch(30, answering=False)
    asked = page.challenge["id"]
    desk.clock.forward(seconds=181)
    assert page.beat(page.span(30)).status_code == 410
    assert page.reanchor().status_code == 201
    assert page.challenge["id"] == asked
    assert page.answer().get_json()["correct"]


def test_an_unattended_page_gains_at_most_fourteen_minutes(desk: Desk) -> None:
    page = watching(desk)
    for _ in range(60):
        desk.clock.forward(seconds=30)
        if page.beat(page.span(30)).status_code == 410:
            page.reanchor()
    assert page.study["verified_ms"] <= 14 * 60_000


def test_the_newest_window_holds_the_lease(desk: Desk) -> None:
    version = desk.published(video_package(), name="film.zip")
    first = desk.launched(version)
    first.watch(30)
    desk.clock.forward(seconds=1)
    second = desk.launched(version)
    second.watch(30)
    desk.clock.forward(seconds=1)
    told = first.beat(first.span(1))
    assert told.status_code == 410
    assert second.study["counted_ms"] == 60_000


def test_another_course_takes_the_lease_and_the_older_page_hears_of_it(desk: Desk) -> None:
    film = desk.launched(desk.published(video_package(), name="film.zip"))
    desk.clock.forward(seconds=1)
    other = desk.launched(desk.published(scorm_12_package()))
    desk.clock.forward(seconds=30)
    told = film.beat(film.span(30)).get_json()
    assert told["lease"] is False
    assert told["study"]["reason"] == "NOT_LEASE_HOLDER"
    other.watch(30)
    assert other.study["counted_ms"] > 0


def test_nobody_beats_in_anothers_session(desk: Desk) -> None:
    page = watching(desk)
    answer = desk.post(f"{page.session}/beats", page.body(), who=LIN)
    assert answer.status_code == 404


def test_closing_records_the_last_span_and_frees_the_lease(desk: Desk) -> None:
    page = watching(desk)
    desk.clock.forward(seconds=20)
    told = page.post(f"{page.session}/close", page.body(page.span(20))).get_json()
    assert told["study"]["counted_ms"] == 20_000
    assert page.beat(page.span(1)).status_code == 410


def test_a_challenge_may_only_be_asked_for_after_a_miss(desk: Desk) -> None:
    page = watching(desk)
    answer = page.post(f"{page.session}/challenges", {"nonce": page.nonce})
    assert (answer.status_code, answer.get_json()["error"]) == (409, "no-challenge-owed")


def test_who_needs_more_time_gets_twice_as_much_once(desk: Desk) -> None:
    page = watching(desk)
    while page.challenge is None:
        page.watch(30, answering=False)
    path = f"{page.session}/challenges/{page.challenge['id']}/more-time"
    told = page.take(page.post(path, {"nonce": page.nonce})).get_json()
    assert told["challenge"]["window_ms"] == 240_000
    assert page.post(path, {"nonce": page.nonce}).get_json()["error"] == "extended"
    desk.clock.forward(seconds=200)
    counted = page.study["counted_ms"]
    assert page.answer().get_json()["correct"]
    assert page.study["counted_ms"] == counted
