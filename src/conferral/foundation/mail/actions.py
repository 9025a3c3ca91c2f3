"""Try a message again that has given up; stop those that must not leave; try whether any leaves."""

from datetime import datetime

from django.db import transaction
from django.utils import timezone

from conferral.foundation.accounts.models import Organization, Person
from conferral.foundation.audit.trail import record
from conferral.foundation.mail.models import Message, MessageQuerySet
from conferral.foundation.refusal import Refused

_TEST = "test-letter:"


@transaction.atomic
def retry(message: Message, person: Person) -> None:
    if message.sent_at:
        raise Refused("It has been sent already.")
    if message.stopped_at:
        raise Refused("It was stopped: what it tells is not so any more.")
    message.attempts, message.next_attempt_at = 0, timezone.now()
    message.save(update_fields=["attempts", "next_attempt_at"])
    record(person, "tried a mail again", message, message.organization)


@transaction.atomic
def send_test(organization: Organization, person: Person) -> Message:
    """A letter to themselves. Refused while the last one is on its way."""
    ours = tests_of(organization)
    if ours.unsent().exclude(pk__in=ours.stuck()).exists():
        raise Refused("A letter is on its way already. Load the page again in a moment.")
    now = timezone.now()
    message = Message.objects.create(
        organization=organization,
        key=f"{_TEST}{organization.pk}:{now.timestamp()}",
        to=person.email or "",
        subject="Mail works",
        text=f"{organization.name} can write to people: this letter has arrived.\n",
    )
    record(person, "sent a test letter", message, organization)
    return message


def tests_of(organization: Organization) -> MessageQuerySet:
    return Message.objects.filter(organization=organization, key__startswith=_TEST)


def stop(messages: MessageQuerySet, now: datetime) -> int:
    """None of them leaves any more; return how many. Call it in the transaction of the deed.

    One that a mail server is being given at this very moment may arrive all the same.
    """
    return messages.unsent().update(stopped_at=now, problem="")
