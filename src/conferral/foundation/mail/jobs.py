"""Send what is queued."""

from email.utils import formataddr
from smtplib import SMTPException

from django.conf import settings
from django.core.mail import EmailMultiAlternatives, get_connection
from django.core.mail.backends.base import BaseEmailBackend
from django.utils import timezone

from conferral.foundation.belt import Stage, advance_each, postpone
from conferral.foundation.mail.models import Message, MessageQuerySet

BATCH = 100


def send_queued() -> int:
    """Send up to BATCH messages over one connection; each commits by itself."""
    if not _waits():
        return 0
    connection = get_connection()
    try:
        connection.open()
    except (OSError, SMTPException) as error:
        return _postpone_all(error)
    try:
        return advance_each(_due(), lambda message: send(message, connection), BATCH)
    finally:
        connection.close()


def send(message: Message, connection: BaseEmailBackend) -> None:
    """Hand one message to SMTP.

    At least once: a crash between SMTP's yes and our commit sends it again, under the same
    Message-ID, so that a mail server may recognise it.
    """
    message.claimed_at = timezone.now()
    message.save(update_fields=["claimed_at"])
    try:
        connection.send_messages([_as_email(message)])
    except (OSError, SMTPException):
        connection.close()  # Whatever state it is in, the next message opens its own.
        raise
    message.sent_at, message.problem = timezone.now(), ""
    message.save(update_fields=["sent_at", "problem"])


def _due() -> MessageQuerySet:
    return Message.objects.unsent().due().select_related("organization").order_by("pk")


def _waits() -> bool:
    return Message.objects.unsent().due().exists()


def _postpone_all(error: Exception) -> int:
    unanswered = ConnectionError(f"The mail server does not answer: {error}")
    messages = list(_due()[:BATCH])
    for message in messages:
        postpone(message, unanswered)
    return len(messages)


def _as_email(message: Message) -> EmailMultiAlternatives:
    host = settings.DEFAULT_FROM_EMAIL.rpartition("@")[2]
    email = EmailMultiAlternatives(
        message.subject,
        message.text,
        from_email=formataddr((message.organization.name, settings.DEFAULT_FROM_EMAIL)),
        to=[message.to],
        reply_to=[message.organization.email] if message.organization.email else None,
        headers={"Message-ID": f"<{message.key.replace(':', '.')}@{host}>"},
    )
    if message.html:
        email.attach_alternative(message.html, "text/html")
    return email


SEND_QUEUED = Stage("send mail", _waits, send_queued)
