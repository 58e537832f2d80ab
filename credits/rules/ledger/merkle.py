"""The Merkle tree of RFC 9162, section 2.1: roots, inclusion proofs, consistency proofs.

A tree is read through ``node(level, position)``: the root of the complete subtree that holds
the 2**level leaves from position · 2**level on. Whoever stores those nodes proves anything
about millions of leaves with some twenty reads.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence

Node = Callable[[int, int], bytes]

EMPTY = hashlib.sha256(b"").digest()
"""The root of the tree without leaves."""


def interior(left: bytes, right: bytes) -> bytes:
    """Return the hash of the node above *left* and *right*."""
    return hashlib.sha256(b"\x01" + left + right).digest()


def of_leaves(leaves: Sequence[bytes]) -> Node:
    """Return the nodes over *leaves*, which are leaf hashes."""
    levels = [list(leaves)]
    while len(levels[-1]) > 1:
        below = levels[-1]
        levels.append([interior(below[at], below[at + 1]) for at in range(0, len(below) - 1, 2)])

    def node(level: int, position: int) -> bytes:
        return levels[level][position]

    return node


def completed(leaf: bytes, index: int, node: Node) -> list[tuple[int, int, bytes]]:
    """Return the nodes (level, position, hash) that leaf number *index* completes.

    *node* knows what stood before it. Levels begin at 1: a leaf is its own node of level 0.
    """
    found = []
    level, position, hash_ = 0, index, leaf
    while position % 2 == 1:
        hash_ = interior(node(level, position - 1), hash_)
        level, position = level + 1, position // 2
        found.append((level, position, hash_))
    return found


def root(size: int, node: Node) -> bytes:
    """Return the root of the tree of the first *size* leaves."""
    return EMPTY if size == 0 else _range_root(0, size, node)


def inclusion(index: int, size: int, node: Node) -> list[bytes]:
    """Return the path that proves leaf *index* (from 0) in the tree of *size* leaves.

    Raises ValueError for a leaf that the tree does not have (RFC 9162, 2.1.3.1).
    """
    if not 0 <= index < size:
        raise ValueError(f"leaf {index} is not in a tree of {size}")
    return _path(index, 0, size, node)


def consistency(first: int, second: int, node: Node) -> list[bytes]:
    """Return the proof that the tree of *first* leaves begins the tree of *second*.

    Raises ValueError unless 0 < first <= second (RFC 9162, 2.1.4.1).
    """
    if not 0 < first <= second:
        raise ValueError(f"no consistency of {first} with {second}")
    return _subproof(first, 0, second, True, node)


def included(leaf: bytes, index: int, size: int, path: Sequence[bytes], root_hash: bytes) -> bool:
    """True when *path* proves *leaf* at *index* under *root_hash* (RFC 9162, 2.1.3.2)."""
    if not 0 <= index < size:
        return False
    at, last, hash_ = index, size - 1, leaf
    for sibling in path:
        if last == 0:
            return False
        if at % 2 == 1 or at == last:
            hash_ = interior(sibling, hash_)
            while at % 2 == 0 and at != 0:
                at, last = at >> 1, last >> 1
        else:
            hash_ = interior(hash_, sibling)
        at, last = at >> 1, last >> 1
    return last == 0 and hash_ == root_hash


def consistent(
    first: int, second: int, first_root: bytes, second_root: bytes, proof: Sequence[bytes]
) -> bool:
    """True when *proof* shows that the smaller tree begins the larger (RFC 9162, 2.1.4.2)."""
    if not 0 < first <= second:
        return False
    if first == second:
        return not proof and first_root == second_root
    path = list(proof)
    if first & (first - 1) == 0:
        path.insert(0, first_root)
    if not path:
        return False
    at, last = first - 1, second - 1
    while at % 2 == 1:
        at, last = at >> 1, last >> 1
    old = new = path[0]
    for sibling in path[1:]:
        if last == 0:
            return False
        if at % 2 == 1 or at == last:
            old, new = interior(sibling, old), interior(sibling, new)
            while at % 2 == 0 and at != 0:
                at, last = at >> 1, last >> 1
        else:
            new = interior(new, sibling)
        at, last = at >> 1, last >> 1
    return last == 0 and old == first_root and new == second_root


def _split(size: int) -> int:
    """The largest power of two below *size* (> 1)."""
    return 1 << (size - 1).bit_length() - 1


def _range_root(start: int, size: int, node: Node) -> bytes:
    """The root over *size* leaves from *start*, which is a multiple of a large enough power."""
    if size & (size - 1) == 0:
        level = size.bit_length() - 1
        return node(level, start >> level)
    left = _split(size)
    return interior(_range_root(start, left, node), _range_root(start + left, size - left, node))


def _path(index: int, start: int, size: int, node: Node) -> list[bytes]:
    if size == 1:
        return []
    left = _split(size)
    if index < left:
        return [*_path(index, start, left, node), _range_root(start + left, size - left, node)]
    return [
        *_path(index - left, start + left, size - left, node),
        _range_root(start, left, node),
    ]


def _subproof(first: int, start: int, size: int, known: bool, node: Node) -> list[bytes]:
    if first == size:
        return [] if known else [_range_root(start, size, node)]
    left = _split(size)
    if first <= left:
        return [
            *_subproof(first, start, left, known, node),
            _range_root(start + left, size - left, node),
        ]
    return [
        *_subproof(first - left, start + left, size - left, False, node),
        _range_root(start, left, node),
    ]
