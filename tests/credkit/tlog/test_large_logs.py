"""A proof from ten million entries reads a handful of tiles: counted, not timed."""

from itertools import pairwise

import pytest

from credkit.tlog import merkle, tiles

TEN_MILLION = 10_000_000
LEAF = merkle.leaf_hash(b"entry")


class LargeLog:
    """All entries are alike, so that a tile of any level is known without those below it."""

    def __init__(self, size):
        self.size, self.reads, self.hashes = size, [], [LEAF]
        while size >> 8 * len(self.hashes):
            self.hashes.append(merkle.root([self.hashes[-1]] * tiles.WIDTH))

    def get(self, level, index):
        self.reads.append((level, index))
        return self.hashes[level] * tiles.partial_width(self.size, level, index)


@pytest.fixture
def log():
    return LargeLog(TEN_MILLION)


@pytest.mark.parametrize(
    "index", [0, 1, 255, 256, 65_535, 65_536, 4_999_999, 9_961_471, 9_999_871, 9_999_999]
)
def test_an_inclusion_proof_reads_at_most_two_tiles_of_each_level(log, index):
    root = tiles.root(log.get, TEN_MILLION)
    log.reads.clear()
    proof = tiles.inclusion_proof(log.get, TEN_MILLION, index)
    assert merkle.includes(root, TEN_MILLION, index, LEAF, proof)
    assert len(log.reads) == len(set(log.reads)) <= 2 * len(log.hashes)


@pytest.mark.parametrize("old", [1, 255, 65_537, 7_654_321, 9_999_999, TEN_MILLION])
def test_a_consistency_proof_reads_at_most_two_tiles_of_each_level(log, old):
    roots = [tiles.root(log.get, size) for size in (old, TEN_MILLION)]
    log.reads.clear()
    proof = tiles.consistency_proof(log.get, old, TEN_MILLION)
    assert merkle.is_consistent(roots[0], old, roots[1], TEN_MILLION, proof)
    assert len(set(log.reads)) <= 2 * len(log.hashes)


def test_reads_grow_with_the_logarithm():
    """256 times as many entries: two tiles more."""
    reads = []
    for size in (1_000, 256_000, 65_536_000, 16_777_216_000):
        log = LargeLog(size)
        tiles.inclusion_proof(log.get, size, size // 3)
        reads.append(len(set(log.reads)))
    assert all(later - earlier <= 2 for earlier, later in pairwise(reads))
    assert reads[-1] <= 10
