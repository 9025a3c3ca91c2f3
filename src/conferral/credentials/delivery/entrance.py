"""The letter that leads a person to their own pages, for whoever has lost every other."""

from datetime import datetime, timedelta

from django.utils import timezone

from conferral.credentials.delivery.letters import ENTRANCE
from conferral.foundation.accounts.addresses import people_with
from conferral.foundation.accounts.links import entrance_url
from conferral.foundation.accounts.models import Person
from conferral.foundation.accounts.names import clean_email
from conferral.foundation.letters.writing import Reader, Writer
from conferral.foundation.mail.models import Message, MessageQuerySet
from conferral.learning.progress.models import Enrolment

_DAY, _MOST = timedelta(days=1), 5  # Letters to one person: nobody is flooded by a stranger.


def send_entrance(email: str, now: datetime | None = None) -> None:
    """To the address that was typed, if it is one of theirs. Once an hour at most; says nothing."""
    now = now or timezone.now()
    try:
        address = clean_email(email)
    except ValueError:
        return
    enrolment = _newest_of(people_with([address]).get(address))
    if enrolment is None or _sent(enrolment.person, now) >= _MOST:
        return
    key = f"{_beginning(enrolment.person)}{now:%Y%m%d%H}"
    Message.objects.bulk_create([_letter(enrolment, address, key)], ignore_conflicts=True)


def letters_to(person: Person) -> MessageQuerySet:
    """All that led the person in, to whichever of their addresses."""
    return Message.objects.filter(key__startswith=_beginning(person))


def _newest_of(person: Person | None) -> Enrolment | None:
    if person is None or not person.is_active:
        return None
    mine = person.enrolments.select_related("person", "version__course__organization")
    return mine.order_by("-pk").first()


def _sent(person: Person, now: datetime) -> int:
    return letters_to(person).filter(queued_at__gt=now - _DAY).count()


def _beginning(person: Person) -> str:
    return f"entrance:{person.pk}:"


def _letter(enrolment: Enrolment, address: str, key: str) -> Message:
    person, organization = enrolment.person, enrolment.version.course.organization
    facts = {"first_name": person.printed_name.split()[0], "url": entrance_url(person, key)}
    reader = Reader(address, person.language, person.pk)
    return Writer(ENTRANCE).write(organization, reader, key, facts)
