"""I3 to I5: one walk over all leaves, past every tile and every checkpoint."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from conferral.credentials.transparency import log, tree
from conferral.credentials.transparency.head import Head
from conferral.credentials.transparency.models import Cosignature, Entry, SignedCheckpoint, Tile
from conferral.credentials.transparency.standing import MAY_SIGN, sentence, standing
from conferral.oversight.fsck.finding import FROM_BACKUP, Finding, Invariant, named
from credkit.errors import Malformed
from credkit.tlog import checkpoint as checkpoints
from credkit.tlog import cosignature, merkle, note, tiles
from credkit.tlog.frontier import Frontier
from credkit.tlog.merkle import HASH_SIZE

_CHUNK = tiles.WIDTH
_FORGED = (
    "Restore the database from a backup; the checkpoint is what strangers hold, so it is right."
)


def leaves() -> Iterator[Finding]:
    """I3, I4 and the roots of I5. Memory does not grow with the log."""
    walk = _Walk()
    entries = Entry.objects.filter(index__isnull=False).order_by("index")
    bundle: list[Entry] = []
    for entry in entries.iterator(chunk_size=_CHUNK):
        bundle.append(entry)
        if len(bundle) == tiles.WIDTH:
            yield from walk.over(bundle)
            bundle = []
    yield from walk.over(bundle)
    yield from walk.end()


def notes() -> Iterator[Finding]:
    """I5: every checkpoint was signed by this log and says what its row says."""
    multikey = note.VerifierKey.parse(log.verification_key()).public_multikey
    for signed in SignedCheckpoint.objects.order_by("pk").iterator(chunk_size=_CHUNK):
        try:
            opened = checkpoints.open_checkpoint(signed.note, note.vkey(signed.origin, multikey))
        except Malformed as error:
            yield _growth(signed, f"its note is not a checkpoint of this log: {error}")
            continue
        if (opened.size, opened.root) != (signed.size, bytes(signed.root)):
            yield _growth(signed, "its note says something else than its row")


def cosignatures() -> Iterator[Finding]:
    """I5: what strangers are shown as a witness's word is its word."""
    given = Cosignature.objects.select_related("checkpoint", "witness").order_by("pk")
    for each in given.iterator(chunk_size=_CHUNK):
        try:
            signed = note.parse_lines(each.line)
            holds = cosignature.verified(each.checkpoint.note, signed, each.witness.vkey)
        except Malformed:
            holds = None
        if holds is None:
            problem = "the witness has not signed that"
            remedy = "Delete the row: the witness is asked again within the hour."
            yield Finding(Invariant.GROWTH, named(each, each), problem, remedy)


def memory(head: Head | None) -> Iterator[Finding]:
    """I5: the signer remembers no larger and no other tree than the database has."""
    latest = tree.latest()
    if (found := standing(head, latest)) not in MAY_SIGN:
        problem = sentence(found, head, latest)
        yield Finding(Invariant.GROWTH, "keys/log-head", problem, "See: conferral log status")


