"""A tree of plain SHA-256, and the way from a leaf to its root: as MerkleProof2019 spells it.

https://w3c-ccg.github.io/lds-merkle-proof-2019/. Nothing tells a leaf from a node here, as in the
log's tree (RFC 6962). So it must begin with the hash of something that no two hashes in a row are:
of N-Quads, say.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import IntEnum
from hashlib import sha256

HASH = 32
LONGEST = 32  # Steps: more than any tree needs that somebody could store.


class Side(IntEnum):
    """Where the sibling stands. As numbers: the keys of MerkleProof2019."""

    LEFT = 0
    RIGHT = 1


@dataclass(frozen=True)
class Step:
    """One hash on the way up, of 32 bytes."""

    side: Side
    sibling: bytes

    def above(self, node: bytes) -> bytes:
        return both(self.sibling, node) if self.side is Side.LEFT else both(node, self.sibling)


Path = tuple[Step, ...]


def both(left: bytes, right: bytes) -> bytes:
    """The node above two."""
    return sha256(left + right).digest()


def root(leaves: Sequence[bytes]) -> bytes:
    """Of a tree of at least one leaf. A node without a sibling rises as it is: were it paired with
    itself, two trees would have one root (CVE-2012-2459)."""
    *_, (top,) = _levels(leaves)
    return top


def path(leaves: Sequence[bytes], index: int) -> Path:
    """From the leaf at `index` to the root."""
    return tuple(_steps(leaves, index))


def end_of(path: Iterable[Step], leaf: bytes) -> bytes:
    """Where the path leads from that leaf."""
    for step in path:
        leaf = step.above(leaf)
    return leaf


def _steps(leaves: Sequence[bytes], index: int) -> Iterator[Step]:
    for level in _levels(leaves):
        sibling = index ^ 1
        if sibling < len(level):
            yield Step(Side.LEFT if sibling < index else Side.RIGHT, level[sibling])
        index //= 2


def _levels(leaves: Sequence[bytes]) -> Iterator[Sequence[bytes]]:
    if not leaves:
        raise ValueError("a tree has at least one leaf")
    level = leaves
    yield level
    while len(level) > 1:
        pairs = [both(level[at], level[at + 1]) for at in range(0, len(level) - 1, 2)]
        level = [*pairs, *level[len(level) - len(level) % 2 :]]
        yield level
