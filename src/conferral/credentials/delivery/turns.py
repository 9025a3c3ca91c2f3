"""Letters about a turn: a certificate was suspended, reinstated or revoked.

Whoever never had a letter with the certificate, or the one before it, gets none about its end. A
replacement or a renewal announces itself. What is older than a season is not written by itself:
staff are shown it.
"""

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone

from conferral.credentials.delivery import letters
from conferral.credentials.delivery.models import Told
from conferral.credentials.delivery.sent import has_heard, has_left
from conferral.credentials.issuing.events import Kind
from conferral.credentials.issuing.models import Credential, Event
from conferral.foundation.accounts.models import Organization, Person
from conferral.foundation.audit.trail import record
from conferral.foundation.letters.writing import Reader, Writer
from conferral.foundation.mail.models import Message
from conferral.foundation.refusal import Refused
from conferral.foundation.shown import refuse_others

_FRESH = timedelta(days=90)  # However long a worker slept. Of what is older staff decide.


def untold(now: datetime) -> QuerySet[Event]:
    """The oldest first, with what a letter needs."""
    return _untold().filter(at__gt=now - _FRESH)


def late(organization: Organization, now: datetime) -> QuerySet[Event]:
    """Those about which nobody was told in time, and somebody can be told still."""
    reachable = _untold().filter(credential__award__enrolment__person__email__isnull=False)
    return reachable.filter(organization=organization, at__lte=now - _FRESH)


@transaction.atomic
def decide_late(
    organization: Organization,
    person: Person,
    *,
    expected: int,
    shown: str = "",
    is_written: bool,
) -> int:
    """Write them after all, or leave it at what people have said. Return how many.

    `expected`, `shown`: how many the person was shown, and which (`foundation.shown`). Refused if
    there are others by now.
    """
    Organization.objects.select_for_update().get(pk=organization.pk)
    events = list(late(organization, timezone.now()))
    if not events or len(events) != expected:
        raise Refused(f"There are {len(events)} by now, not {expected}. Look again.")
    refuse_others((event.pk for event in events), shown)
    if is_written:
        tell(events)
    else:
        Told.objects.bulk_create((Told(event=event) for event in events), ignore_conflicts=True)
    deed = "had late letters written" if is_written else "left late letters unwritten"
    numbers = [event.credential.number for event in events if event.credential]
    record(person, deed, organization, organization, numbers=numbers)
    return len(events)


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


def _untold() -> QuerySet[Event]:
    turns = Event.objects.filter(kind__in=letters.OF_TURN, told=None)
    learner = (
        "credential__award__enrolment__person",
        "credential__award__enrolment__renewal__award",
    )
    related = ("credential__shape", *learner, "organization")
    # Whoever had their letter after the suspension had it because that had ended.
    fit = Q(kind=Kind.REVOKED) | Q(kind=Kind.SUSPENDED, credential__suspended_at__isnull=False)
    heard = (fit & has_heard("credential")) | has_left("credential", before="at")
    return turns.filter(heard).select_related(*related).order_by("pk")
