#!/usr/bin/env python3
"""Check an exported ledger without our software: Python's standard library is all it needs.

    python verifier.py ledger LEDGER.jsonl --key ledger.vkey --witness CHECKPOINT [...]
    python verifier.py proof PROOF.json --key ledger.vkey
    python verifier.py certificate CERTIFICATE.json --key ledger.vkey [--status STATUS.json]

LEDGER.jsonl is what ``flask ledger export`` wrote, CHECKPOINT a signed note (or a folder of
them) that was kept by somebody else than the operator, ledger.vkey the key as the witness
received it at the beginning. The key and the checkpoints must not come from the machine that
is being checked: whoever edits the ledger there can sign it again.

Exit status: 0 sound, 1 something is wrong, 2 the check could not be made. What lies after the
witness's last checkpoint is bound by the hash chain only, and the verdict says how much that is.
This file shares no code with the application on purpose: it is a second opinion.
"""

# ruff: noqa: T201 - a script speaks by printing

from __future__ import annotations

import argparse
import base64
import hashlib
import json
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

Point = tuple[int, int, int, int]
Key = tuple[str, bytes, bytes]

SHAPE: dict[str, tuple[type, ...]] = {
    **dict.fromkeys(("n", "milli", "effective_at", "posted_at"), (int,)),
    **dict.fromkeys(
        ("subject", "family", "category", "type", "idem", "reason", "actor", "prev", "hash"),
        (str,),
    ),
    **dict.fromkeys(
        ("version", "period", "plan", "evidence", "document", "second_approver"),
        (str, type(None)),
    ),
    "refers": (int, type(None)),
    "rule": (dict, type(None)),
}
ADDING = {"AWARD", "TRANSFER_IN", "CARRY_IN", "REINSTATE"}
TAKING = {"CARRY_OUT", "REVERSAL", "CANCEL"}
EITHER = {"RECOMPUTE", "ADJUST"}
OPENING = {"AWARD", "TRANSFER_IN", "ADJUST"}
TWO_PERSONS = {"CANCEL", "REINSTATE", "ADJUST", "TRANSFER_IN"}


# --- Ed25519, RFC 8032 section 5.1, verification only -----------------------------------------

