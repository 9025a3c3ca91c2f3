"""Letters about a turn: a certificate was suspended, reinstated or revoked.

Whoever never had a letter about the certificate gets none about its end. A replacement or a
renewal announces itself.
"""

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Exists, OuterRef, QuerySet

from conferral.credentials.delivery import letters
from conferral.credentials.delivery.models import Delivery, Told
from conferral.credentials.issuing.events import Kind
from conferral.credentials.issuing.models import Credential, Event
from conferral.foundation.letters.writing import Reader, Writer
from conferral.foundation.mail.models import Message

_FRESH = timedelta(days=90)  # However long a worker slept. What is older was told by people.


def untold(now: datetime) -> QuerySet[Event]:
    """The oldest first, with what a letter needs."""
    sent = Delivery.objects.filter(
        certificate__credential=OuterRef("credential"), message__sent_at__isnull=False
    )
    turns = Event.objects.filter(kind__in=letters.OF_TURN, at__gt=now - _FRESH, told=None)
    related = ("credential__shape", "credential__award__enrolment__person", "organization")
    return turns.filter(Exists(sent)).select_related(*related).order_by("pk")


@transaction.atomic
def tell(events: Sequence[Event]) -> None:
    """A letter for each whose holder has an address; each is told once, whatever runs beside."""
    Told.objects.bulk_create((Told(event=event) for event in events), ignore_conflicts=True)
    writers = {kind: Writer(letter) for kind, letter in letters.OF_TURN.items()}
    Message.objects.bulk_create(
        (
            letters.turn_letter(
                writers[Kind(event.kind)], event, event.credential, Reader.of(person)
            )
            for event in events
            if event.credential and (person := event.credential.award.enrolment.person).email
        ),
        ignore_conflicts=True,
    )


def are_told(credentials: Iterable[Credential]) -> None:
    """Another letter has said it. Call it in the transaction in which that one is written."""
    untold_yet = Event.objects.filter(credential__in=list(credentials), told=None)
    Told.objects.bulk_create((Told(event=each) for each in untold_yet), ignore_conflicts=True)
