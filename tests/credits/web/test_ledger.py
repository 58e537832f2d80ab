"""The ledger over HTTP: proofs for those they concern, hashes for everybody."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from credits import verifier
from tests.academy.conftest import Academy


def test_a_learner_sees_own_entries_and_nobody_else_s(credited: Academy) -> None:
    (mine,) = credited.signed_in("wang").get("/api/ledger/entries/mine").json
    assert (mine["milli"], mine["type"], mine["period"]) == (1000, "AWARD", "2017")
    assert credited.signed_in("lin").get("/api/ledger/entries/mine").json == []


@pytest.mark.parametrize(("who", "status"), [("wang", 403), ("shen", 200)])
def test_the_whole_ledger_is_for_those_who_may_read_it(
    credited: Academy, who: str, status: int
) -> None:
    assert credited.signed_in(who).get("/api/ledger/entries").status_code == status


def test_the_proof_of_an_entry_holds_for_the_stranger_s_script(
    credited: Academy, tmp_path: Path
) -> None:
    proof = credited.signed_in("wang").get("/api/ledger/entries/mine/1/proof").json
    (tmp_path / "proof.json").write_text(json.dumps(proof), encoding="utf-8")
    (tmp_path / "key").write_text(credited.browser().get("/api/ledger/key").text)
    words = ["proof", str(tmp_path / "proof.json"), "--key", str(tmp_path / "key")]
    assert verifier.main(words) == 0
    proof["text"] = proof["text"].replace('"milli":1000', '"milli":9000')
    (tmp_path / "proof.json").write_text(json.dumps(proof), encoding="utf-8")
    assert verifier.main(words) == 1


def test_the_proof_of_another_s_entry_is_not_given(credited: Academy) -> None:
    answer = credited.signed_in("lin").get("/api/ledger/entries/mine/1/proof")
    assert (answer.status_code, answer.json["error"]) == (404, "entry-unknown")


def test_anybody_gets_the_checkpoint_and_its_key(credited: Academy) -> None:
    stranger = credited.browser()
    key = verifier.read_key(stranger.get("/api/ledger/key").text)
    note = stranger.get("/api/ledger/checkpoint").text
    assert verifier.read_checkpoint(note, key)[0] == 1


def test_a_parameter_out_of_bounds_is_named(credited: Academy) -> None:
    answer = credited.browser().get("/api/ledger/consistency?first=0&second=1&third=2")
    assert answer.status_code == 400
    assert [found["where"] for found in answer.json["violations"]] == ["first", "third"]


def test_the_auditor_can_have_the_ledger_walked(credited: Academy) -> None:
    verdict = credited.signed_in("shen").get("/api/ledger/verdict").json
    assert (verdict["sound"], verdict["size"]) == (True, 1)


def test_the_standing_and_the_receipt_are_one_s_own(credited: Academy) -> None:
    wang, lin = credited.signed_in("wang"), credited.signed_in("lin")
    (session,) = wang.get("/api/receipt").json["sessions"]
    assert session["stretches"][0]["outcome"] == "COUNTED"
    assert lin.get("/api/receipt").json["sessions"] == []
    assert wang.get("/api/standing").json["period"] == "2017"
