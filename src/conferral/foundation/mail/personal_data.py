"""What mail keeps of a person: the letters to them, those that came back, and which they want."""

from typing import Any

from allauth.account.models import EmailAddress
from django.db.models import Q, QuerySet

from conferral.foundation.accounts.models import Person
from conferral.foundation.mail.models import BadAddress, Bounce, Message, MessageQuerySet, Wish


def export(person: Person) -> dict[str, Any]:
    addresses = _addresses(person)
    letters = Message.objects.filter(to__in=addresses).order_by("pk")
    bounces = Bounce.objects.filter(address__in=addresses).order_by("pk")
    wishes = Wish.objects.filter(person=person).order_by("pk")
    return {
        "letters": list(letters.values("to", "subject", "text", "queued_at", "sent_at")),
        "came back": list(bounces.values("address", "kind", "status", "said", "at")),
        "bad addresses": list(
            _bad(person).values("address", "said", "since", "mended_at", "corrected_to")
        ),
        "wishes": list(wishes.values("organization__name", "topic", "is_wanted", "at", "way")),
    }


def erase(person: Person) -> None:
    addresses = _addresses(person)
    Bounce.objects.filter(address__in=addresses).delete()
    forget(Message.objects.filter(to__in=addresses))
    _bad(person).delete()
    Wish.objects.filter(person=person).delete()


def forget(letters: MessageQuerySet) -> None:
    """What waits is not sent any more; of what went, only that it went is kept."""
    letters.unsent().delete()
    letters.update(to="", subject="", text="", html="", picture="", problem="")


def _addresses(person: Person) -> set[str]:
    """All at which they were written to, or may have been."""
    earlier = _bad(person).values_list("address", flat=True)
    confirmed = EmailAddress.objects.filter(user=person).values_list("email", flat=True)
    return {person.email, *earlier, *confirmed} - {None, ""}


def _bad(person: Person) -> QuerySet[BadAddress]:
    return BadAddress.objects.filter(Q(person=person) | Q(address=person.email)).order_by("pk")
