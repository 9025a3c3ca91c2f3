"""Addresses at which letters do not arrive: how one becomes known, and what waits for it."""

from datetime import datetime

from conferral.foundation.accounts.addresses import people_with
from conferral.foundation.mail import reasons
from conferral.foundation.mail.models import BadAddress, Message, MessageQuerySet


def bad(message: Message) -> BadAddress | None:
    """What is known against the address that the letter would go to."""
    ours = BadAddress.objects.of(message.organization).open()
    return ours.filter(address=message.to).first()


def note(message: Message, status: str, said: str, now: datetime) -> BadAddress:
    """Its address is bad from now on; if that was known already, it stays as it was said first."""
    known, _ = BadAddress.objects.get_or_create(
        organization=message.organization,
        address=message.to,
        mended_at=None,
        defaults={
            "person": people_with([message.to]).get(message.to),
            "status": status,
            "said": said,
            "since": now,
        },
    )
    return known


def problem_of(known: BadAddress) -> str:
    """For the letters that it keeps back."""
    return f"{reasons.in_words(known.status)} Mend the address {known.address}."


def kept_back(known: BadAddress) -> MessageQuerySet:
    """What did not arrive there, and what was not sent because of it; the oldest first."""
    ours = Message.objects.filter(organization=known.organization, to=known.address)
    return ours.unsent().order_by("pk")
