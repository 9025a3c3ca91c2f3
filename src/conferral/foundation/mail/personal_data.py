"""What mail keeps of a person: the letters to them, those that came back, and which they want."""

from typing import Any

from django.db.models import Q, QuerySet

from conferral.foundation.accounts.addresses import addresses_of
from conferral.foundation.accounts.models import Organization, Person
from conferral.foundation.mail.models import (
    BadAddress,
    BadAddressQuerySet,
    Bounce,
    Message,
    MessageQuerySet,
    Wish,
)


def export(person: Person) -> dict[str, Any]:
    letters, bounces = _letters(person).order_by("pk"), _bounces(person).order_by("pk")
    wishes = Wish.objects.filter(person=person).order_by("pk")
    return {
        "letters": list(letters.values("to", "subject", "text", "queued_at", "sent_at")),
        "came back": list(bounces.values("address", "kind", "status", "said", "at")),
        "bad addresses": list(
            _bad(person).values("address", "said", "since", "mended_at", "corrected_to")
        ),
        "wishes": list(wishes.values("organization__name", "topic", "is_wanted", "at", "way")),
    }


def erase(person: Person, organization: Organization) -> None:
    forget(_letters(person).of(organization))
    _bad(person).of(organization).delete()
    Wish.objects.filter(organization=organization, person=person).delete()


def forget(letters: MessageQuerySet) -> None:
    """What waits is not sent any more; of what went, only that it went is kept, and not that it
    came back."""
    Bounce.objects.filter(message__in=letters).delete()
    letters.unsent().delete()
    letters.update(to="", person=None, subject="", text="", html="", picture="", problem="")


def _letters(person: Person) -> MessageQuerySet:
    """Written to them, wherever they went; of those that are nobody's, all to addresses of theirs.

    An address that was theirs, or was held to be, may be somebody else's by now.
    """
    theirs = Q(person=person) | Q(person=None, to__in=_addresses(person))
    return Message.objects.filter(theirs)


def _bounces(person: Person) -> QuerySet[Bounce]:
    return Bounce.objects.filter(message__in=_letters(person))


def _addresses(person: Person) -> set[str]:
    """All at which they were written to, or may have been."""
    return addresses_of(person) | set(_bad(person).values_list("address", flat=True))


def _bad(person: Person) -> BadAddressQuerySet:
    theirs = Q(person=person) | Q(address__in=addresses_of(person))
    return BadAddress.objects.filter(theirs).order_by("pk")
