import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from credkit.errors import Malformed
from credkit.tlog import merkle, tiles
from credkit.tlog.tiles import Tile

LEAVES = [merkle.leaf_hash(number.to_bytes(4)) for number in range(1_300)]


class Log:
    """A log that keeps its tiles in memory and counts what is read."""

    def __init__(self):
        self.tiles, self.size, self.reads = {}, 0, []

    def get(self, level, index):
        self.reads.append((level, index))
        return self.tiles[level, index]

    def append(self, leaves):
        grown = tiles.append(self.get, self.size, leaves)
        self.tiles.update(grown.tiles)
        self.size = grown.size
        return grown


def _log(size):
    log = Log()
    log.append(LEAVES[:size])
    return log


@pytest.mark.parametrize(
    ("tile", "path"),
    [  # The first is the example of https://c2sp.org/tlog-tiles
        (Tile(0, 1_234_067), "tile/0/x001/x234/067"),
        (Tile(0, 1_067, 8), "tile/0/x001/067.p/8"),
        (Tile(0, 0, 1), "tile/0/000.p/1"),
        (Tile(2, 5), "tile/2/005"),
        (Tile(tiles.ENTRIES, 67, 255), "tile/entries/067.p/255"),
        (Tile(63, 999), "tile/63/999"),
    ],
)
def test_a_tile_lies_where_the_specification_says(tile, path):
    assert tiles.path(tile.level, tile.index, tile.width) == path
    assert tiles.parse_path(path) == tile


@given(st.integers(-1, 63), st.integers(0, 10**12), st.integers(1, 256))
def test_every_path_leads_back_to_its_tile(level, index, width):
    assert tiles.parse_path(tiles.path(level, index, width)) == Tile(level, index, width)


@pytest.mark.parametrize(
    "path",
    [
        "",
        "tile/0/1",
        "tile/00/001",
        "tile/64/001",
        "tile/-1/001",
        "tile/0/x000/001",
        "tile/0/001/002",
        "tile/0/x001",
        "tile/0/001.p/0",
        "tile/0/001.p/256",
        "tile/0/001.p/08",
        "tile/0/001/",
        "/tile/0/001",
        "tile/0/001\n",
        "tile/0/../001",
        "tile/0/٠٠١",
        "tile/0/" + "x001/" * 40 + "001",
    ],
)
def test_no_tile_has_two_paths(path):
    with pytest.raises(Malformed):
        tiles.parse_path(path)


@given(st.lists(st.integers(0, 400), max_size=6))
@settings(max_examples=25, deadline=None)
def test_the_root_is_the_same_however_the_log_grew(steps):
    log, size = Log(), 0
    for step in steps:
        grown = log.append(LEAVES[size : min(size + step, 1_300)])
        size = min(size + step, 1_300)
        assert grown.size == size
        assert grown.root == merkle.root(LEAVES[:size])


@pytest.mark.parametrize("size", [1, 2, 255, 256, 257, 512, 700, 1_300])
def test_proofs_from_tiles_are_those_from_leaves(size):
    log = _log(size)
    for index in range(0, size, 41):
        proof = tiles.inclusion_proof(log.get, size, index)
        assert proof == merkle.inclusion_proof(LEAVES[:size], index)
    for old in range(1, size + 1, 97):
        proof = tiles.consistency_proof(log.get, old, size)
        assert proof == merkle.consistency_proof(LEAVES[:size], old)


def test_the_past_can_be_proved_from_the_tiles_of_today():
    log = _log(1_300)
    assert tiles.root(log.get, 300) == merkle.root(LEAVES[:300])
    assert tiles.inclusion_proof(log.get, 300, 7) == merkle.inclusion_proof(LEAVES[:300], 7)


def test_a_tree_that_spans_three_levels_is_right():
    # 256² + 300 leaves that are all alike: their subtrees need not be computed one by one.
    size, leaf = 65_836, LEAVES[0]
    log = Log()
    log.append([leaf] * size)
    proof = tiles.inclusion_proof(log.get, size, 65_000)
    assert merkle.includes(tiles.root(log.get, size), size, 65_000, leaf, proof)
    assert (2, 0) in log.tiles


def test_a_proof_reads_few_tiles():
    log = _log(1_300)
    log.reads.clear()
    tiles.inclusion_proof(log.get, 1_300, 3)
    assert len(log.reads) == len(set(log.reads)) <= 7


def test_an_append_reads_only_the_right_edge_and_writes_only_what_changed():
    log = _log(700)
    log.reads.clear()
    grown = log.append(LEAVES[700:710])
    assert grown.tiles.keys() == {(0, 2)}
    assert (0, 0) not in log.reads
    assert len(grown.tiles[0, 2]) == (710 - 512) * 32


def test_an_append_of_nothing_changes_nothing():
    log = _log(300)
    grown = log.append([])
    assert (grown.tiles, grown.size) == ({}, 300)
    assert grown.root == merkle.root(LEAVES[:300])


def test_the_width_of_a_tile_follows_from_the_size_of_the_log():
    widths = [tiles.partial_width(700, 0, index) for index in range(4)]
    assert widths == [256, 256, 188, 0]
    assert tiles.partial_width(700, 1, 0) == 2
    assert tiles.partial_width(700, tiles.ENTRIES, 2) == 188


def test_a_tile_that_lacks_hashes_is_noticed():
    with pytest.raises(Malformed, match="lacks"):
        tiles.root(lambda level, index: bytes(32), 2)
    with pytest.raises(Malformed, match="not complete"):
        tiles.append(lambda level, index: bytes(32), 2, [bytes(32)])


@given(st.lists(st.binary(max_size=300), max_size=256))
def test_a_bundle_gives_back_its_entries(entries):
    assert tiles.decode_bundle(tiles.encode_bundle(entries)) == entries


@pytest.mark.parametrize("bundle", [b"\0", b"\0\1", b"\0\2a", b"\0\1ab"])
def test_a_bundle_that_is_cut_off_is_malformed(bundle):
    with pytest.raises(Malformed):
        tiles.decode_bundle(bundle)


@pytest.mark.parametrize("ask", [tiles.inclusion_proof, tiles.consistency_proof])
def test_there_is_no_proof_beyond_the_log(ask):
    with pytest.raises(ValueError, match="300"):
        ask(_log(300).get, 300, 301) if ask is tiles.inclusion_proof else ask(None, 301, 300)
