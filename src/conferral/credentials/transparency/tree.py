"""The log's tree as the database has it: locked, read, grown, kept."""

from collections.abc import Sequence

from django.conf import settings

from conferral.credentials.transparency.head import Head
from conferral.credentials.transparency.models import Entry, SignedCheckpoint, Tile
from credkit.tlog import merkle, tiles
from credkit.tlog.tiles import Grown


def lock() -> SignedCheckpoint | None:
    """The signed tree. Whoever else wants to change it waits here until we are done."""
    # All lock the oldest, which stays; the latest is asked for when the others have committed.
    SignedCheckpoint.objects.select_for_update().order_by("pk").first()
    return latest()


def latest() -> SignedCheckpoint | None:
    """The largest tree that this log, under the name that it has today, has signed."""
    signed = SignedCheckpoint.objects.filter(origin=settings.LOG_ORIGIN)
    return signed.order_by("-size").first()


def tile(level: int, index: int) -> bytes:
    """All hashes that the tile has; none where there is no such tile."""
    found = Tile.objects.filter(level=level, index=index).values_list("hashes", flat=True).first()
    return bytes(found) if found else b""


def grown(size: int, entries: Sequence[Entry]) -> Grown:
    """The first `size` leaves with these at their right. Nothing is written."""
    leaves = [merkle.leaf_hash(bytes(entry.commitment)) for entry in entries]
    return tiles.append(tile, size, leaves)


def keep(grown: Grown, entries: Sequence[Entry]) -> None:
    """Write the tiles that have changed, and the places of the entries that changed them."""
    for index, entry in enumerate(entries, start=grown.size - len(entries)):
        entry.index = index
    Entry.objects.bulk_create(
        entries,
        update_conflicts=True,
        unique_fields=["id"],
        update_fields=["index"],
    )
    Tile.objects.bulk_create(
        (
            Tile(level=level, index=index, hashes=hashes)
            for (level, index), hashes in grown.tiles.items()
        ),
        update_conflicts=True,
        unique_fields=["level", "index"],
        update_fields=["hashes"],
    )


def publish(head: Head) -> SignedCheckpoint:
    """From the commit on, strangers see this checkpoint."""
    signed = head.checkpoint
    return SignedCheckpoint.objects.create(
        origin=signed.origin, size=signed.size, root=signed.root, note=head.note
    )