@dataclass
class _Walk:
    """The tree as the leaves make it, compared with what was kept of it."""

    frontier: Frontier = field(default_factory=Frontier)
    levels: list[bytes] = field(default_factory=lambda: [b""])  # The tile under way, of each level.
    unsigned: Iterator[SignedCheckpoint] = field(
        default_factory=lambda: SignedCheckpoint.objects.order_by("size", "pk").iterator(
            chunk_size=_CHUNK
        )
    )
    pending: SignedCheckpoint | None = None
    is_broken: bool = False

    def __post_init__(self) -> None:
        self.pending = next(self.unsigned, None)

    def over(self, bundle: list[Entry]) -> Iterator[Finding]:
        """Up to 256 entries, which are one tile of level 0."""
        leaves = [merkle.leaf_hash(bytes(entry.commitment)) for entry in bundle]
        yield from self._compare(bundle, leaves)
        for leaf in leaves:
            yield from self._signed_here()
            self.frontier.append(leaf)
        yield from self._add(0, b"".join(leaves))

    def end(self) -> Iterator[Finding]:
        yield from self._signed_here()
        if self.pending is not None:
            problem = f"it signs {self.pending.size} entries; there are {self.frontier.size}"
            yield _growth(self.pending, problem)
        for level, hashes in enumerate(self.levels):
            yield from self._check_tile(level, hashes)
            beyond = -(-(self.frontier.size >> 8 * level) // tiles.WIDTH)
            for tile in Tile.objects.filter(level=level, index__gte=beyond)[:_CHUNK]:
                yield _tile(tile, "there are no leaves under it")
        for tile in Tile.objects.filter(level__gte=len(self.levels))[:_CHUNK]:
            yield _tile(tile, "there are no leaves under it")
        latest = tree.latest()
        if self.frontier.size != (latest.size if latest else 0):
            problem = f"{self.frontier.size} entries have a place; no checkpoint signs so many"
            yield Finding(Invariant.ROOTS, "transparency.SignedCheckpoint", problem, _FORGED)

    def _compare(self, bundle: list[Entry], leaves: list[bytes]) -> Iterator[Finding]:
        """Name the very entries that differ from their tile; `_check_tile` names the tile."""
        index = self.frontier.size // tiles.WIDTH
        stored = _stored(0, index)
        for place, (entry, leaf) in enumerate(zip(bundle, leaves, strict=True)):
            if stored is not None and _hash_in(stored, place) != leaf:
                problem = f"its hash is not the one in {tiles.path(0, index)} at place {place}"
                yield Finding(
                    Invariant.LEAVES, named(entry, f"index {entry.index}"), problem, FROM_BACKUP
                )

    def _signed_here(self) -> Iterator[Finding]:
        """Compare the checkpoints of the size that has been reached."""
        while self.pending is not None and self.pending.size == self.frontier.size:
            if not self.is_broken and bytes(self.pending.root) != self.frontier.root():
                self.is_broken = True  # All that follow differ as well: one finding is enough.
                problem = f"the first {self.pending.size} leaves have another root than it signs"
                yield Finding(Invariant.ROOTS, named(self.pending), problem, _FORGED)
            self.pending = next(self.unsigned, None)

    def _add(self, level: int, hashes: bytes) -> Iterator[Finding]:
        """Put hashes at the right of a level; a full tile is compared, and its root goes up."""
        if level == len(self.levels):
            self.levels.append(b"")
        self.levels[level] += hashes
        if len(self.levels[level]) == tiles.WIDTH * HASH_SIZE:
            full, self.levels[level] = self.levels[level], b""
            yield from self._check_tile(level, full, above=1)
            yield from self._add(level + 1, _root_of(full))

    def _check_tile(self, level: int, hashes: bytes, above: int = 0) -> Iterator[Finding]:
        """`above`: 1 when the tile is full, so that its index is that of the one before."""
        if not hashes:
            return
        # The frontier has passed these leaves already.
        index = (self.frontier.size >> 8 * (level + 1)) - above
        stored = _stored(level, index)
        if stored is None:
            path = tiles.path(level, index)
            yield Finding(Invariant.ROOTS, path, "the tile is missing", FROM_BACKUP)
        elif bytes(stored.hashes) != hashes:
            yield _tile(stored, "its hashes are not those of what lies under it")


def _stored(level: int, index: int) -> Tile | None:
    return Tile.objects.filter(level=level, index=index).first()


def _hash_in(tile: Tile, place: int) -> bytes:
    return bytes(tile.hashes[place * HASH_SIZE : (place + 1) * HASH_SIZE])


def _root_of(full: bytes) -> bytes:
    return merkle.root(
        [full[start : start + HASH_SIZE] for start in range(0, len(full), HASH_SIZE)]
    )


def _tile(tile: Tile, problem: str) -> Finding:
    row = named(tile, tiles.path(tile.level, tile.index))
    return Finding(Invariant.ROOTS, row, problem, FROM_BACKUP)


def _growth(signed: SignedCheckpoint, problem: str) -> Finding:
    return Finding(Invariant.GROWTH, named(signed, f"size {signed.size}"), problem, FROM_BACKUP)
