"""A letter's Message-ID (RFC 5322, 3.6.4): nobody can make one up for a letter they did not get.

Whoever reports that a letter came back has to name it. Its number is bound to its address, so that
a report about the old address says nothing of the new one.
"""

import re
from collections.abc import Iterable

from django.conf import settings
from django.utils.crypto import constant_time_compare, salted_hmac

from conferral.foundation.mail.models import Message

_SALT = "conferral.mail.message-id"
_OURS = re.compile(r"<(?P<key>[1-9][0-9]{0,17})[.](?P<mark>[0-9a-f]{32})@[^<>@\s]+>")


def id_of(message: Message) -> str:
    """The same at every try, so that a mail server may recognise it; another at another address."""
    host = settings.DEFAULT_FROM_EMAIL.rpartition("@")[2]
    return f"<{message.pk}.{_mark(message)}@{host}>"


def named(ids: Iterable[str]) -> Message | None:
    """The first of them that is a letter of ours, to the address that it still has."""
    for found in filter(None, map(_OURS.fullmatch, ids)):
        message = Message.objects.filter(pk=int(found["key"])).first()
        if message and message.to and constant_time_compare(_mark(message), found["mark"]):
            return message
    return None


def _mark(message: Message) -> str:
    whole = salted_hmac(_SALT, f"{message.pk}:{message.to}", algorithm="sha256").hexdigest()
    return whole[:32]
