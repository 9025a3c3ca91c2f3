"""The way into a person's own pages: signed, sent to their own address only, good for a day.

It names the letter that it stands in: an address that they gave up meanwhile lets nobody in.
"""

from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from django.conf import settings
from django.core import signing

from conferral.foundation.accounts.models import Person

LASTS = timedelta(days=1)
_SALT = "conferral.own.pages"


@dataclass(frozen=True)
class Named:
    """Whom a link lets in, and the key of the letter in which it was sent; "": of none."""

    person: UUID
    letter: str = ""


def entrance_url(person: Person, letter: str = "") -> str:
    """`letter`: the key of the one in which it will stand."""
    return f"{settings.SITE_URL}/me/enter/{token_of(person, letter)}"


def token_of(person: Person, letter: str = "") -> str:
    """Letters, digits, "_", "-" and ":". Who is erased has another UUID."""
    return signing.dumps([person.uuid.hex, letter] if letter else person.uuid.hex, salt=_SALT)


def named(token: str) -> Named:
    """`signing.SignatureExpired` when it was good once, else `BadSignature`."""
    match signing.loads(token, salt=_SALT, max_age=LASTS):
        case [str(uuid), str(letter)]:
            return Named(UUID(uuid), letter)
        case str(uuid):
            return Named(UUID(uuid))
    raise signing.BadSignature("It names nobody.")
