"""Whether a letter with a certificate has ever left, as a question to the database."""

from django.db.models import Exists, OuterRef, Q, Value
from django.db.models.functions import Concat

from conferral.credentials.delivery.letters import KEY
from conferral.credentials.delivery.models import Delivery
from conferral.credentials.issuing.models import Credential
from conferral.foundation.mail.models import Message


def has_heard(credential: str = "") -> Q:
    """A letter has left with the certificate, or with another one of the same award, whose place it
    took: its holder knows of it. `credential`: as below."""
    award = f"{credential}__award" if credential else "award"
    return Q(Exists(Credential.objects.filter(has_left(), award=OuterRef(award))))


def has_left(credential: str = "", before: str = "") -> Q:
    """The first of all, or the newest: whoever is written to again has had one before.

    `credential`: the column that leads to it; empty: it is about certificates themselves.
    `before`: the column of a moment; empty: by now.
    """
    left = {"sent_at__lt": OuterRef(before)} if before else {"sent_at__isnull": False}
    row, number = (credential, f"{credential}__number") if credential else ("pk", "number")
    newest = Delivery.objects.filter(certificate__credential=OuterRef(row))
    first = Message.objects.filter(key=Concat(Value(KEY), OuterRef(number)))
    of_newest = {f"message__{name}": value for name, value in left.items()}
    return Q(Exists(newest.filter(**of_newest))) | Q(Exists(first.filter(**left)))
