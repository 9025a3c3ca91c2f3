"""Try a message again that has given up."""

from django.db import transaction
from django.utils import timezone

from conferral.foundation.accounts.models import Person
from conferral.foundation.audit.trail import record
from conferral.foundation.mail.models import Message
from conferral.foundation.refusal import Refused


@transaction.atomic
def retry(message: Message, person: Person) -> None:
    if message.sent_at:
        raise Refused("It has been sent already.")
    message.attempts, message.next_attempt_at = 0, timezone.now()
    message.save(update_fields=["attempts", "next_attempt_at"])
    record(person, "tried a mail again", message, message.organization)
