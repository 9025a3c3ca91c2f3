"""Send what is queued; read what came back."""

from contextlib import suppress
from datetime import timedelta
from functools import partial
from smtplib import SMTPRecipientsRefused, SMTPResponseException

from django.core.mail import get_connection
from django.core.mail.backends.base import BaseEmailBackend
from django.utils import timezone

from conferral.foundation.accounts.addresses import people_with
from conferral.foundation.belt import PATIENCE, Stage, advance_each, postpone
from conferral.foundation.mail import bad_addresses, mailbox, reasons, together, wishes
from conferral.foundation.mail.emails import email_of
from conferral.foundation.mail.models import TRIES_OF_ITS_OWN, Message, MessageQuerySet
from conferral.foundation.mail.pictures import Draw, draws_nothing

BATCH = 100
UNWANTED = "They do not want letters like this one."
_IN_DOUBT = timedelta(minutes=5)  # Longer than a mail server may take for its whole answer.
_FOR_GOOD = 5  # The first digit of a reply that does not change by asking again.


class Undelivered(Exception):
    """The mail server did not take it; the message says why, for staff."""


def send_queued(draw: Draw = draws_nothing) -> int:
    """Send up to BATCH messages over one connection; each commits by itself."""
    count = _send_some(draw) if _waiting().exists() else 0
    together.count()
    return count


def send(message: Message, connection: BaseEmailBackend, draw: Draw = draws_nothing) -> None:
    """Hand one message to SMTP.

    At least once: a crash between SMTP's yes and our commit sends it again after `_IN_DOUBT`, under
    the same Message-ID, so that a mail server may recognise it.
    """
    _follow(message)
    _refuse_if_bad(message)
    way_out = wishes.subscription_of(message)
    if way_out and not wishes.is_wanted(way_out):
        _leave_out(message)
        return
    if not _claim(message):
        return
    try:
        connection.send_messages([email_of(message, way_out, draw)])
    except OSError as error:
        _drop(connection)  # Whatever state it is in, the next message opens its own.
        _look_at_address(message, error)
        raise Undelivered(_in_words(error)) from error
    Message.objects.filter(pk=message.pk).update(sent_at=timezone.now())


def _send_some(draw: Draw) -> int:
    connection = get_connection()
    try:
        connection.open()
    except OSError as error:  # Every SMTPException is one.
        return _postpone_all(Undelivered(_in_words(error)))
    try:
        return advance_each(_due(), lambda message: send(message, connection, draw), BATCH)
    finally:
        connection.close()


def _follow(message: Message) -> None:
    """Its address may be theirs no more: then it goes to where they are written to now."""
    person = message.person
    if person is None or person.email in {None, message.to}:
        return
    if people_with([message.to]).get(message.to) == person:
        return
    if Message.objects.filter(pk=message.pk, to=message.to).unsent().update(to=person.email):
        message.to = person.email


def _refuse_if_bad(message: Message) -> None:
    if known := bad_addresses.bad(message):
        message.attempts = PATIENCE - 1  # A person must mend the address: this was the last try.
        raise Undelivered(bad_addresses.problem_of(known))


def _leave_out(message: Message) -> None:
    """They do not want letters like it."""
    waiting = Message.objects.filter(pk=message.pk).unsent()
    waiting.update(stopped_at=timezone.now(), problem=UNWANTED)
    message.problem = ""  # Nothing is wrong with it: what was written just now stays.


def _claim(message: Message) -> bool:
    """Make it ours. False: somebody else has it, has sent it or put it off, or it goes elsewhere.

    It is due again when whoever claimed it must be dead; until then no other worker looks at it.
    """
    same = Message.objects.filter(pk=message.pk, to=message.to)
    stands = {"claimed_at": message.claimed_at, "next_attempt_at": message.next_attempt_at}
    now = timezone.now()
    return bool(
        same.filter(**stands).unsent().update(claimed_at=now, next_attempt_at=now + _IN_DOUBT)
    )


def _look_at_address(message: Message, error: OSError) -> None:
    """If a server does not know it, now or at the last try, it is bad from now on."""
    if not isinstance(error, SMTPRecipientsRefused):
        return
    if _is_permanent(error):
        message.attempts = PATIENCE - 1
    if message.attempts == PATIENCE - 1:
        ((code, answer), *_) = error.recipients.values()
        words = _text(answer)
        status = reasons.status_in(code, words.split())
        bad_addresses.note(message, status, words, timezone.now())


def _is_permanent(error: SMTPRecipientsRefused) -> bool:
    """Is the address refused for good? 5yz of a reply says so (RFC 5321, section 4.2.1)."""
    return all(code // 100 == _FOR_GOOD for code, _ in error.recipients.values())


def _drop(connection: BaseEmailBackend) -> None:
    with suppress(OSError):
        connection.close()


def _due() -> MessageQuerySet:
    return _waiting().select_related("organization", "person").order_by("pk")


def _waits() -> bool:
    return _waiting().exists() or together.is_over()


def _waiting() -> MessageQuerySet:
    return Message.objects.unsent().due().not_held()


def _postpone_all(error: Undelivered) -> int:
    """No letter's fault: none gives up, however long the server is away."""
    messages = list(_due()[:BATCH])
    for message in messages:
        message.keep(TRIES_OF_ITS_OWN)
        postpone(message, error)
    return len(messages)


def _in_words(error: OSError) -> str:
    match error:
        case SMTPRecipientsRefused(recipients=refused):
            ((address, (code, answer)), *_) = refused.items()
            return f"The mail server refuses the address {address}: {code} {_text(answer)}"
        case SMTPResponseException(smtp_code=code, smtp_error=answer):
            return f"The mail server refuses the message: {code} {_text(answer)}"
        case _:
            return f"The mail server does not answer: {error.strerror or error}"


def _text(answer: bytes | str) -> str:
    return answer.decode("utf-8", "replace") if isinstance(answer, bytes) else answer


def read_returned() -> int:
    """Look into the mailbox to which letters come back; return how many were taken."""
    return mailbox.look(timezone.now()).count


def sending(draw: Draw) -> Stage:
    """`draw`: who knows how the pictures look that letters carry."""
    return Stage("send mail", _waits, partial(send_queued, draw))


SEND_QUEUED = sending(draws_nothing)
READ_RETURNED = Stage("read what came back", lambda: mailbox.is_due(timezone.now()), read_returned)
