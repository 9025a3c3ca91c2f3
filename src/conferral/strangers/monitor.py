"""A monitor: it believes nothing of a log but what follows from what it has seen before."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any

from conferral.foundation.outbound import TooMuch
from conferral.foundation.refusal import Refused
from conferral.strangers.source import Source
from credkit.errors import Malformed
from credkit.tlog import checkpoint as checkpoints
from credkit.tlog import cosignature, merkle, spelling, tiles
from credkit.tlog.checkpoint import Checkpoint
from credkit.tlog.frontier import Frontier
from credkit.tlog.merkle import HASH_SIZE

_DAMAGED = "The monitor's state is damaged: restore it from a backup."


class Fault(StrEnum):
    """What a log can be caught at."""

    NOT_SIGNED = "not-signed"  # What it shows is no checkpoint of its own.
    ROLLBACK = "rollback"  # It is smaller than it was.
    FORK = "fork"  # What was there before has become something else.
    WITHHELD = "withheld"  # It signs more than it shows.
    FORGED = "forged"  # What it shows is not what it signs.
    TOO_MUCH = "too-much"  # It sends, or has grown, without measure.
    FROZEN = "frozen"  # No witness has seen it for too long: others may see more of it.


class Caught(Exception):
    """The log has done what no honest log does. `notes`: what proves it, signed by the log."""

    def __init__(self, fault: Fault, sentence: str, *notes: str) -> None:
        super().__init__(sentence)
        self.fault = fault
        self.notes = notes


@dataclass(frozen=True)
class Seen:
    """What a monitor knows: the last checkpoint, and the right edge of its tree.

    Every checkpoint that was ever accepted is a beginning of this tree: it was grown leaf by leaf
    and never read again. `witnessed_at`: when a witness last saw it, in seconds since 1970.
    """

    note: str = ""
    size: int = 0
    roots: tuple[bytes, ...] = ()
    witnessed_at: int = 0
    checkpoints: int = 0  # How many different ones.

    def to_json(self) -> dict[str, Any]:
        roots = [spelling.to_base64(root) for root in self.roots]
        return {**vars(self), "roots": roots}

    @classmethod
    def of_json(cls, kept: dict[str, Any]) -> "Seen":
        """Refused: not what `to_json` makes."""
        try:
            seen = cls(**{**kept, "roots": tuple(map(spelling.hash_of, kept.get("roots", ())))})
            sound = not seen.note or checkpoints.claimed(seen.note) == seen.checkpoint
        except (TypeError, ValueError) as error:  # Malformed is one.
            raise Refused(_DAMAGED) from error
        if not sound:
            raise Refused(_DAMAGED)
        return seen

    @property
    def checkpoint(self) -> Checkpoint:
        """What the note must say."""
        origin = self.note.partition("\n")[0]
        return Checkpoint(origin, self.size, self.frontier.root())

    @property
    def frontier(self) -> Frontier:
        return Frontier(self.size, list(self.roots))


@dataclass(frozen=True)
class Rules:
    """Whom to believe, and how much at once. `max_age` in seconds; None: no witness is needed."""

    log_key: str
    witness_keys: tuple[str, ...] = ()
    max_age: int | None = None
    most: int = 1_000_000  # Entries by which a log may grow between two looks.


def look(source: Source, seen: Seen, rules: Rules) -> Seen:
    """What is known after one look. Raises Caught; Unreachable when nothing can be said."""
    try:
        note = _checkpoint(source, seen)
        head = _opened(note, rules)
        _check_size(head, note, seen, rules)
        grown = _grow(source, head, note, seen) if head.size > seen.size else seen
    except TooMuch as much:
        raise Caught(Fault.TOO_MUCH, str(much)) from much
    source.keep("checkpoint", note.encode())
    return _witnessed(note, rules, grown)


def compare(source: Source, seen: Seen, elsewhere: str, rules: Rules) -> None:
    """Hold a checkpoint that somebody else was shown against what we know. Raises Caught."""
    head = _opened(elsewhere, rules)
    if head.size > seen.size:
        sentence = f"Others were shown {head.size:,} entries, and we {seen.size:,}."
        raise Caught(Fault.ROLLBACK, sentence, elsewhere, seen.note)
    try:
        proof = _consistency(source, head, seen)
    except Malformed as error:
        raise Caught(Fault.WITHHELD, f"The log shows too little: {error}.", seen.note) from error
    if not merkle.is_consistent(head.root, head.size, seen.frontier.root(), seen.size, proof):
        sentence = f"Others were shown another tree of {head.size:,} entries."
        raise Caught(Fault.FORK, sentence, elsewhere, seen.note)


def insist_on_freshness(seen: Seen, rules: Rules, now: int) -> None:
    """Raises Caught when no witness that we trust has seen the log for too long."""
    if rules.max_age is None or now - seen.witnessed_at <= rules.max_age:
        return
    sentence = (
        f"For {now - seen.witnessed_at:,} seconds no witness has seen the log: this may be an old "
        "tree that is shown only here."
        if seen.witnessed_at
        else "No witness that we trust has seen the log."
    )
    raise Caught(Fault.FROZEN, sentence, seen.note)


def _checkpoint(source: Source, seen: Seen) -> str:
    found = source.checkpoint()
    if found is None:
        raise Caught(Fault.WITHHELD, "The log shows no checkpoint.", *filter(None, [seen.note]))
    try:
        return found.decode()
    except UnicodeDecodeError as error:
        raise Caught(Fault.NOT_SIGNED, "The log's checkpoint is not text.") from error


def _opened(note: str, rules: Rules) -> Checkpoint:
    try:
        return checkpoints.open_checkpoint(note, rules.log_key)
    except Malformed as error:
        raise Caught(Fault.NOT_SIGNED, f"This log has not signed that: {error}.", note) from error


def _check_size(head: Checkpoint, note: str, seen: Seen, rules: Rules) -> None:
    if head.size < seen.size:
        sentence = f"The log had {seen.size:,} entries and has {head.size:,}."
        raise Caught(Fault.ROLLBACK, sentence, seen.note, note)
    if head.size == seen.size and head.root != seen.frontier.root():
        sentence = f"The log has signed two trees of {head.size:,} entries."
        raise Caught(Fault.FORK, sentence, *filter(None, [seen.note]), note)
    if head.size - seen.size > rules.most:
        sentence = (
            f"The log has grown by {head.size - seen.size:,} entries; more than {rules.most:,} at "
            "once are not looked at. If that many were expected, say --most."
        )
        raise Caught(Fault.TOO_MUCH, sentence, note)


def _grow(source: Source, head: Checkpoint, note: str, seen: Seen) -> Seen:
    frontier, full = seen.frontier, []
    for index in range(seen.size // tiles.WIDTH, -(-head.size // tiles.WIDTH)):
        leaves = _leaves(source, head, index, note)
        _check_past(leaves, frontier, index, seen, note)
        for leaf in leaves[frontier.size - index * tiles.WIDTH :]:
            frontier.append(leaf)
        if len(leaves) == tiles.WIDTH:
            full.append((index, merkle.root(leaves)))
    if frontier.root() != head.root:
        sentence = f"The log's entries do not make the tree of {head.size:,} that it signs."
        raise Caught(Fault.FORGED, sentence, note)
    _check_upper_tiles(source, head, full, note)
    return replace(
        seen,
        note=note,
        size=head.size,
        roots=tuple(frontier.roots),
        checkpoints=seen.checkpoints + 1,
    )


def _leaves(source: Source, head: Checkpoint, index: int, note: str) -> list[bytes]:
    """The leaf hashes of one tile; they are those of the entries beside it."""
    width = tiles.partial_width(head.size, 0, index)
    hashes, bundle = source.hashes(0, index, width), source.bundle(index, width)
    path = tiles.path(0, index, width)
    if hashes is None or bundle is None:
        sentence = f"The log signs {head.size:,} entries and does not show those of {path}."
        raise Caught(Fault.WITHHELD, sentence, note)
    try:
        entries = tiles.decode_bundle(bundle)[:width]
    except Malformed as error:
        raise Caught(Fault.FORGED, f"The entries of {path} cannot be read.", note) from error
    leaves = [merkle.leaf_hash(entry) for entry in entries]
    if b"".join(leaves) != hashes or len(leaves) != width:
        raise Caught(Fault.FORGED, f"The hashes of {path} are not those of its entries.", note)
    return leaves


def _check_past(
    leaves: Sequence[bytes], frontier: Frontier, index: int, seen: Seen, note: str
) -> None:
    """The leaves of the first tile that were seen before are still what they were."""
    held = frontier.size - index * tiles.WIDTH
    past = Frontier()
    for leaf in leaves[:held]:
        past.append(leaf)
    if past.roots != frontier.roots[len(frontier.roots) - len(past.roots) :]:
        sentence = f"Among the first {seen.size:,} entries, some have become others."
        raise Caught(Fault.FORK, sentence, seen.note, note)


def _check_upper_tiles(
    source: Source, head: Checkpoint, full: list[tuple[int, bytes]], note: str
) -> None:
    """The tiles above the new leaves have their roots: who reads only tiles is not deceived."""
    level = 1
    while full:
        above = []
        for index, width in _touched(full, level, head.size):
            hashes = source.hashes(level, index, width)
            path = tiles.path(level, index, width)
            if hashes is None or len(hashes) != width * HASH_SIZE:
                raise Caught(Fault.WITHHELD, f"The log does not show {path}.", note)
            for place, root in full:
                start = (place - index * tiles.WIDTH) * HASH_SIZE
                if 0 <= start < len(hashes) and hashes[start : start + HASH_SIZE] != root:
                    raise Caught(Fault.FORGED, f"{path} has another hash than its leaves.", note)
            if width == tiles.WIDTH:
                above.append((index, merkle.root(_split(hashes))))
        level, full = level + 1, above


def _touched(full: list[tuple[int, bytes]], level: int, size: int) -> Iterator[tuple[int, int]]:
    """Index and width of the tiles of a level in which these hashes stand."""
    for index in sorted({place // tiles.WIDTH for place, _ in full}):
        yield index, tiles.partial_width(size, level, index)


def _split(hashes: bytes) -> list[bytes]:
    return [hashes[start : start + HASH_SIZE] for start in range(0, len(hashes), HASH_SIZE)]


def _witnessed(note: str, rules: Rules, seen: Seen) -> Seen:
    """When a witness last saw this tree or one that it has grown from."""
    try:
        found = [cosignature.under(note, key) for key in rules.witness_keys]
    except Malformed as error:
        raise Caught(Fault.FORGED, f"A cosignature is forged: {error}.", note) from error
    newest = max((each.at for each in found if each), default=0)
    return replace(seen, note=note, witnessed_at=max(seen.witnessed_at, newest))


def _consistency(source: Source, old: Checkpoint, seen: Seen) -> Sequence[bytes]:
    if old.size == 0:
        return ()
    return tiles.consistency_proof(_tiles_of(source, seen), old.size, seen.size)


def _tiles_of(source: Source, seen: Seen) -> tiles.GetTile:
    def read(level: int, index: int) -> bytes:
        width = tiles.partial_width(seen.size, level, index)
        return source.hashes(level, index, width) or b""

    return read
