"""The sequencer: the one writer that puts waiting entries into their final order."""

from django.conf import settings
from django.db import transaction

from conferral.credentials.transparency import log
from conferral.credentials.transparency.models import Entry, SignedCheckpoint, Tile
from conferral.foundation import vault
from conferral.foundation.belt import Stage
from credkit.tlog import checkpoint as checkpoints
from credkit.tlog import merkle, tiles
from credkit.tlog.checkpoint import Checkpoint

BATCH = 5000


@transaction.atomic
def sequence() -> int:
    """Index, tiles and signed checkpoint commit together or not at all."""
    old_size = _lock_tree()
    waiting = list(Entry.objects.filter(index=None).order_by("pk")[:BATCH])
    if not waiting:
        return 0
    for index, entry in enumerate(waiting, start=old_size):
        entry.index = index
    Entry.objects.bulk_create(
        waiting, update_conflicts=True, unique_fields=["id"], update_fields=["index"]
    )
    leaves = [merkle.leaf_hash(bytes(entry.commitment)) for entry in waiting]
    grown = tiles.append(_tile, old_size, leaves)
    _keep(grown.tiles)
    _sign(Checkpoint(settings.LOG_ORIGIN, grown.size, grown.root))
    return len(waiting)


def _lock_tree() -> int:
    """The size of the signed tree. Whoever else sequences waits here until we are done."""
    # All lock the oldest, which stays; the latest is asked for when the others have committed.
    SignedCheckpoint.objects.select_for_update().order_by("size").first()
    latest = log.checkpoint()
    return latest.size if latest else 0


def _tile(level: int, index: int) -> bytes:
    found = Tile.objects.filter(level=level, index=index).values_list("hashes", flat=True).first()
    return bytes(found) if found else b""


def _keep(changed: dict[tuple[int, int], bytes]) -> None:
    Tile.objects.bulk_create(
        (
            Tile(level=level, index=index, hashes=hashes)
            for (level, index), hashes in changed.items()
        ),
        update_conflicts=True,
        unique_fields=["level", "index"],
        update_fields=["hashes"],
    )


def _sign(checkpoint: Checkpoint) -> None:
    signed = checkpoints.sign(checkpoint, vault.signer(log.KEY))
    SignedCheckpoint.objects.create(size=checkpoint.size, note=signed)


SEQUENCE = Stage("sequence", lambda: Entry.objects.filter(index=None).exists(), sequence)
