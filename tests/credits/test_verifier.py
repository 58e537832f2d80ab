"""A database editor at work: whatever is changed behind our back, the stranger's script finds it.

Every edit is made as well as the editor can: hashes, chain, tree and even our own signature
are made good again where the edit says so. The control is the untouched ledger.
"""

from __future__ import annotations

import json
import random
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from credits import verifier
from credits.rules.ledger import merkle
from credits.rules.ledger.audit import Audit
from credits.rules.ledger.checkpoint import Checkpoint, signed, verification_key
from credits.rules.ledger.entry import BEGINNING, Draft, Entry, Type, line
from credits.services.signing import Ed25519Signer
from tests.credits.conftest import named

EDITS = 10_000
SIZE = 21
SIGNER = Ed25519Signer("academy.example/ledger", bytes(range(32)))
KEY = verifier.read_key(verification_key(SIGNER))


def chained(drafts: list[Draft]) -> list[Entry]:
    """Post *drafts* one after another, without asking anybody."""
    entries: list[Entry] = []
    previous = BEGINNING
    for number, draft in enumerate(drafts, 1):
        entry = Entry(
            **{name: getattr(draft, name) for name in Draft.__slots__},
            n=number,
            posted_at=1_489_542_246_000 + number,
            prev_hash=previous,
        ).sealed()
        entries.append(entry)
        previous = entry.hash
    return entries


def a_ledger(size: int = SIZE) -> list[Draft]:
    """Awards of a few people, every seventh of them cancelled, every fourteenth reinstated."""
    drafts: list[Draft] = []
    for number in range(1, size + 1):
        base = Draft(
            subject=named(f"p{number % 5}").bytes * 2,
            family_id=named(f"family {number}"),
            category="required" if number % 3 else "elective",
            period="2017",
            milli=1000,
            type=Type.AWARD,
            idem=f"award {number}",
            reason="completed and confirmed",
            actor="system",
            effective_at=1_489_542_246_000,
        )
        about = drafts[number - 2] if number % 7 == 0 else None
        if about is not None and about.type is Type.AWARD:
            base = replace(
                about,
                type=Type.CANCEL,
                milli=-1000,
                refers=number - 1,
                idem=f"cancel {number}",
                actor="academy",
                second_approver="organiser",
                document="5",
            )
        drafts.append(base)
    return drafts


def witnessed(entries: list[Entry]) -> dict[int, set[bytes]]:
    """What the witness holds: the last checkpoint, signed."""
    root = merkle.root(len(entries), merkle.of_leaves([entry.hash for entry in entries]))
    note = signed(Checkpoint(SIGNER.name, len(entries), root, 1), SIGNER)
    size, remembered = verifier.read_checkpoint(note, KEY)
    return {size: {remembered}}


DRAFTS = a_ledger()
HONEST = chained(DRAFTS)
LINES = [line(entry) for entry in HONEST]
WITNESS = witnessed(HONEST)

Edit = Callable[[random.Random], list[str]]


