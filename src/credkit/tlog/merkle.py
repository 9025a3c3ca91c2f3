"""Merkle trees and their proofs, as RFC 6962 section 2.1 defines them.

A tree is given by the hashes of its leaves, from left to right.
"""

import hashlib
from collections.abc import Sequence

HASH_SIZE = 32
EMPTY_ROOT = hashlib.sha256(b"").digest()


def leaf_hash(entry: bytes) -> bytes:
    return hashlib.sha256(b"\0" + entry).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    return hashlib.sha256(b"\1" + left + right).digest()


def root(leaves: Sequence[bytes]) -> bytes:
    match len(leaves):
        case 0:
            return EMPTY_ROOT
        case 1:
            return leaves[0]
    split = left_size(len(leaves))
    return node_hash(root(leaves[:split]), root(leaves[split:]))


def inclusion_proof(leaves: Sequence[bytes], index: int) -> list[bytes]:
    """The hashes that lead from the leaf at `index` up to the root (2.1.1)."""
    if not 0 <= index < len(leaves):
        raise ValueError(f"a tree of {len(leaves)} has no leaf {index}")
    if len(leaves) == 1:
        return []
    split = left_size(len(leaves))
    if index < split:
        return [*inclusion_proof(leaves[:split], index), root(leaves[split:])]
    return [*inclusion_proof(leaves[split:], index - split), root(leaves[:split])]


def includes(root_hash: bytes, size: int, index: int, leaf: bytes, proof: Sequence[bytes]) -> bool:
    """Does `proof` show that `leaf` stands at `index` in the tree of that root and size?

    The algorithm of RFC 9162 section 2.1.3.2.
    """
    if not 0 <= index < size:
        return False
    node, position, last = leaf, index, size - 1
    for sibling in proof:
        if last == 0:
            return False
        if position % 2 or position == last:
            node = node_hash(sibling, node)
            while position % 2 == 0 and position:
                position, last = position >> 1, last >> 1
        else:
            node = node_hash(node, sibling)
        position, last = position >> 1, last >> 1
    return last == 0 and node == root_hash


def consistency_proof(leaves: Sequence[bytes], old_size: int) -> list[bytes]:
    """The hashes that show that the first `old_size` leaves are still what they were (2.1.2)."""
    if not 0 < old_size <= len(leaves):
        raise ValueError(f"a tree of {len(leaves)} never had {old_size} leaves")
    return _subproof(leaves, old_size, is_old_root=True)


def is_consistent(
    old_root: bytes, old_size: int, new_root: bytes, new_size: int, proof: Sequence[bytes]
) -> bool:
    """Is the tree of `new_size` leaves the old one with leaves added at its right?

    The algorithm of RFC 9162 section 2.1.4.2. Every tree is consistent with the empty one.
    """
    if old_size == 0:
        return not proof and old_root == EMPTY_ROOT
    if old_size == new_size:
        return not proof and old_root == new_root
    if not 0 < old_size < new_size:
        return False
    return _climb(old_root, old_size, new_size, proof) == (old_root, new_root)


def left_size(size: int) -> int:
    """The largest power of two below `size`: how many leaves the left subtree has."""
    return 1 << (size - 1).bit_length() - 1


def _subproof(leaves: Sequence[bytes], old_size: int, *, is_old_root: bool) -> list[bytes]:
    if old_size == len(leaves):
        return [] if is_old_root else [root(leaves)]
    split = left_size(len(leaves))
    if old_size <= split:
        left = _subproof(leaves[:split], old_size, is_old_root=is_old_root)
        return [*left, root(leaves[split:])]
    right = _subproof(leaves[split:], old_size - split, is_old_root=False)
    return [*right, root(leaves[:split])]


def _climb(
    old_root: bytes, old_size: int, new_size: int, proof: Sequence[bytes]
) -> tuple[bytes, bytes] | None:
    """The old and the new root that `proof` leads to, if it has the right length."""
    hashes = [old_root, *proof] if old_size & (old_size - 1) == 0 else list(proof)
    position, last = old_size - 1, new_size - 1
    while position % 2:
        position, last = position >> 1, last >> 1
    if not hashes:
        return None
    old = new = hashes[0]
    for sibling in hashes[1:]:
        if last == 0:
            return None
        if position % 2 or position == last:
            old, new = node_hash(sibling, old), node_hash(sibling, new)
            while position % 2 == 0 and position:
                position, last = position >> 1, last >> 1
        else:
            new = node_hash(new, sibling)
        position, last = position >> 1, last >> 1
    return (old, new) if last == 0 else None
