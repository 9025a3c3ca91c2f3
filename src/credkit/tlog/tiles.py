"""A log as static files: hash tiles of 256 and bundles of entries. https://c2sp.org/tlog-tiles

Tile `index` of `level` holds hashes 256·index … of that level; a hash of level L covers 256^L
leaves. So a proof reads one tile for each level, and a full tile never changes again.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import NamedTuple

from credkit.errors import Malformed
from credkit.tlog import merkle
from credkit.tlog.merkle import HASH_SIZE

WIDTH = 256
ENTRIES = -1  # The level of the entry bundles, which lie beside the hash tiles.

GetTile = Callable[[int, int], bytes]
"""(level, index) → the tile's hashes one after the other; of a partial tile, those there are."""

_PATH = re.compile(
    r"tile/(entries|0|[1-9][0-9]?)/((?:x[0-9]{3}/)*)([0-9]{3})(?:\.p/([1-9][0-9]{0,2}))?\Z"
)


@dataclass(frozen=True)
class Tile:
    """One file of the log, `width` hashes (or entries) wide."""

    level: int
    index: int
    width: int = WIDTH


class Grown(NamedTuple):
    """What an append gives: the tiles to write (whole contents), the new size and root."""

    tiles: dict[tuple[int, int], bytes]
    size: int
    root: bytes


