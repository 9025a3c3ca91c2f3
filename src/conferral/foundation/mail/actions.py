"""Try a message again that has given up; stop those that must not leave."""

from datetime import datetime

from django.db import transaction
from django.utils import timezone

from conferral.foundation.accounts.models import Person
from conferral.foundation.audit.trail import record
from conferral.foundation.mail.models import Message, MessageQuerySet
from conferral.foundation.refusal import Refused


@transaction.atomic
def retry(message: Message, person: Person) -> None:
    if message.sent_at:
        raise Refused("It has been sent already.")
    if message.stopped_at:
        raise Refused("It was stopped: what it tells is not so any more.")
    message.attempts, message.next_attempt_at = 0, timezone.now()
    message.save(update_fields=["attempts", "next_attempt_at"])
    record(person, "tried a mail again", message, message.organization)


def stop(messages: MessageQuerySet, now: datetime) -> int:
    """None of them leaves any more; return how many. Call it in the transaction of the deed.

    One that a mail server is being given at this very moment may arrive all the same.
    """
    return messages.unsent().update(stopped_at=now, problem="")
