"""The ledger takes what its invariants allow, signs what it took, and shows any change of it."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from credits.rules.ledger import merkle
from credits.rules.ledger.checkpoint import opened
from credits.rules.ledger.entry import Draft, Entry, Type, leaf_hash
from credits.services import ledger, signing
from schemas.database import database
from schemas.installation import iri_base
from schemas.refusals import Conflict
from schemas.settings import settings as current_settings
from schemas.write_door import UnitOfWork, write
from tests.credits.conftest import named

LEARNER = named("learner")


def post(learner: Any = LEARNER, **said: Any) -> Entry:
    """Post one entry that says *said*; otherwise it is the award of a required credit."""

    def posting(unit: UnitOfWork) -> Entry:
        draft = Draft(
            **{
                "subject": ledger.subject(unit, learner),
                "family_id": named("family"),
                "category": "required",
                "period": "2017",
                "milli": 1000,
                "type": Type.AWARD,
                "idem": f"award {learner} {named('family')} lifetime 1",
                "reason": "completed",
                "actor": "system",
                "effective_at": 1489542246000,
                **said,
            }
        )
        return ledger.post(unit, learner, [draft])[0]

    return write(posting)


def decided(award: Entry, type_: Type, milli: int, **said: Any) -> Entry:
    """Post a two-person decision about *award*."""
    return post(
        **{
            "type": type_,
            "milli": milli,
            "refers": award.n,
            "idem": f"{type_} {award.n} {milli}",
            "actor": "academy",
            "second_approver": "organiser",
            "document": "闽网院〔2017〕5号",
            **said,
        }
    )


def total() -> int:
    return sum(entry.milli for entry in ledger.entries(database.session, LEARNER))


def test_an_award_posted_twice_is_one_entry(accounts: Flask) -> None:
    assert post() == post()
    assert total() == 1000


def test_a_cancellation_takes_and_a_reinstatement_gives_back_in_part(accounts: Flask) -> None:
    award = post()
    decided(award, Type.CANCEL, -1000)
    decided(award, Type.REINSTATE, 400)
    assert total() == 400


@pytest.mark.clause("ledger live")
def test_no_more_can_be_taken_than_is_left(accounts: Flask) -> None:
    award = post()
    decided(award, Type.CANCEL, -700)
    with pytest.raises(Conflict) as refused:
        decided(award, Type.CANCEL, -301)
    assert [found.clause for found in refused.value.violations] == ["ledger live"]


@pytest.mark.clause("ledger reinstate")
def test_no_more_can_be_given_back_than_was_taken(accounts: Flask) -> None:
    award = post()
    decided(award, Type.CANCEL, -700)
    with pytest.raises(Conflict):
        decided(award, Type.REINSTATE, 701)


@pytest.mark.clause("ledger two persons")
@pytest.mark.parametrize("second", [None, "academy"])
def test_one_person_alone_cannot_cancel(accounts: Flask, second: str | None) -> None:
    award = post()
    with pytest.raises(Conflict):
        decided(award, Type.CANCEL, -1000, second_approver=second)


@pytest.mark.clause("ledger refers")
def test_a_correction_is_about_an_award_of_the_same_person(accounts: Flask) -> None:
    award = post()
    with pytest.raises(Conflict):
        decided(award, Type.CANCEL, -1000, learner=named("another"))


def test_an_entry_refused_leaves_nothing_of_its_batch(accounts: Flask) -> None:
    def posting(unit: UnitOfWork) -> None:
        good = _draft(unit)
        ledger.post(unit, LEARNER, [good, replace(good, milli=-1, idem="bad")])

    with pytest.raises(Conflict):
        write(posting)
    assert total() == 0


def _draft(unit: UnitOfWork) -> Draft:
    return Draft(
        subject=ledger.subject(unit, LEARNER),
        family_id=named("family"),
        category="required",
        period="2017",
        milli=1000,
        type=Type.AWARD,
        idem="one",
        reason="completed",
        actor="system",
        effective_at=0,
    )


@pytest.mark.clause("ledger append-only")
@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE credits_entries SET milli = 9000",
        "DELETE FROM credits_entries",
        "UPDATE credits_ledger_nodes SET position = 9",
        "DELETE FROM credits_checkpoints",
    ],
)
def test_the_database_itself_refuses_to_change_what_was_posted(
    accounts: Flask, statement: str
) -> None:
    post()
    post(idem="second", family_id=named("family 2"))
    write(ledger.checkpoint)
    with pytest.raises(DBAPIError, match="append-only"):
        write(lambda unit: unit.session.execute(text(statement)))


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"n": 5}, "continues the numbers"),
        ({"prev_hash": bytes(32)}, "hash of the one before"),
        ({"refers": 1, "milli": -1001, "type": "REVERSAL"}, "more than is left"),
        ({"refers": 1, "milli": 1, "type": "REINSTATE"}, "more than was taken"),
        ({"refers": 1, "milli": 1, "type": "CARRY_IN"}, "more than was carried out"),
        ({"refers": 1, "subject": bytes(32)}, "same person"),
        ({"milli": -5}, "more than is left"),
        ({"second_approver": None, "type": "ADJUST"}, "constraint|CHECK|check"),
        ({"idem": "first"}, "UNIQUE|unique"),
    ],
)
def test_the_database_itself_refuses_what_the_invariants_forbid(
    accounts: Flask, change: dict[str, Any], sentence: str
) -> None:
    first = post(idem="first")

    def inserting(unit: UnitOfWork) -> None:
        columns = {
            "n": 2,
            "subject": first.subject,
            "family_id": first.family_id.hex
            if unit.session.get_bind().dialect.name == "sqlite"
            else first.family_id,
            "category": "required",
            "period": "2017",
            "milli": 10,
            "type": "AWARD",
            "idem": "by hand",
            "reason": "by hand",
            "actor": "editor",
            "second_approver": "accomplice",
            "document": "none",
            "effective_at": 0,
            "posted_at": 0,
            "prev_hash": first.hash,
            "hash": bytes(31) + b"\x01",
            **change,
        }
        names = ", ".join(columns)
        values = ", ".join(f":{name}" for name in columns)
        unit.session.execute(
            text(f"INSERT INTO credits_entries ({names}) VALUES ({values})"), columns
        )

    with pytest.raises(DBAPIError, match=sentence):
        write(inserting)


def test_a_checkpoint_is_signed_kept_and_handed_to_the_witness(accounts: Flask) -> None:
    post()
    note = write(ledger.checkpoint)
    signer = signing.signer_of(current_settings(), iri_base(database.session))
    state = opened(note, signer.public_key, signing.verifies)
    assert (state.size, state.root) == (1, ledger.verify(database.session).root)
    folder = current_settings().checkpoints
    assert (folder / "000000000001.txt").read_text() == note
    assert (folder / "ledger.vkey").read_text().strip() == ledger.public_key(database.session)


def test_a_checkpoint_of_an_unchanged_ledger_is_the_last_one(accounts: Flask) -> None:
    post()
    assert write(ledger.checkpoint) == write(ledger.checkpoint)


def test_every_entry_has_a_proof_and_every_size_is_consistent(accounts: Flask) -> None:
    for number in range(1, 12):
        post(idem=f"award {number}", family_id=named(f"family {number}"))
    note = write(ledger.checkpoint)
    root = ledger.verify(database.session).root
    for n in range(1, 12):
        proof = ledger.inclusion(database.session, n)
        assert proof.checkpoint == note
        leaf = leaf_hash(proof.text.encode())
        assert merkle.included(leaf, proof.index, proof.size, proof.path, root)
        steps = ledger.consistency(database.session, n, 11)
        before = merkle.root(n, merkle.of_leaves(_leaves()[:n]))
        assert merkle.consistent(n, 11, before, root, steps)


def _leaves() -> list[bytes]:
    return [entry.hash for entry in ledger.page(database.session)]


def test_a_sound_ledger_is_found_sound(accounts: Flask) -> None:
    award = post()
    post(learner=named("another"), idem="of another")
    write(ledger.checkpoint)
    decided(award, Type.CANCEL, -1000)
    verdict = ledger.verify(database.session)
    assert (verdict.size, verdict.sound, verdict.checkpoints) == (3, True, 2)


def test_a_forgotten_person_s_entries_are_nobody_s_and_the_ledger_is_sound(
    accounts: Flask,
) -> None:
    post()
    write(ledger.checkpoint)
    write(ledger.forget, LEARNER)
    assert ledger.entries(database.session(), LEARNER) == []
    assert (ledger.size(database.session()), ledger.verify(database.session()).sound) == (1, True)
