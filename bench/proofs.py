"""Proofs from a log of ten million entries: tiles read, and time with the tiles in memory.

What a log of this size costs is reading: a tile is 8 KiB from the database or over the network.
Each proof is verified.
"""

import hashlib
from collections.abc import Callable, Iterator
from random import Random

from bench import measure
from bench.measure import Figure, Rate
from credkit.tlog import merkle, tiles

_SIZE = 10_000_000
_ROUNDS = 9
_PROOFS = 500
_MOST_READS = 6  # Two of each level that a log of this size has.
_KINDS = 64  # Different tiles at the bottom; they come round again, so that the root is known.


class _Log:
    """Tiles of a tree of that size, as they are asked for."""

    def __init__(self, size: int) -> None:
        self.size, self.reads = size, 0
        leaves = [merkle.leaf_hash(b"%d" % n) for n in range(_KINDS * tiles.WIDTH)]
        bottom = [leaves[n : n + tiles.WIDTH] for n in range(0, len(leaves), tiles.WIDTH)]
        self._levels = [[b"".join(tile) for tile in bottom]]
        above = [merkle.root(tile) for tile in bottom] * (tiles.WIDTH // _KINDS)
        while size >> 8 * len(self._levels):
            self._levels.append([b"".join(above)])
            above = [merkle.root(above)] * tiles.WIDTH
        self.root = tiles.root(self.get, size)

    def get(self, level: int, index: int) -> bytes:
        self.reads += 1
        tile = self._levels[level][index % len(self._levels[level])]
        return tile[: tiles.partial_width(self.size, level, index) * merkle.HASH_SIZE]

    def leaf(self, index: int) -> bytes:
        tile, place = divmod(index, tiles.WIDTH)
        start = place * merkle.HASH_SIZE
        return self._levels[0][tile % _KINDS][start : start + merkle.HASH_SIZE]


def figures() -> Iterator[Figure]:
    measure.pin()
    log, chance = _Log(_SIZE), Random(hashlib.sha256(b"only for measuring").digest())
    indices = [chance.randrange(_SIZE) for _ in range(_PROOFS)]
    reads = [_reads(log, index) for index in indices]
    yield Figure("Tiles read for one inclusion proof, at most", max(reads), "tiles", _note())
    works = {
        "made": _times(lambda index: bool(_proof(log, index)), indices),
        "verified": _times(lambda index: _holds(log, index, _proof(log, index)), indices),
    }
    laps = measure.interleaved(works, _ROUNDS)
    yield Figure.of_rate(
        "Inclusion proofs made", Rate.of(laps["made"]), note="tiles and roots in memory"
    )
    yield Figure.of_rate("Made and verified", Rate.of(laps["verified"]))


def _note() -> str:
    return f"of {_SIZE // tiles.WIDTH:,}; O(log n): at most {_MOST_READS}"


def _reads(log: _Log, index: int) -> int:
    log.reads = 0
    proof = _proof(log, index)
    reads = log.reads
    if not _holds(log, index, proof) or reads > _MOST_READS:
        raise AssertionError(f"the proof of {index} read {reads} tiles")
    return reads


def _proof(log: _Log, index: int) -> list[bytes]:
    return tiles.inclusion_proof(log.get, log.size, index)


def _holds(log: _Log, index: int, proof: list[bytes]) -> bool:
    return merkle.includes(log.root, log.size, index, log.leaf(index), proof)


def _times(once: Callable[[int], bool], indices: list[int]) -> Callable[[], int]:
    def work() -> int:
        if not all(once(index) for index in indices):
            raise AssertionError("a proof does not hold")
        return len(indices)

    return work
