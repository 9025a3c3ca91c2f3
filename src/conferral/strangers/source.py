"""A log as its files: fetched from its address, and kept in a folder for whoever needs a copy."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from conferral.foundation import outbound
from conferral.foundation.outbound import Question, Reach
from credkit.tlog import tiles
from credkit.tlog.merkle import HASH_SIZE

_MOST_OF_A_CHECKPOINT = 64 * 1024
_MOST_OF_AN_ENTRY = 2 + 65_535  # Bytes: its length, and as much as that can say.
_NOT_THERE = 404

Fetch = Callable[[str, int], bytes | None]
"""(path below the log's address, most bytes) → its bytes; None: there is no such file.

Raises Unreachable, TooMuch.
"""


@dataclass(frozen=True)
class Source:
    """The log's files as `fetch` gives them. `copy`: a folder where they are kept as well."""

    fetch: Fetch
    copy: Path | None = None

    def checkpoint(self) -> bytes | None:
        return self.fetch("checkpoint", _MOST_OF_A_CHECKPOINT)

    def hashes(self, level: int, index: int, width: int) -> bytes | None:
        """The first `width` hashes of a tile."""
        found = self._tile(level, index, width, tiles.WIDTH * HASH_SIZE)
        return None if found is None else found[: width * HASH_SIZE]

    def bundle(self, index: int, width: int) -> bytes | None:
        """At least `width` entries."""
        return self._tile(tiles.ENTRIES, index, width, tiles.WIDTH * _MOST_OF_AN_ENTRY)

    def keep(self, path: str, content: bytes) -> None:
        """Put a file into the copy, when there is one; whole or not at all."""
        if self.copy is None:
            return
        place = self.copy / path
        place.parent.mkdir(parents=True, exist_ok=True)
        fresh = place.with_name(f"{place.name}.new")
        fresh.write_bytes(content)
        fresh.replace(place)

    def _tile(self, level: int, index: int, width: int, most: int) -> bytes | None:
        path, full = tiles.path(level, index, width), tiles.path(level, index)
        found = self.fetch(path, most)
        if found is None and path != full:
            path, found = full, self.fetch(full, most)  # The log has grown; partial tiles may go.
        if found is not None:
            self.keep(path, found)
        return found


def at(address: str, reach: Reach) -> Fetch:
    """The files under that address, over HTTP."""

    def fetch(path: str, most: int) -> bytes | None:
        answer = outbound.ask(Question(f"{address.rstrip('/')}/{path}", most=most), reach)
        if answer.status == _NOT_THERE:
            return None
        if answer.status != 200:
            raise outbound.Unreachable(f"{address} answers {answer.status} for {path}.")
        return answer.body

    return fetch
