"""Append to the log, and prove what it contains.

Leaves are salted: the log says that something was issued, never what or to whom.
"""

from collections.abc import Sequence
from functools import lru_cache, partial

from django.conf import settings

from conferral.credentials.transparency import tree
from conferral.credentials.transparency.models import Entry, SignedCheckpoint, Tile
from conferral.foundation import vault
from credkit.tlog import checkpoint as checkpoints
from credkit.tlog import note, tiles
from credkit.tlog.checkpoint import Checkpoint
from credkit.tlog.proof import LogProof

KEY = "log"


def make_key() -> None:
    vault.create(KEY)


def append(commitments: Sequence[bytes]) -> list[Entry]:
    """Promise each a place in the log. The sequencer gives them their indices."""
    return Entry.objects.bulk_create(Entry(commitment=commitment) for commitment in commitments)


def sign(size: int, root: bytes) -> str:
    """The checkpoint as a note. Only for whoever has made sure that the tree may be signed."""
    return checkpoints.sign(Checkpoint(settings.LOG_ORIGIN, size, root), vault.signer(KEY))


def checkpoint() -> SignedCheckpoint | None:
    return tree.latest()


def tile(level: int, index: int, width: int | None) -> bytes | None:
    """The hashes of one tile: `width` of them, or all 256. None where the log has not so many."""
    found = Tile.objects.filter(level=level, index=index).first()
    wanted = (width or tiles.WIDTH) * 32
    if found is None or len(found.hashes) < wanted:
        return None
    return bytes(found.hashes[:wanted])


def entry_bundle(index: int, width: int | None) -> bytes | None:
    """The entries under the level-0 tile `index`, as C2SP tlog-tiles packs them."""
    first, count = index * tiles.WIDTH, width or tiles.WIDTH
    rows = Entry.objects.filter(index__gte=first, index__lt=first + count).order_by("index")
    commitments = [bytes(commitment) for commitment in rows.values_list("commitment", flat=True)]
    return tiles.encode_bundle(commitments) if len(commitments) == count else None


def proof_of(index: int, salt: bytes, latest: SignedCheckpoint) -> LogProof:
    """Where the entry stands in the tree that `latest` signs; it must be in it."""
    return LogProof(
        salt=salt,
        index=index,
        hashes=tuple(tiles.inclusion_proof(partial(_tile_under, latest.note), latest.size, index)),
        checkpoint=latest.note,
    )


@lru_cache(maxsize=1)
def verification_key() -> str:
    """The log's key as C2SP writes it: what a stranger needs to check a checkpoint."""
    return note.vkey(settings.LOG_ORIGIN, vault.public_multikey(KEY))


@lru_cache(maxsize=512)  # 8 KiB each.
def _tile_under(checkpoint_note: str, level: int, index: int) -> bytes:
    """A tile, at least as wide as that checkpoint needs it: what has been signed never changes."""
    return bytes(Tile.objects.values_list("hashes", flat=True).get(level=level, index=index))
