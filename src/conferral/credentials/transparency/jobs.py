"""The sequencer, the one writer that puts waiting entries into order; and asking the witnesses."""

import logging
import time

from django.db import transaction
from django.utils import timezone

from conferral.credentials.transparency import head as heads
from conferral.credentials.transparency import tree, witnesses
from conferral.credentials.transparency.head import Head
from conferral.credentials.transparency.log import sign
from conferral.credentials.transparency.models import Entry, WitnessQuerySet
from conferral.credentials.transparency.standing import MAY_SIGN, batch_of, sentence, standing
from conferral.foundation.audit import trail
from conferral.foundation.belt import Stage, advance_each
from conferral.foundation.refusal import Refused

logger = logging.getLogger(__name__)

BATCH = 5000
_SAY_AGAIN_AFTER = 60.0  # Seconds: the belt asks in each of them.
_said: dict[str, float] = {}


def step() -> int:
    """One batch for the belt. While the log may not be signed, its entries wait and we say why."""
    try:
        return sequence()
    except Refused as refusal:
        _say(str(refusal))
        return 0


def sequence() -> int:
    """Index, tiles and signed checkpoint commit together or not at all.

    Refused: the tree in the database is smaller than, or different from, what was signed last.
    """
    with heads.locked(), transaction.atomic():
        latest = tree.lock()
        head = heads.read()
        if (found := standing(head, latest)) not in MAY_SIGN:
            raise Refused(sentence(found, head, latest))
        size = latest.size if latest else 0
        if head and head.checkpoint.size > size:
            return _finish(head, size)
        return _go_on(size)


def ask_witnesses() -> int:
    return advance_each(_unwitnessed(), witnesses.ask, batch=10)


def _unwitnessed() -> WitnessQuerySet:
    return witnesses.waiting(timezone.now())


def _finish(head: Head, size: int) -> int:
    """Commit the tree that was signed when its commit was lost: the same leaves, the same note."""
    batch = batch_of(head, size) or []
    tree.keep(tree.grown(size, batch), batch)
    tree.publish(head)
    return len(batch)


def _go_on(size: int) -> int:
    waiting = list(Entry.objects.filter(index=None).order_by("pk")[:BATCH])
    if not waiting:
        return 0
    grown = tree.grown(size, waiting)
    tree.keep(grown, waiting)
    note, batch = sign(grown.size, grown.root), tuple(entry.pk for entry in waiting)
    head = Head(note, batch, trail.last())
    heads.write(head)  # Before anyone can see the checkpoint: from here on it has been signed.
    tree.publish(head)
    return len(waiting)


def _say(sentence: str) -> None:
    if time.monotonic() - _said.get(sentence, -_SAY_AGAIN_AFTER) >= _SAY_AGAIN_AFTER:
        _said[sentence] = time.monotonic()
        logger.error("%s", sentence)


SEQUENCE = Stage("sequence", lambda: Entry.objects.filter(index=None).exists(), step)
COSIGN = Stage("cosign", lambda: _unwitnessed().exists(), ask_witnesses)