def _changed_text(chance: random.Random) -> list[str]:
    """One member of one entry gets another value; hashes stay as they were."""
    lines = list(LINES)
    at = chance.randrange(len(lines))
    entry = json.loads(lines[at])
    name = chance.choice(sorted(entry))
    entry[name] = chance.choice(["x", 7, -1, None, "00" * 32, {"id": "r"}])
    told = json.dumps(entry, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    lines[at] = told if told != lines[at] else lines[at] + " "
    return lines


def _flipped_character(chance: random.Random) -> list[str]:
    lines = list(LINES)
    at = chance.randrange(len(lines))
    place = chance.randrange(len(lines[at]))
    other = chance.choice([c for c in '0a{}",:-é' if c != lines[at][place]])
    lines[at] = lines[at][:place] + other + lines[at][place + 1 :]
    return lines


def _more_credit_made_good(chance: random.Random) -> list[str]:
    """An amount grows, and every hash from there on is made anew."""
    drafts = list(DRAFTS)
    at = chance.randrange(len(drafts))
    drafts[at] = replace(drafts[at], milli=drafts[at].milli + chance.choice([1, 100, 9000]))
    return [line(entry) for entry in chained(drafts)]


def _another_person_made_good(chance: random.Random) -> list[str]:
    drafts = list(DRAFTS)
    at = chance.randrange(len(drafts))
    drafts[at] = replace(drafts[at], subject=chance.randbytes(32))
    return [line(entry) for entry in chained(drafts)]


def _removed_made_good(chance: random.Random) -> list[str]:
    drafts = list(DRAFTS)
    del drafts[chance.randrange(len(drafts))]
    return [line(entry) for entry in chained(drafts)]


def _inserted_made_good(chance: random.Random) -> list[str]:
    drafts = list(DRAFTS)
    at = chance.randrange(len(drafts) + 1)
    # At the very end an addition is no edit of what was witnessed: it is a later entry.
    at = min(at, len(drafts) - 1)
    drafts.insert(at, replace(DRAFTS[0], idem=f"gift {chance.random()}", family_id=named("gift")))
    return [line(entry) for entry in chained(drafts)]


def _swapped_made_good(chance: random.Random) -> list[str]:
    drafts = list(DRAFTS)
    a, b = chance.sample(range(len(drafts)), 2)
    drafts[a], drafts[b] = drafts[b], drafts[a]
    return [line(entry) for entry in chained(drafts)]


def _truncated(chance: random.Random) -> list[str]:
    """The tail is cut off: yesterday's file is put back."""
    return LINES[: chance.randrange(len(LINES))]


def _older_file_grown_again(chance: random.Random) -> list[str]:
    """Yesterday's file is put back and lived on with other entries."""
    keep = chance.randrange(len(DRAFTS))
    others = [
        replace(DRAFTS[0], idem=f"new {n}", family_id=named(f"new {n} {keep}"))
        for n in range(chance.randint(len(DRAFTS) - keep, 60))
    ]
    return [line(entry) for entry in chained([*DRAFTS[:keep], *others])]


EDITORS: tuple[Edit, ...] = (
    _changed_text,
    _flipped_character,
    _more_credit_made_good,
    _another_person_made_good,
    _removed_made_good,
    _inserted_made_good,
    _swapped_made_good,
    _truncated,
    _older_file_grown_again,
)


@pytest.mark.clause("ledger checkpoint", "ledger chain", "ledger append-only")
def test_ten_thousand_edits_are_all_found_and_the_honest_ledger_is_not_accused() -> None:
    assert verifier.checked(LINES, WITNESS)[2] == []
    chance = random.Random(20170112)
    missed = []
    for number in range(EDITS):
        edit = EDITORS[number % len(EDITORS)]
        lines = edit(chance)
        if lines != LINES and not verifier.checked(lines, WITNESS)[2]:
            missed.append(edit.__name__)
    assert missed == []


def test_without_the_witness_a_careful_editor_is_not_found() -> None:
    """The control: what the witness adds. Chain and tree alone cannot tell a rewritten past."""
    chance = random.Random(1)
    for edit in (_more_credit_made_good, _truncated, _older_file_grown_again):
        assert any(not verifier.checked(edit(chance), {})[2] for _ in range(50))


def test_a_ledger_signed_again_by_its_operator_is_found_by_the_witness_s_note() -> None:
    """The operator has the key: the new note is genuine, and contradicts the witness's."""
    rewritten = chained([replace(DRAFTS[0], milli=9000), *DRAFTS[1:]])
    resigned = witnessed(rewritten)
    lines = [line(entry) for entry in rewritten]
    assert verifier.checked(lines, resigned)[2] == []
    assert verifier.checked(lines, WITNESS)[2] == [
        f"the first {SIZE} entries are not those that the witness saw signed"
    ]


def test_what_was_posted_after_the_checkpoint_is_no_fault() -> None:
    later = chained([*DRAFTS, replace(DRAFTS[0], idem="later", family_id=named("later"))])
    assert verifier.checked([line(entry) for entry in later], WITNESS)[2] == []


def test_our_own_audit_and_the_stranger_s_script_agree_on_the_root() -> None:
    audit = Audit()
    for entry in HONEST:
        audit.take(entry)
    assert audit.violations == []
    assert verifier.checked(LINES, {})[1] == audit.root()


@pytest.mark.parametrize("place", range(0, 64, 7))
def test_a_signature_with_any_octet_changed_does_not_hold(place: int) -> None:
    message = b"checkpoint"
    signature = SIGNER.sign(message)
    assert verifier.signature_holds(SIGNER.public_key, signature, message)
    broken = bytes([*signature[:place], signature[place] ^ 1, *signature[place + 1 :]])
    assert not verifier.signature_holds(SIGNER.public_key, broken, message)


def test_the_script_runs_alone_and_says_what_it_found(tmp_path: Path) -> None:
    root = next(iter(WITNESS[SIZE]))
    (tmp_path / "ledger.vkey").write_text(verification_key(SIGNER))
    (tmp_path / f"{SIZE:012d}.txt").write_text(
        signed(Checkpoint(SIGNER.name, SIZE, root, 1), SIGNER), encoding="utf-8"
    )
    ledger = tmp_path / "ledger.jsonl"

    def run(lines: list[str]) -> tuple[int, str]:
        ledger.write_text("".join(text + "\n" for text in lines), encoding="utf-8")
        done = subprocess.run(
            [
                sys.executable,
                "-I",
                verifier.__file__,
                "ledger",
                ledger,
                "--key",
                tmp_path / "ledger.vkey",
                "--witness",
                tmp_path,
            ],
            capture_output=True,
            text=True,
            check=False,
        )
        return done.returncode, done.stdout

    assert run(LINES)[0] == 0
    status, told = run(LINES[:-1])
    assert status == 1
    assert f"the witness saw {SIZE} entries, here are {SIZE - 1}" in told