P = 2**255 - 19
L = 2**252 + 27742317777372353535851937790883648493
D = -121665 * pow(121666, P - 2, P) % P
ROOT_OF_MINUS_ONE = pow(2, (P - 1) // 4, P)


def _x(y: int, sign: int) -> int | None:
    """Return the x of the point with *y* and the lowest bit *sign*, or None off the curve."""
    square = (y * y - 1) * pow(D * y * y + 1, P - 2, P) % P
    x = pow(square, (P + 3) // 8, P)
    if (x * x - square) % P:
        x = x * ROOT_OF_MINUS_ONE % P
    if (x * x - square) % P or (x == 0 and sign):
        return None
    return P - x if x & 1 != sign else x


def _point(octets: bytes) -> Point | None:
    number = int.from_bytes(octets, "little")
    y, sign = number & (2**255 - 1), number >> 255
    x = None if y >= P else _x(y, sign)
    return None if x is None else (x, y, 1, x * y % P)


def _sum(a: Point, b: Point) -> Point:
    e = (a[1] - a[0]) * (b[1] - b[0]) % P
    f = (a[1] + a[0]) * (b[1] + b[0]) % P
    g = 2 * a[3] * b[3] * D % P
    h = 2 * a[2] * b[2] % P
    low, near, far, high = f - e, h - g, h + g, f + e
    return (low * near % P, far * high % P, near * far % P, low * high % P)


def _times(scalar: int, point: Point) -> Point:
    result: Point = (0, 1, 1, 0)
    while scalar:
        if scalar & 1:
            result = _sum(result, point)
        point = _sum(point, point)
        scalar >>= 1
    return result


_BASE_Y = 4 * pow(5, P - 2, P) % P
_BASE_X = _x(_BASE_Y, 0) or 0
BASE: Point = (_BASE_X, _BASE_Y, 1, _BASE_X * _BASE_Y % P)


def signature_holds(key: bytes, signature: bytes, message: bytes) -> bool:
    """True when *signature* is the Ed25519 key's own of *message*."""
    if len(key) != 32 or len(signature) != 64:
        return False
    public, nonce = _point(key), _point(signature[:32])
    scalar = int.from_bytes(signature[32:], "little")
    if public is None or nonce is None or scalar >= L:
        return False
    digest = hashlib.sha512(signature[:32] + key + message).digest()
    right = _sum(nonce, _times(int.from_bytes(digest, "little") % L, public))
    left = _times(scalar, BASE)
    return (left[0] * right[2] - right[0] * left[2]) % P == 0 and (
        left[1] * right[2] - right[1] * left[2]
    ) % P == 0


# --- Merkle tree, RFC 9162 section 2.1 --------------------------------------------------------


def leaf_hash(text: bytes) -> bytes:
    return hashlib.sha256(b"\x00" + text).digest()


def interior(left: bytes, right: bytes) -> bytes:
    return hashlib.sha256(b"\x01" + left + right).digest()


class Tree:
    """Grows leaf by leaf and knows its root."""

    def __init__(self) -> None:
        self._peaks: list[tuple[int, bytes]] = []

    def grow(self, leaf: bytes) -> None:
        level = 0
        while self._peaks and self._peaks[-1][0] == level:
            leaf = interior(self._peaks.pop()[1], leaf)
            level += 1
        self._peaks.append((level, leaf))

    def root(self) -> bytes:
        if not self._peaks:
            return hashlib.sha256(b"").digest()
        found = self._peaks[-1][1]
        for _, peak in reversed(self._peaks[:-1]):
            found = interior(peak, found)
        return found


def included(leaf: bytes, index: int, size: int, path: Sequence[bytes], root: bytes) -> bool:
    """True when *path* leads from *leaf* number *index* to *root* (RFC 9162, 2.1.3.2)."""
    if not 0 <= index < size:
        return False
    at, last = index, size - 1
    for sibling in path:
        if last == 0:
            return False
        if at % 2 == 1 or at == last:
            leaf = interior(sibling, leaf)
            while at % 2 == 0 and at != 0:
                at, last = at >> 1, last >> 1
        else:
            leaf = interior(leaf, sibling)
        at, last = at >> 1, last >> 1
    return last == 0 and leaf == root


# --- Checkpoints: signed notes ----------------------------------------------------------------


def read_key(text: str) -> Key:
    """Return name, key id and public key of a verification key (name+id+key)."""
    name, _, rest = text.strip().partition("+")
    key_id, _, encoded = rest.partition("+")
    octets = base64.b64decode(encoded, validate=True)
    expected = hashlib.sha256(name.encode() + b"\n" + octets).digest()[:4]
    if bytes.fromhex(key_id) != expected or octets[:1] != b"\x01":
        raise ValueError("not an Ed25519 verification key")
    return name, expected, octets[1:]


def read_checkpoint(note: str, key: Key) -> tuple[int, bytes]:
    """Return (size, root) of a note that *key* signed; raise ValueError for any other."""
    name, key_id, public = key
    text, gap, signatures = note.partition("\n\n")
    lines = text.split("\n")
    if not gap or len(lines) != 4 or lines[0] != name or not lines[3].startswith("time "):
        raise ValueError("not a checkpoint of this ledger")
    for line in signatures.splitlines():
        octets = base64.b64decode(line.rpartition(" ")[2], validate=True)
        if octets[:4] == key_id and signature_holds(public, octets[4:], (text + "\n").encode()):
            return int(lines[1]), base64.b64decode(lines[2], validate=True)
    raise ValueError("the key did not sign it")


# --- The walk ---------------------------------------------------------------------------------


def no_name_twice(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    if len({name for name, _ in pairs}) != len(pairs):
        raise ValueError("a name occurs twice")
    return dict(pairs)


def canonical(value: Any) -> str:
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False)


def well_formed(entry: Any) -> bool:
    """True when *entry* has exactly the members of an entry, each of its type."""
    return (
        isinstance(entry, dict)
        and entry.keys() == SHAPE.keys()
        and all(type(entry[name]) in kinds for name, kinds in SHAPE.items())
    )


def faults_of(entry: dict[str, Any], award: dict[str, Any] | None) -> Iterator[str]:
    """Yield what is wrong with one entry, given the record of the award it refers to."""
    kind, milli = entry["type"], entry["milli"]
    if kind not in ADDING | TAKING | EITHER:
        yield f"there is no type {kind}"
    if (kind in ADDING and milli < 0) or (kind in TAKING and milli >= 0):
        yield f"{kind} of {milli}"
    alone = entry["second_approver"] in (None, entry["actor"]) or not entry["document"]
    if kind in TWO_PERSONS and alone:
        yield f"{kind} without two persons and a document"
    if entry["refers"] is None:
        if kind not in OPENING or milli < 0:
            yield "it does not say which award it is about"
        return
    if award is None or award["of"] != (entry["subject"], entry["family"]):
        yield "it refers to no award of the person and the course"
        return
    account = (entry["category"], entry["period"])
    if milli < 0 and award["left"].get(account, 0) < 0:
        yield "it takes more than is left"
    if award["taken"].get(account, 0) < 0:
        yield "it gives back more than was taken"
    if award["outside"] < 0:
        yield "it carries in more than was carried out"


def follow(entry: dict[str, Any], awards: dict[int, dict[str, Any]]) -> dict[str, Any] | None:
    """Let the records of awards follow *entry*; return the record that it concerns."""
    account = (entry["category"], entry["period"])
    if entry["refers"] is None:
        awards[entry["n"]] = {
            "of": (entry["subject"], entry["family"]),
            "left": {account: entry["milli"]},
            "taken": {},
            "outside": 0,
        }
        return awards[entry["n"]]
    award = awards.get(entry["refers"])
    if award is not None:
        award["left"][account] = award["left"].get(account, 0) + entry["milli"]
        if entry["type"] in ("REVERSAL", "CANCEL", "REINSTATE"):
            award["taken"][account] = award["taken"].get(account, 0) - entry["milli"]
        if entry["type"] in ("CARRY_OUT", "CARRY_IN"):
            award["outside"] -= entry["milli"]
    return award


def _placed(entry: dict[str, Any], number: int, previous: str) -> Iterator[str]:
    if entry["n"] != number:
        yield f"it says it is number {entry['n']}"
    if entry["prev"] != previous:
        yield "it does not carry the hash of the one before"


def checked(
    lines: Iterable[str], witnessed: Mapping[int, set[bytes]]
) -> tuple[int, bytes, list[str]]:
    """Walk *lines*; return (number of entries, root, faults).

    *witnessed* maps sizes to the set of roots that somebody else remembers.
    """
    faults: list[str] = []
    awards: dict[int, dict[str, Any]] = {}
    keys: set[str] = set()
    roots: dict[int, bytes] = {}
    previous, size, tree = "00" * 32, 0, Tree()
    for line in lines:
        line = line.rstrip("\n")
        size += 1
        try:
            entry = json.loads(line, object_pairs_hook=no_name_twice)
            if not well_formed(entry) or canonical(entry) != line:
                raise ValueError("not an entry in its canonical form")
            told = entry.pop("hash")
            leaf = leaf_hash(canonical(entry).encode())
        except (ValueError, TypeError) as error:
            faults.append(f"entry {size}: {error}")
            told, leaf = "", leaf_hash(line.encode("utf-8", "replace"))
        else:
            faults += [f"entry {size}: {what}" for what in _placed(entry, size, previous)]
            if told != leaf.hex():
                faults.append(f"entry {size}: its hash is not that of its text")
            if entry["idem"] in keys:
                faults.append(f"entry {size}: its key was used before")
            keys.add(entry["idem"])
            faults += [f"entry {size}: {what}" for what in faults_of(entry, follow(entry, awards))]
        previous = told
        tree.grow(leaf)
        if size in witnessed:
            roots[size] = tree.root()
    for count in sorted(witnessed):
        if count > size:
            faults.append(f"the witness saw {count} entries, here are {size}")
        elif count and witnessed[count] != {roots[count]}:
            faults.append(f"the first {count} entries are not those that the witness saw signed")
    return size, tree.root(), faults


def notes_in(paths: Iterable[str]) -> Iterator[tuple[Path, str]]:
    for path in map(Path, paths):
        files = sorted(path.glob("*.txt")) if path.is_dir() else [path]
        for file in files:
            yield file, file.read_text(encoding="utf-8")


def check_ledger(arguments: argparse.Namespace) -> int:
    key = read_key(Path(arguments.key).read_text(encoding="utf-8"))
    witnessed: dict[int, set[bytes]] = {}
    faults: list[str] = []
    for file, note in notes_in(arguments.witness):
        try:
            size, root = read_checkpoint(note, key)
            witnessed.setdefault(size, set()).add(root)
        except ValueError as error:
            faults.append(f"{file}: {error}")
    ledger = Path(arguments.ledger)
    with ledger.open(encoding="utf-8", errors="surrogateescape", newline="\n") as lines:
        size, root, found = checked(lines, witnessed)
    faults += found
    last = max(witnessed, default=0)
    print(f"entries       {size}")
    print(f"root          {root.hex()}")
    print(f"witnessed     {last} entries by {len(witnessed)} checkpoints")
    print(f"after that    {max(0, size - last)} entries, bound by the chain only")
    for fault in faults:
        print(f"WRONG         {fault}")
    print("verdict       " + ("NOT SOUND" if faults else "sound"))
    return 1 if faults else 0


def check_proof(arguments: argparse.Namespace) -> int:
    key = read_key(Path(arguments.key).read_text(encoding="utf-8"))
    proof = json.loads(Path(arguments.proof).read_text(encoding="utf-8"))
    size, root = read_checkpoint(proof["checkpoint"], key)
    path = [bytes.fromhex(step) for step in proof["path"]]
    sound = size == proof["size"] and included(
        leaf_hash(proof["text"].encode()), proof["index"], size, path, root
    )
    print(proof["text"])
    print(f"verdict       {'sound' if sound else 'NOT SOUND'}")
    return 0 if sound else 1


def check_certificate(arguments: argparse.Namespace) -> int:
    key = read_key(Path(arguments.key).read_text(encoding="utf-8"))
    given = json.loads(Path(arguments.certificate).read_text(encoding="utf-8"))
    status = None
    if arguments.status:
        status = json.loads(Path(arguments.status).read_text(encoding="utf-8"))
    faults = list(faults_of_certificate(given, key, status))
    print(given["text"])
    for fault in faults:
        print(f"WRONG         {fault}")
    if status is None:
        print("not checked   whether it was revoked: no status list was given")
    print(f"verdict       {'NOT SOUND' if faults else 'sound'}")
    return 1 if faults else 0


def faults_of_certificate(
    given: dict[str, Any], key: Key, status: dict[str, Any] | None
) -> Iterator[str]:
    """Yield what is wrong with a certificate and the entries that it rests on."""
    text = given["text"]
    if not signature_holds(key[2], bytes.fromhex(given["signature"]), text.encode()):
        yield "the issuer did not sign this text"
        return
    said = json.loads(text, object_pairs_hook=no_name_twice)
    size, root = read_checkpoint(given["checkpoint"], key)
    if size < said["ledger"]["size"]:
        yield "the checkpoint is older than the certificate"
    earned: dict[str, int] = {}
    numbers = []
    for proof in given["entries"]:
        entry = json.loads(proof["text"], object_pairs_hook=no_name_twice)
        leaf = leaf_hash(proof["text"].encode())
        path = [bytes.fromhex(step) for step in proof["path"]]
        if entry["n"] != proof["index"] + 1 or not included(leaf, proof["index"], size, path, root):
            yield f"entry {entry['n']} is not in the ledger"
        if entry["subject"] != said["subject"] or entry["period"] != said["period"]:
            yield f"entry {entry['n']} is of another person or period"
        numbers.append(entry["n"])
        earned[entry["category"]] = earned.get(entry["category"], 0) + entry["milli"]
    if numbers != said["entries"]:
        yield "the entries are not those that the certificate names"
    if sum(earned.values()) < sum(said["earned"].values()):
        yield "the entries give less than the certificate says"
    if status is not None:
        if not signature_holds(key[2], bytes.fromhex(status["signature"]), status["text"].encode()):
            yield "the issuer did not sign the status list"
        elif said["number"] in (gone := json.loads(status["text"])["not_valid"]):
            yield f"it was {gone[said['number']]}"


def main(words: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description="Check an exported ledger or one proof.")
    commands = parser.add_subparsers(required=True)
    ledger = commands.add_parser("ledger", help="check a whole exported ledger")
    ledger.add_argument("ledger")
    ledger.add_argument("--key", required=True)
    ledger.add_argument("--witness", nargs="+", required=True)
    ledger.set_defaults(run=check_ledger)
    proof = commands.add_parser("proof", help="check the proof of one entry")
    proof.add_argument("proof")
    proof.add_argument("--key", required=True)
    proof.set_defaults(run=check_proof)
    certificate = commands.add_parser("certificate", help="check a certificate")
    certificate.add_argument("certificate")
    certificate.add_argument("--key", required=True)
    certificate.add_argument("--status", help="the signed list of certificates that do not hold")
    certificate.set_defaults(run=check_certificate)
    arguments = parser.parse_args(words)
    try:
        status: int = arguments.run(arguments)
    except (OSError, ValueError, KeyError, TypeError) as error:
        print(f"the check could not be made: {error}", file=sys.stderr)
        return 2
    return status


if __name__ == "__main__":
    sys.exit(main())
