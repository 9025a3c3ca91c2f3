"""After a restore: give the log its missing entries back, or begin a new one.

The signer never decides this by itself. Every way here ends in a tree that agrees with what
strangers hold, or in a log of another name, which promises nothing about the old one.
"""

from collections.abc import Callable, Iterator, Sequence
from datetime import datetime

from django.conf import settings
from django.db import transaction

from conferral.credentials.transparency import head as heads
from conferral.credentials.transparency import log, tree
from conferral.credentials.transparency.head import Head
from conferral.credentials.transparency.models import Entry, SignedCheckpoint
from conferral.credentials.transparency.standing import Standing, sentence, standing
from conferral.foundation.audit import trail
from conferral.foundation.audit.trail import record
from conferral.foundation.refusal import Refused
from credkit.errors import Malformed
from credkit.tlog import checkpoint as checkpoints
from credkit.tlog import tiles

Copy = Callable[[str], bytes | None]
"""(path of a C2SP tile) → its bytes in somebody's copy of the log; None: the copy has it not."""


def look() -> tuple[Standing, str]:
    """How the log stands, and what to do in words. Never waits for a sequencer."""
    head, latest = heads.read(), tree.latest()  # In this order: between them, it is unfinished.
    found = standing(head, latest)
    return found, sentence(found, head, latest)


def missing() -> range:
    """The places of the entries that were signed and are not in the database."""
    head, latest = heads.read(), tree.latest()
    size = latest.size if latest else 0
    return range(size, max(size, head.checkpoint.size if head else 0))


def remember(note: str) -> None:
    """Take what a stranger has seen for what was signed last, when nothing here remembers it.

    Refused: something remembers, or this log has not signed that.
    """
    with heads.locked():
        if heads.read() is not None:
            raise Refused("What was signed last is known; nothing needs to be remembered.")
        try:
            checkpoints.open_checkpoint(note, log.verification_key())
        except Malformed as error:
            raise Refused(f"This is not a checkpoint of this log: {error}.") from error
        heads.write(Head(note))


def trust_database() -> None:
    """Take the database's word for what was signed last. Refused when anything else is known."""
    with heads.locked():
        latest = tree.latest()
        if heads.read() is not None or latest is None:
            raise Refused("What was signed last is known; the database need not be trusted.")
        heads.write(Head(latest.note))


def recover(copy: Copy, now: datetime) -> int:
    """Put the missing entries back from a copy of the log. Return how many.

    What they promised stays lost: the log knows only their hashes. Refused: the copy is
    incomplete, or with it the tree is not the one that was signed.
    """
    with heads.locked():
        with transaction.atomic():
            latest, head = tree.lock(), heads.read()
            if head is None or standing(head, latest) is not Standing.RESTORED:
                raise Refused("No entries are missing.")
            count = _put_back(copy, head, now)
        heads.write(Head(head.note, trail=trail.last()))  # The trail was restored as well.
        return count


def begin_new_log() -> SignedCheckpoint:
    """Sign the tree as it is, under a name that this log never had.

    Refused: LOG_ORIGIN is a name under which something was signed already.
    """
    with heads.locked(), transaction.atomic():
        tree.lock()
        head = heads.read()
        used = SignedCheckpoint.objects.filter(origin=settings.LOG_ORIGIN).exists()
        if used or (head and head.checkpoint.origin == settings.LOG_ORIGIN):
            raise Refused(
                f"The log called {settings.LOG_ORIGIN} has signed already. A new log needs a name "
                "of its own: set LOG_ORIGIN to one that was never used, and say it again."
            )
        size = Entry.objects.filter(index__isnull=False).count()
        new = Head(log.sign(size, tiles.root(tree.tile, size)))
        if head:
            heads.retire(head)
        signed = tree.publish(new)
        record(None, "began a new log", signed, None, origin=settings.LOG_ORIGIN, size=size)
        heads.write(new)
        return signed


def _put_back(copy: Copy, head: Head, now: datetime) -> int:
    places = missing()
    entries = _rows(list(_commitments(copy, places)), now)
    grown = tree.grown(places.start, entries)
    if grown.root != head.checkpoint.root:
        raise Refused("With the entries of this copy the tree is not the one that was signed.")
    tree.keep(grown, entries)
    signed = tree.publish(head)
    record(None, "recovered log entries", signed, None, first=places.start, count=len(places))
    return len(places)


def _commitments(copy: Copy, places: range) -> Iterator[bytes]:
    for index in range(places.start // tiles.WIDTH, -(-places.stop // tiles.WIDTH)):
        width = tiles.partial_width(places.stop, tiles.ENTRIES, index)
        entries = _bundle(copy, index, width)
        yield from entries[max(0, places.start - index * tiles.WIDTH) : width]


def _bundle(copy: Copy, index: int, width: int) -> list[bytes]:
    path = tiles.path(tiles.ENTRIES, index, width)
    bundle = copy(path) or copy(tiles.path(tiles.ENTRIES, index))  # A copy may know more than we.
    if bundle is None:
        raise Refused(f"The copy has no {path}.")
    try:
        return tiles.decode_bundle(bundle)
    except Malformed as error:
        raise Refused(f"The copy's {path} cannot be read: {error}.") from error


def _rows(commitments: Sequence[bytes], now: datetime) -> list[Entry]:
    """Promises that the backup still has waiting take their old places; the others come anew."""
    waiting = {bytes(entry.commitment): entry for entry in Entry.objects.filter(index=None)}
    return [
        waiting.get(commitment) or Entry(commitment=commitment, recovered_at=now)
        for commitment in commitments
    ]
