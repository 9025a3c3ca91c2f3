"""The letter that leads a person to their own pages, for whoever has lost every other."""

from datetime import datetime, timedelta

from django.template.loader import render_to_string
from django.utils import timezone

from conferral.foundation.accounts.links import entrance_url
from conferral.foundation.accounts.models import Person
from conferral.foundation.accounts.names import clean_email
from conferral.foundation.mail.models import Message
from conferral.learning.progress.models import Enrolment

_DAY, _MOST = timedelta(days=1), 5  # Letters to one person: nobody is flooded by a stranger.


def send_entrance(email: str, now: datetime | None = None) -> None:
    """Once an hour at most. Nothing for addresses that nobody learns under; never says which."""
    now = now or timezone.now()
    enrolment = _newest_of(email)
    if enrolment is None or _sent(enrolment.person, now) >= _MOST:
        return
    Message.objects.get_or_create(
        key=f"{_beginning(enrolment.person)}{now:%Y%m%d%H}", defaults=_letter(enrolment)
    )


def _newest_of(email: str) -> Enrolment | None:
    try:
        address = clean_email(email)
    except ValueError:
        return None
    mine = Enrolment.objects.filter(person__email=address, person__is_active=True)
    return mine.select_related("person", "version__course__organization").order_by("-pk").first()


def _sent(person: Person, now: datetime) -> int:
    letters = Message.objects.filter(key__startswith=_beginning(person))
    return letters.filter(queued_at__gt=now - _DAY).count()


def _beginning(person: Person) -> str:
    return f"entrance:{person.pk}:"


def _letter(enrolment: Enrolment) -> dict[str, object]:
    person, organization = enrolment.person, enrolment.version.course.organization
    words = {
        "first_name": person.printed_name.split()[0],
        "url": entrance_url(person),
        "organization": organization,
    }
    return {
        "organization": organization,
        "to": person.email,
        "subject": "Your certificates",
        "text": render_to_string("delivery/entrance.txt", words),
    }
