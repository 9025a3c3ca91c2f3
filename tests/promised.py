"""A checkpoint that a calendar has promised to anchor, without a calendar."""

from django.utils import timezone

from conferral.credentials.anchoring import calendars
from conferral.credentials.anchoring.models import Anchor, Kind
from conferral.credentials.transparency import log
from credkit.anchors import opentimestamps
from credkit.anchors.attestation import InBitcoin, Pending
from credkit.anchors.opentimestamps import Timestamp

ALICE = "https://alice.example"


def an_anchor(block=None):
    """Of the newest checkpoint; `block`: in which it is said to be."""
    checkpoint = log.checkpoint()
    said = (Pending(ALICE),) if block is None else (InBitcoin(block), Pending(ALICE))
    stamp = Timestamp(calendars.digest_of(checkpoint.note), said)
    return Anchor.objects.create(
        kind=Kind.OPENTIMESTAMPS,
        place=ALICE,
        checkpoint=checkpoint,
        proof=opentimestamps.file_of(stamp),
        sent_at=timezone.now(),
        held_at=None if block is None else timezone.now(),
        block=block,
    )
