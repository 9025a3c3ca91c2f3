"""A growing tree, remembered by its right edge: enough to add leaves and to know the root."""

from dataclasses import dataclass, field

from credkit.errors import Malformed
from credkit.tlog import merkle
from credkit.tlog.merkle import HASH_SIZE


@dataclass
class Frontier:
    """The roots of the full subtrees of a tree of `size` leaves, the largest first.

    There is one for each set bit of `size`. Malformed unless there are so many.
    """

    size: int = 0
    roots: list[bytes] = field(default_factory=list)

    def __post_init__(self) -> None:
        if self.size < 0 or len(self.roots) != self.size.bit_count():
            raise Malformed(f"a tree of {self.size} has another number of full subtrees")
        if any(len(root) != HASH_SIZE for root in self.roots):
            raise Malformed("a subtree's root has 32 bytes")

    def append(self, leaf_hash: bytes) -> None:
        """Add a leaf at the right."""
        node, size = leaf_hash, self.size
        while size & 1:
            node, size = merkle.node_hash(self.roots.pop(), node), size >> 1
        self.roots.append(node)
        self.size += 1

    def root(self) -> bytes:
        """The root of the tree (RFC 6962 section 2.1)."""
        if not self.roots:
            return merkle.EMPTY_ROOT
        *others, node = self.roots
        for left in reversed(others):
            node = merkle.node_hash(left, node)
        return node
