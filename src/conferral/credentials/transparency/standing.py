"""How the tree in the database stands to the checkpoint that was signed last."""

from collections.abc import Sequence
from enum import StrEnum

from django.conf import settings

from conferral.credentials.transparency import tree
from conferral.credentials.transparency.head import Head
from conferral.credentials.transparency.models import Entry, SignedCheckpoint
from credkit.errors import Malformed
from credkit.tlog import tiles

RESUME = "conferral log resume --after-restore"


class Standing(StrEnum):
    AGREED = "agreed"  # The tree is what was signed last, or has grown from it.
    UNFINISHED = "unfinished"  # It was signed, its commit was lost; the same entries still wait.
    RESTORED = "restored"  # Entries that were signed are missing.
    FORKED = "forked"  # Places that were signed hold other entries.
    HEADLESS = "headless"  # Nobody remembers what was signed last.
    RENAMED = "renamed"  # What was signed last was signed under another name.


MAY_SIGN = frozenset({Standing.AGREED, Standing.UNFINISHED})
_SENTENCES = {
    Standing.AGREED: "The log is as it was signed last.",
    Standing.UNFINISHED: "The last checkpoint was signed, not yet committed; the worker goes on.",
    Standing.RESTORED: (
        "This log has signed {signed} entries and its database has {size}: it was restored from an "
        "older backup. Nothing more is signed until the missing entries are back or a new log "
        f"begins. Run: {RESUME}"
    ),
    Standing.FORKED: (
        "Of the {signed} entries that this log has signed, some are others in the database. "
        "Nothing more is signed. Restore the database that belongs to these keys; conferral fsck "
        f"names what is wrong. If there is none, a new log must begin: {RESUME}"
    ),
    Standing.HEADLESS: (
        "Nobody remembers what this log has signed last: {path} is missing. Restore it from the "
        f"newest backup of the keys, or run: {RESUME}"
    ),
    Standing.RENAMED: (
        "This log has signed as {origin}, and LOG_ORIGIN says {today}. Set it back; or, when the "
        f"old log must end here, begin a new one: {RESUME} --new-log"
    ),
}


def standing(head: Head | None, latest: SignedCheckpoint | None) -> Standing:
    """`head`: what the signer remembers. `latest`: what the database says was signed last."""
    if head is None:
        return Standing.HEADLESS if SignedCheckpoint.objects.exists() else Standing.AGREED
    signed, size = head.checkpoint, latest.size if latest else 0
    if signed.origin != settings.LOG_ORIGIN:
        return Standing.RENAMED
    if signed.size > size:
        return Standing.UNFINISHED if batch_of(head, size) is not None else Standing.RESTORED
    ours = bytes(latest.root) if latest and signed.size == size else _root_of(signed.size)
    return Standing.AGREED if ours == signed.root else Standing.FORKED


def sentence(found: Standing, head: Head | None, latest: SignedCheckpoint | None) -> str:
    """What that means, and what to do."""
    return _SENTENCES[found].format(
        signed=head.checkpoint.size if head else 0,
        size=latest.size if latest else 0,
        origin=head.checkpoint.origin if head else "",
        today=settings.LOG_ORIGIN,
        path=settings.LOG_HEAD,
    )


def batch_of(head: Head, size: int) -> Sequence[Entry] | None:
    """The waiting entries that make the tree of `size` the one that was signed; None: they do not.

    By their keys: entries that came later may have smaller ones (PostgreSQL).
    """
    waiting = Entry.objects.filter(index=None).in_bulk(head.batch)
    batch = [waiting[key] for key in head.batch if key in waiting]
    if size + len(batch) != head.checkpoint.size or not batch:
        return None
    try:
        grown = tree.grown(size, batch)
    except Malformed:
        return None
    return batch if grown.root == head.checkpoint.root else None


def _root_of(size: int) -> bytes | None:
    try:
        return tiles.root(tree.tile, size)
    except Malformed:  # Tiles are missing.
        return None
