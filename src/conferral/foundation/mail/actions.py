"""Try a message again that has given up; stop those that must not leave."""

from datetime import datetime

from django.db import transaction
from django.utils import timezone

from conferral.foundation.accounts.models import Organization, Person
from conferral.foundation.audit.trail import record
from conferral.foundation.mail import bad_addresses
from conferral.foundation.mail.models import Message, MessageQuerySet
from conferral.foundation.refusal import Refused

TEST = "test-letter:"  # So begins the key of each that somebody wrote to themselves.


@transaction.atomic
def retry(message: Message, person: Person) -> None:
    if message.sent_at:
        raise Refused("It has been sent already.")
    if message.stopped_at:
        raise Refused("It was stopped: what it tells is not so any more.")
    if known := bad_addresses.bad(message):
        raise Refused(bad_addresses.problem_of(known))
    message.attempts, message.next_attempt_at = 0, timezone.now()
    message.save(update_fields=["attempts", "next_attempt_at"])
    record(person, "tried a mail again", message, message.organization)


def tests_of(organization: Organization) -> MessageQuerySet:
    return Message.objects.filter(organization=organization, key__startswith=TEST)


def stop(messages: MessageQuerySet, now: datetime) -> int:
    """None of them leaves any more; return how many. Call it in the transaction of the deed.

    One that a mail server is being given at this very moment may arrive all the same.
    """
    return messages.unsent().update(stopped_at=now, problem="")