def path(level: int, index: int, width: int = WIDTH) -> str:
    """Where a tile of that width is published: "tile/0/x001/067.p/8"."""
    if not (ENTRIES <= level <= 63 and index >= 0 and 1 <= width <= WIDTH):
        raise ValueError(f"no such tile: level {level}, index {index}, width {width}")
    digits = f"{index:03d}"
    digits = digits.zfill(-(-len(digits) // 3) * 3)
    *groups, last = [digits[start : start + 3] for start in range(0, len(digits), 3)]
    name = "entries" if level == ENTRIES else str(level)
    partial = f".p/{width}" if width < WIDTH else ""
    return "/".join(["tile", name, *(f"x{group}" for group in groups), last]) + partial


def parse_path(text: str) -> Tile:
    """The tile at that path. Malformed unless it is the one spelling that `path` gives."""
    found = _PATH.match(text)
    if not found or len(text) > 100:
        raise Malformed(f"not the path of a tile: {text!r}")
    level = ENTRIES if found[1] == "entries" else int(found[1])
    index = int(re.sub("[x/]", "", found[2]) + found[3])
    tile = Tile(level, index, int(found[4] or WIDTH))
    if tile.width > WIDTH or level > 63 or path(level, index, tile.width) != text:
        raise Malformed(f"not the path of a tile: {text!r}")
    return tile


def partial_width(size: int, level: int, index: int) -> int:
    """How many hashes a log of `size` entries has in that tile: 0 to 256."""
    return max(0, min(WIDTH, (size >> 8 * max(level, 0)) - index * WIDTH))


def encode_bundle(entries: Sequence[bytes]) -> bytes:
    """Up to 256 entries, each behind its length in two bytes."""
    return b"".join(len(entry).to_bytes(2) + entry for entry in entries)


def decode_bundle(bundle: bytes) -> list[bytes]:
    entries, position = [], 0
    while position < len(bundle):
        start = position + 2
        position = start + int.from_bytes(bundle[position:start])
        if position > len(bundle) or start > len(bundle):
            raise Malformed("an entry bundle that is cut off")
        entries.append(bundle[start:position])
    return entries


def append(get_tile: GetTile, size: int, new_leaf_hashes: Sequence[bytes]) -> Grown:
    """Add leaves at the right of a log of `size`. Only the tiles at its right edge are read."""
    tiles: dict[tuple[int, int], bytes] = {}
    level, first, added = 0, size, list(new_leaf_hashes)
    while added:
        full = _append_to_level(tiles, get_tile, Tile(level, first), added)
        added = [merkle.root(_split(tile)) for tile in full]
        level, first = level + 1, first // WIDTH
    new_size = size + len(new_leaf_hashes)
    return Grown(tiles, new_size, root(_overlay(tiles, get_tile), new_size))


def root(get_tile: GetTile, size: int) -> bytes:
    """The root of the first `size` leaves."""
    return _range_hash(cache(get_tile), 0, size) if size else merkle.EMPTY_ROOT


def inclusion_proof(get_tile: GetTile, size: int, index: int) -> list[bytes]:
    """As `merkle.inclusion_proof`, from O(log size) tiles."""
    if not 0 <= index < size:
        raise ValueError(f"a log of {size} has no entry {index}")
    read, start, hashes = cache(get_tile), 0, []
    while size > 1:
        left = merkle.left_size(size)
        if index < start + left:
            hashes.append(_range_hash(read, start + left, size - left))
            size = left
        else:
            hashes.append(_range_hash(read, start, left))
            start, size = start + left, size - left
    return hashes[::-1]


def consistency_proof(get_tile: GetTile, old_size: int, size: int) -> list[bytes]:
    """As `merkle.consistency_proof`, from O(log size) tiles."""
    if not 0 < old_size <= size:
        raise ValueError(f"a log of {size} never had {old_size} entries")
    read, start, hashes, is_old_root = cache(get_tile), 0, [], True
    while old_size < size:
        left = merkle.left_size(size)
        if old_size <= left:
            hashes.append(_range_hash(read, start + left, size - left))
            size = left
        else:
            hashes.append(_range_hash(read, start, left))
            start, size, old_size, is_old_root = start + left, size - left, old_size - left, False
    if not is_old_root:
        hashes.append(_range_hash(read, start, size))
    return hashes[::-1]


def _append_to_level(
    tiles: dict[tuple[int, int], bytes], get_tile: GetTile, place: Tile, added: list[bytes]
) -> list[bytes]:
    """Put `added` hashes into `tiles`, from hash number `place.index` of the level on.

    Returns the tiles that became full.
    """
    index, held = divmod(place.index, WIDTH)
    content = get_tile(place.level, index)[: held * HASH_SIZE] if held else b""
    if len(content) != held * HASH_SIZE:
        raise Malformed(f"tile {path(place.level, index, held)} is not complete")
    content += b"".join(added)
    full = []
    for start in range(0, len(content), WIDTH * HASH_SIZE):
        tile = content[start : start + WIDTH * HASH_SIZE]
        tiles[place.level, index] = tile
        index += 1
        if len(tile) == WIDTH * HASH_SIZE:
            full.append(tile)
    return full


def _overlay(tiles: Mapping[tuple[int, int], bytes], get_tile: GetTile) -> GetTile:
    def read(level: int, index: int) -> bytes:
        return tiles[level, index] if (level, index) in tiles else get_tile(level, index)

    return read


def _range_hash(read: GetTile, start: int, size: int) -> bytes:
    """The hash over `size` leaves from `start` on, a subtree of the log."""
    if size & (size - 1) == 0:
        return _subtree_hash(read, start, size)
    left = merkle.left_size(size)
    return merkle.node_hash(
        _subtree_hash(read, start, left), _range_hash(read, start + left, size - left)
    )


def _subtree_hash(read: GetTile, start: int, size: int) -> bytes:
    """The hash over a full subtree: it lies in one tile, or at its top."""
    level = (size.bit_length() - 1) // 8
    first, count = start >> 8 * level, size >> 8 * level
    index, offset = divmod(first, WIDTH)
    hashes = read(level, index)[offset * HASH_SIZE : (offset + count) * HASH_SIZE]
    if len(hashes) != count * HASH_SIZE:
        raise Malformed(f"tile {path(level, index)} lacks hashes")
    return _root(hashes)


@lru_cache(maxsize=4096)
def _root(hashes: bytes) -> bytes:
    # Proofs of one log share most of their subtrees: each is worked out once.
    return merkle.root(_split(hashes))


def _split(hashes: bytes) -> list[bytes]:
    return [hashes[start : start + HASH_SIZE] for start in range(0, len(hashes), HASH_SIZE)]
