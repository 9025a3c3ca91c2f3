"""Letters about a turn: a certificate was suspended, reinstated or revoked.

Whoever never had a letter about the certificate gets none about its end. A replacement or a
renewal announces itself.
"""

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Exists, OuterRef, QuerySet
from django.template.loader import render_to_string

from conferral.credentials.delivery.models import Delivery, Told
from conferral.credentials.issuing.events import Kind
from conferral.credentials.issuing.models import Credential, Event
from conferral.foundation.mail.models import Message

_KINDS = (Kind.SUSPENDED, Kind.REINSTATED, Kind.REVOKED)
_FRESH = timedelta(days=7)  # What is older was told by people, before there were such letters.
_LONGEST_SUBJECT = 200


def untold(now: datetime) -> QuerySet[Event]:
    """The oldest first, with what a letter needs."""
    sent = Delivery.objects.filter(
        certificate__credential=OuterRef("credential"), message__sent_at__isnull=False
    )
    turns = Event.objects.filter(kind__in=_KINDS, at__gt=now - _FRESH, told=None)
    related = ("credential__shape", "credential__award__enrolment__person", "organization")
    return turns.filter(Exists(sent)).select_related(*related).order_by("pk")


@transaction.atomic
def tell(events: Sequence[Event]) -> None:
    """A letter for each whose holder has an address; each is told once, whatever runs beside."""
    Told.objects.bulk_create((Told(event=event) for event in events), ignore_conflicts=True)
    Message.objects.bulk_create(
        (
            _letter(event, event.credential, to)
            for event in events
            if event.credential and (to := event.credential.award.enrolment.person.email)
        ),
        ignore_conflicts=True,
    )


def are_told(credentials: Iterable[Credential]) -> None:
    """Another letter has said it. Call it in the transaction in which that one is written."""
    untold_yet = Event.objects.filter(credential__in=list(credentials), told=None)
    Told.objects.bulk_create((Told(event=each) for each in untold_yet), ignore_conflicts=True)


def _letter(event: Event, credential: Credential, to: str) -> Message:
    course = credential.shape.facts["course"]
    name = credential.slots.get("holder_name", "")
    words = {
        "first_name": name.split()[0] if name else "",
        "course": course,
        "credential": credential,
        "kind": event.kind,
        "because": credential.revoked_because or credential.suspended_because,
        "organization": event.organization,
    }
    return Message(
        organization=event.organization,
        key=f"turn:{event.pk}",
        to=to,
        subject=_subject(f"Your certificate was {event.kind}: {course}"),
        text=render_to_string("delivery/turn.txt", words),
    )


def _subject(words: str) -> str:
    subject = " ".join(words.split())
    return subject if len(subject) <= _LONGEST_SUBJECT else f"{subject[: _LONGEST_SUBJECT - 1]}…"
