"""A log that grows, and time that passes for its anchors."""

from datetime import timedelta

from anchored import entry
from conferral.credentials.anchoring.jobs import ANCHOR
from conferral.credentials.anchoring.models import Anchor
from conferral.credentials.transparency import log
from conferral.credentials.transparency.jobs import SEQUENCE


def grow(word="one"):
    log.append([entry(word)])
    SEQUENCE.run()
    return log.checkpoint()


def later(**time):
    """As if so much time had passed since."""
    for anchor in Anchor.objects.all():
        passed = {
            name: getattr(anchor, name) - timedelta(**time)
            for name in ("chosen_at", "sent_at", "next_attempt_at")
            if getattr(anchor, name)
        }
        Anchor.objects.filter(pk=anchor.pk).update(**passed)
    ANCHOR.run()
